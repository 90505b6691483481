package dev.plumbline.tsdb;

import java.util.Arrays;

/** A growing ascending list of series ids. Appending at the end is the common case and cheap. */
final class SortedInts {
    private int[] items;
    private int size;

    SortedInts() {
        items = new int[4];
    }

    private SortedInts(int[] items, int size) {
        this.items = items;
        this.size = size;
    }

    int size() {
        return size;
    }

    int get(int i) {
        return items[i];
    }

    void add(int item) {
        int at = size == 0 || items[size - 1] < item ? size : -Arrays.binarySearch(items, 0, size, item) - 1;
        if (at < 0) {
            return; // there already
        }
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        System.arraycopy(items, at, items, at + 1, size - at);
        items[at] = item;
        size++;
    }

    void remove(int item) {
        int at = Arrays.binarySearch(items, 0, size, item);
        if (at >= 0) {
            System.arraycopy(items, at + 1, items, at, size - at - 1);
            size--;
        }
    }

    boolean contains(int item) {
        return Arrays.binarySearch(items, 0, size, item) >= 0;
    }

    /** The items that both lists hold; walks the shorter and searches the longer when their sizes differ much. */
    SortedInts and(SortedInts other) {
        if (other.size < size) {
            return other.and(this);
        }
        var both = new int[Math.max(1, size)];
        int n = 0;
        boolean search = (long) size * 16 < other.size;
        for (int i = 0, j = 0; i < size; i++) {
            int item = items[i];
            if (search) {
                j = Arrays.binarySearch(other.items, j, other.size, item);
                j = j < 0 ? -j - 1 : j;
            } else {
                while (j < other.size && other.items[j] < item) {
                    j++;
                }
            }
            if (j < other.size && other.items[j] == item) {
                both[n++] = item;
            }
        }
        return new SortedInts(both, n);
    }

    /** Ids that are set. */
    static SortedInts of(java.util.BitSet set) {
        int[] items = set.stream().toArray();
        return new SortedInts(items.length == 0 ? new int[1] : items, items.length);
    }
}
