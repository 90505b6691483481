package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.model.Exemplar;
import dev.plumbline.model.Labels;
import dev.plumbline.wire.ProtoReader;
import org.jspecify.annotations.Nullable;

/** Reads {@code prometheus.WriteRequest}, remote write 1.0, into a transaction. Reused; not thread-safe. */
final class RequestV1 {
    private final SeriesCache series;
    private final SymbolCache symbols;
    private final KeptMetadata metadata;
    private final ProtoReader in = new ProtoReader();
    private final ProtoReader labelReader = new ProtoReader();
    private final LabelSet set = new LabelSet();
    private final HistogramMessage histogram = new HistogramMessage();
    private SeriesCache.@Nullable Entry last;

    RequestV1(SeriesCache series, SymbolCache symbols, KeptMetadata metadata) {
        this.series = series;
        this.symbols = symbols;
        this.metadata = metadata;
    }

    /** Reads all of it; @throws dev.plumbline.wire.WireException when it is no such message. */
    void read(byte[] bytes, int length, WriteTransaction to) {
        last = null;
        in.on(bytes, 0, length);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> series(to);
                case 3 -> metadata();
                default -> in.skip();
            }
        }
    }

    /** Labels come first by custom and anywhere by right: they are looked for before anything else is read. */
    private void series(WriteTransaction to) {
        int outer = in.enter();
        int begin = in.position();
        SeriesCache.Entry before = last;
        SeriesCache.Entry guess = before == null ? null : before.next();
        int labelsEnd = begin;
        if (guess != null && guess.begins(in.array(), begin, in.end())) {
            labelsEnd = begin + guess.length();
            in.skipTo(labelsEnd);
        }
        int guessed = labelsEnd;
        boolean scattered = false;
        while (in.next()) {
            if (in.field() == 1) {
                scattered |= in.start() != labelsEnd;
                labelsEnd = in.skip();
            }
        }
        Labels labels;
        if (scattered) {
            labels = parse(begin, in.position(), to);
            last = null;
        } else {
            last = labelsEnd == guessed && guessed > begin ? guess : known(begin, labelsEnd, to);
            labels = last == null ? null : last.labels(to);
            if (before != null) {
                before.next(last);
            }
        }
        if (labels != null) {
            in.rewind(scattered ? begin : labelsEnd);
            samples(labels, to);
        }
        in.leave(outer);
    }

    private SeriesCache.@Nullable Entry known(int from, int end, WriteTransaction to) {
        byte[] bytes = in.array();
        long hash = series.hash(bytes, from, end);
        SeriesCache.Entry known = series.get(hash, bytes, from, end);
        if (known == null) {
            Labels labels = parse(from, end, to);
            return labels == null ? null : series.put(hash, bytes, from, end, labels);
        }
        return known;
    }

    private @Nullable Labels parse(int from, int end, WriteTransaction to) {
        set.clear();
        labelReader.on(in.array(), from, end);
        while (labelReader.next()) {
            if (labelReader.field() == 1) {
                label(labelReader);
            }
        }
        String problem = set.problem();
        if (problem != null) {
            to.badSeries(problem);
            return null;
        }
        return set.labels();
    }

    private void label(ProtoReader reader) {
        int outer = reader.enter();
        String name = "";
        String value = "";
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> name = symbol(reader);
                case 2 -> value = symbol(reader);
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        set.add(name, value);
    }

    private @Nullable String symbol(ProtoReader reader) {
        int length = reader.bytes();
        return symbols.get(reader.array(), reader.position() - length, reader.position());
    }

    private void samples(Labels labels, WriteTransaction to) {
        while (in.next()) {
            switch (in.field()) {
                case 2 -> sample(labels, to);
                case 3 -> exemplar(labels, to);
                case 4 -> histogram(labels, to);
                default -> in.skip();
            }
        }
    }

    private void sample(Labels labels, WriteTransaction to) {
        int outer = in.enter();
        double value = 0;
        long time = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> value = in.float64();
                case 2 -> time = in.int64();
                default -> in.skip();
            }
        }
        in.leave(outer);
        to.sample(labels, 0, time, value);
    }

    private void exemplar(Labels labels, WriteTransaction to) {
        int outer = in.enter();
        set.clear();
        double value = 0;
        long time = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> label(in);
                case 2 -> value = in.float64();
                case 3 -> time = in.int64();
                default -> in.skip();
            }
        }
        in.leave(outer);
        Labels own = set.anyLabels();
        if (own != null) {
            to.exemplar(labels, new Exemplar(own, value, time));
        }
    }

    private void histogram(Labels labels, WriteTransaction to) {
        histogram.read(in);
        String problem = HistogramCheck.problem(histogram);
        if (problem != null) {
            to.problem(problem + " for series " + labels);
        } else {
            to.histogram(labels, 0, histogram.timeMillis, histogram.histogram());
        }
    }

    private void metadata() {
        int outer = in.enter();
        int type = 0;
        String family = "";
        String help = "";
        String unit = "";
        while (in.next()) {
            switch (in.field()) {
                case 1 -> type = in.int32();
                case 2 -> family = text();
                case 4 -> help = text();
                case 5 -> unit = text();
                default -> in.skip();
            }
        }
        in.leave(outer);
        if (!family.isEmpty()) {
            metadata.put(family, KeptMetadata.type(type), unit, help);
        }
    }

    private String text() {
        String text = symbol(in);
        return text == null ? "" : text;
    }
}
