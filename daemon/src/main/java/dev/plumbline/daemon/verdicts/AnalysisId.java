package dev.plumbline.daemon.verdicts;

import java.util.random.RandomGenerator;

/** Makes names for analyses: {@code a-} and a ULID, 48 bits of time and 80 random bits, so that they sort by time. */
public final class AnalysisId {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private AnalysisId() {}

    /** One at a time: sources of random bits are not made for several threads. */
    public static synchronized String next(long timeMillis, RandomGenerator random) {
        var out = new StringBuilder("a-");
        append(out, timeMillis, 10);
        append(out, random.nextLong(), 8);
        append(out, random.nextLong(), 8);
        return out.toString();
    }

    private static void append(StringBuilder out, long bits, int characters) {
        for (int i = characters - 1; i >= 0; i--) {
            out.append(ALPHABET.charAt((int) (bits >>> 5 * i) & 31));
        }
    }
}
