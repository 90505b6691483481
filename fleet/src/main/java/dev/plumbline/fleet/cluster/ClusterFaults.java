package dev.plumbline.fleet.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** How the API server misbehaves; well-behaved at first. Thread-safe. */
public final class ClusterFaults {
    private final Deque<Integer> patches = new ArrayDeque<>();
    private volatile boolean away;
    private volatile boolean statusSubresource = true;

    /** While true, connections end without an answer. */
    public void away(boolean is) {
        away = is;
    }

    /** False: as controllers before 0.10, whose status is patched with the object, and {@code /status} is 404. */
    public void statusSubresource(boolean is) {
        statusSubresource = is;
    }

    /** Answers the next patches with these statuses, one after the other; they change nothing. */
    public synchronized void nextPatches(Integer... statuses) {
        patches.addAll(List.of(statuses));
    }

    boolean isAway() {
        return away;
    }

    boolean hasStatusSubresource() {
        return statusSubresource;
    }

    synchronized Optional<Integer> next(String method) {
        return method.equals("PATCH") ? Optional.ofNullable(patches.poll()) : Optional.empty();
    }
}
