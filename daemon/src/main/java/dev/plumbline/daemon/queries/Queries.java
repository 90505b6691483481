package dev.plumbline.daemon.queries;

import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.QueryException;
import dev.plumbline.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Lets queries in, first come, first served: {@link QueryLimits#concurrency} run, {@link QueryLimits#waiting} wait for a place,
 * and no longer than a query may take; others are refused. Knows all that wait or run, and the last slow ones.
 * Thread-safe; holds its lock only for bookkeeping.
 */
public final class Queries {
    /** How many slow queries are remembered. */
    static final int SLOW_REMEMBERED = 100;

    /** A question that took no longer the last time may be answered on the asking thread. */
    static final long SHORT_NANOS = 3_000_000;
    /** Work on the asking thread that takes longer is given up and begun again on a thread of its own. */
    static final long HERE_MILLIS = 10;

    private static final long ELSEWHERE = 0;
    static final String CANCELED_WAITING = "query was canceled in query queue";
    private final ShortQuestions shortOnes = new ShortQuestions();
    private final QueryLimits limits;
    private final Executor threads;
    private final Clock clock;
    private final QueryListener listener;
    private final Map<String, Entry<?>> present = new LinkedHashMap<>(); // guarded by this, as is all below
    private final Deque<Entry<?>> waiting = new ArrayDeque<>();
    private final Deque<QueryStatus> slow = new ArrayDeque<>();
    private int running;
    private long lastId;

    /**
     * What one query asks of its run.
     *
     * @param lookbackMillis 0: the engine's
     * @param timeoutMillis from its arrival to its end; 0: as long as any may take
     */
    public record Bounds(long lookbackMillis, long timeoutMillis) {
        /** The engine's lookback and the longest time. */
        public static final Bounds DEFAULT = new Bounds(0, 0);

        Bounds within(long most) {
            return new Bounds(lookbackMillis, timeoutMillis <= 0 ? most : Math.min(most, timeoutMillis));
        }
    }

    /** A query that was let in: its name, and its answer, which fails with what the work threw. */
    public record Ticket<T>(String id, CompletableFuture<T> answer) {}

    /** @param threads must run each task on a thread of its own; at most {@code limits.concurrency()} are given at a time */
    public Queries(QueryLimits limits, Executor threads, Clock clock, QueryListener listener) {
        this.limits = limits;
        this.threads = threads;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Lets a query in. Its time begins now, whether it waits or runs.
     *
     * @throws PlumblineException of kind RESOURCE when too many wait already
     */
    public <T> Ticket<T> submit(QueryRequest request, Bounds bounds, Work<T> work) {
        return submit(request, bounds, ELSEWHERE, work);
    }

    /**
     * Lets a query in and waits for its answer.
     *
     * @throws PlumblineException what the query failed with; of kind RESOURCE when too many wait already
     */
    public <T> T await(QueryRequest request, Bounds bounds, Work<T> work) {
        try {
            return submit(request, bounds, work).answer().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof PlumblineException known ? known : PlumblineException.internal("the query failed: " + e.getCause(), e);
        }
    }

    /**
     * Lets a query in, and runs it at once on the asking thread when there is a place and the same question took less than three
     * milliseconds the last time. When it takes more than ten milliseconds after all, it is begun again on a thread of its own: work
     * given here must do no harm when it is done twice.
     *
     * @param extent what the question's text does not say of its size, such as the number of steps
     */
    public <T> Ticket<T> submitHere(QueryRequest request, Bounds bounds, long extent, Work<T> work) {
        return submit(request, bounds, ShortQuestions.key(request, extent), work);
    }

    private <T> Ticket<T> submit(QueryRequest request, Bounds bounds, long key, Work<T> work) {
        Entry<T> entry;
        boolean place;
        synchronized (this) {
            place = running < limits.concurrency();
            if (!place && waiting.size() >= limits.waiting()) {
                listener.refused();
                throw PlumblineException.resource("too many queries: " + running + " run (--query.max-concurrency) and "
                        + waiting.size() + " wait (--query.max-waiting); ask again later", null);
            }
            Bounds own = bounds.within(limits.timeoutMillis());
            entry = new Entry<>(Long.toString(++lastId, Character.MAX_RADIX), request, own, work, clock, key);
            present.put(entry.id, entry);
            if (place) {
                running++;
            } else {
                waiting.add(entry);
                entry.patience = clock.schedule(own.timeoutMillis(), () -> giveUp(entry, timedOut(own.timeoutMillis())));
            }
        }
        boolean here = place && key != ELSEWHERE && shortOnes.isShort(key, SHORT_NANOS);
        if (place && !(here && run(entry, HERE_MILLIS))) {
            threads.execute(() -> run(entry, Long.MAX_VALUE));
        }
        return new Ticket<>(entry.id, entry.answer);
    }

    static QueryException timedOut(long millis) {
        return new QueryException(QueryException.Type.TIMEOUT, "query timed out in query queue: waited " + millis
                + " ms for one of the places that --query.max-concurrency gives");
    }

    /** Runs the query unless it takes longer; then nothing has happened to it. */
    private <T> boolean run(Entry<T> entry, long mostMillis) {
        Entry.Ended<T> ended = entry.run(mostMillis);
        if (entry.key != ELSEWHERE) {
            shortOnes.took(entry.key, ended.status().ranNanos());
        }
        if (ended.tooLong()) {
            return false;
        }
        passOn(entry);
        finished(ended.status());
        Throwable failure = ended.failure();
        if (failure != null) {
            entry.answer.completeExceptionally(failure);
        } else {
            entry.answer.complete(ended.value());
        }
        return true;
    }

    /** Gives the place of a query that has ended to the one that has waited longest. */
    private void passOn(Entry<?> ended) {
        Entry<?> next;
        synchronized (this) {
            present.remove(ended.id);
            next = waiting.poll();
            if (next == null) {
                running--;
            } else if (next.patience != null) {
                next.patience.cancel();
            }
        }
        if (next != null) {
            threads.execute(() -> run(next, Long.MAX_VALUE));
        }
    }

    private void giveUp(Entry<?> entry, QueryException why) {
        synchronized (this) {
            if (!waiting.remove(entry)) {
                return; // it has its place by now
            }
            present.remove(entry.id);
            if (entry.patience != null) {
                entry.patience.cancel();
            }
        }
        finished(entry.status(QueryStatus.State.FINISHED, why.type().apiName()));
        entry.answer.completeExceptionally(why);
    }

    private void finished(QueryStatus status) {
        listener.finished(status);
        if (limits.slowMillis() == 0 || status.totalNanos() < limits.slowMillis() * 1_000_000) {
            return;
        }
        synchronized (this) {
            if (slow.size() >= SLOW_REMEMBERED) {
                slow.removeFirst();
            }
            slow.addLast(status);
        }
        listener.slow(status);
    }

    /** Ends a query: one that waits at once, one that runs at its next check. False when there is none of this id. */
    public boolean cancel(String id) {
        Entry<?> entry;
        synchronized (this) {
            entry = present.get(id);
        }
        if (entry == null) {
            return false;
        }
        entry.cancel();
        giveUp(entry, new QueryException(QueryException.Type.CANCELED, CANCELED_WAITING));
        return true;
    }

    /** All that wait or run, oldest first. */
    public List<QueryStatus> present() {
        Collection<Entry<?>> entries;
        synchronized (this) {
            entries = new ArrayList<>(present.values());
        }
        return entries.stream().map(Entry::status).toList();
    }

    /** The last slow ones, newest first; at most 100. */
    public synchronized List<QueryStatus> slow() {
        return List.copyOf(slow.reversed());
    }

    public synchronized int running() {
        return running;
    }

    public synchronized int waiting() {
        return waiting.size();
    }

    public QueryLimits limits() {
        return limits;
    }
}
