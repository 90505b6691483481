package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.wire.ProtoWriter;
import dev.plumbline.wire.Snappy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Builds requests of remote write 2.0 field by field; symbols are written behind the series, where they are allowed too. */
final class RequestsV2 {
    final ProtoWriter out = new ProtoWriter();
    private final List<String> symbols = new ArrayList<>(List.of(""));

    int symbol(String text) {
        int place = symbols.indexOf(text);
        if (place < 0) {
            place = symbols.size();
            symbols.add(text);
        }
        return place;
    }

    RequestsV2 series(Consumer<ProtoWriter> rest, String... namesAndValues) {
        int mark = out.begin(5);
        labels(1, namesAndValues);
        rest.accept(out);
        out.end(mark);
        return this;
    }

    RequestsV2 sample(long time, double value, String... namesAndValues) {
        return series(o -> sample(o, time, value), namesAndValues);
    }

    void labels(int field, String... namesAndValues) {
        int mark = out.begin(field);
        for (String text : namesAndValues) {
            out.varint(symbol(text));
        }
        out.end(mark);
    }

    static void sample(ProtoWriter out, long time, double value) {
        int mark = out.begin(2);
        out.float64(1, value).int64(2, time).end(mark);
    }

    void exemplar(long time, double value, String... namesAndValues) {
        int mark = out.begin(4);
        labels(1, namesAndValues);
        out.float64(2, value).int64(3, time).end(mark);
    }

    void metadata(int type, String help, String unit) {
        int mark = out.begin(5);
        out.int64(1, type).int64(3, symbol(help)).int64(4, symbol(unit)).end(mark);
    }

    byte[] body() {
        symbols.forEach(symbol -> out.string(4, symbol));
        return Snappy.encode(out.array(), 0, out.length());
    }
}
