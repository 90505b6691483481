package dev.plumbline.analysis.canary;

import dev.plumbline.analysis.Window;

/**
 * How far an analysis is; ms since the epoch.
 *
 * @param sinceMillis when it started
 * @param nowMillis when it is judged; a clock that was set back may make it earlier than the start
 */
public record Progress(long sinceMillis, long nowMillis) {

    /** What is measured: from the end of the warm-up to now, at most to the end of the stage; of no length before. */
    public Window window(Policy policy) {
        long start = sinceMillis + policy.warmUpMillis();
        long end = Math.min(nowMillis, sinceMillis + policy.atMostMillis());
        return new Window(start, Math.max(start, end));
    }

    /** Whether the stage's time is over. */
    public boolean isOver(Policy policy) {
        return nowMillis - sinceMillis >= policy.atMostMillis();
    }
}
