package dev.plumbline.tsdb;

import dev.plumbline.storage.WindowFigures.Figure;

/**
 * Writes and reads summaries of chunks; layout: docs/formats/frames.md. What is asked for most often comes first, so that a
 * reader may stop early. One summary each.
 */
final class SummaryCoder {
    private static final int KNOWN_FLAGS = (ChunkSummary.STARTS << 1) - 1;
    private static final int[] NO_ROWS = {};
    private static final double[] NO_VALUES = {};
    /** The exponent of the smallest double. */
    private static final int LEAST_EXPONENT = -1074;

    private static final ChunkSummary NOTHING =
            new ChunkSummary(ChunkSummary.HISTOGRAMS, 0, 0, 0, 0, 0, 0, NO_ROWS, NO_VALUES, 0, 0, 0, 0, 0);

    private SummaryCoder() {}

    static void write(ChunkSummary s, Bytes body, Bytes out) {
        body.length = 0;
        body.varint(s.flags());
        body.varint(s.samples());
        if (has(s.flags(), ChunkSummary.ROWS)) {
            body.varint(s.stale());
            body.varint(s.firstRow());
            body.varint(s.lastRow() - s.firstRow());
        }
        if (s.samples() > 0) {
            new Writer(s, body).figures();
        }
        out.varint(body.length);
        out.bytes(body.array, 0, body.length);
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }

    /** Writes the figures of a chunk that has samples. */
    private static final class Writer {
        private final ChunkSummary s;
        private final Bytes out;
        private final Tokens state = new Tokens();
        /** As many decimals as the figure with the most of them has: one change of the state, at the beginning. */
        private int decimals;

        Writer(ChunkSummary s, Bytes out) {
            this.s = s;
            this.out = out;
        }

        void figures() {
            findDecimals();
            token(s.first());
            if (has(s.flags(), ChunkSummary.CONSTANT)) {
                return;
            }
            long firstMantissa = state.mantissa;
            token(s.last());
            long lastMantissa = state.mantissa;
            if (has(s.flags(), ChunkSummary.RESETS)) {
                resets();
            }
            out.varint(s.changes());
            if (has(s.flags(), ChunkSummary.EXTREMES)) {
                token(s.min());
                token(s.max());
            }
            if (!has(s.flags(), ChunkSummary.NO_SUM)) {
                state.mantissa = expectedSum(s.samples(), firstMantissa, lastMantissa);
                token(s.sumHigh());
                low();
            }
        }

        private void findDecimals() {
            decimals = Math.max(Decimals.find(s.first()), Decimals.find(s.last()));
            decimals = Math.max(decimals, Math.max(Decimals.find(s.min()), Decimals.find(s.max())));
            for (double v : s.resetValues()) {
                decimals = Math.max(decimals, Decimals.find(v));
            }
        }

        private void resets() {
            out.put(s.resetRows().length);
            int before = 0;
            for (int i = 0; i < s.resetRows().length; i++) {
                out.varint(s.resetRows()[i] - before);
                before = s.resetRows()[i];
                token(s.resetValues()[i]);
            }
        }

        /** A difference to the state, else a new state with as many decimals as all should have, else with its own, else bits. */
        private void token(double value) {
            long m = Decimals.mantissa(value, state.decimals);
            long u = Bytes.zig(m - state.mantissa) + Tokens.DELTA;
            if (m != Decimals.NONE && state.decimals >= decimals && u > 0) { // not too large for a token
                out.varint(u);
                state.mantissa = m;
                return;
            }
            int d = decimals >= 0 && Decimals.mantissa(value, decimals) != Decimals.NONE ? decimals : Decimals.find(value);
            if (d < 0) {
                out.put(Tokens.RAW);
                out.fixedLong(Double.doubleToRawLongBits(value));
                return;
            }
            state.decimals = d;
            state.mantissa = Decimals.mantissa(value, d);
            out.put(Tokens.SCALE);
            out.put(d);
            out.zigzag(state.mantissa);
        }

        private void low() {
            if (has(s.flags(), ChunkSummary.LOW)) {
                int exponent = Math.max(Math.getExponent(s.sumLow()) - 52, LEAST_EXPONENT);
                long odd = (long) Math.scalb(s.sumLow(), -exponent);
                int zeros = Long.numberOfTrailingZeros(odd);
                out.varint(exponent + zeros - LEAST_EXPONENT);
                out.zigzag(odd >> zeros);
            }
        }
    }

    /** What the mantissa of a sum would be if the samples lay evenly between the first and the last. */
    private static long expectedSum(int samples, long first, long last) {
        return samples * (first + last >> 1);
    }

    static ChunkSummary read(Tokens in, Figure figure) {
        int length = bounded(in.varint(), in.end - in.pos, "length of a summary");
        int end = in.end;
        int behind = in.pos + length;
        if (length == 0) {
            return NOTHING;
        }
        Tokens body = in.on(in.bytes, in.pos, behind);
        ChunkSummary summary = new Reader(body).figures(figure);
        in.pos = behind;
        in.end = end;
        return summary;
    }

    private static int bounded(long value, int most, String what) {
        if (value < 0 || value > most) {
            throw new MalformedBytes(what + " is " + Long.toUnsignedString(value) + ", at most " + most + " is possible");
        }
        return (int) value;
    }

    private static final class Reader {
        private final Tokens in;
        private int flags;
        private int samples;
        private int stale;
        private int firstRow;
        private int lastRow;
        private double first;
        private double last;
        private int[] resetRows = NO_ROWS;
        private double[] resetValues = NO_VALUES;
        private int changes;
        private double min;
        private double max;
        private double high;
        private double low;

        Reader(Tokens in) {
            this.in = in;
        }

        ChunkSummary figures(Figure figure) {
            flags = bounded(in.varint(), KNOWN_FLAGS, "flags of a summary");
            samples = bounded(in.varint(), SummaryBuilder.MAX_ROWS, "number of samples");
            rows();
            if (samples > 0 && figure != Figure.COUNT) {
                if (has(flags, ChunkSummary.CONSTANT)) {
                    constant();
                } else {
                    different(figure);
                }
            }
            return new ChunkSummary(flags, samples, stale, firstRow, lastRow, first, last, resetRows, resetValues, changes, min, max,
                    high, low);
        }

        private void rows() {
            lastRow = Math.max(0, samples - 1);
            if (has(flags, ChunkSummary.ROWS)) {
                stale = bounded(in.varint(), SummaryBuilder.MAX_ROWS - samples, "number of staleness markers");
                firstRow = bounded(in.varint(), SummaryBuilder.MAX_ROWS - 1, "first row");
                int span = bounded(in.varint(), SummaryBuilder.MAX_ROWS - 1 - firstRow, "rows to the last");
                if (span + 1 < samples) {
                    throw new MalformedBytes(samples + " samples in " + (span + 1) + " rows");
                }
                lastRow = firstRow + span;
            }
        }

        private double token() {
            in.next();
            if (in.kind != Tokens.DELTA && in.kind != Tokens.SCALE && in.kind != Tokens.RAW || in.histogramEnd != 0) {
                throw new MalformedBytes("token of kind " + in.kind + " in a summary");
            }
            return in.value;
        }

        private void constant() {
            first = token();
            last = first;
            min = first;
            max = first;
            if (!has(flags, ChunkSummary.NO_SUM)) {
                high = samples * first + 0.0; // no sum is -0
                low = Math.fma(samples, first, -high) + 0.0;
            }
        }

        /** What comes behind the figure is left unread. */
        private void different(Figure figure) {
            first = token();
            long firstMantissa = in.mantissa;
            last = token();
            long lastMantissa = in.mantissa;
            min = first;
            max = last;
            if (has(flags, ChunkSummary.RESETS)) {
                resets();
            }
            if (figure == Figure.ENDS || figure == Figure.RESETS) {
                return;
            }
            changes = bounded(in.varint(), samples - 1, "number of changes");
            if (has(flags, ChunkSummary.EXTREMES)) {
                min = token();
                max = token();
            }
            if (figure == Figure.SUM && !has(flags, ChunkSummary.NO_SUM)) {
                in.mantissa = expectedSum(samples, firstMantissa, lastMantissa);
                high = token();
                low = has(flags, ChunkSummary.LOW) ? low() : 0;
            }
        }

        private void resets() {
            int count = bounded(in.octet(), ChunkSummary.MAX_RESETS, "number of resets");
            resetRows = new int[count];
            resetValues = new double[count];
            int row = 0;
            for (int i = 0; i < count; i++) {
                row += bounded(in.varint(), lastRow - row, "row of a reset");
                resetRows[i] = row;
                resetValues[i] = token();
            }
        }

        private double low() {
            int exponent = bounded(in.varint(), Double.MAX_EXPONENT - LEAST_EXPONENT, "exponent");
            long odd = Bytes.unzig(in.varint());
            if (Math.abs(odd) > Decimals.MAX_MANTISSA || odd == Long.MIN_VALUE) {
                throw new MalformedBytes("rest of a sum is " + odd);
            }
            return Math.scalb((double) odd, exponent + LEAST_EXPONENT);
        }
    }
}
