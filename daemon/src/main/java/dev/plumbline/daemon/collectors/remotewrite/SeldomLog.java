package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.time.Clock;
import java.util.function.Consumer;

/** Says at most one line every ten seconds, and how many it left out. Thread-safe. */
final class SeldomLog {
    private static final long QUIET_NANOS = 10_000_000_000L;
    private static final int MAX_CHARS = 1_000;
    private final Clock clock;
    private final Consumer<String> lines;
    private boolean said;
    private long saidNanos;
    private long leftOut;

    SeldomLog(Clock clock, Consumer<String> lines) {
        this.clock = clock;
        this.lines = lines;
    }

    synchronized void say(String line) {
        long now = clock.monotonicNanos();
        if (said && now - saidNanos < QUIET_NANOS) {
            leftOut++;
            return;
        }
        String cut = line.length() > MAX_CHARS ? line.substring(0, MAX_CHARS) + "…" : line;
        lines.accept(cut + (leftOut == 0 ? "" : " (and " + leftOut + " lines like this since the last)"));
        said = true;
        saidNanos = now;
        leftOut = 0;
    }
}
