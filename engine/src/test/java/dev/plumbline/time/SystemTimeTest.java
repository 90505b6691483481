package dev.plumbline.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SystemTimeTest {
    private final SystemTime time = new SystemTime();

    @AfterEach
    void close() {
        time.close();
    }

    /** More tasks than the clock has threads, each of which waits until all have begun. */
    @Test
    void tasksThatBlockDelayNoOthers() throws InterruptedException {
        int tasks = 20;
        var begun = new CountDownLatch(tasks);
        var done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            time.schedule(i % 3, () -> {
                begun.countDown();
                await(begun);
                done.countDown();
            });
        }
        done.await();
    }

    @Test
    void aTaskThatHasBegunCannotBeTakenBack() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var answered = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        Clock.Timer timer = time.schedule(0, () -> {
            begun.countDown();
            await(answered);
            ended.countDown();
        });
        begun.await();
        assertFalse(timer.cancel());
        answered.countDown();
        ended.await();
        assertFalse(timer.cancel());
    }

    @Test
    void aTaskTakenBackNeverRuns() throws InterruptedException {
        var ran = new AtomicBoolean();
        Clock.Timer timer = time.schedule(60_000, () -> ran.set(true));
        assertTrue(timer.cancel());
        assertFalse(timer.cancel());
        var later = new CountDownLatch(1);
        time.schedule(1, later::countDown);
        later.await();
        assertFalse(ran.get());
    }

    @Test
    void whatATaskThrowsIsHandedOnAndEndsNothingElse() throws InterruptedException {
        var thrown = new ArrayList<AtomicReference<Throwable>>();
        for (int i = 0; i < 5; i++) {
            var seen = new AtomicReference<Throwable>();
            var handled = new CountDownLatch(1);
            thrown.add(seen);
            time.schedule(0, () -> {
                Thread.currentThread().setUncaughtExceptionHandler((t, e) -> {
                    seen.set(e);
                    handled.countDown();
                });
                throw new IllegalStateException("of a task");
            });
            handled.await();
        }
        assertEquals(List.of("of a task"), thrown.stream().map(AtomicReference::get).map(Throwable::getMessage).distinct().toList());
    }

    /** A file that a task is writing to would be closed by an interrupt. */
    @Test
    void closingInterruptsNoTask() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var closed = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        var interrupted = new AtomicBoolean();
        time.schedule(0, () -> {
            begun.countDown();
            await(closed);
            interrupted.set(Thread.currentThread().isInterrupted());
            ended.countDown();
        });
        begun.await();
        time.close();
        closed.countDown();
        ended.await();
        assertFalse(interrupted.get());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
