package dev.plumbline.daemon.command;

import dev.plumbline.time.Clock;
import java.io.Console;
import java.io.PrintWriter;

/** A line on a terminal that says how far something is; nothing where there is no terminal, or before two seconds. */
public final class TerminalProgress {
    private static final long FIRST_NANOS = 2_000_000_000L;
    private static final long NEXT_NANOS = 200_000_000L;
    private static final String REST_OF_LINE_EMPTY = "\u001b[K";
    private final PrintWriter err;
    private final Clock clock;
    private final boolean shown;
    private long due;
    private boolean any;

    /** @param wanted false: say nothing, because a program reads the output */
    public TerminalProgress(PrintWriter err, Clock clock, boolean wanted) {
        this.err = err;
        this.clock = clock;
        Console console = System.console();
        shown = wanted && console != null && console.isTerminal();
        due = clock.monotonicNanos() + FIRST_NANOS;
    }

    /** Bytes done of all there are. */
    public void at(String what, long done, long all) {
        if (shown && clock.monotonicNanos() >= due) {
            err.printf("\r%s: %,d of %,d MB ", what, done >> 20, all >> 20);
            err.flush();
            due = clock.monotonicNanos() + NEXT_NANOS;
            any = true;
        }
    }

    /** Things done of all there are. */
    public void counted(String what, int done, int all) {
        if (shown && clock.monotonicNanos() >= due) {
            err.printf("\r%s: %,d of %,d %s", what, done, all, REST_OF_LINE_EMPTY);
            err.flush();
            due = clock.monotonicNanos() + NEXT_NANOS;
            any = true;
        }
    }

    /** Ends the line. */
    public void end() {
        if (any) {
            err.println();
            err.flush();
        }
    }
}
