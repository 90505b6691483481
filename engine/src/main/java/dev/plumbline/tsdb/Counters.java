package dev.plumbline.tsdb;

import dev.plumbline.storage.Rejection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the store counts; read by {@link TsdbStats}. */
final class Counters {
    final LongAdder samples = new LongAdder();
    final LongAdder syncs = new LongAdder();
    final LongAdder syncFailures = new LongAdder();
    final LongAdder writeFailures = new LongAdder();
    final LongAdder corruptions = new LongAdder();
    final LongAdder bytesCut = new LongAdder();
    final LongAdder seriesRemoved = new LongAdder();
    volatile long replayMillis;
    volatile long replaySamples;
    private final ConcurrentHashMap<String, LongAdder> rejected = new ConcurrentHashMap<>();

    final LongAdder lateFloats = new LongAdder();
    final LongAdder lateHistograms = new LongAdder();
    private final ConcurrentHashMap<String, LongAdder> rejectedHistograms = new ConcurrentHashMap<>();

    /** Counts a late sample that was taken, if it was. */
    void late(boolean taken, LateSeries.Sample sample) {
        if (taken) {
            (sample.histogram() == null ? lateFloats : lateHistograms).increment();
        }
    }

    /** Counts a rejection of a sample of this kind, and hands it on. */
    <R extends Rejection> R rejected(R rejection, boolean histogram) {
        if (histogram) {
            rejectedHistograms.computeIfAbsent(rejection.reason(), r -> new LongAdder()).increment();
        }
        return rejected(rejection);
    }

    /** Counts a rejection and hands it on. */
    <R extends Rejection> R rejected(R rejection) {
        rejected.computeIfAbsent(rejection.reason(), r -> new LongAdder()).increment();
        return rejection;
    }

    /** Counts samples that were rejected for the same reason. */
    void rejected(Rejection rejection, long samples) {
        rejected.computeIfAbsent(rejection.reason(), r -> new LongAdder()).add(samples);
    }

    Map<String, Long> rejected() {
        return sums(rejected);
    }

    /** Those that were histograms. */
    Map<String, Long> rejectedHistograms() {
        return sums(rejectedHistograms);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        var sums = new TreeMap<String, Long>();
        counts.forEach((reason, count) -> sums.put(reason, count.sum()));
        return sums;
    }
}
