package dev.plumbline.daemon.api.remote;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.StoreHandle;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** {@code /api/v1/read}: whole series for another Prometheus, which evaluates queries by itself. Thread-safe. */
public final class RemoteReadApi {
    /** Where a stream of chunks is named. */
    static final String STREAM = "application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse";
    private static final String MESSAGE = "application/x-protobuf";
    private static final int WAIT_SECONDS = 5;
    private final StoreHandle store;
    private final Supplier<Labels> external;
    private final Limits limits;
    private final Semaphore turns;

    /**
     * What bounds reading.
     *
     * @param concurrent most requests at a time
     * @param maxSamples most samples of a query whose answer is one message
     * @param maxBytes most bytes of such a message before compression
     */
    public record Limits(int concurrent, long maxSamples, int maxBytes) {
        private static final int LEAST_BYTES = 16 << 20;
        private static final int MOST_BYTES = 512 << 20;

        /** Prometheus's 10 and 50 million, and an eighth of the heap, 16 to 512 MiB. */
        public static Limits defaults() {
            return new Limits(10, 50_000_000,
                    (int) Math.clamp(Runtime.getRuntime().maxMemory() / 8, LEAST_BYTES, MOST_BYTES));
        }
    }

    /** What is answered: all of it, or a stream that must be closed. */
    sealed interface Reply {
        record Whole(Answer answer) implements Reply {}

        record Streamed(InputStream chunks) implements Reply {}
    }

    /** @param external the labels that the configuration says all of our series have outside */
    public RemoteReadApi(StoreHandle store, Supplier<Labels> external, Limits limits) {
        this.store = store;
        this.external = external;
        this.limits = limits;
        turns = new Semaphore(limits.concurrent(), true);
    }

    /** Answers a request; a stream keeps its turn until it is closed. */
    Reply read(byte[] body) {
        Labels labels = external.get();
        ReadRequest request;
        try {
            request = ReadRequest.of(body, labels);
        } catch (PlumblineException e) {
            return new Reply.Whole(Answer.text(400, e.getMessage() + "\n"));
        }
        if (!store.isReady()) {
            return later(store.state());
        }
        return enter() ? turn(request, labels) : later("too many requests of remote read at a time; at most " + limits.concurrent());
    }

    private boolean enter() {
        try {
            return turns.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Reply turn(ReadRequest request, Labels labels) {
        if (request.streamed()) {
            return new Reply.Streamed(new ChunkStream(request, store, labels, turns::release));
        }
        try {
            byte[] message = new SampleResponse(labels, limits.maxSamples(), limits.maxBytes()).of(request, store);
            return new Reply.Whole(new Answer(200, MESSAGE, message, Map.of("Content-Encoding", "snappy")));
        } catch (PlumblineException e) {
            return new Reply.Whole(Answer.text(e.kind() == PlumblineException.Kind.USER ? 400 : 500, e.getMessage() + "\n"));
        } finally {
            turns.release();
        }
    }

    private static Reply later(String why) {
        Answer plain = Answer.text(503, why + "\n");
        return new Reply.Whole(new Answer(503, plain.contentType(), plain.body(), Map.of("Retry-After", "5")));
    }
}
