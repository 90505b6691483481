package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Packs the samples of one column of a frame: differences of decimal mantissas, less their common low zero bits and a
 * middle value, in as many bits as gives the smallest size with the outliers patched. About 10 ns a sample; 1 byte a
 * sample on real counters and gauges. Layout: docs/formats/frames.md. Not thread-safe; scratch memory is reused.
 */
final class ColumnPacker {
    static final int PRESENCE = 3;
    static final int PRESENCE_RUN = 1;
    static final int PRESENCE_BITMAP = 2;
    static final int RAW = 0;
    static final int CONSTANT = 1 << 2;
    static final int DELTAS = 2 << 2;
    /** Of a column that leans on another one: {@link RatioCoder}. Only in blocks. */
    static final int RATIO = 3 << 2;
    static final int BODY = 3 << 2;
    static final int EXCEPTIONS = 1 << 4;
    static final int EXTRAS = 1 << 5;

    /** After so many values in a row that are no decimals, only one in sixteen is looked at closely. */
    private static final int FEW_MISSES = 8;

    private final int[] row = new int[OpenFrame.MAX_ROWS];
    private final double[] value = new double[OpenFrame.MAX_ROWS];
    private final long[] mantissa = new long[OpenFrame.MAX_ROWS];
    private final byte[] decimals = new byte[OpenFrame.MAX_ROWS]; // -1: not a decimal
    private final long[] delta = new long[OpenFrame.MAX_ROWS];
    private final long[] residual = new long[OpenFrame.MAX_ROWS];
    private final long[] best = new long[OpenFrame.MAX_ROWS];
    private final ExtrasCoder extras = new ExtrasCoder();
    private final RatioCoder ratio = new RatioCoder();
    private final Bytes histograms = new Bytes(64);
    private @Nullable Histogram before;
    private int guess;
    private int misses;
    private int count;
    private int exceptions;
    private int scale;

    /** Appends the column whose tokens are given; answers false, writing nothing, when it has no sample. */
    boolean pack(Tokens tokens, int rows, Bytes out) {
        collect(tokens);
        return write(tokens.bytes, rows, out);
    }

    /** A new series: what is known of its decimals is forgotten. */
    void beginColumn() {
        guess = 0;
        misses = 0;
        beginFrame();
    }

    /** A new frame of the same series: samples come by {@link #add}. */
    void beginFrame() {
        count = 0;
        extras.begin();
        histograms.length = 1; // 0 would mean no histogram
        before = null;
    }

    void add(int atRow, double v, long start, @Nullable Histogram histogram) {
        row[count] = atRow;
        value[count] = v;
        mantissa[count] = decimal(v);
        decimals[count] = (byte) (mantissa[count] == Decimals.NONE ? -1 : guess);
        int from = histograms.length;
        if (histogram != null) {
            HistogramCoder.write(histogram, before, histograms);
        }
        before = histogram;
        extras.note(count++, start, from, histogram == null ? 0 : histograms.length);
    }

    /** The mantissa with as many decimals as the last ones had, or as it needs: then those are the guess from now on. */
    private long decimal(double v) {
        long m = Decimals.mantissa(v, guess);
        if (m != Decimals.NONE || misses >= FEW_MISSES && (misses & 15) != 0) {
            misses = m == Decimals.NONE ? misses + 1 : 0;
            return m;
        }
        int d = Decimals.find(v);
        misses = d < 0 ? misses + 1 : 0;
        guess = d < 0 ? guess : d;
        return d < 0 ? Decimals.NONE : Decimals.mantissa(v, d);
    }

    /** Appends what was added since {@link #beginFrame}; answers false, writing nothing, when that is nothing. */
    boolean write(int rows, Bytes out) {
        return write(histograms.array, rows, out);
    }

    /**
     * After {@link #write}, which appended the frame at {@code start}: puts a smaller one in its place that leans on a base, if there is one.
     *
     * @return whether it did
     */
    boolean lean(BaseFrame base, int start, Bytes out) {
        if (!isPlain() || scale != base.decimals() || !base.hasRows(row, count)) {
            return false;
        }
        int own = out.length - start;
        out.length = start;
        boolean leans = ratio.write(base, mantissa, own, out);
        out.length = leans ? out.length : start + own; // it writes nothing else
        return leans;
    }

    /** After {@link #write}: what others may lean on; null when it is nothing of that kind. */
    @Nullable BaseFrame base() {
        return isPlain() ? BaseFrame.of(row, scale, mantissa, count) : null;
    }

    /** Whether there is nothing but decimals of one kind. */
    private boolean isPlain() {
        return count > 0 && exceptions == 0 && extras.isEmpty();
    }

    private boolean write(byte[] bytes, int rows, Bytes out) {
        if (count == 0) {
            return false;
        }
        unify();
        boolean raw = exceptions > count / 4 || exceptions == count;
        int body = raw ? RAW : isConstant() ? CONSTANT : DELTAS;
        int presence = count == rows ? 0 : row[count - 1] - row[0] == count - 1 ? PRESENCE_RUN : PRESENCE_BITMAP;
        out.put(presence | body | (!raw && exceptions > 0 ? EXCEPTIONS : 0) | (extras.isEmpty() ? 0 : EXTRAS));
        writePresence(presence, rows, out);
        if (!extras.isEmpty()) {
            extras.write(bytes, count, out);
        }
        if (raw) {
            for (int i = 0; i < count; i++) {
                out.fixedLong(Double.doubleToRawLongBits(value[i]));
            }
            return true;
        }
        writeExceptions(out);
        out.put(scale);
        out.zigzag(mantissa[0]);
        if (body == DELTAS) {
            writeDeltas(out);
        }
        return true;
    }

    private void collect(Tokens tokens) {
        count = 0;
        extras.begin();
        for (int r = 0; tokens.more(); ) {
            tokens.next();
            if (tokens.kind == Tokens.ABSENT) {
                r += (int) tokens.run;
                continue;
            }
            boolean decimal = tokens.kind == Tokens.DELTA || tokens.kind == Tokens.SCALE;
            row[count] = r++;
            value[count] = tokens.value;
            mantissa[count] = tokens.mantissa;
            extras.note(count, tokens);
            decimals[count++] = (byte) (decimal ? tokens.decimals : -1);
        }
    }

    /** Brings all mantissas to one number of decimals; what cannot be brought there becomes an exception. */
    private void unify() {
        exceptions = 0;
        scale = decimals[0];
        if (!isOfOneKind()) {
            unifyKinds();
        }
    }

    private boolean isOfOneKind() {
        int others = decimals[0] < 0 ? 1 : 0;
        for (int i = 1; i < count; i++) {
            others |= decimals[i] ^ decimals[0];
        }
        return others == 0;
    }

    private void unifyKinds() {
        scale = 0;
        for (int i = 0; i < count; i++) {
            scale = Math.max(scale, decimals[i]);
        }
        for (int i = 0; i < count; i++) {
            long m = decimals[i] < 0 ? Decimals.NONE : Decimals.rescale(mantissa[i], decimals[i], scale);
            if (m == Decimals.NONE) {
                decimals[i] = -1;
                exceptions++;
            }
            mantissa[i] = m;
        }
        fillExceptions();
    }

    private void fillExceptions() {
        long before = 0;
        for (int i = count - 1; i >= 0; i--) {
            before = decimals[i] < 0 ? before : mantissa[i]; // ends as the first decimal
        }
        for (int i = 0; i < count; i++) {
            before = decimals[i] < 0 ? before : mantissa[i];
            mantissa[i] = before;
        }
    }

    private boolean isConstant() {
        for (int i = 1; i < count; i++) {
            if (mantissa[i] != mantissa[0]) {
                return false;
            }
        }
        return true;
    }

    private void writePresence(int presence, int rows, Bytes out) {
        if (presence == PRESENCE_RUN) {
            out.put(row[0]);
            out.put(count);
        } else if (presence == PRESENCE_BITMAP) {
            int start = out.length;
            for (int i = 0; i < rows; i += 8) {
                out.put(0);
            }
            for (int i = 0; i < count; i++) {
                out.array[start + (row[i] >> 3)] |= (byte) (1 << (row[i] & 7));
            }
        }
    }

    private void writeExceptions(Bytes out) {
        if (exceptions == 0) {
            return;
        }
        out.put(exceptions);
        for (int i = 0; i < count; i++) {
            if (decimals[i] < 0) {
                out.put(i);
                out.fixedLong(Double.doubleToRawLongBits(value[i]));
            }
        }
    }

    private void writeDeltas(Bytes out) {
        int n = count - 1;
        long bits = 0;
        for (int i = 0; i < n; i++) {
            delta[i] = mantissa[i + 1] - mantissa[i];
            bits |= delta[i];
        }
        int shift = Long.numberOfTrailingZeros(bits);
        for (int i = 0; i < n; i++) {
            delta[i] >>= shift;
        }
        long ref = middle(n);
        long plain = widthAndSize(0, n, best);
        long centred = ref == 0 ? Long.MAX_VALUE : widthAndSize(ref, n, residual) + ((long) Bytes.varintSize(Bytes.zig(ref)) << 8);
        boolean useRef = centred >> 8 < plain >> 8;
        int width = (int) ((useRef ? centred : plain) & 0xff);
        writeResiduals(useRef ? residual : best, n, new Shape(shift, width, useRef ? ref : 0), out);
    }

    private record Shape(int shift, int width, long ref) {}

    private static void writeResiduals(long[] numbers, int n, Shape shape, Bytes out) {
        out.put(shape.shift);
        out.put(shape.width);
        out.zigzag(shape.ref);
        out.put(Residuals.patches(numbers, n, shape.width));
        Residuals.write(numbers, n, shape.width, out);
    }

    /** The middle one of five deltas, spread over the column: a cheap median. */
    private long middle(int n) {
        var five = new long[5];
        for (int i = 0; i < 5; i++) {
            five[i] = delta[(int) ((long) i * (n - 1) / 4)];
        }
        java.util.Arrays.sort(five);
        return five[2];
    }

    /** Fills the residuals and answers {@code size << 8 | width} for the width with the smallest size in bytes. */
    private long widthAndSize(long ref, int n, long[] residuals) {
        var lengths = new int[65];
        long bits = 0;
        for (int i = 0; i < n; i++) {
            residuals[i] = Bytes.zig(delta[i] - ref);
            bits |= residuals[i];
            lengths[64 - Long.numberOfLeadingZeros(residuals[i])]++;
        }
        return Residuals.smallest(lengths, n, 64 - Long.numberOfLeadingZeros(bits));
    }
}
