package dev.plumbline.daemon.discovery;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A source of target groups. Thread-safe; starts once. */
public interface Discovery extends AutoCloseable {

    /**
     * Begins to watch. The sink gets the whole current list, at once for what is known without I/O, else as soon as the
     * first refresh has succeeded, and again after every change; one call at a time, on a thread of the clock.
     */
    void start(Consumer<List<TargetGroup>> sink);

    /** How it goes. */
    Status status();

    /** Stops watching; the sink is not called again after a call that is under way. */
    @Override
    void close();

    /** Refreshes that were tried and that failed since the start, and what is wrong now (null: nothing). */
    record Status(long refreshes, long failures, @Nullable String lastError) {
        public static final Status IDLE = new Status(0, 0, null);

        /** After one more refresh that went well. */
        public Status succeeded() {
            return new Status(refreshes + 1, failures, null);
        }

        /** After one more refresh that did not. */
        public Status failed(String error) {
            return new Status(refreshes + 1, failures + 1, error);
        }
    }
}
