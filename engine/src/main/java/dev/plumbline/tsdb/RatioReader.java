package dev.plumbline.tsdb;

/** Reads back a frame of the kind ratio, which {@link RatioCoder} wrote. Used for one frame. */
final class RatioReader {
    private final Tokens in;
    private final BaseFrame base;
    private final int rows;
    private final long[] scratch;

    /**
     * Of the frame that comes next.
     *
     * @param rows of it and of its base
     * @param scratch room for as many numbers
     */
    RatioReader(Tokens in, BaseFrame base, int rows, long[] scratch) {
        this.in = in;
        this.base = base;
        this.rows = rows;
        this.scratch = scratch;
    }

    /** What {@link ColumnReader#read} does for all other kinds. */
    void read(double[] out, Run.Place place) {
        int flags = in.octet();
        if ((flags & ~RatioCoder.SAME) != ColumnPacker.RATIO) {
            throw new MalformedBytes("a ratio with the flags " + flags);
        }
        if (base.lastRow() >= rows) {
            throw new MalformedBytes("a base of more than " + rows + " rows");
        }
        int count = base.count();
        int wanted = count == rows ? Math.min(count, place.limit()) : count;
        if (wanted > 0 && flags == ColumnPacker.RATIO) {
            values(out, place.at(), wanted);
        } else {
            same(out, place.at(), wanted);
        }
        if (count < rows) {
            spread(out, place);
        }
    }

    private void same(double[] out, int at, int wanted) {
        long[] b = base.mantissas();
        double divisor = Decimals.power(base.decimals());
        for (int i = 0; i < wanted; i++) {
            out[at + i] = divisor == 1 ? b[i] : b[i] / divisor;
        }
    }

    /** First all residuals, then the sums: two plain loops, though outliers are between them. */
    private void values(double[] out, int at, int wanted) {
        long[] b = base.mantissas();
        int n = b.length - 1;
        long part = 1 + (in.octet() | in.octet() << 8);
        long m = Bytes.unzig(in.varint()) + BaseFrame.share(b[0], part);
        int width = in.octet();
        int patches = in.octet();
        long[] residuals = scratch;
        Residuals.read(in, patches, width, residuals, 0, n);
        double divisor = Decimals.power(base.decimals());
        out[at] = m / divisor;
        if (divisor == 1) {
            for (int i = 1; i < wanted; i++) {
                m += Bytes.unzig(residuals[i - 1]) + BaseFrame.share(b[i] - b[i - 1], part);
                out[at + i] = m;
            }
        } else {
            for (int i = 1; i < wanted; i++) {
                m += Bytes.unzig(residuals[i - 1]) + BaseFrame.share(b[i] - b[i - 1], part);
                out[at + i] = m / divisor;
            }
        }
    }

    private void spread(double[] out, Run.Place place) {
        int from = base.count() - 1;
        for (int r = rows - 1; r >= 0; r--) {
            if (base.has(r)) {
                out[place.at() + r] = out[place.at() + from--];
            } else {
                place.missing().set(place.at() + r, place.at() + r + 1);
            }
        }
    }
}
