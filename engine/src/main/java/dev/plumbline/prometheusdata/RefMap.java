package dev.plumbline.prometheusdata;

import java.util.Arrays;

/** References of the log to numbers of series, without objects: open addressing, at most half full. Not thread-safe. */
final class RefMap {
    private static final int ABSENT = -1;
    private static final long MIX = 0x9e3779b97f4a7c15L;
    private long[] keys = new long[1 << 10];
    private int[] values = absent(1 << 10);
    private int size;

    private static int[] absent(int capacity) {
        var values = new int[capacity];
        Arrays.fill(values, ABSENT);
        return values;
    }

    /** The place of the reference, or the free one where it would be. */
    private int place(long ref) {
        int mask = keys.length - 1;
        int place = (int) (ref * MIX >>> 32) & mask;
        while (values[place] != ABSENT && keys[place] != ref) {
            place = place + 1 & mask;
        }
        return place;
    }

    /** The number of a reference, or −1. */
    int get(long ref) {
        return values[place(ref)];
    }

    /** Sets the number of a reference, 0 or more. */
    void put(long ref, int number) {
        int place = place(ref);
        if (values[place] == ABSENT) {
            keys[place] = ref;
            size++;
        }
        values[place] = number;
        if (2L * size > keys.length) {
            grow();
        }
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[Math.multiplyExact(oldKeys.length, 2)];
        values = absent(keys.length);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != ABSENT) {
                int place = place(oldKeys[i]);
                keys[place] = oldKeys[i];
                values[place] = oldValues[i];
            }
        }
    }
}
