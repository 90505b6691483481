package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.HistogramShape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Native histograms as bytes: all but the sum, which is the sample's value. A histogram with the layout (schema, zero
 * threshold, bounds, spans) of the one before it in its column costs about a byte for each count that changed.
 * Layout: docs/formats/wal.md.
 */
final class HistogramCoder {
    private static final int HINT = 3;
    private static final int LAYOUT = 1 << 2;
    private static final int DOUBLES = 1 << 3;
    private static final int SCALARS = 2; // count and zero count precede the buckets
    private static final CounterReset[] HINTS = {CounterReset.UNKNOWN, CounterReset.RESET, CounterReset.NOT_RESET, CounterReset.GAUGE};

    private HistogramCoder() {}

    /** Appends a histogram that follows {@code before} in its column, null at the frame's start and after a float. */
    static void write(Histogram h, @Nullable Histogram before, Bytes out) {
        @Nullable Histogram base = before != null && sameLayout(h, before) ? before : null;
        boolean integers = integers(h) && (base == null || integers(base));
        CounterReset hint = HistogramResets.hint(h, before);
        out.put(Arrays.asList(HINTS).indexOf(hint) | (base == null ? LAYOUT : 0) | (integers ? 0 : DOUBLES));
        if (base == null) {
            writeLayout(h, out);
        }
        if (integers) {
            writeIntegers(h, base, out);
        } else {
            for (int i = 0; i < counts(h); i++) {
                out.fixedLong(Double.doubleToRawLongBits(count(h, i)));
            }
        }
    }

    private static boolean sameLayout(Histogram a, Histogram b) {
        return a.schema() == b.schema() && a.zeroThreshold() == b.zeroThreshold()
                && Arrays.equals(a.customBounds(), b.customBounds())
                && sameSpans(a.positive(), b.positive()) && sameSpans(a.negative(), b.negative());
    }

    private static boolean sameSpans(Buckets a, Buckets b) {
        return Arrays.equals(a.spanOffsets(), b.spanOffsets()) && Arrays.equals(a.spanLengths(), b.spanLengths());
    }

    private static int counts(Histogram h) {
        return SCALARS + h.positive().counts().length + h.negative().counts().length;
    }

    private static double count(Histogram h, int i) {
        if (i < SCALARS) {
            return i == 0 ? h.count() : h.zeroCount();
        }
        double[] positive = h.positive().counts();
        int bucket = i - SCALARS;
        return bucket < positive.length ? positive[bucket] : h.negative().counts()[bucket - positive.length];
    }

    private static boolean integers(Histogram h) {
        for (int i = 0; i < counts(h); i++) {
            if (Decimals.mantissa(count(h, i), 0) == Decimals.NONE) {
                return false;
            }
        }
        return true;
    }

    private static void writeLayout(Histogram h, Bytes out) {
        out.put(h.schema());
        out.fixedLong(Double.doubleToRawLongBits(h.zeroThreshold()));
        out.varint(h.customBounds().length);
        for (double bound : h.customBounds()) {
            out.fixedLong(Double.doubleToRawLongBits(bound));
        }
        writeSpans(h.positive(), out);
        writeSpans(h.negative(), out);
    }

    private static void writeSpans(Buckets b, Bytes out) {
        out.varint(b.spanOffsets().length);
        for (int i = 0; i < b.spanOffsets().length; i++) {
            out.zigzag(b.spanOffsets()[i]);
            out.varint(b.spanLengths()[i]);
        }
    }

    private static void writeIntegers(Histogram h, @Nullable Histogram base, Bytes out) {
        int n = counts(h);
        int zeros = 0;
        for (int i = 0; i < n; i++) {
            long difference = (long) count(h, i) - (base == null ? 0 : (long) count(base, i));
            if (difference == 0) {
                zeros++;
                continue;
            }
            writeZeros(zeros, out);
            zeros = 0;
            out.zigzag(difference);
        }
        writeZeros(zeros, out);
    }

    private static void writeZeros(int zeros, Bytes out) {
        if (zeros > 0) {
            out.put(0);
            out.varint(zeros);
        }
    }

    /** Reads what {@link #write} wrote; a known reset is told as unknown, since what came before may be gone. */
    static Histogram read(Tokens in, double sum, @Nullable Histogram before) {
        int flags = in.octet();
        Histogram shape = (flags & LAYOUT) != 0 ? readLayout(in) : before;
        if (shape == null) {
            throw new MalformedBytes("histogram without a layout");
        }
        var positive = new double[shape.positive().counts().length];
        var negative = new double[shape.negative().counts().length];
        var scalars = new double[SCALARS];
        var target = new double[][] {scalars, positive, negative};
        if ((flags & DOUBLES) != 0) {
            readDoubles(in, target);
        } else {
            readIntegers(in, target, (flags & LAYOUT) != 0 ? null : shape);
        }
        CounterReset hint = HINTS[flags & HINT];
        return new Histogram(shape.schema(), scalars[0], sum, shape.zeroThreshold(), scalars[1],
                new Buckets(shape.positive().spanOffsets(), shape.positive().spanLengths(), positive),
                new Buckets(shape.negative().spanOffsets(), shape.negative().spanLengths(), negative),
                shape.customBounds(), hint == CounterReset.RESET ? CounterReset.UNKNOWN : hint);
    }

    private static Histogram readLayout(Tokens in) {
        int schema = (byte) in.octet();
        double threshold = Double.longBitsToDouble(in.fixedLong());
        long n = in.varint();
        if (n < 0 || n > (in.end - in.pos) / 8) {
            throw new MalformedBytes("histogram with " + n + " bounds");
        }
        var bounds = new double[(int) n];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = Double.longBitsToDouble(in.fixedLong());
        }
        Buckets positive = readSpans(in);
        Buckets negative = readSpans(in);
        return new Histogram(schema, 0, 0, threshold, 0, positive, negative, bounds, CounterReset.UNKNOWN);
    }

    private static Buckets readSpans(Tokens in) {
        long n = in.varint();
        if (n < 0 || n > (in.end - in.pos) / 2) {
            throw new MalformedBytes("histogram with " + n + " spans");
        }
        var offsets = new int[(int) n];
        var lengths = new int[(int) n];
        long buckets = 0;
        for (int i = 0; i < n; i++) {
            offsets[i] = (int) Bytes.unzig(in.varint());
            long length = in.varint();
            buckets += length;
            if (length < 0 || length > HistogramShape.MAX_BUCKETS || buckets > HistogramShape.MAX_BUCKETS) {
                throw new MalformedBytes("histogram of more than " + HistogramShape.MAX_BUCKETS + " buckets");
            }
            lengths[i] = (int) length;
        }
        return new Buckets(offsets, lengths, new double[(int) buckets]);
    }

    private static void readDoubles(Tokens in, double[][] target) {
        for (double[] part : target) {
            for (int i = 0; i < part.length; i++) {
                part[i] = Double.longBitsToDouble(in.fixedLong());
            }
        }
    }

    private static void readIntegers(Tokens in, double[][] target, @Nullable Histogram base) {
        long zeros = 0;
        int at = 0;
        for (double[] part : target) {
            for (int i = 0; i < part.length; i++, at++) {
                double was = base == null ? 0 : count(base, at);
                if (zeros > 0) {
                    zeros--;
                    part[i] = was;
                    continue;
                }
                long u = in.varint();
                zeros = u == 0 ? in.varint() - 1 : 0;
                part[i] = (long) was + Bytes.unzig(u);
                if (zeros < 0) {
                    throw new MalformedBytes("histogram with a run of no zeros");
                }
            }
        }
    }

    /** 64 bits that two histograms share when they are equal but for their hints. */
    static long identity(Histogram h) {
        long bits = 0x9E3779B97F4A7C15L * (h.schema() + 1) + h.positive().counts().length;
        bits = mix(bits, Double.doubleToRawLongBits(h.sum()));
        bits = mix(bits, Double.doubleToRawLongBits(h.zeroThreshold()));
        for (int i = 0; i < counts(h); i++) {
            bits = mix(bits, Double.doubleToRawLongBits(count(h, i)));
        }
        for (double bound : h.customBounds()) {
            bits = mix(bits, Double.doubleToRawLongBits(bound));
        }
        for (Buckets side : new Buckets[] {h.positive(), h.negative()}) {
            bits = mix(bits, Arrays.hashCode(side.spanOffsets()) * 31L + Arrays.hashCode(side.spanLengths()));
        }
        return bits;
    }

    private static long mix(long bits, long more) {
        long x = (bits ^ more) * 0xBF58476D1CE4E5B9L;
        return (x ^ x >>> 29) * 0x94D049BB133111EBL;
    }
}
