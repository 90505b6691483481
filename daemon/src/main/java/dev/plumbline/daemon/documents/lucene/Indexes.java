package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.documents.Write;
import dev.plumbline.documents.WriteOutcome;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;

/**
 * The log and the indexes behind it.
 *
 * <p>Writing: callers queue, and one of them does everything that is queued as one batch: decide, append and sync, apply, done.
 * So the cost of a sync is shared by all who waited for the one before ({@link WriteQueue}).
 *
 * <p>Committing: the log begins a new file; each index commits what was applied by then, saying so in its commit; the older
 * files go. Operations that come meanwhile may be in a commit and will be read again all the same: doing them again changes nothing.
 *
 * <p>Locks: {@code committing} is taken before {@code writing}, never the other way round.
 */
final class Indexes {
    private final Path folder;
    private final LuceneOptions options;
    private final Medium medium;
    private final Clock clock;
    private final Consumer<String> warnings;
    private final FolderLock lock;
    private final TransactionLog log;
    private final IndexSet set;
    private final WriteQueue queue = new WriteQueue(this::batch);
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock committing = new ReentrantLock();
    private volatile boolean closed;
    private volatile long logBytes;
    private long next = 1;
    private Clock.@Nullable Timer timer;
    private boolean urgent;

    Indexes(Path folder, LuceneOptions options, Medium medium, Clock clock, Consumer<String> warnings) {
        this.folder = folder;
        this.options = options;
        this.medium = medium;
        this.clock = clock;
        this.warnings = warnings;
        FolderLock taken = null;
        IndexSet opened = null;
        try {
            Files.createDirectories(folder);
            taken = FolderLock.take(folder);
            lock = taken;
            log = new TransactionLog(folder.resolve("log"), medium, warnings);
            opened = new IndexSet(folder.resolve("kinds"), medium, options.bufferBytes(), log, clock, warnings);
            set = opened;
            next = set.readLog() + 1;
        } catch (IOException | RuntimeException e) {
            closeQuietly(opened);
            closeQuietly(taken);
            throw e instanceof IOException io ? failure("opened", io) : (RuntimeException) e;
        }
        afterChange();
    }

    private void closeQuietly(@Nullable AutoCloseable resource) {
        try {
            if (resource != null) {
                resource.close();
            }
        } catch (Exception e) {
            warnings.accept("the documents in " + folder + " could not be closed: " + e.getMessage());
        }
    }

    private PlumblineException failure(String what, IOException e) {
        return PlumblineException.resource("the documents in " + folder + " could not be " + what + ": " + e.getMessage()
                + "; make room there or mend the disk, it needs no restart then", e);
    }

    private PlumblineException closedFailure() {
        return PlumblineException.resource("the documents in " + folder + " are closed", null);
    }

    List<WriteOutcome> write(List<Write> writes) {
        if (closed) {
            throw closedFailure();
        }
        if (logBytes > 4 * options.logBytes()) {
            commit();
        }
        var request = new WriteRequest(writes);
        queue.run(request);
        return request.result();
    }

    private void batch(List<WriteRequest> requests) {
        writing.lock();
        try {
            run(requests);
        } catch (IOException e) {
            requests.forEach(r -> failIfNotDone(r, failure("written", e)));
        } catch (RuntimeException e) {
            requests.forEach(r -> failIfNotDone(r, e));
        } catch (Error e) {
            requests.forEach(r -> failIfNotDone(r, PlumblineException.internal("documents could not be written: " + e, e)));
            throw e;
        } finally {
            writing.unlock();
        }
    }

    private static void failIfNotDone(WriteRequest request, RuntimeException e) {
        if (!request.isDone()) {
            request.fail(e);
        }
    }

    private void run(List<WriteRequest> requests) throws IOException {
        if (closed) {
            throw closedFailure();
        }
        var deciding = new Deciding(set);
        List<Operation> operations = new ArrayList<>();
        for (WriteRequest request : requests) {
            decide(request, deciding);
            operations.addAll(request.operations);
        }
        if (!operations.isEmpty()) {
            append(operations);
            deciding.keepTypes();
            applyAppended(operations);
            afterChange();
        }
        requests.forEach(request -> {
            if (!request.isDone()) {
                request.succeed();
            }
        });
    }

    private void decide(WriteRequest request, Deciding deciding) {
        try {
            deciding.decide(request);
        } catch (IOException e) {
            request.fail(failure("written", e));
        } catch (AlreadyClosedException e) {
            request.fail(failure("written", new IOException("the index failed", e)));
        } catch (PlumblineException e) {
            request.fail(e);
        }
    }

    private void append(List<Operation> operations) throws IOException {
        try {
            log.append(next, operations, options.sync());
            next += operations.size();
        } finally {
            logBytes = log.bytes();
        }
    }

    /** What the log has is acknowledged even if an index fails now: the index is opened again from its commit and the log. */
    private void applyAppended(List<Operation> operations) {
        long sequence = next - operations.size();
        for (Operation operation : operations) {
            set.apply(sequence++, operation);
        }
    }

    /** Has a commit come soon when the log is long, and else some time after the first write. Called under the write lock. */
    private void afterChange() {
        logBytes = log.bytes();
        if (logBytes >= options.logBytes() && !urgent) {
            urgent = true;
            schedule(0);
        } else if (timer == null && !log.isEmpty()) {
            schedule(options.commitAfter().toMillis());
        }
    }

    private void schedule(long delayMillis) {
        if (timer != null) {
            timer.cancel();
        }
        timer = clock.schedule(delayMillis, this::commitInBackground);
    }

    private void commitInBackground() {
        try {
            commit();
        } catch (PlumblineException e) {
            if (!closed) {
                warnings.accept(e.getMessage());
            }
        } finally {
            writing.lock();
            try {
                timer = null;
                urgent = false;
                if (!closed && !log.isEmpty()) {
                    schedule(options.commitAfter().toMillis());
                }
            } finally {
                writing.unlock();
            }
        }
    }

    void commit() {
        committing.lock();
        try {
            commitLocked();
        } catch (IOException e) {
            throw failure("committed", e);
        } catch (AlreadyClosedException e) {
            throw failure("committed", new IOException("an index failed", e));
        } finally {
            committing.unlock();
        }
    }

    private void commitLocked() throws IOException {
        List<Path> files;
        long sequence;
        writing.lock();
        try {
            if (closed) {
                throw closedFailure();
            }
            files = log.roll();
            sequence = next - 1;
            logBytes = log.bytes();
        } finally {
            writing.unlock();
        }
        for (String kind : set.names()) {
            commit(kind, sequence);
        }
        writing.lock();
        try {
            log.forget(files);
            logBytes = log.bytes();
        } finally {
            writing.unlock();
        }
    }

    private void commit(String kind, long sequence) throws IOException {
        KindIndex index = usable(kind);
        if (index != null && index.needsCommit()) {
            index.commit(sequence);
        }
    }

    /** The last commits and the log behind them; while {@code committing} is held neither goes. */
    void snapshot(Path to) {
        committing.lock();
        try {
            commitIfPossible();
            List<Path> files;
            writing.lock();
            try {
                if (closed) {
                    throw closedFailure();
                }
                files = log.roll();
                logBytes = log.bytes();
            } finally {
                writing.unlock();
            }
            new DocumentsSnapshot(medium, to).write(files, folder.resolve("kinds"));
        } catch (IOException e) {
            throw failure("copied to " + to, e);
        } finally {
            committing.unlock();
        }
    }

    /** Then there is hardly any log. */
    private void commitIfPossible() {
        try {
            commitLocked();
        } catch (IOException | AlreadyClosedException e) {
            warnings.accept("the documents in " + folder + " could not be committed: " + e.getMessage() + "; the log has what is missing");
        }
    }

    Map<String, Long> counts() {
        var counts = new TreeMap<String, Long>();
        for (String kind : set.names()) {
            counts.put(kind, ask(kind, 0L, KindIndex::count));
        }
        return counts;
    }

    long logBytes() {
        return logBytes;
    }

    /** A question to the index of a kind. */
    interface Question<T> {
        T ask(KindIndex index) throws IOException;
    }

    /** Asks an index; one that is broken is opened again first, and one that breaks meanwhile is asked once more. */
    <T> T ask(String kind, T absent, Question<T> question) {
        for (boolean again = false; ; again = true) {
            try {
                KindIndex index = usable(kind);
                return index == null ? absent : question.ask(index);
            } catch (IOException e) {
                if (again) {
                    throw failure("read", e);
                }
            } catch (AlreadyClosedException e) {
                if (again || closed) {
                    throw closed ? closedFailure() : failure("read", new IOException("the index failed", e));
                }
            }
        }
    }

    private @Nullable KindIndex usable(String kind) throws IOException {
        if (closed) {
            throw closedFailure();
        }
        KindIndex index = set.get(kind);
        if (index == null || !index.isBroken()) {
            return index;
        }
        writing.lock();
        try {
            if (closed) {
                throw closedFailure();
            }
            return set.forWriting(kind);
        } finally {
            writing.unlock();
        }
    }

    long expire(String kind, long beforeMillis) {
        writing.lock();
        try {
            return ask(kind, 0L, index -> {
                long count = index.ask(searcher -> (long) searcher.count(Queries.before(beforeMillis)));
                if (count > 0) {
                    List<Operation> operations = List.of(new Operation.Expire(kind, beforeMillis));
                    append(operations);
                    applyAppended(operations);
                    afterChange();
                }
                return count;
            });
        } finally {
            writing.unlock();
        }
    }

    void close() {
        if (closed) {
            return;
        }
        try {
            commit();
        } catch (PlumblineException e) {
            warnings.accept(e.getMessage() + "; the log has what is missing");
        }
        writing.lock();
        try {
            if (!closed) {
                closed = true;
                if (timer != null) {
                    timer.cancel();
                }
                closeQuietly(set);
                closeQuietly(log);
                closeQuietly(lock);
            }
        } finally {
            writing.unlock();
        }
    }
}
