package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one commit that are late: written to its record behind the rows, one entry for each series; then the very bytes are
 * applied. Not thread-safe.
 */
final class LateBatch {
    private final List<Sample> samples = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final Bytes tokens = new Bytes(256);
    private long oldest;
    private long newest;

    private record Sample(int series, LateSeries.Sample sample) {}

    /** An entry's samples, as they are in the record. */
    private record Step(int id, int from, int to) {}

    boolean isEmpty() {
        return samples.isEmpty();
    }

    int size() {
        return samples.size();
    }

    /** Adds a sample of a series, by its id or by whatever {@link #encode} finds its id from. */
    void add(int series, long time, double value, long start, @Nullable Histogram histogram) {
        samples.add(new Sample(series, new LateSeries.Sample(time, value, start, histogram)));
    }

    void clear() {
        samples.clear();
        steps.clear();
    }

    /**
     * Appends the entries to a record for a segment.
     *
     * @param ids the id of a series as it was added; negative leaves its samples out
     */
    void encode(RecordWriter record, Store store, long segment, IntUnaryOperator ids) {
        steps.clear();
        if (samples.isEmpty()) {
            return;
        }
        oldest = Long.MAX_VALUE;
        newest = Long.MIN_VALUE;
        List<Sample> inOrder = samples.stream().map(s -> new Sample(ids.applyAsInt(s.series), s.sample)).filter(s -> s.series >= 0)
                .sorted(Comparator.comparingInt(Sample::series).thenComparingLong(s -> s.sample.time())).toList();
        for (int from = 0; from < inOrder.size(); ) {
            int id = inOrder.get(from).series;
            int to = from + 1;
            while (to < inOrder.size() && inOrder.get(to).series == id) {
                to++;
            }
            entry(record, store, segment, inOrder.subList(from, to));
            from = to;
        }
    }

    private void entry(RecordWriter record, Store store, long segment, List<Sample> some) {
        int id = some.getFirst().series;
        record.late(id, store.late.isDefined(segment, id) ? null : store.index.labels(id));
        int from = record.bytes.length;
        LateCoder.write(some.stream().map(Sample::sample).toList(), tokens, record.bytes);
        steps.add(new Step(id, from, record.bytes.length));
        oldest = Math.min(oldest, some.getFirst().sample.time());
        newest = Math.max(newest, some.getLast().sample.time());
    }

    /** Whether {@link #encode} has written anything. */
    boolean isEncoded() {
        return !steps.isEmpty();
    }

    /** Time of the oldest sample that was encoded; {@code Long.MAX_VALUE} when there is none. */
    long oldest() {
        return isEncoded() ? oldest : Long.MAX_VALUE;
    }

    /** Time of the newest sample that was encoded; {@code Long.MIN_VALUE} when there is none. */
    long newest() {
        return isEncoded() ? newest : Long.MIN_VALUE;
    }

    /** Applies what was encoded, once the record is in the log's segment. */
    void apply(Store store, byte[] record, long segment) {
        for (Step step : steps) {
            LateCoder.read(new Tokens().on(record, step.from, step.to), sample -> store.counters.late(store.late.add(step.id, sample), sample));
            store.late.defined(segment, step.id);
        }
    }
}
