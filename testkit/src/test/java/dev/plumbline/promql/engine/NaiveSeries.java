package dev.plumbline.promql.engine;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.Samples;
import java.util.ArrayList;
import java.util.List;

/** All samples of one series. */
record NaiveSeries(Labels labels, List<Point> points) {

    /** A sample; {@code start} 0: since when it counts is not known. Milliseconds. */
    record Point(long time, double value, long start) {}

    /** What a selector with a range sees of a series: the samples in {@code (start, end]}, and those within a lookback around it. */
    record Range(Labels labels, List<Point> points, List<Point> around, long start, long end) {}

    /** Everything in the store. */
    static List<NaiveSeries> all(InMemoryStorage storage) {
        var all = new ArrayList<NaiveSeries>();
        try (var querier = storage.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            for (var series : querier.select(List.of())) {
                Samples s = series.samples(Long.MIN_VALUE, Long.MAX_VALUE);
                var points = new ArrayList<Point>();
                for (int i = s.from(); i < s.to(); i++) {
                    points.add(new Point(s.times()[i], s.values()[i], s.startTime(i)));
                }
                all.add(new NaiveSeries(series.labels(), points));
            }
        }
        return all;
    }
}
