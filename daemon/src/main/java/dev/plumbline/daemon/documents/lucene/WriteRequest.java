package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.documents.Write;
import dev.plumbline.documents.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of {@code write} on its way. Touched by the thread that holds the write lock, and then by its caller. */
final class WriteRequest {
    final List<Write> writes;
    final List<WriteOutcome> outcomes = new ArrayList<>();
    final List<Operation> operations = new ArrayList<>();
    private @Nullable RuntimeException failure;
    private boolean done;

    WriteRequest(List<Write> writes) {
        this.writes = writes;
    }

    boolean isDone() {
        return done;
    }

    void succeed() {
        done = true;
    }

    void fail(RuntimeException e) {
        operations.clear();
        failure = e;
        done = true;
    }

    boolean failed() {
        return failure != null;
    }

    List<WriteOutcome> result() {
        if (failure != null) {
            throw failure;
        }
        return outcomes;
    }
}
