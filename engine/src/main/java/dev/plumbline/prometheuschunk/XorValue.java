package dev.plumbline.prometheuschunk;

/** One column of doubles in a chunk: each is written as the bits in which it differs from the one before. */
final class XorValue {
    private static final int NONE = 0xff;
    private long last;
    private int leading = NONE;
    private int trailing;

    /** Writes the first value whole. */
    void first(BitWriter out, double value) {
        last = Double.doubleToRawLongBits(value);
        out.bits(last, 64);
    }

    void next(BitWriter out, double value) {
        long bits = Double.doubleToRawLongBits(value);
        long difference = bits ^ last;
        last = bits;
        out.bit(difference != 0);
        if (difference == 0) {
            return;
        }
        int newLeading = Math.min(31, Long.numberOfLeadingZeros(difference));
        int newTrailing = Long.numberOfTrailingZeros(difference);
        if (leading != NONE && newLeading >= leading && newTrailing >= trailing) {
            out.bit(false);
        } else {
            leading = newLeading;
            trailing = newTrailing;
            out.bit(true);
            out.bits(leading, 5);
            out.bits(64 - leading - trailing, 6); // 64 is written as 0
        }
        out.bits(difference >>> trailing, 64 - leading - trailing);
    }
}
