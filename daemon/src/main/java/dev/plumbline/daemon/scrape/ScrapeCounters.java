package dev.plumbline.daemon.scrape;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts of all loops together. Thread-safe. Reasons come from fixed lists, which bounds the maps. */
final class ScrapeCounters {
    final LongAdder scrapes = new LongAdder();
    final LongAdder samples = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder duplicates = new LongAdder();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> rejections = new ConcurrentHashMap<>();

    void failure(String reason) {
        failures.computeIfAbsent(reason, r -> new LongAdder()).increment();
    }

    void rejection(String reason, long count) {
        rejections.computeIfAbsent(reason, r -> new LongAdder()).add(count);
    }

    ScrapeStats stats() {
        return new ScrapeStats(scrapes.sum(), samples.sum(), bytes.sum(), duplicates.sum(), sums(failures), sums(rejections));
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counters) {
        return counters.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().sum()));
    }
}
