package dev.plumbline.daemon.alertmanagers;

import dev.plumbline.daemon.http.HttpAnswer;
import dev.plumbline.rules.RuleAlert;
import dev.plumbline.time.Clock;
import dev.plumbline.time.Seldom;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one Alertmanager. A batch is under way at a time, so what it hears of an alert is in order. No thread waits: a pass
 * sends one batch on a thread of the clock and asks for the next. A batch that failed goes back to the front of the queue and is tried
 * again after 0.5 s, then twice as long each time up to 30 s, for as long as it takes. Only what the Alertmanager calls wrong (400, 413,
 * 422) is dropped: it keeps the good alerts of such a batch. Thread-safe.
 */
final class AlertmanagerSender {
    static final int BATCH = 256;
    private static final long FIRST_RETRY_MILLIS = 500;
    private static final long LAST_RETRY_MILLIS = 30_000;
    private static final long QUIET_NANOS = 60_000_000_000L;
    private static final int MAX_DETAIL = 300;
    private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerSender.class);

    private final URI url;
    private final Clock clock;
    private final Seldom<String> seldom;
    private final ReentrantLock line = new ReentrantLock(); // held while a batch is under way
    private final int capacity;
    private final AlertQueue queue; // this and all below: guarded by this
    private Settings settings;
    private Clock.@Nullable Timer pass;
    private boolean closed;
    private int underWay;
    private int failuresInARow;
    private long sent;
    private long errors;
    private long dropped;
    private long requests;
    private long requestNanos;

    /** How it is spoken to; a reload may change it. */
    record Settings(AlertClient client, long timeoutMillis) {}

    private enum Outcome { TAKEN, REFUSED, FAILED }

    AlertmanagerSender(URI url, Clock clock, Settings settings, int capacity) {
        this.capacity = capacity;
        queue = new AlertQueue(capacity);
        this.url = url;
        this.clock = clock;
        seldom = new Seldom<>(clock, QUIET_NANOS);
        this.settings = settings;
    }

    URI url() {
        return url;
    }

    synchronized void settings(Settings next) {
        settings = next;
    }

    /** Takes alerts, newest state last; returns at once. */
    synchronized void offer(List<RuleAlert> alerts) {
        if (closed) {
            return;
        }
        long before = dropped;
        alerts.forEach(alert -> dropped += queue.put(alert));
        if (dropped > before) {
            say("its queue of " + capacity + " is full, the oldest alerts are dropped");
        }
        wake(0);
    }

    private void wake(long delayMillis) {
        if (pass == null && !closed && queue.size() > 0) {
            pass = clock.schedule(delayMillis, this::pass);
        }
    }

    private void pass() {
        line.lock();
        try {
            sendBatch(Long.MAX_VALUE);
        } finally {
            line.unlock();
        }
        synchronized (this) {
            pass = null;
            wake(failuresInARow == 0 ? 0 : retryMillis());
        }
    }

    private long retryMillis() {
        return Math.min(LAST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(failuresInARow - 1, 10));
    }

    /** Sends what waits, up to a batch; whether something was sent. The caller is on the line. */
    private boolean sendBatch(long atMostMillis) {
        List<RuleAlert> batch;
        Settings now;
        synchronized (this) {
            batch = queue.take(BATCH);
            underWay = batch.size();
            now = settings;
        }
        if (batch.isEmpty()) {
            return false;
        }
        Outcome outcome = send(batch, now, Math.min(now.timeoutMillis, atMostMillis));
        synchronized (this) {
            underWay = 0;
            account(batch, outcome);
        }
        return outcome != Outcome.FAILED;
    }

    private void account(List<RuleAlert> batch, Outcome outcome) {
        switch (outcome) {
            case TAKEN -> {
                sent += batch.size();
                if (failuresInARow > 0) {
                    LOG.info("alertmanager {} takes alerts again, {} wait", url, queue.size());
                }
                failuresInARow = 0;
            }
            case REFUSED -> {
                errors += batch.size();
                dropped += batch.size();
                failuresInARow = 0;
            }
            case FAILED -> {
                errors += batch.size();
                dropped += queue.putBack(batch);
                failuresInARow++;
            }
        }
    }

    private Outcome send(List<RuleAlert> batch, Settings now, long timeoutMillis) {
        long began = clock.monotonicNanos();
        try {
            HttpAnswer answer = now.client.post(url, AlertsJson.bytes(batch), Math.max(1, timeoutMillis));
            return outcome(answer);
        } catch (RuntimeException e) { // no answer in time, or a secret's file that cannot be read now
            sayNow("cannot be told of alerts, they wait: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            return Outcome.FAILED;
        } finally {
            synchronized (this) {
                requests++;
                requestNanos += clock.monotonicNanos() - began;
            }
        }
    }

    private Outcome outcome(HttpAnswer answer) {
        if (answer.successful()) {
            return Outcome.TAKEN;
        }
        int status = answer.status();
        boolean wrong = status == 400 || status == 413 || status == 422;
        String detail = answer.text().strip();
        sayNow((wrong ? "refused alerts, they are dropped: " : "did not take alerts, they wait: ") + "HTTP status " + status
                + (detail.isEmpty() ? "" : ", " + detail.substring(0, Math.min(MAX_DETAIL, detail.length()))));
        return wrong ? Outcome.REFUSED : Outcome.FAILED;
    }

    private synchronized void sayNow(String what) {
        say(what);
    }

    /** Once a minute at most: the counters have the rest. */
    private void say(String what) {
        String message = seldom.message("", what);
        if (message != null) {
            LOG.warn("alertmanager {} {}", url, message);
        }
    }

    synchronized AlertmanagerStats stats() {
        return new AlertmanagerStats(url.toString(), sent, errors, dropped, queue.size() + underWay, requests, requestNanos / 1e9);
    }

    /** Ends it. What waits is lost to this Alertmanager. */
    synchronized void close() {
        closed = true;
        if (pass != null) {
            pass.cancel();
        }
    }

    /** Sends what waits until nothing does, something fails or the time is up; then ends it. Blocks. */
    void drain(long atMostMillis) {
        close();
        long deadline = clock.monotonicNanos() + atMostMillis * 1_000_000;
        try {
            if (!line.tryLock(atMostMillis, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            long left = atMostMillis;
            while (left > 0 && sendBatch(left)) {
                left = (deadline - clock.monotonicNanos()) / 1_000_000;
            }
        } finally {
            line.unlock();
        }
    }
}
