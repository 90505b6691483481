package dev.plumbline.exposition;

import dev.plumbline.wire.ProtoWriter;
import java.util.function.Consumer;

/** Writes protobuf bodies for tests. */
final class ProtobufBody {
    private final ProtoWriter body = new ProtoWriter();

    ProtobufBody family(String name, FamilyType type, Consumer<ProtoWriter> metrics) {
        var family = new ProtoWriter();
        family.string(1, name).string(2, "help of " + name).int64(3, type.ordinal());
        metrics.accept(family);
        family.string(5, "seconds");
        body.varint(family.length()).raw(family.array(), 0, family.length());
        return this;
    }

    /** One metric with labels and whatever else. */
    static void metric(ProtoWriter family, Consumer<ProtoWriter> value, String... labels) {
        int metric = family.begin(4);
        for (int i = 0; i < labels.length; i += 2) {
            int label = family.begin(1);
            family.string(1, labels[i]).string(2, labels[i + 1]);
            family.end(label);
        }
        value.accept(family);
        family.end(metric);
    }

    /** A counter, gauge or untyped value in the given field, with what follows it. */
    static Consumer<ProtoWriter> value(int field, double value, Consumer<ProtoWriter> more) {
        return w -> {
            int inner = w.begin(field);
            w.float64(1, value);
            more.accept(w);
            w.end(inner);
        };
    }

    static void time(ProtoWriter w, int field, long seconds, int nanos) {
        int time = w.begin(field);
        w.int64(1, seconds).int64(2, nanos);
        w.end(time);
    }

    static void span(ProtoWriter w, int field, int offset, int length) {
        int span = w.begin(field);
        w.sint64(1, offset).int64(2, length);
        w.end(span);
    }

    static void exemplar(ProtoWriter w, int field, String trace, double value, long seconds) {
        int exemplar = w.begin(field);
        int label = w.begin(1);
        w.string(1, "trace_id").string(2, trace);
        w.end(label);
        w.float64(2, value);
        if (seconds != 0) {
            time(w, 3, seconds, 0);
        }
        w.end(exemplar);
    }

    static void bucket(ProtoWriter w, double bound, long cumulative) {
        int bucket = w.begin(3);
        w.int64(1, cumulative).float64(2, bound);
        w.end(bucket);
    }

    byte[] toBytes() {
        return body.toBytes();
    }
}
