package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The states that the columns of a group will have once the record that is being made is applied. */
final class ShadowColumns {
    /** After so many values in a row that were no decimals, only now and then one looks for decimals again. */
    private static final int NOISE = 4;

    private final long[] mantissa = new long[SharedGroups.MAX_COLUMNS];
    private final byte[] decimals = new byte[SharedGroups.MAX_COLUMNS];
    private final byte[] rawStreak = new byte[SharedGroups.MAX_COLUMNS];
    private final long[] starts = new long[SharedGroups.MAX_COLUMNS];
    private final @Nullable Histogram[] histograms = new @Nullable Histogram[SharedGroups.MAX_COLUMNS];
    private final Tokens tokens = new Tokens();
    private final Bytes body = new Bytes(64);

    void load(Group group) {
        OpenFrame open = group.open;
        int n = group.columns();
        System.arraycopy(open.mantissa, 0, mantissa, 0, n);
        System.arraycopy(open.decimals, 0, decimals, 0, n);
        System.arraycopy(open.rawStreak, 0, rawStreak, 0, n);
        for (int c = 0; c < n; c++) {
            starts[c] = open.start(c);
            histograms[c] = open.histogram(c);
        }
    }

    /** The frame is sealed. */
    void clear() {
        Arrays.fill(mantissa, 0);
        Arrays.fill(decimals, (byte) 0);
        Arrays.fill(rawStreak, (byte) 0);
        Arrays.fill(starts, 0);
        Arrays.fill(histograms, null);
    }

    /** Appends the sample's tokens and goes on to the state after it. */
    void write(int c, SampleBatch batch, int sample, boolean retry, Bytes out) {
        Histogram h = batch.histogram(sample);
        long start = batch.start(sample);
        if (h != null || start != starts[c]) {
            Tokens.writePrefix(start - starts[c], h, histograms[c], body, out);
            starts[c] = start;
        }
        histograms[c] = h;
        boolean search = retry || rawStreak[c] < NOISE && rawStreak[c] >= 0;
        out.ensure(Tokens.MAX_BYTES);
        int at = out.length;
        out.length = Tokens.write(batch.value(sample), mantissa[c], decimals[c], search, out.array, at);
        tokens.bytes = out.array;
        tokens.pos = at;
        tokens.end = out.length;
        tokens.mantissa = mantissa[c];
        tokens.decimals = decimals[c];
        tokens.next();
        mantissa[c] = tokens.mantissa;
        decimals[c] = (byte) tokens.decimals;
        rawStreak[c] = tokens.kind == Tokens.RAW ? (byte) (rawStreak[c] + 1) : 0;
    }
}
