package dev.plumbline.prometheusdata;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.HistogramMath;
import dev.plumbline.model.Labels;
import dev.plumbline.prometheuschunk.SampleColumns;
import dev.plumbline.storage.Samples;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Series of one range from several sources into a sink, each once. Where samples of a series have the same time the first
 * source's stays; histograms finer than schema 8 are reduced to it, as Prometheus reads them. Not thread-safe.
 */
final class SeriesMerge {
    private static final int FINEST = 8;
    private final Findings findings;
    private final ImportSink sink;
    private final SampleColumns samples = new SampleColumns(1024);
    private final SampleColumns sorted = new SampleColumns(1024);

    private boolean begun;

    SeriesMerge(Findings findings, ImportSink sink) {
        this.findings = findings;
        this.sink = sink;
    }

    private record Turn(SeriesSource source, int rank) {
        Labels labels() {
            return source.labels();
        }
    }

    /** Hands out all series of the sources, of which the earlier counts the more; false when there is none. */
    boolean run(List<SeriesSource> sources, long minMillis, long maxMillis) {
        var turns = new PriorityQueue<>(Comparator.comparing(Turn::labels).thenComparingInt(Turn::rank));
        for (int i = 0; i < sources.size(); i++) {
            offer(turns, new Turn(sources.get(i), i));
        }
        var same = new ArrayList<Turn>();
        while (!turns.isEmpty()) {
            Labels labels = turns.element().labels();
            samples.clear();
            same.clear();
            for (Turn turn = turns.peek(); turn != null && turn.labels().equals(labels); turn = turns.peek()) {
                turns.remove();
                turn.source.samples(samples);
                same.add(turn);
            }
            SampleColumns columns = inOrder();
            if (columns.size() > 0) {
                if (!begun) {
                    begun = true;
                    sink.begin(minMillis, maxMillis);
                }
                hand(labels, columns);
            }
            same.forEach(turn -> offer(turns, turn));
        }
        if (begun) {
            sink.end();
        }
        return begun;
    }

    private static void offer(PriorityQueue<Turn> turns, Turn turn) {
        if (turn.source.next()) {
            turns.add(turn);
        }
    }

    private SampleColumns inOrder() {
        boolean ascending = true;
        for (int i = 1; i < samples.size() && ascending; i++) {
            ascending = samples.time(i - 1) < samples.time(i);
        }
        return ascending ? samples : merged();
    }

    /** Samples by time. What a histogram's chunk said of a reset holds only right behind the one it said it of. */
    private SampleColumns merged() {
        sorted.clear();
        int[] last = {-1};
        IntStream.range(0, samples.size()).boxed().sorted(Comparator.comparingLong(samples::time)).forEach(i -> {
            if (last[0] >= 0 && samples.time(last[0]) == samples.time(i)) {
                return;
            }
            Histogram histogram = samples.histogram(i);
            if (histogram != null && histogram.reset() == CounterReset.NOT_RESET && i != last[0] + 1) {
                sorted.add(samples.start(i), samples.time(i), HistogramMath.withReset(histogram, CounterReset.UNKNOWN));
            } else {
                sorted.add(samples, i);
            }
            last[0] = i;
        });
        findings.left("samples that were there twice", samples.size() - sorted.size());
        return sorted;
    }

    private void hand(Labels labels, SampleColumns columns) {
        @Nullable Histogram @Nullable [] histograms = columns.copyOfHistograms();
        int count = 0;
        for (int i = 0; histograms != null && i < histograms.length; i++) {
            Histogram histogram = histograms[i];
            if (histogram != null) {
                histograms[i] = reduced(histogram);
                count++;
            }
        }
        sink.series(labels, new Samples(columns.copyOfTimes(), columns.copyOfValues(), count == 0 ? null : histograms,
                columns.copyOfStarts(), 0, columns.size()));
        findings.series(columns.size(), count);
    }

    private static Histogram reduced(Histogram h) {
        return HistogramMath.isCustom(h) || h.schema() <= FINEST ? h : HistogramMath.reduce(h, FINEST);
    }
}
