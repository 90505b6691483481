package dev.plumbline.daemon.remotewrite.queue;

import dev.plumbline.model.Exemplar;
import dev.plumbline.model.Labels;
import dev.plumbline.wire.ProtoReader;
import java.util.ArrayList;
import java.util.List;

/** Writes down what comes out of a queue, a line for each sample. */
final class Collected implements RecordSink {
    final List<String> lines = new ArrayList<>();
    private final List<Labels> series = new ArrayList<>();

    /** Everything from a position on. */
    static List<String> from(SampleQueue queue, Position position) {
        var collected = new Collected();
        try (var reader = new QueueReader(queue, position, collected)) {
            while (reader.next()) {
                // The sink has it.
            }
        }
        return collected.lines;
    }

    @Override
    public void segment() {
        series.clear();
    }

    @Override
    public void series(int ref, Labels labels) {
        if (ref != series.size()) {
            throw new AssertionError("series " + ref + " after " + series.size());
        }
        series.add(labels);
    }

    @Override
    public void sample(int ref, long startMillis, long timeMillis, double value) {
        lines.add(name(ref) + "@" + timeMillis + "=" + Long.toHexString(Double.doubleToRawLongBits(value)) + since(startMillis));
    }

    @Override
    public void histogram(int ref, long startMillis, long timeMillis, byte[] bytes, int from, int count) {
        var in = new ProtoReader().on(bytes, from, from + count);
        double observations = Double.NaN;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> observations = in.int64();
                case 2 -> observations = in.float64();
                default -> in.skip();
            }
        }
        lines.add(name(ref) + "@" + timeMillis + "=" + observations + " observations" + since(startMillis));
    }

    private static String since(long start) {
        return start == 0 ? "" : " since " + start;
    }

    private String name(int ref) {
        Labels labels = series.get(ref);
        return labels.metricName() + labels.get("i");
    }

    @Override
    public void exemplar(int ref, Exemplar exemplar) {
        lines.add(name(ref) + "@" + exemplar.timeMillis() + " like " + exemplar.value() + exemplar.labels());
    }
}
