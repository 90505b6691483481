package dev.plumbline.template.prometheus;

import dev.plumbline.model.Quoting;
import dev.plumbline.template.value.TemplateException;
import java.math.BigDecimal;
import java.util.List;

/** Prometheus's durations, such as {@code 1h30m} and {@code -5m}, in seconds. */
final class DurationText {
    private static final List<String> UNITS = List.of("y", "w", "d", "h", "m", "s", "ms");
    private static final long[] MILLIS = {31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1000L, 1L};
    private static final long MAX_MILLIS = Long.MAX_VALUE / 1_000_000;

    private DurationText() {}

    /** Seconds; units in descending order, each at most once; {@code 0} needs none; a minus sign may come first. */
    static double seconds(String text) {
        boolean minus = text.startsWith("-");
        String body = minus ? text.substring(1) : text;
        if (body.equals("0")) {
            return 0;
        }
        if (body.isEmpty() || body.length() > 100) {
            throw invalid(text);
        }
        BigDecimal millis = BigDecimal.ZERO;
        int lastUnit = -1;
        int pos = 0;
        while (pos < body.length()) {
            int letters = end(body, pos, true);
            int end = end(body, letters, false);
            int unit = UNITS.indexOf(body.substring(letters, end));
            if (letters == pos || unit <= lastUnit) {
                throw invalid(text);
            }
            lastUnit = unit;
            millis = millis.add(new BigDecimal(body.substring(pos, letters)).multiply(BigDecimal.valueOf(MILLIS[unit])));
            pos = end;
        }
        if (millis.compareTo(BigDecimal.valueOf(MAX_MILLIS)) > 0) {
            throw new TemplateException("duration out of range");
        }
        return (minus ? -1 : 1) * millis.longValue() / 1000.0;
    }

    private static int end(String text, int from, boolean digits) {
        int i = from;
        while (i < text.length() && (text.charAt(i) >= '0' && text.charAt(i) <= '9') == digits) {
            i++;
        }
        return i;
    }

    private static TemplateException invalid(String text) {
        return new TemplateException("not a valid duration string: " + Quoting.quote(text));
    }
}
