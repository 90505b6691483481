package dev.plumbline.prometheusdata;

import dev.plumbline.prometheusdata.ImportReport.Skipped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts while a directory is read; a place that is read twice and damaged is named and counted once. Not thread-safe. */
final class Findings {
    /** Most places that are named. */
    static final int MAX_NAMED = 1000;
    private final Map<String, Long> left = new TreeMap<>();
    private final Set<Skipped> skipped = new LinkedHashSet<>();
    private long damages;
    private int blocks;
    private int segments;
    private int ranges;
    private boolean growing;
    private long series;
    private long samples;
    private long histograms;

    /** A place that is left out; the offset in bytes, or −1 for a whole file. */
    void damaged(String file, long offset, String reason) {
        var place = new Skipped(file, offset, reason);
        if (skipped.size() < MAX_NAMED ? skipped.add(place) : !skipped.contains(place)) {
            damages++;
        }
    }

    /** Something that is left out on purpose. */
    void left(String reason, long count) {
        if (count > 0) {
            left.merge(reason, count, Long::sum);
        }
    }

    void block() {
        blocks++;
    }

    void segment() {
        segments++;
    }

    void growing(boolean grew) {
        growing |= grew;
    }

    void range() {
        ranges++;
    }

    void series(int count, int histogramCount) {
        series++;
        samples += count;
        histograms += histogramCount;
    }

    ImportReport report() {
        return new ImportReport(blocks, segments, ranges, series, samples, histograms, left, damages, List.copyOf(skipped), growing);
    }
}
