package dev.plumbline.exposition;

import dev.plumbline.model.Labels;
import dev.plumbline.wire.ProtoReader;
import java.util.Arrays;

/** Reads the {@code Metric} messages of one family and hands their samples on. Not thread-safe. */
final class MetricReader {
    private static final int LABEL = 1;
    private static final int GAUGE = 2;
    private static final int COUNTER = 3;
    private static final int SUMMARY = 4;
    private static final int UNTYPED = 5;
    private static final int TIMESTAMP = 6;
    private static final int HISTOGRAM = 7;
    private final boolean alsoClassic;
    private final HistogramReader histogram;
    private final SummaryReader summary;
    private final KnownFamily family;
    private final SeriesSink sink;
    private boolean timed;
    private long timeMillis;

    /** What is used again from family to family; {@code alsoClassic}: native histograms give their classic series too. */
    record Scratch(boolean alsoClassic, HistogramReader histogram, SummaryReader summary) {
        Scratch(boolean alsoClassic) {
            this(alsoClassic, new HistogramReader(), new SummaryReader());
        }
    }

    MetricReader(Scratch scratch, KnownFamily family, SeriesSink sink) {
        this.alsoClassic = scratch.alsoClassic;
        this.histogram = scratch.histogram;
        this.summary = scratch.summary;
        this.family = family;
        this.sink = sink;
    }

    /** Reads the message that the reader has entered. */
    void read(ProtoReader reader) {
        timed = false;
        int begin = reader.position();
        KnownMetric metric = metric(reader, begin);
        family.seen(metric);
        reader.rewind(begin);
        int wanted = valueField();
        while (reader.next()) {
            if (reader.field() == wanted) {
                int end = reader.enter();
                value(reader, metric);
                reader.leave(end);
            }
        }
    }

    private int valueField() {
        return switch (family.type) {
            case COUNTER -> COUNTER;
            case GAUGE -> GAUGE;
            case SUMMARY -> SUMMARY;
            case UNTYPED -> UNTYPED;
            case HISTOGRAM, GAUGE_HISTOGRAM -> HISTOGRAM;
        };
    }

    /** Finds where the labels are and takes the timestamp on the way. */
    private KnownMetric metric(ProtoReader reader, int begin) {
        int from = begin;
        int to = begin;
        while (reader.next()) {
            switch (reader.field()) {
                case LABEL -> {
                    from = to == begin ? reader.start() : from;
                    to = reader.skip();
                }
                case TIMESTAMP -> {
                    timed = true;
                    timeMillis = reader.int64();
                }
                default -> reader.skip();
            }
        }
        KnownMetric known = family.find(reader.array(), from, to);
        if (known != null) {
            return known;
        }
        reader.rewind(begin);
        Labels labels = ProtobufFamilies.labels(reader, LABEL);
        return new KnownMetric(Arrays.copyOfRange(reader.array(), from, to), labels);
    }

    private void value(ProtoReader reader, KnownMetric metric) {
        switch (family.type) {
            case COUNTER, GAUGE, UNTYPED -> plain(reader, metric);
            case SUMMARY -> summary(reader, metric);
            case HISTOGRAM, GAUGE_HISTOGRAM -> histogram(reader, metric);
        }
    }

    private void plain(ProtoReader reader, KnownMetric metric) {
        double value = 0;
        long created = 0;
        Exemplar exemplar = null;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> value = reader.float64();
                case 2 -> exemplar = ExemplarReader.read(reader);
                case 3 -> created = ExemplarReader.timeMillis(reader);
                default -> reader.skip();
            }
        }
        metric.shape(true, false, 0);
        emit(metric.series(KnownMetric.PLAIN, sink, family.name), value, created);
        if (exemplar != null) {
            sink.exemplar(exemplar);
        }
    }

    private void summary(ProtoReader reader, KnownMetric metric) {
        summary.read(reader);
        metric.shape(false, true, summary.quantiles());
        emit(metric.series(KnownMetric.COUNT, sink, family.name + "_count"), summary.count(), summary.createdMillis());
        emit(metric.series(KnownMetric.SUM, sink, family.name + "_sum"), summary.sum(), summary.createdMillis());
        for (int i = 0; i < summary.quantiles(); i++) {
            emit(metric.series(i, summary.quantile(i), sink, family.name, "quantile"), summary.value(i), 0);
        }
    }

    private void histogram(ProtoReader reader, KnownMetric metric) {
        histogram.read(reader, family.name);
        boolean isNative = histogram.isNative();
        boolean isClassic = !isNative || alsoClassic && histogram.buckets() > 0;
        metric.shape(isNative, isClassic, isClassic ? histogram.buckets() : 0);
        if (isNative) {
            nativeHistogram(metric);
        }
        if (isClassic) {
            classic(metric, !isNative);
        }
    }

    private void nativeHistogram(KnownMetric metric) {
        int ref = metric.series(KnownMetric.PLAIN, sink, family.name);
        var sample = histogram.toHistogram(family.type == FamilyType.GAUGE_HISTOGRAM);
        if (timed) {
            sink.sample(ref, sample, timeMillis);
        } else {
            sink.sample(ref, sample);
        }
        start(ref, histogram.createdMillis());
        histogram.forEachExemplar(sink::exemplar);
    }

    private void classic(KnownMetric metric, boolean exemplars) {
        long created = histogram.createdMillis();
        emit(metric.series(KnownMetric.COUNT, sink, family.name + "_count"), histogram.count(), created);
        emit(metric.series(KnownMetric.SUM, sink, family.name + "_sum"), histogram.sum(), created);
        for (int i = 0; i < histogram.buckets(); i++) {
            emit(metric.series(i, histogram.bound(i), sink, family.name + "_bucket", "le"), histogram.cumulative(i), created);
            Exemplar exemplar = histogram.bucketExemplar(i);
            if (exemplars && exemplar != null) {
                sink.exemplar(exemplar);
            }
        }
    }

    private void emit(int ref, double value, long created) {
        double normal = Double.isNaN(value) ? DecimalScanner.NORMAL_NAN : value;
        if (timed) {
            sink.sample(ref, normal, timeMillis);
        } else {
            sink.sample(ref, normal);
        }
        start(ref, created);
    }

    private void start(int ref, long created) {
        if (created != 0 && ref >= 0) {
            sink.start(ref, created);
        }
    }
}
