package dev.plumbline.rules;

import dev.plumbline.time.Clock;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a group at its slots until it is stopped. One timer waits for the next slot; the clock runs it on a thread that may
 * block. An evaluation that is late takes the newest slot and counts those that it left out. Thread-safe.
 */
final class GroupLoop {
    private final GroupEvaluator evaluator;
    private final GroupSchedule schedule;
    private final Clock clock;
    private final Semaphore places;
    private long next;
    private Clock.@Nullable Timer timer;
    private boolean stopped;

    /** @param places one is held during each evaluation */
    GroupLoop(GroupEvaluator evaluator, Clock clock, Semaphore places) {
        this.evaluator = evaluator;
        this.schedule = GroupSchedule.of(evaluator.group());
        this.clock = clock;
        this.places = places;
    }

    GroupEvaluator evaluator() {
        return evaluator;
    }

    /** The first evaluation is at the next slot. */
    synchronized void start() {
        long now = clock.wallMillis();
        next = schedule.next(now);
        arm(now);
    }

    private void arm(long now) {
        if (!stopped) {
            timer = clock.schedule(next - now, this::run);
        }
    }

    private void run() {
        try {
            places.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            long slot = takeSlot();
            if (slot != Long.MIN_VALUE) {
                evaluator.evaluate(slot);
            }
        } finally {
            places.release();
            again();
        }
    }

    /** The slot to evaluate, or the least long when it is not time: the wall clock went back. */
    private synchronized long takeSlot() {
        long now = clock.wallMillis();
        if (now < next) {
            return Long.MIN_VALUE;
        }
        long missed = schedule.missed(next, now);
        if (missed > 0) {
            evaluator.missed(missed);
        }
        long slot = next + missed * schedule.intervalMillis();
        next = slot + schedule.intervalMillis();
        return slot;
    }

    private synchronized void again() {
        long now = clock.wallMillis();
        if (next - now > schedule.intervalMillis()) {
            next = schedule.next(now);
        }
        arm(now);
    }

    /** No evaluation begins after this; one that runs is canceled and waited for. */
    void stop() {
        synchronized (this) {
            stopped = true;
            if (timer != null) {
                timer.cancel();
            }
        }
        evaluator.stop();
    }
}
