package dev.plumbline.template.text;

import dev.plumbline.model.Quoting;
import dev.plumbline.template.value.DurationValue;
import dev.plumbline.template.value.Kind;
import dev.plumbline.template.value.TemplateException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers from what templates hold, and for people: {@code 1.235M}, {@code 1d 2h 3m 4s}, {@code 12.35%}. */
public final class Numbers {
    /** The longest text that is read as a number. */
    private static final int MAX_CHARS = 400;
    private static final String[] LARGE = {"k", "M", "G", "T", "P", "E", "Z", "Y"};
    private static final String[] SMALL = {"m", "u", "n", "p", "f", "a", "z", "y"};
    private static final String[] BINARY = {"ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};

    private Numbers() {}

    /** A number, a string that is one, or a duration in seconds. */
    public static double of(@Nullable Object value) {
        if (value instanceof DurationValue d) {
            return d.nanos() / 1e9;
        }
        return switch (Kind.plain(value)) {
            case Number n -> n.doubleValue();
            case String s -> parse(s);
            case null, default -> throw new TemplateException("can't convert " + Kind.typeName(value) + " to float");
        };
    }

    /** {@code strconv.ParseFloat}. */
    public static double parse(String text) {
        String body = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        double sign = text.startsWith("-") ? -1 : 1;
        switch (body.toLowerCase(Locale.ROOT)) {
            case "inf", "infinity" -> {
                return sign * Double.POSITIVE_INFINITY;
            }
            case "nan" -> {
                return Double.NaN;
            }
            default -> { }
        }
        if (!looksLikeNumber(body)) {
            throw notANumber(text, "invalid syntax");
        }
        try {
            double value = sign * Double.parseDouble(body.replace("_", ""));
            if (Double.isInfinite(value)) {
                throw notANumber(text, "value out of range");
            }
            return value;
        } catch (NumberFormatException _) {
            throw notANumber(text, "invalid syntax");
        }
    }

    /** Java would also take spaces, and a letter for the type at the end. Underscores stand between digits. */
    private static boolean looksLikeNumber(String body) {
        boolean hex = body.startsWith("0x") || body.startsWith("0X");
        String allowed = hex ? "0123456789abcdefABCDEF.xXpP+-_" : "0123456789.eE+-_";
        boolean misplaced = body.endsWith("_") || body.contains("__") || body.contains("_.") || body.contains("._");
        return !body.isEmpty() && body.length() <= MAX_CHARS && "0123456789.".indexOf(body.charAt(0)) >= 0 && !misplaced
                && body.chars().allMatch(c -> allowed.indexOf(c) >= 0);
    }

    private static TemplateException notANumber(String text, String problem) {
        String shown = text.length() > 100 ? text.substring(0, 100) + "..." : text;
        return new TemplateException("strconv.ParseFloat: parsing " + Quoting.quote(shown) + ": " + problem);
    }

    /** Four significant digits and a metric prefix. */
    public static String humanize(double v) {
        if (v == 0 || Double.isNaN(v) || Double.isInfinite(v)) {
            return digits(v);
        }
        return Math.abs(v) >= 1 ? scaled(v, 1000, LARGE) : small(v);
    }

    private static String scaled(double value, double base, String[] prefixes) {
        double v = value;
        String prefix = "";
        for (int i = 0; i < prefixes.length && Math.abs(v) >= base; i++) {
            prefix = prefixes[i];
            v /= base;
        }
        return digits(v) + prefix;
    }

    private static String small(double value) {
        double v = value;
        String prefix = "";
        for (int i = 0; i < SMALL.length && Math.abs(v) < 1; i++) {
            prefix = SMALL[i];
            v *= 1000;
        }
        return digits(v) + prefix;
    }

    /** Four significant digits and a binary prefix; at most 1 stays plain. */
    public static String humanize1024(double v) {
        boolean plain = Math.abs(v) <= 1 || Double.isNaN(v) || Double.isInfinite(v);
        return plain ? digits(v) : scaled(v, 1024, BINARY);
    }

    /** Seconds as days, hours, minutes and seconds; below a minute with four significant digits. */
    public static String humanizeDuration(double seconds) {
        if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
            return digits(seconds);
        }
        if (seconds == 0) {
            return digits(seconds) + "s";
        }
        if (Math.abs(seconds) < 1) {
            return small(seconds) + "s";
        }
        String sign = seconds < 0 ? "-" : "";
        long whole = (long) Math.abs(seconds);
        long days = whole / 86_400;
        long hours = whole / 3600 % 24;
        long minutes = whole / 60 % 60;
        if (whole < 60) {
            return sign + digits(Math.abs(seconds)) + "s";
        }
        return sign + (days > 0 ? days + "d " : "") + (days > 0 || hours > 0 ? hours + "h " : "") + minutes + "m " + whole % 60 + "s";
    }

    /** A ratio in percent. */
    public static String humanizePercentage(double ratio) {
        return digits(ratio * 100) + "%";
    }

    private static String digits(double v) {
        return FloatText.format(v, 'g', 4);
    }
}
