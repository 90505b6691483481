package dev.plumbline.tsdb;

/**
 * Time and bits of each series' newest sample, over all its homes, in pages that never move, so that the row path reads
 * and writes them without a lock. A series has one writer at a time as a rule; two that race may both be let in, and
 * reading merges by time.
 */
final class Newest {
    /** Time of a series without samples. */
    static final long NEVER = Long.MIN_VALUE;
    private static final int PAGE = 1024;

    private volatile long[][] pages = new long[0][];

    void ensure(int count) {
        long[][] now = pages;
        while (now.length * PAGE < count) {
            now = java.util.Arrays.copyOf(now, now.length + 1);
            now[now.length - 1] = new long[2 * PAGE];
        }
        pages = now;
    }

    void clear(int id) {
        set(id, NEVER, 0);
    }

    long time(int id) {
        return pages[id / PAGE][2 * (id % PAGE)];
    }

    long bits(int id) {
        return pages[id / PAGE][2 * (id % PAGE) + 1];
    }

    void set(int id, long time, long bits) {
        long[] page = pages[id / PAGE];
        page[2 * (id % PAGE)] = time;
        page[2 * (id % PAGE) + 1] = bits;
    }

    /** Notes a sample unless a newer one is known. */
    void advance(int id, long time, long bits) {
        if (time >= time(id)) {
            set(id, time, bits);
        }
    }
}
