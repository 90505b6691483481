package dev.plumbline.tsdb;

import java.util.stream.IntStream;

/** Reads back what {@link ColumnPacker} wrote. Used for one column. */
final class ColumnReader {
    private final Tokens in;
    private final int rows;
    /** How many of the samples are to be written, counted from the first. */
    private int wanted;
    private int shift;
    private int width;
    private long ref;
    private int packed;

    ColumnReader(Tokens in, int rows) {
        this.in = in;
        this.rows = rows;
    }

    void read(double[] out, Run.Place place) {
        int at = place.at();
        int flags = in.octet();
        int presence = flags & 3;
        int first = 0;
        int count = rows;
        int bitmap = in.pos;
        if (presence == ColumnPacker.PRESENCE_RUN) {
            first = in.octet();
            count = in.octet();
        } else if (presence == ColumnPacker.PRESENCE_BITMAP) {
            count = 0;
            for (int i = 0; i < rows; i += 8) {
                count += Integer.bitCount(in.octet());
            }
        }
        if ((flags & ColumnPacker.EXTRAS) != 0) {
            ExtrasCoder.skip(in);
        }
        wanted = presence == ColumnPacker.PRESENCE_BITMAP ? count : Math.min(count, place.limit() - first);
        if (wanted > 0) {
            body(flags, count, out, at + first);
        }
        if (presence == ColumnPacker.PRESENCE_RUN) {
            place.missing().set(at, at + first);
            place.missing().set(at + first + count, at + rows);
        } else if (presence == ColumnPacker.PRESENCE_BITMAP) {
            spread(bitmap, count, out, place);
        }
    }

    /** Reads what came beside the values, which are at {@code values[at …]}. */
    void extras(double[] values, int at, Extras out) {
        int flags = in.octet();
        if ((flags & ColumnPacker.EXTRAS) == 0) {
            return;
        }
        int[] places = switch (flags & 3) {
            case ColumnPacker.PRESENCE_RUN -> {
                int first = in.octet();
                yield IntStream.range(first, first + in.octet()).map(r -> at + r).toArray();
            }
            case ColumnPacker.PRESENCE_BITMAP -> {
                int bitmap = in.pos;
                in.pos += (rows + 7) / 8;
                yield IntStream.range(0, rows).filter(r -> (in.bytes[bitmap + (r >> 3)] >> (r & 7) & 1) != 0).map(r -> at + r).toArray();
            }
            default -> IntStream.range(at, at + rows).toArray();
        };
        ExtrasCoder.read(in, places, values, out);
    }

    private void spread(int bitmap, int count, double[] out, Run.Place place) {
        int from = count - 1;
        for (int r = rows - 1; r >= 0; r--) {
            if ((in.bytes[bitmap + (r >> 3)] >> (r & 7) & 1) != 0) {
                out[place.at() + r] = out[place.at() + from--];
            } else {
                place.missing().set(place.at() + r, place.at() + r + 1);
            }
        }
    }

    private void body(int flags, int count, double[] out, int at) {
        int body = flags & ColumnPacker.BODY;
        if (body == ColumnPacker.RATIO) {
            throw new MalformedBytes("a ratio without a base");
        }
        if (body == ColumnPacker.RAW) {
            for (int i = 0; i < wanted; i++) {
                out[at + i] = Double.longBitsToDouble(in.fixedLong());
            }
            return;
        }
        int exceptions = (flags & ColumnPacker.EXCEPTIONS) == 0 ? 0 : in.octet();
        int exceptionsAt = in.pos;
        in.pos += exceptions * 9;
        int scale = in.octet();
        long first = Bytes.unzig(in.varint());
        if (body == ColumnPacker.CONSTANT) {
            java.util.Arrays.fill(out, at, at + count, Decimals.value(first, scale));
        } else {
            deltas(first, scale, out, at, count);
        }
        for (int i = 0; i < exceptions; i++) {
            int p = exceptionsAt + 9 * i;
            out[at + (in.bytes[p] & 0xff)] = Double.longBitsToDouble(Bytes.getLong(in.bytes, p + 1));
        }
    }

    /** Outliers are rare: between two of them one plain loop. */
    private void deltas(long first, int scale, double[] out, int at, int count) {
        shift = in.octet();
        width = in.octet();
        ref = Bytes.unzig(in.varint());
        int patches = in.octet();
        packed = in.pos;
        in.pos += Packing.size(count - 1, width);
        int last = wanted - 1;
        long m = first;
        out[at] = Decimals.value(m, scale);
        int next = 0;
        for (int p = 0; p < patches && next < last; p++) {
            int patched = in.octet();
            m = plain(m, scale, new Stretch(next, Math.min(patched, last), at + 1), out);
            if (patched < last) {
                long residual = (width == 0 ? 0 : Packing.read(in.bytes, packed, patched, width)) | in.varint() << width;
                m += (Bytes.unzig(residual) + ref) << shift;
                out[at + 1 + patched] = Decimals.value(m, scale);
            }
            next = patched + 1;
        }
        plain(m, scale, new Stretch(next, last, at + 1), out);
    }

    /** Differences from … to, the i-th of which leads to the value at {@code at + i}. */
    private record Stretch(int from, int to, int at) {}

    private long plain(long before, int scale, Stretch s, double[] out) {
        byte[] bytes = in.bytes;
        int bits = width;
        int start = packed;
        int left = shift;
        long middle = ref;
        long m = before;
        long mask = bits == 0 ? 0 : -1L >>> 64 - bits;
        if (bits == 64) {
            return wide(before, scale, s, out);
        }
        if (scale == 0) {
            for (int i = s.from, bit = s.from * bits; i < s.to; i++, bit += bits) {
                long residual = Bytes.getLong(bytes, start + (bit >>> 3)) >>> (bit & 7) & mask;
                m += ((residual >>> 1 ^ -(residual & 1)) + middle) << left;
                out[s.at + i] = m;
            }
        } else {
            double divisor = Decimals.power(scale);
            for (int i = s.from, bit = s.from * bits; i < s.to; i++, bit += bits) {
                long residual = Bytes.getLong(bytes, start + (bit >>> 3)) >>> (bit & 7) & mask;
                m += ((residual >>> 1 ^ -(residual & 1)) + middle) << left;
                out[s.at + i] = m / divisor;
            }
        }
        return m;
    }

    private long wide(long before, int scale, Stretch s, double[] out) {
        long m = before;
        for (int i = s.from; i < s.to; i++) {
            m += (Bytes.unzig(Packing.read(in.bytes, packed, i, 64)) + ref) << shift;
            out[s.at + i] = Decimals.value(m, scale);
        }
        return m;
    }
}
