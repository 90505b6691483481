package dev.plumbline.daemon.scrape;

import dev.plumbline.time.Clock;

/**
 * When a target is due: at a fixed place in each interval of the wall clock, which a hash of its name and a seed
 * choose, so that targets spread and keep their place over restarts. Timers run on monotonic time; a moment that is
 * close enough to the plan is written down as the plan, because equal gaps compress to nothing. One owner.
 */
final class Schedule {
    private static final long TOLERANCE_MILLIS = 2;
    private final Clock clock;
    private final long intervalMillis;
    private final long firstDelay;
    private final long startNanos;
    private long plannedWall;
    private long ticks;

    Schedule(Clock clock, String source, long seed, long intervalMillis) {
        this.clock = clock;
        this.intervalMillis = intervalMillis;
        long now = clock.wallMillis();
        long place = Math.floorMod(mix(source.hashCode() ^ seed), intervalMillis);
        this.firstDelay = Math.floorMod(place - now, intervalMillis);
        this.startNanos = clock.monotonicNanos();
        this.plannedWall = now + firstDelay;
    }

    private static long mix(long h) {
        long m = (h ^ h >>> 32) * 0x9E3779B97F4A7C15L;
        return m ^ m >>> 29;
    }

    /** Milliseconds from now to the next moment, ≥ 0. */
    long delay() {
        return Math.max(0, firstDelay + ticks * intervalMillis - elapsed());
    }

    private long elapsed() {
        return (clock.monotonicNanos() - startNanos) / 1_000_000;
    }

    /** The timestamp for a scrape that starts now: the plan, or the wall clock when it is off by more than 2 ms or 1 %. */
    long timestamp() {
        long now = clock.wallMillis();
        long off = now - plannedWall;
        if (Math.abs(off) <= Math.min(TOLERANCE_MILLIS, Math.max(1, intervalMillis / 100))) {
            return plannedWall;
        }
        if (Math.abs(off) >= intervalMillis) {
            plannedWall = now; // The wall clock jumped, or we slept: plan from here.
        }
        return now;
    }

    /** Goes on to the next moment that is still ahead; those that were missed are left out. */
    void advance() {
        long missed = Math.max(0, (elapsed() - firstDelay) / intervalMillis - ticks);
        ticks += missed + 1;
        plannedWall += (missed + 1) * intervalMillis;
    }
}
