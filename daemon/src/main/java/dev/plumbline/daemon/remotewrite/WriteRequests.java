package dev.plumbline.daemon.remotewrite;

import dev.plumbline.daemon.config.RemoteWriteConfig.Message;
import dev.plumbline.model.Exemplar;
import dev.plumbline.model.Labels;
import dev.plumbline.model.MetricMetadata;
import dev.plumbline.wire.ProtoWriter;
import dev.plumbline.wire.Snappy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes requests of batches: each sample a time series of its own, as other senders do. Version 2.0 names texts by their place in the
 * request's table of symbols, found by an array over the symbols' numbers. Reused; one for each shard.
 */
final class WriteRequests {
    private static final int FIELD_1 = 1 << 3 | 2; // tags of nested messages
    private static final int FIELD_2 = 2 << 3 | 2;
    private static final int FLOAT_BYTES = 10; // a double with its tag, and the tag of the time
    private final ProtoWriter out = new ProtoWriter(64 << 10);
    private final ProtoWriter series = new ProtoWriter(64 << 10);
    private int[] places = new int[1024]; // of symbols, in the request
    private int[] usedIn = new int[1024]; // the request that a place is of
    private int request;
    private int symbols;

    /** The compressed request. */
    byte[] of(Batch batch, Message message) {
        switch (message) {
            case V1 -> first(batch);
            case V2 -> second(batch);
        }
        return Snappy.encode(out.array(), 0, out.length());
    }

    private void first(Batch batch) {
        out.clear();
        for (int i = 0; i < batch.size(); i++) {
            if (batch.extra(i) == null) {
                firstFloat(batch, i);
                continue;
            }
            int series = out.begin(1);
            firstLabels(batch.series(i).pairs());
            switch (batch.extra(i)) {
                case byte[] histogram -> histogram(out, 4, histogram, batch.time(i), 0);
                case Exemplar exemplar -> firstExemplar(exemplar);
                case null, default -> throw new IllegalStateException("a batch holds floats, histograms and exemplars");
            }
            out.end(series);
        }
    }

    /** Nearly all of what is sent: sizes are known before, so that nothing is moved. */
    private void firstFloat(Batch batch, int i) {
        OutgoingSeries series = batch.series(i);
        long time = batch.time(i);
        int sample = FLOAT_BYTES + OutgoingSeries.varintSize(time);
        out.varint(FIELD_1).varint(series.bytes() + 2L + sample);
        firstLabels(series.pairs());
        out.varint(FIELD_2).varint(sample).float64(1, batch.value(i)).int64(2, time);
    }

    private void firstLabels(Symbols.Symbol[] pairs) {
        for (int k = 0; k < pairs.length; k += 2) {
            Symbols.Symbol name = pairs[k];
            Symbols.Symbol value = pairs[k + 1];
            out.varint(FIELD_1).varint(OutgoingSeries.labelSize(name, value)).bytes(1, name.utf8(), 0, name.utf8().length)
                    .bytes(2, value.utf8(), 0, value.utf8().length);
        }
    }

    private void firstExemplar(Exemplar exemplar) {
        int mark = out.begin(3);
        exemplar.labels().forEach((name, value) -> {
            int label = out.begin(1);
            out.string(1, name).string(2, value).end(label);
        });
        out.float64(2, exemplar.value()).int64(3, exemplar.timeMillis()).end(mark);
    }

    private static void histogram(ProtoWriter to, int field, byte[] bytes, long time, long start) {
        int mark = to.begin(field);
        to.raw(bytes, 0, bytes.length).int64(15, time);
        if (start != 0) {
            to.int64(17, start);
        }
        to.end(mark);
    }

    private void second(Batch batch) {
        out.clear();
        series.clear();
        request++;
        symbols = 0;
        out.string(4, ""); // the first symbol is the empty one
        symbols++;
        Map<List<Symbols.Symbol>, List<Exemplar>> exemplars = exemplars(batch);
        for (int i = 0; i < batch.size(); i++) {
            if (batch.extra(i) instanceof Exemplar) {
                continue;
            }
            int mark = series.begin(5);
            OutgoingSeries of = batch.series(i);
            int packed = series.begin(1);
            for (Symbols.Symbol symbol : of.pairs()) {
                series.varint(place(symbol));
            }
            series.end(packed);
            secondValue(batch, i);
            if (!exemplars.isEmpty()) {
                List<Exemplar> mine = exemplars.remove(Arrays.asList(of.pairs()));
                if (mine != null) {
                    mine.forEach(this::secondExemplar);
                }
            }
            OutgoingSeries.About about = of.about();
            if (about != null) {
                int metadata = series.begin(5);
                series.int64(1, about.type()).int64(3, place(about.help())).int64(4, place(about.unit())).end(metadata);
            }
            series.end(mark);
        }
        out.raw(series.array(), 0, series.length());
    }

    /** By series: a series with nothing but an exemplar is refused, so each goes with a sample; one that finds none stays. */
    private static Map<List<Symbols.Symbol>, List<Exemplar>> exemplars(Batch batch) {
        Map<List<Symbols.Symbol>, List<Exemplar>> found = new HashMap<>();
        for (int i = 0; i < batch.size() && batch.exemplars() > 0; i++) {
            if (batch.extra(i) instanceof Exemplar exemplar) {
                found.computeIfAbsent(Arrays.asList(batch.series(i).pairs()), s -> new ArrayList<>()).add(exemplar);
            }
        }
        return found;
    }

    private void secondValue(Batch batch, int i) {
        switch (batch.extra(i)) {
            case byte[] histogram -> histogram(series, 3, histogram, batch.time(i), batch.start(i));
            case null, default -> {
                int sample = series.begin(2);
                series.float64(1, batch.value(i)).int64(2, batch.time(i));
                if (batch.start(i) != 0) {
                    series.int64(3, batch.start(i));
                }
                series.end(sample);
            }
        }
    }

    /** Its labels are seldom told twice: they are symbols of their own. */
    private void secondExemplar(Exemplar exemplar) {
        int mark = series.begin(4);
        int packed = series.begin(1);
        Labels labels = exemplar.labels();
        for (int k = 0; k < labels.size(); k++) {
            out.string(4, labels.name(k)).string(4, labels.value(k));
            series.varint(symbols).varint(symbols + 1L);
            symbols += 2;
        }
        series.end(packed);
        series.float64(2, exemplar.value()).int64(3, exemplar.timeMillis()).end(mark);
    }

    private int place(Symbols.Symbol symbol) {
        if (symbol.utf8().length == 0) {
            return 0;
        }
        int id = symbol.id();
        if (id >= places.length) {
            places = Arrays.copyOf(places, id * 3 / 2 + 1);
            usedIn = Arrays.copyOf(usedIn, places.length);
        }
        if (usedIn[id] != request) {
            usedIn[id] = request;
            places[id] = symbols++;
            out.bytes(4, symbol.utf8(), 0, symbol.utf8().length);
        }
        return places[id];
    }

    /** A request of version 1.0 with metadata only. */
    static byte[] metadata(List<Map.Entry<String, MetricMetadata>> families) {
        var out = new ProtoWriter(16 << 10);
        for (var family : families) {
            int mark = out.begin(3);
            out.int64(1, MetricTypes.number(family.getValue().type())).string(2, family.getKey())
                    .string(4, family.getValue().help()).string(5, family.getValue().unit()).end(mark);
        }
        return Snappy.encode(out.array(), 0, out.length());
    }
}
