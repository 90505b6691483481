package dev.plumbline.prometheusdata;

import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.Samples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A sink that keeps everything and insists on what is promised: order of ranges, series and samples. */
final class Collected implements ImportSink {
    final List<String> ranges = new ArrayList<>();
    final TreeMap<Labels, List<String>> series = new TreeMap<>();
    final TreeMap<Labels, List<Samples>> runs = new TreeMap<>();
    private long min;
    private long max = Long.MIN_VALUE;
    private Labels last = Labels.EMPTY;
    private boolean open;

    /** Reads a directory into a new one. */
    static Collected read(Path root, List<ImportReport> report) {
        return read(root, ImportOptions.DEFAULTS, report);
    }

    static Collected read(Path root, ImportOptions options, List<ImportReport> report) {
        var sink = new Collected();
        report.clear();
        report.add(new PrometheusDirectory(root, options).read(sink, progress -> { }));
        if (sink.open) {
            throw new AssertionError("a range without end");
        }
        return sink;
    }

    @Override
    public void begin(long minMillis, long maxMillis) {
        if (open || minMillis < max || minMillis >= maxMillis) {
            throw new AssertionError("range [" + minMillis + ", " + maxMillis + ") behind " + ranges);
        }
        open = true;
        min = minMillis;
        max = maxMillis;
        last = Labels.EMPTY;
        ranges.add(minMillis + ".." + maxMillis);
    }

    @Override
    public void series(Labels labels, Samples samples) {
        if (!open || last.compareTo(labels) >= 0 || samples.isEmpty()) {
            throw new AssertionError(labels + " behind " + last);
        }
        last = labels;
        var texts = series.computeIfAbsent(labels, l -> new ArrayList<>());
        runs.computeIfAbsent(labels, l -> new ArrayList<>()).add(samples);
        long before = min - 1;
        for (int i = samples.from(); i < samples.to(); i++) {
            long time = samples.times()[i];
            if (time <= before || time >= max) {
                throw new AssertionError("time " + time + " behind " + before + " in " + ranges.getLast());
            }
            before = time;
            double value = samples.values()[i];
            texts.add(time + "=" + (StaleMarker.is(value) ? "stale" : value) + (samples.histogram(i) == null ? "" : "h"));
        }
    }

    @Override
    public void end() {
        open = false;
    }
}
