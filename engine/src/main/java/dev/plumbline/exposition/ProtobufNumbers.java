package dev.plumbline.exposition;

import dev.plumbline.wire.ProtoReader;
import java.util.Arrays;

/** Growing columns of the numbers that a repeated field holds, packed or one by one. Reused; not thread-safe. */
final class ProtobufNumbers {
    private static final double TWO_TO_64 = 0x1p64;
    private double[] numbers = new double[16];
    private int size;

    void clear() {
        size = 0;
    }

    void add(double number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        numbers[size++] = number;
    }

    /** Adds what the current field holds of sint64. */
    void addSigned(ProtoReader reader) {
        if (reader.wireType() != ProtoReader.BYTES) {
            add(reader.sint64());
            return;
        }
        int end = reader.enter();
        while (reader.more()) {
            add(reader.packedSigned());
        }
        reader.leave(end);
    }

    /** Adds what the current field holds of double. */
    void addDoubles(ProtoReader reader) {
        if (reader.wireType() != ProtoReader.BYTES) {
            add(reader.float64());
            return;
        }
        int end = reader.enter();
        while (reader.more()) {
            add(reader.packedDouble());
        }
        reader.leave(end);
    }

    int size() {
        return size;
    }

    double get(int i) {
        return numbers[i];
    }

    /** A copy. */
    double[] toArray() {
        return Arrays.copyOf(numbers, size);
    }

    /** A copy in which each number is the sum of all up to it. */
    double[] toSums() {
        double[] sums = toArray();
        for (int i = 1; i < sums.length; i++) {
            sums[i] += sums[i - 1];
        }
        return sums;
    }

    /** A uint64 as a double. */
    static double unsigned(long value) {
        return value >= 0 ? value : value + TWO_TO_64;
    }
}
