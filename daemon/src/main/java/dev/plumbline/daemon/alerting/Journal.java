package dev.plumbline.daemon.alerting;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.Write;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps changed state in documents. Who owns the state says, under its lock, what has changed; {@link #write} puts
 * everything that changed, whoever changed it, as few large batches, and renders under the lock but writes outside of it: a
 * slow disk holds up who waits for it and nobody else. One batch is written at a time, so that an older version never
 * overtakes a newer one, and callers that waited find their change written with another's batch (group commit).
 *
 * <p>Alerts, decisions about them and the timers of groups are written in batches of their own, in this order: so no decision
 * is kept about an alert that a crash makes us forget, and no group moves on without its message.
 *
 * <p>A failed batch stays changed and is written again by the next call. When nothing could be written for
 * {@link #PATIENCE_MILLIS}, or one write hangs for as long, {@link #isOverdue} says so.
 */
final class Journal {
    static final long PATIENCE_MILLIS = 10_000;
    private static final long MAX_BATCH_CHARS = 32L << 20;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Documents documents;
    private final Clock clock;
    private final Lock state;
    private final BoundedLog log;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final LinkedHashSet<Draft> changed = new LinkedHashSet<>(); // guarded by state
    private boolean open; // guarded by state
    private @Nullable Long troubleSinceNanos; // guarded by state: since when the write that failed or is under way waits

    private record Change(Draft draft, long changes, Write write) {}

    Journal(Documents documents, Clock clock, Lock state, BoundedLog log) {
        this.documents = documents;
        this.clock = clock;
        this.state = state;
        this.log = log;
    }

    /** What is stored has been read: from now on it may be overwritten. Under the state's lock. */
    void open() {
        open = true;
        troubleSinceNanos = null;
    }

    /** The documents could not be read; counts as trouble. Under the state's lock. */
    void unreadable() {
        trouble();
    }

    private void trouble() {
        if (troubleSinceNanos == null) {
            troubleSinceNanos = clock.monotonicNanos();
        }
    }

    /** Notes that the state behind a draft has changed. Under the state's lock. */
    void changed(Draft draft) {
        draft.changes++;
        changed.add(draft);
    }

    /** Whether nothing could be kept for so long that waiting for it costs more than a duplicate. Under the state's lock. */
    boolean isOverdue() {
        return troubleSinceNanos != null
                && clock.monotonicNanos() - troubleSinceNanos >= PATIENCE_MILLIS * NANOS_PER_MILLI;
    }

    /** Whether everything is kept. Under the state's lock. */
    boolean isClean() {
        return changed.isEmpty();
    }

    /**
     * Keeps everything that has changed before this call; waits for a batch that is under way.
     *
     * @throws PlumblineException of kind RESOURCE when it could not be kept; it will be tried again with the next call
     */
    void write() {
        try {
            if (!writing.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw PlumblineException.resource("the store of documents has not answered for "
                        + PATIENCE_MILLIS / 1000 + " s; the change is held in memory", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw PlumblineException.resource("interrupted while waiting for the store of documents", e);
        }
        try {
            writeAll();
        } finally {
            writing.unlock();
        }
    }

    /** Like {@link #write}, but leaves it to the batch under way if there is one, and failures to the log. */
    void tryWrite() {
        if (!writing.tryLock()) {
            return;
        }
        try {
            writeAll();
        } catch (PlumblineException e) {
            log.error(BoundedLog.Topic.PERSIST, "cannot keep the state of alerts: " + e.getMessage()
                    + "; pages go out from memory after 10 s of this");
        } finally {
            writing.unlock();
        }
    }

    private void writeAll() {
        int left = pending();
        while (left > 0) {
            List<Change> batch = take(left);
            put(batch);
            left -= batch.size();
        }
    }

    private int pending() {
        state.lock();
        try {
            if (!open) {
                throw PlumblineException.resource("the documents of alerts could not be read yet", null);
            }
            return changed.size();
        } finally {
            state.unlock();
        }
    }

    private List<Change> take(int most) {
        state.lock();
        try {
            var batch = new ArrayList<Change>();
            long chars = 0;
            int rank = changed.stream().mapToInt(Draft::rank).min().orElse(0);
            for (Draft draft : changed) {
                if (draft.rank() != rank) {
                    continue;
                }
                Document document = draft.render();
                chars += document == null ? 0 : document.body().length();
                batch.add(new Change(draft, draft.changes,
                        document == null ? new Write.Delete(draft.kind, draft.id) : new Write.Put(document)));
                if (batch.size() == Math.min(most, Documents.MAX_WRITES) || chars > MAX_BATCH_CHARS) {
                    break;
                }
            }
            trouble(); // until it has worked
            return batch;
        } finally {
            state.unlock();
        }
    }

    private void put(List<Change> batch) {
        try {
            documents.write(batch.stream().map(Change::write).toList());
        } catch (PlumblineException e) {
            if (e.kind() == PlumblineException.Kind.RESOURCE) {
                throw e;
            }
            putEach(batch, e);
            return;
        } catch (RuntimeException e) {
            throw PlumblineException.resource("writing documents failed: " + e, e);
        }
        kept(batch);
    }

    /** A document that is refused as such must not hold up the others: it is left in memory alone. */
    private void putEach(List<Change> batch, PlumblineException refusal) {
        if (batch.size() == 1) {
            log.error(BoundedLog.Topic.REFUSED, "the document " + batch.getFirst().draft.kind + "/"
                    + batch.getFirst().draft.id + " cannot be kept, only held in memory: " + refusal.getMessage());
            kept(batch);
            return;
        }
        batch.forEach(change -> put(List.of(change)));
    }

    private void kept(List<Change> batch) {
        state.lock();
        try {
            for (Change change : batch) {
                change.draft.kept = change.changes;
                if (change.draft.isKept()) {
                    changed.remove(change.draft);
                }
            }
            troubleSinceNanos = null;
        } finally {
            state.unlock();
        }
    }
}
