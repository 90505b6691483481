package dev.plumbline.exposition;

import static dev.plumbline.exposition.ProtobufBody.bucket;
import static dev.plumbline.exposition.ProtobufBody.metric;
import static dev.plumbline.exposition.ProtobufBody.span;
import static dev.plumbline.exposition.ProtobufBody.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.HistogramText;
import dev.plumbline.model.Labels;
import dev.plumbline.model.MetricMetadata;
import dev.plumbline.wire.ProtoWriter;
import dev.plumbline.wire.WireException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProtobufFamiliesTest {
    private final Lines lines = new Lines();
    private final ProtobufFamilies families = new ProtobufFamilies(false);

    /** Writes down what it is told; numbers are given anew when a series is not in the body at hand. */
    private static final class Lines implements SeriesSink {
        final List<String> said = new ArrayList<>();
        final Map<Integer, Labels> series = new HashMap<>();
        int asked;

        @Override
        public int series(Labels labels) {
            asked++;
            series.put(asked, labels);
            return asked;
        }

        @Override
        public void sample(int ref, double value) {
            said.add(series.get(ref) + " " + value);
        }

        @Override
        public void sample(int ref, double value, long timeMillis) {
            said.add(series.get(ref) + " " + value + " @" + timeMillis);
        }

        @Override
        public void sample(int ref, Histogram histogram) {
            said.add(series.get(ref) + " " + HistogramText.print(histogram));
        }

        @Override
        public void sample(int ref, Histogram histogram, long timeMillis) {
            said.add(series.get(ref) + " " + HistogramText.print(histogram) + " @" + timeMillis);
        }

        @Override
        public void start(int ref, long startMillis) {
            said.add("since " + startMillis);
        }

        @Override
        public void exemplar(Exemplar exemplar) {
            said.add("exemplar " + exemplar.labels() + " " + exemplar.value() + " " + exemplar.timeMillis());
        }
    }

    private List<String> parse(byte[] body) {
        lines.said.clear();
        families.parse(body, body.length, lines);
        return List.copyOf(lines.said);
    }

    private static byte[] counters(String... instances) {
        return new ProtobufBody().family("hits_total", FamilyType.COUNTER, w -> {
            for (String instance : instances) {
                metric(w, value(3, instance.length(), i -> { }), "i", instance);
            }
        }).toBytes();
    }

    @Test
    void countersGaugesAndUntypedBecomeOneSeriesEach() {
        byte[] body = new ProtobufBody()
                .family("hits_total", FamilyType.COUNTER, w -> metric(w, value(3, 5, i -> {
                    ProtobufBody.exemplar(i, 2, "abc", 0.5, 7);
                    ProtobufBody.time(i, 3, 1, 500_000_000);
                }), "code", "200"))
                .family("heat", FamilyType.GAUGE, w -> metric(w, value(2, -1.5, i -> { }).andThen(m -> m.int64(6, 42))))
                .family("thing", FamilyType.UNTYPED, w -> metric(w, value(5, Double.NaN, i -> { }))).toBytes();
        assertThat(parse(body)).containsExactly("{__name__=\"hits_total\", code=\"200\"} 5.0", "since 1500",
                "exemplar {trace_id=\"abc\"} 0.5 OptionalLong[7000]", "{__name__=\"heat\"} -1.5 @42", "{__name__=\"thing\"} NaN");
    }

    @Test
    void summariesAndClassicHistogramsBecomeTheirSeries() {
        byte[] body = new ProtobufBody()
                .family("size", FamilyType.SUMMARY, w -> metric(w, m -> {
                    int s = m.begin(4);
                    m.int64(1, 3).float64(2, 9);
                    int q = m.begin(3);
                    m.float64(1, 0.5).float64(2, 2.5);
                    m.end(q);
                    m.end(s);
                }))
                .family("took", FamilyType.HISTOGRAM, w -> metric(w, m -> {
                    int h = m.begin(7);
                    m.int64(1, 4).float64(2, 10);
                    bucket(m, 1, 3);
                    m.end(h);
                }, "a", "b")).toBytes();
        assertThat(parse(body)).containsExactly("{__name__=\"size_count\"} 3.0", "{__name__=\"size_sum\"} 9.0",
                "{__name__=\"size\", quantile=\"0.5\"} 2.5", "{__name__=\"took_count\", a=\"b\"} 4.0", "{__name__=\"took_sum\", a=\"b\"} 10.0",
                "{__name__=\"took_bucket\", a=\"b\", le=\"1.0\"} 3.0", "{__name__=\"took_bucket\", a=\"b\", le=\"+Inf\"} 4.0");
    }

    private static byte[] nativeHistogram(boolean packed) {
        return new ProtobufBody().family("took", FamilyType.HISTOGRAM, w -> metric(w, m -> {
            int h = m.begin(7);
            m.int64(1, 7).float64(2, 12.5);
            bucket(m, 1, 3);
            m.sint64(5, 1).float64(6, 0.001).int64(7, 1);
            span(m, 9, 0, 1);
            span(m, 12, 1, 2);
            span(m, 12, 1, 1);
            m.sint64(10, 2);
            if (packed) {
                int deltas = m.begin(13);
                m.signed(1).signed(1).signed(-1);
                m.end(deltas);
            } else {
                m.sint64(13, 1).sint64(13, 1).sint64(13, -1);
            }
            ProtobufBody.exemplar(m, 16, "timeless", 1, 0);
            ProtobufBody.exemplar(m, 16, "x", 1, 3);
            m.end(h);
        })).toBytes();
    }

    @Test
    void nativeHistogramsComeWholeAndTheirClassicSeriesOnlyOnDemand() {
        String expected = "{__name__=\"took\"} {{schema:1 count:7 sum:12.5 z_bucket:1 z_bucket_w:0.001 offset:1 buckets:[1 2 0 1] n_buckets:[2]}}";
        assertThat(parse(nativeHistogram(true))).containsExactly(expected, "exemplar {trace_id=\"x\"} 1.0 OptionalLong[3000]");
        assertThat(parse(nativeHistogram(false))).startsWith(expected);
        var both = new Lines();
        byte[] body = nativeHistogram(true);
        new ProtobufFamilies(true).parse(body, body.length, both);
        assertThat(both.said).contains(expected, "{__name__=\"took_count\"} 7.0", "{__name__=\"took_bucket\", le=\"1.0\"} 3.0");
    }

    @Test
    void floatGaugeHistogramsKeepFloatCountsAndAreGauges() {
        byte[] body = new ProtobufBody().family("load", FamilyType.GAUGE_HISTOGRAM, w -> metric(w, m -> {
            int h = m.begin(7);
            m.float64(4, 2.5).float64(2, -1);
            span(m, 12, -3, 2);
            m.float64(14, 0.5).float64(14, 2);
            m.end(h);
            m.int64(6, 9);
        })).toBytes();
        assertThat(parse(body)).containsExactly(
                "{__name__=\"load\"} {{count:2.5 sum:-1 counter_reset_hint:gauge offset:-3 buckets:[0.5 2]}} @9");
    }

    @Test
    void seriesAreAskedForOnceAsLongAsTheyStay() {
        parse(counters("a", "bb"));
        families.keep();
        assertThat(parse(counters("a", "bb"))).hasSize(2);
        families.keep();
        assertThat(lines.asked).isEqualTo(2);
        assertThat(parse(counters("bb", "a", "ccc"))).endsWith("{__name__=\"hits_total\", i=\"ccc\"} 3.0");
        families.keep();
        assertThat(lines.asked).isEqualTo(3);
        parse(counters("a"));
        families.keep();
        parse(counters("a", "bb"));
        assertThat(lines.asked).as("bb had left").isEqualTo(4);
    }

    @Test
    void whatWasNotKeptIsAskedForAgain() {
        parse(counters("a"));
        families.discard();
        parse(counters("a"));
        assertThat(lines.asked).isEqualTo(2);
        assertThat(families.metadata()).isEmpty();
        families.keep();
        assertThat(families.metadata()).containsEntry("hits_total", new MetricMetadata("counter", "seconds", "help of hits_total"));
    }

    @Test
    void bucketsThatLeaveAreForgotten() {
        assertThat(parse(classic(1, 2, 3))).hasSize(6);
        families.keep();
        assertThat(parse(classic(1, 3))).hasSize(5);
        families.keep();
        assertThat(lines.asked).as("3 moved to where 2 was, +Inf to where 3 was").isEqualTo(8);
        assertThat(parse(classic(1, 3))).anySatisfy(line -> assertThat(line).contains("le=\"3.0\""));
        assertThat(lines.asked).isEqualTo(8);
    }

    private static byte[] classic(double... bounds) {
        return new ProtobufBody().family("took", FamilyType.HISTOGRAM, w -> metric(w, m -> {
            int h = m.begin(7);
            m.int64(1, 9);
            for (double bound : bounds) {
                bucket(m, bound, 1);
            }
            m.end(h);
        })).toBytes();
    }

    @Test
    void aFamilyThatComesTwiceIsReadTwice() {
        byte[] body = new ProtobufBody()
                .family("heat", FamilyType.GAUGE, w -> metric(w, value(2, 1, i -> { }), "a", "1"))
                .family("heat", FamilyType.GAUGE, w -> metric(w, value(2, 2, i -> { }), "a", "2")).toBytes();
        for (int round = 0; round < 3; round++) {
            assertThat(parse(body)).hasSize(2);
            families.keep();
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> parse(new byte[] {5, 1})).isInstanceOf(WireException.class).hasMessageContaining("5 bytes, and 1 are left");
        assertThatThrownBy(() -> parse(new ProtobufBody().family("", FamilyType.GAUGE, w -> { }).toBytes()))
                .isInstanceOf(ExpositionException.class).hasMessageContaining("has no name");
        byte[] twice = new ProtobufBody().family("x", FamilyType.GAUGE, w -> metric(w, value(2, 1, i -> { }), "a", "1", "a", "2")).toBytes();
        assertThatThrownBy(() -> parse(twice)).hasMessageContaining("label a twice");
        byte[] spans = new ProtobufBody().family("x", FamilyType.HISTOGRAM, w -> metric(w, m -> {
            int h = m.begin(7);
            span(m, 12, 0, 3);
            m.sint64(13, 1);
            m.end(h);
        })).toBytes();
        assertThatThrownBy(() -> parse(spans)).hasMessageContaining("spans of 3 buckets and 1 counts");
        var type = new ProtoWriter().string(1, "x").int64(3, 9);
        byte[] unknown = new ProtoWriter().varint(type.length()).raw(type.array(), 0, type.length()).toBytes();
        assertThatThrownBy(() -> parse(unknown)).hasMessageContaining("type 9");
    }

    @Test
    void damagedBodiesFailAsExpectedOrParse() {
        var random = new java.util.Random(11);
        byte[] good = nativeHistogram(true);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            try {
                new ProtobufFamilies(true).parse(body, random.nextInt(body.length + 1), new Lines());
            } catch (ExpositionException | WireException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }
}
