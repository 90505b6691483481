package dev.plumbline.daemon.api.http;

import java.lang.ref.SoftReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Large arrays that answers were written into, for the next answer: each would be an old object at once, and a dashboard's worth of them has
 * the whole heap collected. At most {@link #SLOTS} of at most {@link #LARGEST} bytes, and none when memory is short. Thread-safe.
 */
final class SpareBytes {
    /** Smaller ones are made in the young generation, at no cost. */
    static final int SMALLEST = 1 << 20;
    static final int LARGEST = 8 << 20;
    private static final int SLOTS = 2;
    private static final AtomicReferenceArray<@Nullable SoftReference<byte[]>> KEPT = new AtomicReferenceArray<>(SLOTS);

    private SpareBytes() {}

    private static boolean isKept(int size) {
        return size >= SMALLEST && size <= LARGEST;
    }

    /** An array of at least so many bytes, of undefined content. Kept ones that are too small make room for it. */
    static byte[] take(int least) {
        if (!isKept(least)) {
            return new byte[least];
        }
        for (int i = 0; i < SLOTS; i++) {
            SoftReference<byte[]> kept = KEPT.getAndSet(i, null);
            byte[] bytes = kept == null ? null : kept.get();
            if (bytes != null && bytes.length >= least) {
                return bytes;
            }
        }
        return new byte[least];
    }

    /** Takes an array that nobody uses any more. */
    static void giveBack(byte[] bytes) {
        if (!isKept(bytes.length)) {
            return;
        }
        for (int i = 0; i < SLOTS; i++) {
            SoftReference<byte[]> kept = KEPT.get(i);
            if ((kept == null || kept.get() == null) && KEPT.compareAndSet(i, kept, new SoftReference<>(bytes))) {
                return;
            }
        }
    }
}
