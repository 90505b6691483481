package dev.plumbline.daemon.remotewrite;

import dev.plumbline.daemon.remotewrite.queue.Position;
import java.util.ArrayDeque;
import java.util.Deque;

/** Which records are under way, in the queue's order, and how far everything is done. Thread-safe. */
final class Progress {
    private final Deque<Unit> units = new ArrayDeque<>();
    private Position acknowledged;

    Progress(Position from) {
        acknowledged = from;
    }

    synchronized void add(Unit unit) {
        units.add(unit);
    }

    /** Everything before it is done. */
    synchronized Position acknowledged() {
        while (!units.isEmpty() && units.peek().isDone()) {
            acknowledged = units.remove().end();
        }
        return acknowledged;
    }

    /** Whether nothing is under way. */
    synchronized boolean isIdle() {
        acknowledged();
        return units.isEmpty();
    }
}
