package dev.plumbline.daemon.config.yaml;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as Prometheus writes them, {@code 1h30m}: y (365 d), w, d, h, m, s, ms, each at most once, in that order. */
public final class Durations {
    private static final Pattern SYNTAX = Pattern.compile(
            "(?:([0-9]+)y)?(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?");
    private static final long[] MILLIS = {31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L};
    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
    /** As many milliseconds as fit into 63 bits of nanoseconds, which is Prometheus's bound. */
    private static final long MAX_MILLIS = Long.MAX_VALUE / 1_000_000;

    private Durations() {}

    /** Milliseconds from 0 to about 292 years; null when {@code text} is not a duration. A bare 0 needs no unit. */
    public static @Nullable Long parse(String text) {
        if (text.equals("0")) {
            return 0L;
        }
        Matcher match = SYNTAX.matcher(text);
        if (text.isEmpty() || !match.matches()) {
            return null;
        }
        long sum = 0;
        for (int i = 0; i < MILLIS.length; i++) {
            String digits = match.group(i + 1);
            if (digits != null) {
                long count = digits.length() > 15 ? Long.MAX_VALUE : Long.parseLong(digits);
                if (count > (MAX_MILLIS - sum) / MILLIS[i]) {
                    return null;
                }
                sum += count * MILLIS[i];
            }
        }
        return sum;
    }

    /** The shortest form that Prometheus prints; years and weeks only when nothing remains. */
    public static String format(long millis) {
        if (millis == 0) {
            return "0s";
        }
        var text = new StringBuilder();
        long rest = millis;
        for (int i = 0; i < MILLIS.length; i++) {
            boolean exactOnly = i < 2;
            if (rest >= MILLIS[i] && (!exactOnly || rest % MILLIS[i] == 0)) {
                text.append(rest / MILLIS[i]).append(UNITS[i]);
                rest %= MILLIS[i];
            }
        }
        return text.toString();
    }
}
