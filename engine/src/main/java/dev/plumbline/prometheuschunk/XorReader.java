package dev.plumbline.prometheuschunk;

/** One column of doubles as {@link XorValue} writes it. Not thread-safe. */
final class XorReader {
    private long bits;
    private int leading;
    private int trailing;

    /** The value read last. */
    double value() {
        return Double.longBitsToDouble(bits);
    }

    void first(BitSource in) {
        bits = in.bits(64);
    }

    /** Sets what the next value differs from. */
    void base(double value) {
        bits = Double.doubleToRawLongBits(value);
    }

    void next(BitSource in) {
        if (in.bit()) {
            changed(in, in.bit());
        }
    }

    /** A value that is not the same, {@code newWindow} when the places of its differing bits are said anew. */
    void changed(BitSource in, boolean newWindow) {
        if (newWindow) {
            leading = (int) in.bits(5);
            int significant = (int) in.bits(6);
            trailing = 64 - leading - (significant == 0 ? 64 : significant);
            if (trailing < 0) {
                throw new MalformedChunk("a value of more than 64 bits");
            }
        }
        bits ^= in.bits(64 - leading - trailing) << trailing;
    }
}
