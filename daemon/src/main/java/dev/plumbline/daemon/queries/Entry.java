package dev.plumbline.daemon.queries;

import dev.plumbline.promql.QueryControl;
import dev.plumbline.promql.QueryException;
import dev.plumbline.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One query from its arrival to its end. Fields that change are guarded by {@link Queries}'s lock unless volatile. */
final class Entry<T> {
    final String id;
    final QueryRequest request;
    final long key;
    final CompletableFuture<T> answer = new CompletableFuture<>();
    private final Queries.Bounds bounds;
    private final Work<T> work;
    private final Clock clock;
    private final long arrivedMillis;
    private final long arrivedNanos;
    Clock.@Nullable Timer patience;
    private volatile boolean canceled;
    private volatile boolean started;
    private volatile long startedNanos;
    private volatile @Nullable QueryControl control;

    Entry(String id, QueryRequest request, Queries.Bounds bounds, Work<T> work, Clock clock, long key) {
        this.id = id;
        this.key = key;
        this.request = request;
        this.bounds = bounds;
        this.work = work;
        this.clock = clock;
        arrivedMillis = clock.wallMillis();
        arrivedNanos = clock.monotonicNanos();
    }

    /**
     * Runs the work on this thread; gives how it ended and leaves the answer to {@link #answer}'s taker. Work that is not done
     * within {@code mostMillis}, though the query has more time, ends as too long and may be run again.
     */
    Ended<T> run(long mostMillis) {
        startedNanos = clock.monotonicNanos();
        started = true;
        long left = bounds.timeoutMillis() - (startedNanos - arrivedNanos) / 1_000_000;
        try (var own = new QueryControl(bounds.lookbackMillis(), Math.clamp(left, 1, mostMillis)).keepingResult()) {
            control = own;
            if (canceled) {
                own.cancel();
            }
            if (left <= 0) {
                throw Queries.timedOut(bounds.timeoutMillis());
            }
            if (own.isCanceled()) {
                throw new QueryException(QueryException.Type.CANCELED, Queries.CANCELED_WAITING);
            }
            return new Ended<>(work.run(own), null, status(QueryStatus.State.FINISHED, "success"), false);
        } catch (QueryException e) {
            boolean tooLong = e.type() == QueryException.Type.TIMEOUT && mostMillis < left;
            return new Ended<>(null, e, status(QueryStatus.State.FINISHED, e.type().apiName()), tooLong);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return new Ended<>(null, e, status(QueryStatus.State.FINISHED, "internal"), false);
        }
    }

    /** What came of it: a value, or a failure. */
    record Ended<T>(@Nullable T value, @Nullable Throwable failure, QueryStatus status, boolean tooLong) {}

    void cancel() {
        canceled = true;
        QueryControl running = control;
        if (running != null) {
            running.cancel();
        }
    }

    boolean isCanceled() {
        return canceled;
    }

    QueryStatus status(QueryStatus.State state, String outcome) {
        long now = clock.monotonicNanos();
        QueryControl own = control;
        long waited = (started ? startedNanos : now) - arrivedNanos;
        return new QueryStatus(id, request, state, outcome, arrivedMillis, waited, started ? now - startedNanos : 0,
                own == null ? 0 : own.samplesRead(), own == null ? 0 : own.heldBytes(), own == null ? 0 : own.peakBytes());
    }

    QueryStatus status() {
        return status(canceled ? QueryStatus.State.CANCELING : started ? QueryStatus.State.RUNNING : QueryStatus.State.WAITING, "");
    }
}
