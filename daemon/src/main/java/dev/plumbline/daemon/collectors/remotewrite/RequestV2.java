package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.model.Exemplar;
import dev.plumbline.model.Labels;
import dev.plumbline.wire.ProtoReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code io.prometheus.write.v2.Request}, remote write 2.0, into a transaction: symbols first, then the series,
 * which name them. Of a series, all but its samples is looked for before anything of it is taken. Reused; not thread-safe.
 */
final class RequestV2 {
    private final LabelsCache series;
    private final SymbolCache strings;
    private final KeptMetadata metadata;
    private final ProtoReader in = new ProtoReader();
    private final SymbolTable symbols = new SymbolTable();
    private final References references = new References();
    private final LabelSet set = new LabelSet();
    private final HistogramMessage histogram = new HistogramMessage();
    private final Head head = new Head();

    /** What a series says besides its samples. */
    private static final class Head {
        private int values;
        private int type;
        private int help;
        private int unit;
        private long start;

        private void clear() {
            values = 0;
            type = 0;
            help = 0;
            unit = 0;
            start = 0;
        }
    }

    RequestV2(LabelsCache series, SymbolCache strings, KeptMetadata metadata) {
        this.series = series;
        this.strings = strings;
        this.metadata = metadata;
    }

    /** Reads all of it; @throws dev.plumbline.wire.WireException when it is no such message. */
    void read(byte[] bytes, int length, WriteTransaction to) {
        try {
            in.on(bytes, 0, length);
            while (in.next()) {
                if (in.field() == 4) {
                    int size = in.bytes();
                    symbols.add(strings.get(bytes, in.position() - size, in.position()));
                }
            }
            in.on(bytes, 0, length);
            while (in.next()) {
                if (in.field() == 5) {
                    series(to);
                }
            }
        } finally {
            symbols.clear();
        }
    }

    private void series(WriteTransaction to) {
        int outer = in.enter();
        int begin = in.position();
        head();
        Labels labels = labels(to);
        if (labels != null) {
            in.rewind(begin);
            samples(labels, to);
        }
        in.leave(outer);
    }

    private void head() {
        references.clear();
        head.clear();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> references.read(in);
                case 2, 3 -> {
                    head.values++;
                    in.skip();
                }
                case 5 -> metadata();
                case 6 -> head.start = in.int64(); // the start of all samples, in drafts of the specification
                default -> in.skip();
            }
        }
    }

    private void metadata() {
        int outer = in.enter();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> head.type = in.int32();
                case 3 -> head.help = in.int32();
                case 4 -> head.unit = in.int32();
                default -> in.skip();
            }
        }
        in.leave(outer);
    }

    /** The labels of a series of which something can be taken; otherwise null, and the transaction knows why. */
    private @Nullable Labels labels(WriteTransaction to) {
        String problem = references.problem(symbols);
        if (problem != null) {
            to.badSeries("parsing labels for series: " + problem);
            return null;
        }
        if (head.help != 0 && !symbols.has(head.help) || head.unit != 0 && !symbols.has(head.unit)) {
            to.badSeries("parsing metadata for series: help_ref " + Integer.toUnsignedString(head.help) + " or unit_ref "
                    + Integer.toUnsignedString(head.unit) + " outside of symbols table (size " + symbols.size() + ")");
            return null;
        }
        Labels labels = known(to);
        if (labels != null && head.values == 0) {
            to.problem("TimeSeries must contain at least one sample or histogram for series " + labels);
            return null;
        }
        if (labels != null && (head.type != 0 || head.help != 0 || head.unit != 0)) {
            metadata.putOfSeries(labels.metricName(), KeptMetadata.type(head.type), text(head.unit), text(head.help));
        }
        return labels;
    }

    private String text(int reference) {
        return symbols.has(reference) ? symbols.text(reference) : "";
    }

    private @Nullable Labels known(WriteTransaction to) {
        int hash = LabelsCache.hash(references, symbols);
        Labels known = series.get(hash, references, symbols);
        if (known != null) {
            return known;
        }
        collect();
        String problem = set.problem();
        if (problem != null) {
            to.badSeries(problem);
            return null;
        }
        Labels labels = set.labels();
        series.put(labels);
        return labels;
    }

    private void collect() {
        set.clear();
        for (int i = 0; i < references.count(); i += 2) {
            set.add(symbols.get(references.get(i)), symbols.get(references.get(i + 1)));
        }
    }

    private void samples(Labels labels, WriteTransaction to) {
        while (in.next()) {
            switch (in.field()) {
                case 2 -> sample(labels, to);
                case 3 -> histogram(labels, to);
                case 4 -> exemplar(labels, to);
                default -> in.skip();
            }
        }
    }

    private void sample(Labels labels, WriteTransaction to) {
        int outer = in.enter();
        double value = 0;
        long time = 0;
        long start = head.start;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> value = in.float64();
                case 2 -> time = in.int64();
                case 3 -> start = in.int64();
                default -> in.skip();
            }
        }
        in.leave(outer);
        to.sample(labels, start, time, value);
    }

    private void histogram(Labels labels, WriteTransaction to) {
        histogram.read(in);
        String problem = HistogramCheck.problem(histogram);
        if (problem != null) {
            to.problem(problem + " for series " + labels);
        } else {
            long start = histogram.startMillis == 0 ? head.start : histogram.startMillis;
            to.histogram(labels, start, histogram.timeMillis, histogram.histogram());
        }
    }

    private void exemplar(Labels labels, WriteTransaction to) {
        int outer = in.enter();
        references.clear();
        double value = 0;
        long time = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> references.read(in);
                case 2 -> value = in.float64();
                case 3 -> time = in.int64();
                default -> in.skip();
            }
        }
        in.leave(outer);
        String problem = references.problem(symbols);
        if (problem != null) {
            to.problem("parsing exemplar for series " + labels + ": " + problem);
            return;
        }
        collect();
        Labels own = set.anyLabels();
        if (own != null) {
            to.exemplar(labels, new Exemplar(own, value, time));
        }
    }
}
