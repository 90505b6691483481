package dev.plumbline.daemon.remotewrite;

import dev.plumbline.daemon.config.RemoteWriteConfig;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A line of requests, one at a time: batches in the order in which they were filled. The thread that reads the queue fills and
 * hands over; a thread of the shard sends. What it did not finish when it is stopped stays in the queue.
 */
final class Shard {
    private final Delivery delivery;
    private final SendCounters counters;
    private final int batchSize;
    private final BlockingQueue<Batch> full;
    private final Thread thread;
    private @Nullable Batch filling;
    private long fillingSince;
    private volatile boolean busy;

    Shard(RemoteWriteConfig.Queue config, Delivery delivery, SendCounters counters, Consumer<Throwable> failure) {
        this.delivery = delivery;
        this.counters = counters;
        batchSize = config.maxSamplesPerSend();
        full = new ArrayBlockingQueue<>(Math.max(1, config.capacity() / batchSize));
        thread = Thread.ofVirtual().name("remote-write-shard").unstarted(() -> {
            try {
                send();
            } catch (RuntimeException | Error e) {
                failure.accept(e);
            }
        });
    }

    void start() {
        thread.start();
    }

    private void send() {
        var requests = new WriteRequests();
        try {
            while (true) {
                Batch batch = full.take();
                busy = true;
                delivery.deliver(batch, requests);
                busy = false;
                batch.done();
            }
        } catch (InterruptedException | Delivery.Stopped e) {
            busy = false; // the rest is sent by who comes next
        }
    }

    /** The batch to add to. */
    Batch filling(long nowNanos, boolean resent) throws InterruptedException {
        Batch batch = filling;
        if (batch != null && (batch.isFull() || batch.isResent() != resent)) {
            handOver();
            batch = null;
        }
        if (batch == null) {
            batch = new Batch(batchSize, resent);
            filling = batch;
            fillingSince = nowNanos;
        }
        return batch;
    }

    /** Gives what is filled to the sender; waits while it has too much. */
    void handOver() throws InterruptedException {
        Batch batch = filling;
        if (batch != null && batch.size() > 0) {
            if (!full.offer(batch)) {
                counters.fullQueues.increment();
                full.put(batch);
            }
            filling = null;
        }
    }

    /** Hands over what has waited long enough. */
    void handOverOlder(long nowNanos, long ageNanos) throws InterruptedException {
        if (filling != null && nowNanos - fillingSince >= ageNanos) {
            handOver();
        }
    }

    boolean isEmpty() {
        return filling == null;
    }

    /** Whether a request is under way. */
    boolean isBusy() {
        return busy;
    }

    void interrupt() {
        thread.interrupt();
    }

    boolean join(long millis) throws InterruptedException {
        return thread.join(Duration.ofMillis(millis));
    }
}
