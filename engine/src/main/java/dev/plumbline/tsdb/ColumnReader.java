package dev.plumbline.tsdb;

import java.util.BitSet;
import java.util.stream.IntStream;

/** Reads back what {@link ColumnPacker} wrote. Used for one column. */
final class ColumnReader {
    private final Tokens in;
    private final int rows;

    ColumnReader(Tokens in, int rows) {
        this.in = in;
        this.rows = rows;
    }

    void read(double[] out, int at, BitSet missing) {
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
        body(flags, count, out, at + first);
        if (presence == ColumnPacker.PRESENCE_RUN) {
            missing.set(at, at + first);
            missing.set(at + first + count, at + rows);
        } else if (presence == ColumnPacker.PRESENCE_BITMAP) {
            spread(bitmap, count, new Place(out, at, missing));
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

    private record Place(double[] out, int at, BitSet missing) {}

    private void spread(int bitmap, int count, Place place) {
        int from = count - 1;
        for (int r = rows - 1; r >= 0; r--) {
            if ((in.bytes[bitmap + (r >> 3)] >> (r & 7) & 1) != 0) {
                place.out[place.at + r] = place.out[place.at + from--];
            } else {
                place.missing.set(place.at + r);
            }
        }
    }

    private void body(int flags, int count, double[] out, int at) {
        int body = flags & 3 << 2;
        if (body == ColumnPacker.RAW) {
            for (int i = 0; i < count; i++) {
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

    private void deltas(long first, int scale, double[] out, int at, int count) {
        int shift = in.octet();
        int width = in.octet();
        long ref = Bytes.unzig(in.varint());
        int patches = in.octet();
        int start = in.pos;
        in.pos += Packing.size(count - 1, width);
        int nextPatch = patches > 0 ? in.octet() : -1;
        int left = patches;
        long m = first;
        out[at] = Decimals.value(m, scale);
        for (int i = 0; i < count - 1; i++) {
            long residual = width == 0 ? 0 : Packing.read(in.bytes, start, i, width);
            if (i == nextPatch) {
                residual |= in.varint() << width;
                nextPatch = --left > 0 ? in.octet() : -1;
            }
            m += (Bytes.unzig(residual) + ref) << shift;
            out[at + i + 1] = Decimals.value(m, scale);
        }
    }
}
