package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.wire.ProtoWriter;
import dev.plumbline.wire.Snappy;
import java.util.function.Consumer;

/** Builds requests of remote write 1.0 field by field. */
final class Requests {
    final ProtoWriter out = new ProtoWriter();

    /** A series with labels as names and values in the given order, and whatever follows. */
    Requests series(Consumer<ProtoWriter> rest, String... namesAndValues) {
        int mark = out.begin(1);
        labels(out, namesAndValues);
        rest.accept(out);
        out.end(mark);
        return this;
    }

    Requests sample(long time, double value, String... namesAndValues) {
        return series(o -> sample(o, time, value), namesAndValues);
    }

    static void labels(ProtoWriter out, String... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            int label = out.begin(1);
            out.string(1, namesAndValues[i]).string(2, namesAndValues[i + 1]).end(label);
        }
    }

    static void sample(ProtoWriter out, long time, double value) {
        int mark = out.begin(2);
        out.float64(1, value).int64(2, time).end(mark);
    }

    static void exemplar(ProtoWriter out, long time, double value, String... namesAndValues) {
        int mark = out.begin(3);
        labels(out, namesAndValues);
        out.float64(2, value).int64(3, time).end(mark);
    }

    Requests metadata(int type, String family, String help, String unit) {
        int mark = out.begin(3);
        out.int64(1, type).string(2, family).string(4, help).string(5, unit).end(mark);
        return this;
    }

    byte[] body() {
        return Snappy.encode(out.array(), 0, out.length());
    }
}
