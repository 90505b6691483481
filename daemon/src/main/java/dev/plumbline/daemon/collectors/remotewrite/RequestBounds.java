package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.model.PlumblineException;

/**
 * How many things one request may hold. A few bytes of a request can stand for many bytes in memory, so these bound what
 * the size of the body does not. No sender of good will comes near.
 */
final class RequestBounds {
    static final int LABELS = 4_096;
    static final int SYMBOLS = 1 << 20;
    static final int SAMPLES = 5_000_000;
    static final int SPANS = 1 << 16;
    static final int BUCKETS = 1 << 16;
    /** More exemplars than this are left out. */
    static final int EXEMPLARS = 20_000;

    private RequestBounds() {}

    /** @throws PlumblineException of kind USER when there is one more than there may be */
    static void check(int count, int max, String what) {
        if (count >= max) {
            throw PlumblineException.user("more than " + max + " " + what);
        }
    }
}
