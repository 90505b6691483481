package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.model.MetricMetadata;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.ExemplarStorage;
import dev.plumbline.storage.Storage;
import dev.plumbline.time.Clock;
import dev.plumbline.time.Seldom;
import dev.plumbline.wire.Snappy;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests of remote write. Each is one transaction: when {@link #receive} answers 204, its samples survive the
 * end of the process. Thread-safe; at most {@link RemoteWriteLimits#concurrent} requests are worked on at a time, others
 * wait a little and are then told to come again.
 */
public final class RemoteWriteReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteWriteReceiver.class);
    /** How far ahead of the clock a sample may be, as in Prometheus. */
    private static final long MAX_AHEAD_MILLIS = 600_000;
    private static final int RETRY_SECONDS = 5;
    private static final long QUIET_NANOS = 10_000_000_000L;
    private static final int MAX_LINE = 1_000;
    private final RemoteWriteLimits limits;
    private final Clock clock;
    private final KeptMetadata metadata;
    private final BlockingQueue<WriteDesk> desks;
    private final Seldom<Integer> said;
    private final WriteCounters counters = new WriteCounters();
    private volatile @Nullable Target target;

    private record Target(Storage storage, ExemplarStorage exemplars) {}

    /** @param seed any number: what is cached is spread by it, so that nobody outside can make it collide */
    public RemoteWriteReceiver(RemoteWriteLimits limits, Clock clock, long seed) {
        this.limits = limits;
        this.clock = clock;
        metadata = new KeptMetadata(limits.metadata());
        var series = new SeriesCache(limits.cachedSeries(), seed);
        var symbols = new SymbolCache(limits.cachedSymbols(), seed);
        var labels = new LabelsCache(limits.cachedSeries());
        desks = new ArrayBlockingQueue<>(limits.concurrent());
        for (int i = 0; i < limits.concurrent(); i++) {
            desks.add(new WriteDesk(new RequestV1(series, symbols, metadata), new RequestV2(labels, symbols, metadata)));
        }
        said = new Seldom<>(clock, QUIET_NANOS);
    }

    /** Says where samples go from now on; before that, senders are told to come again. */
    public void start(Storage storage, ExemplarStorage exemplars) {
        target = new Target(storage, exemplars);
    }

    /** Takes no more. */
    public void stop() {
        target = null;
    }

    /** What senders said about metric families. */
    public Map<String, MetricMetadata> metadata() {
        return metadata.all();
    }

    public WriteCounters counters() {
        return counters;
    }

    /**
     * Takes one request. Blocks while others are worked on and while the log is written.
     *
     * @param contentType the header of that name, or the empty string
     * @param encoding the header Content-Encoding, or the empty string
     * @param body as it was sent; not kept
     */
    public WriteAnswer receive(String contentType, String encoding, byte[] body) {
        WriteAnswer answer;
        try {
            WriteMessage message = WriteMessage.of(contentType);
            WriteMessage.checkEncoding(encoding);
            answer = sized(message, body);
        } catch (WriteMessage.UnsupportedMedia e) {
            answer = WriteAnswer.refused(415, e.getMessage());
        }
        counters.count(answer);
        if (answer.status() != 204) {
            say(answer.status(), "remote write: answered " + answer.status() + ": " + answer.text());
        }
        return answer;
    }

    private WriteAnswer sized(WriteMessage message, byte[] body) {
        if (body.length > limits.maxBodyBytes()) {
            return WriteAnswer.refused(413, "body of " + body.length + " bytes; at most " + limits.maxBodyBytes()
                    + ": send smaller requests");
        }
        try {
            long length = Snappy.uncompressedLength(body, 0, body.length);
            return length <= limits.maxDecodedBytes() ? queued(message, body) : WriteAnswer.refused(413, "body of " + length
                    + " bytes uncompressed; at most " + limits.maxDecodedBytes() + ": send smaller requests");
        } catch (PlumblineException e) {
            return switch (e.kind()) {
                case USER -> WriteAnswer.refused(400, e.getMessage());
                case RESOURCE -> WriteAnswer.later(e.getMessage(), RETRY_SECONDS);
                case INTERNAL -> WriteAnswer.refused(500, e.getMessage());
            };
        }
    }

    private WriteAnswer queued(WriteMessage message, byte[] body) {
        Target open = target;
        if (open == null) {
            return WriteAnswer.later("the store is not open yet, or not any more", RETRY_SECONDS);
        }
        WriteDesk desk = desk();
        if (desk == null) {
            return WriteAnswer.later("too many requests at a time", 1);
        }
        try {
            return write(message, body, desk, open);
        } finally {
            desk.tidy();
            desks.add(desk);
        }
    }

    private @Nullable WriteDesk desk() {
        try {
            return desks.poll(limits.waitMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private WriteAnswer write(WriteMessage message, byte[] body, WriteDesk desk, Target open) {
        boolean partial = message == WriteMessage.V2;
        try (var transaction = new WriteTransaction(open.storage.appender(), open.exemplars, partial,
                clock.wallMillis() + MAX_AHEAD_MILLIS)) {
            desk.read(message, body, transaction);
            WriteAnswer answer = transaction.commit();
            counters.badSeries(transaction.badSeriesCount());
            if (!partial && transaction.badSeriesCount() > 0) {
                say(204, "remote write: left out " + transaction.badSeriesCount() + " series: " + transaction.badSeriesExample());
            }
            return answer;
        }
    }

    /** A line of the log, at most one in ten seconds for each status. */
    private void say(int status, String line) {
        String message = said.message(status, line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "…" : line);
        if (message != null) {
            LOG.warn(message);
        }
    }
}
