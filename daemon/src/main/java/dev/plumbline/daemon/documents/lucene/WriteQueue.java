package dev.plumbline.daemon.documents.lucene;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Gathers concurrent calls into batches without a thread of its own: the first caller leads and does its batch; who comes meanwhile
 * waits; when the batch is done its callers go, and the first of those who wait leads the next. So everybody is served
 * in order, by at most two batches. As long as the number of callers.
 */
final class WriteQueue {
    private static final int MAX_BATCH = 256;
    private final ArrayDeque<WriteRequest> waiting = new ArrayDeque<>();
    private final Consumer<List<WriteRequest>> work;
    private boolean led;

    /** @param work does a batch; each request of it is done afterwards, in whatever way */
    WriteQueue(Consumer<List<WriteRequest>> work) {
        this.work = work;
    }

    /** Returns when the request is done. */
    void run(WriteRequest request) {
        if (!enter(request)) {
            request.await();
        }
        if (!request.isDone()) {
            try {
                work.accept(batch());
            } finally {
                handOver();
            }
        }
    }

    private synchronized boolean enter(WriteRequest request) {
        waiting.add(request);
        boolean leads = !led;
        led = true;
        return leads;
    }

    private synchronized List<WriteRequest> batch() {
        List<WriteRequest> batch = new ArrayList<>();
        while (batch.size() < MAX_BATCH && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        return batch;
    }

    private synchronized void handOver() {
        WriteRequest next = waiting.peek();
        if (next == null) {
            led = false;
        } else {
            next.lead();
        }
    }
}
