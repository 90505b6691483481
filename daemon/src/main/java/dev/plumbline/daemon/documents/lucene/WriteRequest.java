package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.documents.Write;
import dev.plumbline.documents.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code write} on its way. Its caller waits until it is done or is told to lead the next batch; in between it belongs
 * to the thread that leads.
 */
final class WriteRequest {
    final List<Write> writes;
    final List<WriteOutcome> outcomes = new ArrayList<>();
    final List<Operation> operations = new ArrayList<>();
    private @Nullable RuntimeException failure;
    private boolean done;
    private final Semaphore signal = new Semaphore(0);

    WriteRequest(List<Write> writes) {
        this.writes = writes;
    }

    boolean isDone() {
        return done;
    }

    /** Waits until it is done or leads. */
    void await() {
        signal.acquireUninterruptibly();
    }

    /** Ends {@link #await} although it is not done. */
    void lead() {
        signal.release();
    }

    void succeed() {
        done = true;
        signal.release();
    }

    void fail(RuntimeException e) {
        operations.clear();
        failure = e;
        done = true;
        signal.release();
    }

    List<WriteOutcome> result() {
        if (failure != null) {
            throw failure;
        }
        return outcomes;
    }
}
