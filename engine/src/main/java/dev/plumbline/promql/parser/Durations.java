package dev.plumbline.promql.parser;

/** Prometheus durations: {@code 1h30m}, units y w d h m s ms in this order, each at most once; a year is 365 days. */
public final class Durations {
    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
    private static final long[] MILLIS = {31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1000L, 1L};
    /** Prometheus counts nanoseconds in 64 bits: 292 years. */
    private static final long MAX_MILLIS = Long.MAX_VALUE / 1_000_000;

    private Durations() {}

    /**
     * Milliseconds of a duration; {@code 0} needs no unit.
     *
     * @throws IllegalArgumentException with Prometheus's words when the text is none or is more than 292 years
     */
    public static long parseMillis(String text) {
        if (text.equals("0")) {
            return 0;
        }
        long total = 0;
        int unit = 0;
        int pos = 0;
        while (pos < text.length()) {
            int digits = pos;
            while (pos < text.length() && Lexer.isDigit(text.charAt(pos))) {
                pos++;
            }
            int letters = pos;
            while (pos < text.length() && Lexer.isAlpha(text.charAt(pos))) {
                pos++;
            }
            unit = indexOfUnit(text.substring(letters, pos), unit);
            if (unit < 0 || letters == digits) {
                throw invalid(text);
            }
            total = add(total, text.substring(digits, letters), MILLIS[unit]);
            unit++;
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty duration string");
        }
        return total;
    }

    private static int indexOfUnit(String unit, int from) {
        for (int i = from; i < UNITS.length; i++) {
            if (UNITS[i].equals(unit)) {
                return i;
            }
        }
        return -1;
    }

    private static long add(long total, String count, long unitMillis) {
        if (count.length() > 18 || Long.parseLong(count) > MAX_MILLIS / unitMillis
                || total + Long.parseLong(count) * unitMillis > MAX_MILLIS) {
            throw new IllegalArgumentException("duration out of range");
        }
        return total + Long.parseLong(count) * unitMillis;
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("not a valid duration string: \"" + text + "\"");
    }

    /** The shortest canonical text: {@code 1h30m}, {@code 0s}, {@code -5m}; years and weeks only when exact. */
    public static String format(long millis) {
        if (millis == 0) {
            return "0s";
        }
        var out = new StringBuilder(millis < 0 ? "-" : "");
        long rest = Math.abs(millis);
        for (int i = 0; i < UNITS.length; i++) {
            boolean onlyWhenExact = i < 2;
            long count = rest / MILLIS[i];
            if (count > 0 && (!onlyWhenExact || rest % MILLIS[i] == 0)) {
                out.append(count).append(UNITS[i]);
                rest -= count * MILLIS[i];
            }
        }
        return out.toString();
    }
}
