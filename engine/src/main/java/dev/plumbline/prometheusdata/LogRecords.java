package dev.plumbline.prometheusdata;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.HistogramShape;
import dev.plumbline.model.Labels;

/**
 * Decodes the records of Prometheus's log: series, samples, native histograms, deletions. Exemplars, metadata and marks of
 * mapped chunks are only counted. Not thread-safe.
 */
final class LogRecords {
    private static final int SERIES = 1;
    private static final int SAMPLES = 2;
    private static final int TOMBSTONES = 3;
    private static final int EXEMPLARS = 4;
    private static final int MMAP_MARKERS = 5;
    private static final int METADATA = 6;
    private static final int HISTOGRAMS = 7;
    private static final int FLOAT_HISTOGRAMS = 8;
    private static final int CUSTOM_HISTOGRAMS = 9;
    private static final int CUSTOM_FLOAT_HISTOGRAMS = 10;
    private static final int SAMPLES_WITH_STARTS = 11;
    private static final int HISTOGRAMS_WITH_STARTS = 12;
    private static final int FLOAT_HISTOGRAMS_WITH_STARTS = 13;
    private static final int NO_START = 0;
    private static final int SAME_START = 1;
    private final ByteCursor in = new ByteCursor(new StringCache());
    private final LogHistograms histograms = new LogHistograms(in);
    private final LogVisitor visitor;

    LogRecords(LogVisitor visitor) {
        this.visitor = visitor;
    }

    /** What a sample of a record is. */
    private enum Kind { FLOAT, INTEGER_HISTOGRAM, FLOAT_HISTOGRAM }

    /** Decodes {@code bytes[0, length)}; {@link Damage} when it is not what it says, after what came before was visited. */
    void read(byte[] bytes, int length) {
        if (length == 0) {
            return;
        }
        int type = in.over(bytes, 0, length).u8();
        switch (type) {
            case SERIES -> series();
            case SAMPLES -> samples(Kind.FLOAT);
            case TOMBSTONES -> tombstones();
            case EXEMPLARS -> exemplars();
            case MMAP_MARKERS -> { } // say where else samples are that the log has too
            case METADATA -> metadata();
            case HISTOGRAMS, CUSTOM_HISTOGRAMS -> samples(Kind.INTEGER_HISTOGRAM);
            case FLOAT_HISTOGRAMS, CUSTOM_FLOAT_HISTOGRAMS -> samples(Kind.FLOAT_HISTOGRAM);
            case SAMPLES_WITH_STARTS -> samplesWithStarts(Kind.FLOAT);
            case HISTOGRAMS_WITH_STARTS -> samplesWithStarts(Kind.INTEGER_HISTOGRAM);
            case FLOAT_HISTOGRAMS_WITH_STARTS -> samplesWithStarts(Kind.FLOAT_HISTOGRAM);
            default -> visitor.other("records of type " + type + ", which is not known", 1);
        }
    }

    private void series() {
        while (in.left() > 0) {
            long ref = in.be64();
            visitor.series(ref, labels());
        }
    }

    private Labels labels() {
        var pairs = new String[2 * in.count(2)];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = in.string();
        }
        return LabelPairs.of(pairs);
    }

    private void samples(Kind kind) {
        if (in.left() == 0) {
            return;
        }
        long ref = in.be64();
        long time = in.be64();
        while (in.left() > 0) {
            long delta = in.varint();
            sample(kind, ref + delta, 0, time + in.varint());
        }
    }

    /** The first has reference, time and start; the others' references follow from the one before, times and starts from the first. */
    private void samplesWithStarts(Kind kind) {
        if (in.left() == 0) {
            return;
        }
        long ref = in.varint();
        long firstTime = in.varint();
        long firstStart = in.varint();
        long start = firstStart;
        sample(kind, ref, start, firstTime);
        while (in.left() > 0) {
            ref += in.varint();
            long time = firstTime + in.varint();
            start = switch (in.u8()) {
                case NO_START -> 0;
                case SAME_START -> start;
                default -> firstStart + in.varint();
            };
            sample(kind, ref, start, time);
        }
    }

    private void sample(Kind kind, long ref, long start, long time) {
        switch (kind) {
            case FLOAT -> visitor.sample(ref, start, time, in.float64());
            case INTEGER_HISTOGRAM -> histogram(ref, start, time, histograms.read(false));
            case FLOAT_HISTOGRAM -> histogram(ref, start, time, histograms.read(true));
        }
    }

    private void histogram(long ref, long start, long time, Histogram histogram) {
        String problem = HistogramShape.problem(histogram);
        if (problem == null) {
            visitor.histogram(ref, start, time, histogram);
        } else {
            visitor.other("samples of the log: " + problem, 1);
        }
    }

    private void tombstones() {
        while (in.left() > 0) {
            visitor.tombstone(in.be64(), in.varint(), in.varint());
        }
    }

    private void exemplars() {
        if (in.left() == 0) {
            return;
        }
        in.be64();
        in.be64();
        long count = 0;
        while (in.left() > 0) {
            in.varint();
            in.varint();
            in.be64();
            for (int i = 2 * in.count(2); i > 0; i--) {
                in.skipString();
            }
            count++;
        }
        visitor.other("exemplars", count);
    }

    private void metadata() {
        long count = 0;
        while (in.left() > 0) {
            in.uvarint();
            in.u8();
            for (int i = 2 * in.count(2); i > 0; i--) {
                in.skipString();
            }
            count++;
        }
        visitor.other("descriptions of series (type, unit, help)", count);
    }
}
