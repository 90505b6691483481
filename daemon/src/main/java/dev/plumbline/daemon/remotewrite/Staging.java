package dev.plumbline.daemon.remotewrite;

import dev.plumbline.daemon.config.RemoteWriteConfig;
import dev.plumbline.daemon.config.RemoteWriteConfig.Message;
import dev.plumbline.daemon.relabel.Relabeling;
import dev.plumbline.daemon.remotewrite.SendCounters.Kind;
import dev.plumbline.daemon.remotewrite.queue.RecordSink;
import dev.plumbline.model.Exemplar;
import dev.plumbline.model.Labels;
import dev.plumbline.model.MetricMetadata;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a record of the queue for one receiver: knows its series, relabelled once for each segment, and leaves out what
 * is not wanted. Filled and emptied by the thread that reads the queue.
 */
final class Staging implements RecordSink {
    private static final int CUSTOM_SCHEMA = -53;
    private final RemoteWriteConfig config;
    private final Labels external;
    private final Supplier<Map<String, MetricMetadata>> metadata;
    private final SendCounters counters;
    private final Supplier<Message> message;
    private Symbols symbols = new Symbols();
    private Map<String, MetricMetadata> families = Map.of();
    private @Nullable OutgoingSeries[] series = new @Nullable OutgoingSeries[256];
    private Batch record = new Batch(4096, false);
    private boolean newGeneration;

    Staging(RemoteWriteConfig config, Labels external, Supplier<Map<String, MetricMetadata>> metadata, SendCounters counters,
            Supplier<Message> message) {
        this.config = config;
        this.external = external;
        this.metadata = metadata;
        this.counters = counters;
        this.message = message;
    }

    /** What was read since it was {@linkplain Batch#clear cleared}. */
    Batch record() {
        return record;
    }

    /** Whether symbols are numbered anew since the last call: what was filled before must be handed over first. */
    boolean takeGeneration() {
        boolean is = newGeneration;
        newGeneration = false;
        return is;
    }

    @Override
    public void segment() {
        symbols = new Symbols();
        series = new @Nullable OutgoingSeries[256];
        families = config.message() == Message.V2 ? metadata.get() : Map.of();
        newGeneration = true;
    }

    @Override
    public void series(int ref, Labels labels) {
        if (ref >= series.length) {
            series = Arrays.copyOf(series, Math.max(ref + 1, series.length * 2));
        }
        Labels relabelled = Relabeling.apply(config.relabel(), merged(labels));
        series[ref] = relabelled == null || relabelled.isEmpty() ? null
                : OutgoingSeries.of(relabelled, symbols, MetricTypes.find(families, relabelled.metricName()));
    }

    /** With the external labels that it has not itself. */
    private Labels merged(Labels labels) {
        if (external.isEmpty()) {
            return labels;
        }
        Labels.Builder all = external.builder();
        labels.forEach(all::set);
        return all.build();
    }

    @Override
    public void sample(int ref, long startMillis, long timeMillis, double value) {
        OutgoingSeries of = series[ref];
        if (of == null) {
            counters.dropped("dropped_series").add(Kind.SAMPLES, 1);
        } else {
            room().add(of, startMillis, timeMillis, value);
        }
    }

    @Override
    public void histogram(int ref, long startMillis, long timeMillis, byte[] bytes, int from, int count) {
        OutgoingSeries of = series[ref];
        if (!config.sendNativeHistograms()) {
            return; // not wanted, so not counted as lost either
        }
        byte[] histogram = Arrays.copyOfRange(bytes, from, from + count);
        if (of == null) {
            counters.dropped("dropped_series").add(Kind.HISTOGRAMS, 1);
        } else if (message.get() == Message.V1 && hasCustomBounds(histogram)) {
            counters.dropped("nhcb_in_rw1_not_supported").add(Kind.HISTOGRAMS, 1);
        } else {
            room().add(of, startMillis, timeMillis, histogram);
        }
    }

    private static boolean hasCustomBounds(byte[] histogram) {
        var in = new dev.plumbline.wire.ProtoReader().on(histogram, 0, histogram.length);
        while (in.next()) {
            if (in.field() == 4) {
                return in.sint64() == CUSTOM_SCHEMA;
            }
        }
        return false;
    }

    @Override
    public void exemplar(int ref, Exemplar exemplar) {
        OutgoingSeries of = series[ref];
        if (of != null && config.sendExemplars()) {
            room().add(of, exemplar);
        }
    }

    private Batch room() {
        if (record.isFull()) {
            record = record.larger();
        }
        return record;
    }
}
