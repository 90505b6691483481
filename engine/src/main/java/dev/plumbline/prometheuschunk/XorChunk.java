package dev.plumbline.prometheuschunk;

/** Floats of one series as a chunk of encoding XOR. At most 65,535 samples, times ascending; Prometheus cuts at 120. Not thread-safe. */
public final class XorChunk {
    private final BitWriter out = new BitWriter();
    private final XorValue values = new XorValue();
    private int count;
    private long time;
    private long delta;

    public XorChunk() {
        out.bits(0, 16);
    }

    /** Adds a sample; the time in ms must be after the one before. */
    public void add(long timeMillis, double value) {
        switch (count) {
            case 0 -> {
                out.varint((timeMillis << 1) ^ (timeMillis >> 63));
                values.first(out, value);
            }
            case 1 -> {
                delta = timeMillis - time;
                out.varint(delta);
                values.next(out, value);
            }
            default -> {
                long newDelta = timeMillis - time;
                change(newDelta - delta);
                delta = newDelta;
                values.next(out, value);
            }
        }
        time = timeMillis;
        out.count(++count);
    }

    private void change(long change) {
        if (change == 0) {
            out.bit(false);
        } else if (BitWriter.fits(change, 14)) {
            out.bits(0b10, 2);
            out.bits(change, 14);
        } else if (BitWriter.fits(change, 17)) {
            out.bits(0b110, 3);
            out.bits(change, 17);
        } else if (BitWriter.fits(change, 20)) {
            out.bits(0b1110, 4);
            out.bits(change, 20);
        } else {
            out.bits(0b1111, 4);
            out.bits(change, 64);
        }
    }

    /** Number of samples. */
    public int count() {
        return count;
    }

    public byte[] toBytes() {
        return out.toBytes();
    }
}
