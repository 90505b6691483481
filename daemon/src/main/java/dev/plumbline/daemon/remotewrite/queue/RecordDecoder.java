package dev.plumbline.daemon.remotewrite.queue;

import dev.plumbline.model.Exemplar;
import dev.plumbline.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads payloads of one segment after the other; counts its series. Bytes whose checksum is right may still be wrong: every
 * length is checked, and what does not decode is a {@link MalformedRecord}. Not thread-safe.
 */
final class RecordDecoder {
    private static final int MAX_STRINGS = 1 << 17;
    private final RecordSink sink;
    private final Map<String, String> strings = new HashMap<>(); // series share most of their names and values
    private byte[] in = {};
    private int at;
    private int end;
    private int series;

    /** A payload that is none of this format. */
    static final class MalformedRecord extends RuntimeException {
        private static final long serialVersionUID = 1;

        MalformedRecord(String message) {
            super(message);
        }
    }

    RecordDecoder(RecordSink sink) {
        this.sink = sink;
    }

    void segment() {
        series = 0;
        strings.clear();
        sink.segment();
    }

    /** Series known so far in the segment. */
    int series() {
        return series;
    }

    /**
     * Reads a payload.
     *
     * @param onlySeries whether samples and exemplars are left out
     * @return number of samples in it
     */
    int read(byte[] bytes, int from, int count, boolean onlySeries) {
        in = bytes;
        at = from;
        end = from + count;
        int samples = 0;
        while (at < end) {
            switch (in[at++]) {
                case Format.SERIES -> sink.series(series++, labels());
                case Format.SAMPLES -> samples += samples(onlySeries);
                case Format.EXEMPLAR -> exemplar(onlySeries);
                default -> throw new MalformedRecord("unknown entry " + in[at - 1]);
            }
        }
        return samples;
    }

    private int samples(boolean skip) {
        long time = signed();
        int count = (int) Math.min(varint() & Long.MAX_VALUE, Integer.MAX_VALUE);
        int ref = -1;
        for (int i = 0; i < count; i++) {
            int head = next() & 0xff;
            int step = head >>> 5;
            ref += step == 0 ? (int) signed() : step;
            check(ref);
            long start = (head & 16) == 0 ? 0 : time - signed();
            if ((head & 15) == Format.HISTOGRAM) {
                int size = length();
                at += size;
                if (!skip) {
                    sink.histogram(ref, start, time, in, at - size, size);
                }
            } else {
                double value = value(head & 15);
                if (!skip) {
                    sink.sample(ref, start, time, value);
                }
            }
        }
        return count;
    }

    private void check(long ref) {
        if (ref < 0 || ref >= series) {
            throw new MalformedRecord("series " + ref + " of " + series);
        }
    }

    private double value(int count) {
        if (count > 8) {
            throw new MalformedRecord("value of kind " + count);
        }
        need(count);
        long bits = 0;
        for (int i = 0; i < count; i++) {
            bits |= (in[at++] & 0xffL) << 56 - 8 * i;
        }
        return Double.longBitsToDouble(bits);
    }

    private void exemplar(boolean skip) {
        long ref = varint();
        check(ref);
        long time = signed();
        need(8);
        double value = Double.longBitsToDouble((long) Format.LONG.get(in, at));
        at += 8;
        Labels labels = labels();
        if (!skip) {
            sink.exemplar((int) ref, new Exemplar(labels, value, time));
        }
    }

    private Labels labels() {
        long pairs = varint();
        if (pairs < 0 || pairs > (end - at) / 2) {
            throw new MalformedRecord(pairs + " labels in " + (end - at) + " bytes");
        }
        if (strings.size() > MAX_STRINGS) {
            strings.clear();
        }
        var texts = new String[2 * (int) pairs];
        for (int i = 0; i < texts.length; i++) {
            int size = length();
            texts[i] = new String(in, at, size, StandardCharsets.UTF_8);
            texts[i] = strings.computeIfAbsent(texts[i], text -> text);
            at += size;
        }
        return Labels.ofSorted(texts);
    }

    private int length() {
        long size = varint();
        if (size < 0 || size > end - at) {
            throw new MalformedRecord(size + " bytes of " + (end - at));
        }
        return (int) size;
    }

    private void need(int count) {
        if (count > end - at) {
            throw new MalformedRecord("the record ends inside of an entry");
        }
    }

    private byte next() {
        need(1);
        return in[at++];
    }

    private long signed() {
        long v = varint();
        return (v >>> 1) ^ -(v & 1);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte b = next();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new MalformedRecord("a varint of more than 10 bytes");
    }
}
