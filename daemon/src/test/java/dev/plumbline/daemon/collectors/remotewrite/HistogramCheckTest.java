package dev.plumbline.daemon.collectors.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Histogram;
import dev.plumbline.wire.ProtoReader;
import dev.plumbline.wire.ProtoWriter;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HistogramCheckTest {

    private static HistogramMessage message(Consumer<ProtoWriter> fields) {
        var out = new ProtoWriter();
        int mark = out.begin(3);
        fields.accept(out);
        out.end(mark);
        var in = new ProtoReader().on(out.array(), 0, out.length());
        in.next();
        var message = new HistogramMessage();
        message.read(in);
        return message;
    }

    private static void span(ProtoWriter out, int field, int offset, long length) {
        int mark = out.begin(field);
        out.sint64(1, offset).int64(2, length).end(mark);
    }

    private static void doubles(ProtoWriter out, int field, double... values) {
        int mark = out.begin(field);
        for (double value : values) {
            out.fixed(value);
        }
        out.end(mark);
    }

    private static void deltas(ProtoWriter out, int field, long... values) {
        int mark = out.begin(field);
        for (long value : values) {
            out.signed(value);
        }
        out.end(mark);
    }

    private static void refused(String why, Consumer<ProtoWriter> fields) {
        assertThat(HistogramCheck.problem(message(fields))).contains(why);
    }

    @Test
    void readsWholeCounts() {
        HistogramMessage m = message(out -> {
            out.int64(1, 12).float64(3, 18.4).sint64(4, 1).float64(5, 0.001).int64(6, 2);
            span(out, 8, 0, 1);
            deltas(out, 9, 1);
            span(out, 11, -2, 2);
            span(out, 11, 1, 2);
            deltas(out, 12, 1, 1, -1, 2 + 1 + 1 - 1);
            out.int64(14, 2).int64(15, 1234).int64(17, 99);
        });
        assertThat(HistogramCheck.problem(m)).isEqualTo("11 observations found in buckets, but the Count field is 12");
        m.countBits = 11;
        assertThat(HistogramCheck.problem(m)).isNull();
        assertThat(m.timeMillis).isEqualTo(1234);
        assertThat(m.startMillis).isEqualTo(99);
        assertThat(m.histogram()).isEqualTo(new Histogram(1, 11, 18.4, 0.001, 2,
                new Histogram.Buckets(new int[] {-2, 1}, new int[] {2, 2}, new double[] {1, 2, 1, 4}),
                new Histogram.Buckets(new int[] {0}, new int[] {1}, new double[] {1}), new double[0], Histogram.CounterReset.NOT_RESET));
    }

    @Test
    void readsFloatCountsAndCustomBounds() {
        HistogramMessage m = message(out -> {
            out.float64(2, 6.5).float64(3, 10).sint64(4, -53);
            span(out, 11, 0, 3);
            doubles(out, 13, 1, 2.5, 3);
            doubles(out, 16, 5, 10);
            out.int64(14, 3);
        });
        assertThat(HistogramCheck.problem(m)).isNull();
        assertThat(m.histogram()).isEqualTo(new Histogram(-53, 6.5, 10, 0, 0,
                new Histogram.Buckets(new int[] {0}, new int[] {3}, new double[] {1, 2.5, 3}), Histogram.Buckets.NONE,
                new double[] {5, 10}, Histogram.CounterReset.GAUGE));
    }

    @Test
    void numbersMayComeOneByOne() {
        HistogramMessage m = message(out -> {
            out.int64(1, 3);
            span(out, 11, 0, 2);
            out.sint64(12, 1).sint64(12, 1);
        });
        assertThat(HistogramCheck.problem(m)).isNull();
        assertThat(m.histogram().positive().counts()).containsExactly(1, 2);
    }

    @Test
    void aStaleMarkerIsAHistogram() {
        HistogramMessage m = message(out -> out.float64(3, Double.longBitsToDouble(0x7ff0000000000002L)));
        assertThat(HistogramCheck.problem(m)).isNull();
        assertThat(Double.doubleToRawLongBits(m.histogram().sum())).isEqualTo(0x7ff0000000000002L);
    }

    @Test
    void countsMustAddUpUnlessNanWasObserved() {
        refused("0 observations found in buckets, but the Count field is 5", out -> out.int64(1, 5).float64(3, 1));
        assertThat(HistogramCheck.problem(message(out -> out.int64(1, 5).float64(3, Double.NaN)))).isNull();
        refused("7 observations found in buckets", out -> out.int64(1, 5).float64(3, Double.NaN).int64(6, 7));
        assertThat(HistogramCheck.problem(message(out -> out.float64(2, 5).float64(3, 1)))).as("floats need not").isNull();
    }

    @Test
    void spansMustFitBuckets() {
        refused("positive side: spans need 2 buckets, have 0 buckets", out -> span(out, 11, 0, 2));
        refused("negative side: spans need 0 buckets, have 1 buckets", out -> deltas(out.int64(1, 1), 9, 1));
        refused("spans need 8589934590 buckets", out -> {
            span(out, 11, 0, 0xffffffffL);
            span(out, 11, 0, 0xffffffffL);
        });
        refused("span number 2 with offset -1", out -> {
            span(out, 11, -5, 0);
            span(out, 11, -1, 0);
        });
        refused("have 0 buckets", out -> {
            out.float64(2, 1); // of floats, so that differences do not count
            span(out, 11, 0, 1);
            deltas(out, 12, 1);
        });
    }

    @Test
    void bucketsMustNotBeNegative() {
        refused("positive side", out -> {
            span(out, 11, 0, 2);
            deltas(out, 12, 1, -2);
        });
        refused("positive side", out -> {
            span(out, 11, 0, 2);
            deltas(out, 12, Long.MAX_VALUE, 0);
        });
        refused("bucket number 2 has observation count of -1.0", out -> {
            out.float64(2, 1);
            span(out, 8, 0, 2);
            doubles(out, 10, 1, -1);
        });
        refused("zero bucket", out -> out.float64(2, 1).float64(7, -1));
        refused("negative count", out -> out.float64(2, -1));
    }

    @Test
    void schemasAreKnownOnes() {
        refused("invalid schema: 9", out -> out.sint64(4, 9));
        refused("invalid schema: -5", out -> out.sint64(4, -5));
        refused("must not have custom bounds", out -> doubles(out, 16, 1));
    }

    @Test
    void customBucketsHaveRulesOfTheirOwn() {
        refused("zero count of 0", out -> out.sint64(4, -53).int64(1, 1).int64(6, 1));
        refused("zero threshold of 0", out -> out.sint64(4, -53).float64(5, 1));
        refused("negative spans", out -> span(out.sint64(4, -53), 8, 0, 0));
        refused("strictly increasing", out -> doubles(out.sint64(4, -53), 16, 1, 1));
        refused("NaN", out -> doubles(out.sint64(4, -53), 16, Double.NaN));
        refused("+Inf", out -> doubles(out.sint64(4, -53), 16, 1, Double.POSITIVE_INFINITY));
        refused("only 1 custom bounds", out -> {
            out.sint64(4, -53).int64(1, 3);
            span(out, 11, 1, 2);
            deltas(out, 12, 1, 1);
            doubles(out, 16, 1);
        });
        refused("span number 1 with offset -1", out -> {
            out.sint64(4, -53).int64(1, 1);
            span(out, 11, -1, 1);
            deltas(out, 12, 1);
        });
        assertThat(HistogramCheck.problem(message(out -> doubles(out.sint64(4, -53), 16, Double.NEGATIVE_INFINITY, 1)))).isNull();
    }

    @Test
    void largeWholeCountsAreUnsigned() {
        HistogramMessage m = message(out -> out.int64(1, -1).float64(3, Double.NaN));
        assertThat(HistogramCheck.problem(m)).isNull();
        assertThat(m.histogram().count()).isEqualTo(0x1p64);
    }

    @Test
    void histogramsHaveBoundsOfTheirOwn() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> message(out -> {
            int mark = out.begin(12);
            for (int i = 0; i <= RequestBounds.BUCKETS; i++) {
                out.varint(0);
            }
            out.end(mark);
        })).hasMessageContaining("buckets");
    }
}
