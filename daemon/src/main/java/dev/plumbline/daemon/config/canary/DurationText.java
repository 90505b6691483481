package dev.plumbline.daemon.config.canary;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Prometheus writes them: {@code 30s}, {@code 1h30m}, {@code 500ms}, {@code 0}. */
final class DurationText {
    private static final Pattern FORM = Pattern.compile(
            "(?:(\\d{1,9})y)?(?:(\\d{1,9})w)?(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");
    private static final long[] MILLIS = {31_536_000_000L, 604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1};

    private DurationText() {}

    /** In ms; empty when the text is no duration. */
    static OptionalLong millis(String text) {
        if (text.equals("0")) {
            return OptionalLong.of(0);
        }
        Matcher m = FORM.matcher(text);
        if (text.isEmpty() || !m.matches()) {
            return OptionalLong.empty();
        }
        try {
            long sum = 0;
            for (int i = 0; i < MILLIS.length; i++) {
                String digits = m.group(i + 1);
                sum = digits == null ? sum : Math.addExact(sum, Math.multiplyExact(Long.parseLong(digits), MILLIS[i]));
            }
            return OptionalLong.of(sum);
        } catch (ArithmeticException tooLong) {
            return OptionalLong.empty();
        }
    }

    /** For messages: {@code 90s}, {@code 5m}, {@code 1500ms}. */
    static String show(long millis) {
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        return millis % 60_000 == 0 && millis > 0 ? millis / 60_000 + "m" : millis / 1_000 + "s";
    }
}
