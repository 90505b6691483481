package dev.plumbline.daemon.telemetry;

import dev.plumbline.daemon.queries.QueryStatus;
import dev.plumbline.time.Clock;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes slow queries to the log, one line each with its fields as key and value; at most {@value #MAX_LINES} in ten seconds,
 * the next line saying how many were left out. Thread-safe.
 */
public final class SlowQueryLog {
    static final int MAX_LINES = 10;
    private static final Logger LOG = LoggerFactory.getLogger(SlowQueryLog.class);
    private static final long WINDOW_NANOS = 10_000_000_000L;
    private static final double NANOS = 1e9;
    private final Clock clock;
    private final BiConsumer<String, QueryStatus> lines;
    private long windowBegan; // guarded by this, as is all below
    private int inWindow;
    private long leftOut;
    private boolean began;

    public SlowQueryLog(Clock clock) {
        this(clock, SlowQueryLog::write);
    }

    SlowQueryLog(Clock clock, BiConsumer<String, QueryStatus> lines) {
        this.clock = clock;
        this.lines = lines;
    }

    /** Writes one, or counts it as left out. */
    public void accept(QueryStatus query) {
        long before = pass();
        if (before >= 0) {
            lines.accept(message(query) + (before == 0 ? "" : " (and " + before + " more slow queries since the last line)"), query);
        }
    }

    /** How many were left out before this one, or -1 when this is left out too. */
    private synchronized long pass() {
        long now = clock.monotonicNanos();
        if (!began || now - windowBegan >= WINDOW_NANOS) {
            began = true;
            windowBegan = now;
            inWindow = 0;
        }
        if (inWindow >= MAX_LINES) {
            leftOut++;
            return -1;
        }
        inWindow++;
        long before = leftOut;
        leftOut = 0;
        return before;
    }

    private static String message(QueryStatus q) {
        return String.format(Locale.ROOT, "slow %s query: %.3f s (%.3f s waiting), %s, %d samples, %d bytes at most, from %s: %s",
                q.request().kind().word(), q.totalNanos() / NANOS, q.waitedNanos() / NANOS, q.outcome(), q.samplesRead(),
                q.peakBytes(), q.request().client(), q.request().text());
    }

    private static void write(String message, QueryStatus q) {
        LOG.atWarn().addKeyValue("query", q.request().text()).addKeyValue("kind", q.request().kind().word())
                .addKeyValue("client", q.request().client()).addKeyValue("agent", q.request().agent())
                .addKeyValue("seconds", q.totalNanos() / NANOS).addKeyValue("waitedSeconds", q.waitedNanos() / NANOS)
                .addKeyValue("outcome", q.outcome()).addKeyValue("samples", q.samplesRead())
                .addKeyValue("peakBytes", q.peakBytes()).log(message);
    }
}
