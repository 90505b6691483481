package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The part of a sealed column that few columns have: histograms and start times. Collected sample by sample, then
 * written at once. Layout: docs/formats/frames.md. Scratch memory is reused.
 */
final class ExtrasCoder {
    private static final int STARTS = 1;
    private static final int HISTOGRAMS = 2;

    private final long[] start = new long[OpenFrame.MAX_ROWS];
    private final int[] from = new int[OpenFrame.MAX_ROWS];
    private final int[] to = new int[OpenFrame.MAX_ROWS];
    private int kinds;

    void begin() {
        kinds = 0;
    }

    /** Notes what came with the column's i-th sample. */
    void note(int i, Tokens sample) {
        note(i, sample.start, sample.histogramAt, sample.histogramEnd);
    }

    /** The same for a histogram at {@code [histogramAt, histogramEnd)} of the bytes that {@link #write} is given; 0 for none. */
    void note(int i, long startMillis, int histogramAt, int histogramEnd) {
        start[i] = startMillis;
        from[i] = histogramAt;
        to[i] = histogramEnd;
        kinds |= (startMillis != 0 ? STARTS : 0) | (histogramEnd != 0 ? HISTOGRAMS : 0);
    }

    boolean isEmpty() {
        return kinds == 0;
    }

    /** Writes the section for the first {@code count} samples, whose tokens are in {@code bytes}. */
    void write(byte[] bytes, int count, Bytes out) {
        var section = new Bytes(64);
        section.put(kinds);
        if ((kinds & STARTS) != 0) {
            writeStarts(count, section);
        }
        if ((kinds & HISTOGRAMS) != 0) {
            var which = new byte[(count + 7) / 8];
            for (int i = 0; i < count; i++) {
                which[i >> 3] |= (byte) (to[i] == 0 ? 0 : 1 << (i & 7));
            }
            section.bytes(which, 0, which.length);
            for (int i = 0; i < count; i++) {
                section.bytes(bytes, to[i] == 0 ? 0 : from[i], to[i] == 0 ? 0 : to[i] - from[i]);
            }
        }
        out.varint(section.length);
        out.bytes(section.array, 0, section.length);
    }

    private void writeStarts(int count, Bytes section) {
        int changes = 0;
        for (int i = 0; i < count; i++) {
            changes += start[i] != (i == 0 ? 0 : start[i - 1]) ? 1 : 0;
        }
        section.varint(changes);
        long before = 0;
        for (int i = 0; i < count; i++) {
            if (start[i] != before) {
                section.put(i);
                section.zigzag(start[i] - before);
                before = start[i];
            }
        }
    }

    /** Passes over the section that {@code in} is at. */
    static void skip(Tokens in) {
        long length = in.varint();
        if (length < 0 || length > in.end - in.pos) {
            throw new MalformedBytes("extras of " + length + " bytes");
        }
        in.pos += (int) length;
    }

    /** Reads the section; the i-th sample is at {@code rows[i]} of {@code values} and {@code out}. */
    static void read(Tokens in, int[] rows, double[] values, Extras out) {
        in.varint(); // length
        int kinds = in.octet();
        var starts = new long[rows.length];
        if ((kinds & STARTS) != 0) {
            readStarts(in, starts);
        }
        int which = in.pos;
        boolean any = (kinds & HISTOGRAMS) != 0;
        in.pos += any ? (rows.length + 7) / 8 : 0;
        @Nullable Histogram before = null;
        for (int i = 0; i < rows.length; i++) {
            boolean isHistogram = any && (in.bytes[which + (i >> 3)] >> (i & 7) & 1) != 0;
            before = isHistogram ? HistogramCoder.read(in, values[rows[i]], before) : null;
            out.put(rows[i], before, starts[i]);
        }
    }

    private static void readStarts(Tokens in, long[] starts) {
        long changes = in.varint();
        long start = 0;
        int done = 0;
        for (long c = 0; c < changes; c++) {
            int index = in.octet();
            Arrays.fill(starts, done, index, start);
            start += Bytes.unzig(in.varint());
            done = index;
        }
        Arrays.fill(starts, done, starts.length, start);
    }
}
