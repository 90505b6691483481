package dev.plumbline.fleet.receivers;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What is to go wrong, in order, and, when that is used up, always. Thread-safe. */
final class Script<M> {
    private static final int MAX_STEPS = 10_000;
    private final Queue<M> steps = new ArrayDeque<>();
    private @Nullable M lasting;

    synchronized void add(List<M> more) {
        if (steps.size() + more.size() > MAX_STEPS) {
            throw new IllegalArgumentException("script: more than " + MAX_STEPS + " steps");
        }
        steps.addAll(more);
    }

    synchronized void always(@Nullable M misbehaviour) {
        lasting = misbehaviour;
    }

    /** The next step; null for none. */
    synchronized @Nullable M next() {
        M step = steps.poll();
        return step == null ? lasting : step;
    }
}
