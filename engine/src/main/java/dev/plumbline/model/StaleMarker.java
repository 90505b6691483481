package dev.plumbline.model;

/**
 * The NaN that says "this series has ended here". Compare raw bits only: {@code Double.doubleToLongBits} and
 * arithmetic fold all NaNs into one. Source: Prometheus {@code model/value/value.go}.
 */
public final class StaleMarker {
    /** Raw bits of the staleness marker. */
    public static final long BITS = 0x7ff0000000000002L;

    /** Raw bits of the NaN that Prometheus writes for an ordinary not-a-number. */
    public static final long NORMAL_NAN_BITS = 0x7ff8000000000001L;

    /** The marker itself. */
    public static final double VALUE = Double.longBitsToDouble(BITS);

    private StaleMarker() {}

    /** Whether the value is the staleness marker, bit for bit. */
    public static boolean is(double value) {
        return Double.doubleToRawLongBits(value) == BITS;
    }
}
