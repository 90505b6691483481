package dev.plumbline.daemon.remotewrite;

import dev.plumbline.daemon.config.RemoteWriteConfig;
import dev.plumbline.daemon.config.RemoteWriteConfig.Message;
import dev.plumbline.daemon.http.HttpAnswer;
import dev.plumbline.daemon.http.HttpFailure;
import dev.plumbline.daemon.remotewrite.SendCounters.Kind;
import dev.plumbline.time.Clock;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sends batches until they are done with: acknowledged, or refused for good. What may pass is tried again, for as long as it
 * takes, with a wait that doubles, or as long as the receiver asks for (at most {@value #MAX_WAIT_MILLIS} ms). One for each
 * receiver; called by all of its shards.
 *
 * <p>Who answers version 2.0 with 415, or with a success that does not say what was written, does not know it: from then on
 * version 1.0 is spoken, this batch included.
 *
 * <p>A receiver of version 1.0 may refuse a request as a whole for one sample that it has already. After a restart that can be, so
 * a batch from that time that is refused is sent again by halves: what the receiver lacks arrives, whatever it has.
 */
final class Delivery {
    static final long MAX_WAIT_MILLIS = 600_000;
    private static final String WRITTEN = "x-prometheus-remote-write-";
    private final RemoteWriteConfig config;
    private final Transport transport;
    private final Clock clock;
    private final SendCounters counters;
    private final Consumer<String> trouble;
    private volatile Message message;
    private volatile boolean stopped;

    /** The way to a receiver. */
    interface Transport {

        /** @throws HttpFailure when there is no answer */
        HttpAnswer post(byte[] body, Message message, int attempt);
    }

    /** A batch that must not be waited for any more; it will be sent by who comes next. */
    static final class Stopped extends Exception {
        private static final long serialVersionUID = 1;
    }

    Delivery(RemoteWriteConfig config, Transport transport, Clock clock, SendCounters counters, Consumer<String> trouble) {
        this.config = config;
        this.transport = transport;
        this.clock = clock;
        this.counters = counters;
        this.trouble = trouble;
        message = config.message();
    }

    /** Nothing is tried again from now on. */
    void stop() {
        stopped = true;
    }

    /** The version that is spoken now. */
    Message message() {
        return message;
    }

    /** Sends a batch; returns when nothing is left to do for it. */
    void deliver(Batch whole, WriteRequests requests) throws InterruptedException, Stopped {
        Batch batch = fresh(whole);
        Message spoken = message;
        byte[] body = requests.of(batch, spoken);
        for (int attempt = 0; batch.size() > 0; attempt++) {
            long wait = attempt(batch, body, spoken, attempt);
            if (wait == REFUSED_WHOLE) {
                int middle = batch.size() / 2;
                deliver(batch.part(0, middle), requests);
                deliver(batch.part(middle, batch.size()), requests);
                return;
            }
            if (wait == DONE) {
                return;
            }
            if (stopped) {
                throw new Stopped();
            }
            if (message == spoken) {
                counters.retried().add(batch);
                clock.sleep(wait);
            }
            Batch before = batch;
            batch = fresh(batch);
            if (batch != before || message != spoken) {
                spoken = message;
                body = requests.of(batch, spoken);
            }
        }
    }

    private static final long DONE = -1;
    private static final long REFUSED_WHOLE = -2;

    /** Sends metadata once: it comes again anyway. */
    void metadata(byte[] body, int families) {
        try {
            HttpAnswer answer = transport.post(body, Message.V1, 0);
            (answer.successful() ? counters.sent() : counters.failed()).add(Kind.METADATA, families);
            counters.metadataBytes.add(body.length);
        } catch (HttpFailure e) {
            counters.failed().add(Kind.METADATA, families);
            trouble.accept("metadata could not be sent: " + e.getMessage());
        }
    }

    /** Without what has become too old. */
    private Batch fresh(Batch batch) {
        long limit = config.queue().sampleAgeLimitMillis();
        if (limit == 0) {
            return batch;
        }
        Batch rest = batch.since(clock.wallMillis() - limit);
        if (rest != batch) {
            SendCounters.Counts late = counters.dropped(SendCounters.TOO_OLD_LATE);
            late.add(Kind.SAMPLES, batch.floats() - rest.floats());
            late.add(Kind.HISTOGRAMS, batch.histograms() - rest.histograms());
            late.add(Kind.EXEMPLARS, batch.exemplars() - rest.exemplars());
        }
        return rest;
    }

    /** One request; how long to wait before the next, or {@link #DONE} or {@link #REFUSED_WHOLE}. */
    private long attempt(Batch batch, byte[] body, Message spoken, int attempt) {
        long start = clock.monotonicNanos();
        try {
            HttpAnswer answer = transport.post(body, spoken, attempt);
            counters.bytes.add(body.length);
            return judge(batch, answer, spoken, attempt);
        } catch (HttpFailure e) {
            if (e.reason() != HttpFailure.Reason.INTERRUPTED) {
                trouble.accept("no answer, it is tried again: " + e.getMessage());
            }
            return backoff(attempt);
        } finally {
            counters.requests.increment();
            counters.requestNanos.add(clock.monotonicNanos() - start);
        }
    }

    private long judge(Batch batch, HttpAnswer answer, Message spoken, int attempt) {
        int status = answer.status();
        boolean counted = answer.headers().containsKey(WRITTEN + "samples-written");
        if (spoken == Message.V2 && (status == 415 || answer.successful() && !counted && batch.size() > batch.exemplars())) {
            message = Message.V1;
            trouble.accept("the receiver does not know remote write 2.0 (it answered " + status + "): 1.0 is spoken from now on");
            return 0;
        }
        if (answer.successful()) {
            acknowledged(batch, spoken == Message.V2 ? written(answer, "exemplars", batch.exemplars()) : batch.exemplars());
            return DONE;
        }
        if (status / 100 == 5 || status == 429 && config.queue().retryOn429()) {
            trouble.accept("answered " + status + ", it is tried again" + because(answer));
            long asked = answer.retryAfterMillis(clock.wallMillis());
            return asked > 0 ? Math.min(asked, MAX_WAIT_MILLIS) : backoff(attempt);
        }
        return refused(batch, answer, spoken);
    }

    /** Of exemplars, those that the receiver says it kept: there are more reasons to leave them out than to fail for them. */
    private void acknowledged(Batch batch, int exemplars) {
        count(counters.sent(), batch.floats(), batch.histograms(), exemplars);
        counters.dropped(SendCounters.NOT_KEPT).add(Kind.EXEMPLARS, batch.exemplars() - exemplars);
        counters.highestSent.accumulateAndGet(batch.newest(), Math::max);
    }

    private long refused(Batch batch, HttpAnswer answer, Message spoken) {
        if (spoken == Message.V1 && batch.isResent() && answer.status() == 400) {
            if (batch.size() > 1) {
                return REFUSED_WHOLE;
            }
            counters.dropped(SendCounters.KNOWN_ALREADY).add(batch);
            return DONE;
        }
        int samples = written(answer, "samples", batch.floats());
        int histograms = written(answer, "histograms", batch.histograms());
        int exemplars = written(answer, "exemplars", batch.exemplars());
        count(counters.sent(), samples, histograms, exemplars);
        boolean known = batch.isResent() && answer.status() == 400;
        count(known ? counters.dropped(SendCounters.KNOWN_ALREADY) : counters.failed(), batch.floats() - samples, batch.histograms() - histograms, batch.exemplars() - exemplars);
        if (known) {
            return DONE;
        }
        trouble.accept("answered " + answer.status() + ": of " + batch.size() + " samples " + (batch.size() - samples - histograms - exemplars)
                + " are refused and not tried again" + because(answer));
        return DONE;
    }

    private static void count(SendCounters.Counts counts, int samples, int histograms, int exemplars) {
        counts.add(Kind.SAMPLES, samples);
        counts.add(Kind.HISTOGRAMS, histograms);
        counts.add(Kind.EXEMPLARS, exemplars);
    }

    /** How many the receiver says it kept of those that were sent. */
    private static int written(HttpAnswer answer, String what, int most) {
        try {
            return Math.clamp(Long.parseLong(answer.header(WRITTEN + what + "-written")), 0, most);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String because(HttpAnswer answer) {
        String text = answer.text().strip();
        int line = text.indexOf('\n');
        String first = line < 0 ? text : text.substring(0, line);
        return first.isEmpty() ? "" : ": " + first.substring(0, Math.min(256, first.length()));
    }

    private long backoff(int attempt) {
        long least = Math.max(1, config.queue().minBackoffMillis());
        return Math.min(config.queue().maxBackoffMillis(), least << Math.min(attempt, 30));
    }

    /** Headers of a request besides its type. */
    static Map<String, String> headers(Message message, int attempt) {
        String version = message == Message.V1 ? "0.1.0" : "2.0.0";
        return attempt == 0 ? Map.of("Content-Encoding", "snappy", "X-Prometheus-Remote-Write-Version", version)
                : Map.of("Content-Encoding", "snappy", "X-Prometheus-Remote-Write-Version", version, "Retry-Attempt", Integer.toString(attempt));
    }
}
