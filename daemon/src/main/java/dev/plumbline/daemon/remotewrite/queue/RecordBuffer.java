package dev.plumbline.daemon.remotewrite.queue;

import dev.plumbline.model.Exemplar;
import dev.plumbline.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of records that are being made. Use: {@link #begin}, entries, {@link #end}, as often as wanted; then all of it is
 * written at once. Reused; not thread-safe.
 */
final class RecordBuffer {
    private static final int KEPT_BYTES = 4 << 20;
    private byte[] bytes = new byte[4096];
    private int length;
    private int record;
    private int series;

    void clear() {
        length = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[4096]; // one large transaction is no reason to keep its memory
        }
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Bytes of the record at hand. */
    int size() {
        return length - record;
    }

    /** Starts a record; where it begins. */
    int begin(byte state) {
        reserve(Format.FRAME);
        record = length;
        bytes[record] = state;
        length += Format.FRAME;
        return record;
    }

    void end() {
        int from = record + Format.FRAME;
        Format.INT.set(bytes, record + 1, length - from);
        Format.INT.set(bytes, record + 5, Format.checksum(bytes, from, length - from));
    }

    /** Takes the record at hand back. */
    void drop() {
        length = record;
    }

    void series(Labels labels) {
        put(Format.SERIES);
        labels(labels);
    }

    private void labels(Labels labels) {
        varint(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            string(labels.name(i));
            string(labels.value(i));
        }
    }

    private void string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        varint(utf8.length);
        raw(utf8, 0, utf8.length);
    }

    /** Starts an entry of samples of one time. */
    void samples(long timeMillis, int count) {
        put(Format.SAMPLES);
        signed(timeMillis);
        varint(count);
        series = -1;
    }

    /** A sample of a series; {@code age}: how long before the sample its counter began to count, in ms; 0 when not known. */
    void sample(int ref, long age, double value) {
        long bits = Double.doubleToRawLongBits(value);
        int count = 8 - (Long.numberOfTrailingZeros(bits) >>> 3);
        head(ref, age, count);
        reserve(8);
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) (bits >>> 56 - 8 * i);
        }
    }

    /** A native histogram, as a message without its times. */
    void sample(int ref, long age, byte[] histogram, int from, int count) {
        head(ref, age, Format.HISTOGRAM);
        varint(count);
        raw(histogram, from, count);
    }

    private void head(int ref, long age, int low) {
        int step = ref - series;
        boolean small = step >= 1 && step <= 7;
        put((small ? step << 5 : 0) | (age == 0 ? 0 : 16) | low);
        if (!small) {
            signed(step);
        }
        if (age != 0) {
            signed(age);
        }
        series = ref;
    }

    void exemplar(int ref, Exemplar exemplar) {
        put(Format.EXEMPLAR);
        varint(ref);
        signed(exemplar.timeMillis());
        reserve(8);
        Format.LONG.set(bytes, length, Double.doubleToRawLongBits(exemplar.value()));
        length += 8;
        labels(exemplar.labels());
    }

    private void put(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    private void signed(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    private void varint(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void raw(byte[] source, int from, int count) {
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
