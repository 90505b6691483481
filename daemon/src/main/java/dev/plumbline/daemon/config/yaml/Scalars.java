package dev.plumbline.daemon.config.yaml;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the text of a scalar as what is wanted; null means that it is not that. */
public final class Scalars {
    private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(?:([KMGTPE])i?)?B");
    private static final String SIZE_UNITS = "KMGTPE";

    private Scalars() {}

    /** The text of a scalar, empty for null; null, and a report, for a list or a mapping. */
    public static @Nullable String text(YamlNode node, String what, Problems problems) {
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar.isNull() ? "" : scalar.text();
        }
        problems.error(node.at(), what + " must be text, not " + node.kind());
        return null;
    }

    static @Nullable Boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "y" -> Boolean.TRUE;
            case "false", "no", "off", "n" -> Boolean.FALSE;
            default -> null;
        };
    }

    static @Nullable Long integer(String text) {
        String digits = text.replace("_", "");
        try {
            if (digits.matches("[-+]?[0-9]*\\.[0-9]+([eE][-+]?[0-9]+)?|[-+]?[0-9]+(\\.0*)?[eE][-+]?[0-9]+")) {
                double value = Double.parseDouble(digits);
                return value == Math.rint(value) && Math.abs(value) < 9e15 ? Long.valueOf((long) value) : null;
            }
            return Long.decode(digits.replaceFirst("^([-+]?)0o", "$10"));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static @Nullable Double number(String text) {
        switch (text) {
            case ".inf", "+.inf" -> { return Double.POSITIVE_INFINITY; }
            case "-.inf" -> { return Double.NEGATIVE_INFINITY; }
            case ".nan" -> { return Double.NaN; }
            default -> { }
        }
        try {
            return text.isEmpty() || Character.isLetter(text.charAt(text.length() - 1)) ? null : Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static @Nullable Long size(String text) {
        if (text.equals("0")) {
            return 0L;
        }
        Matcher match = SIZE.matcher(text);
        if (!match.matches()) {
            return null;
        }
        String unit = match.group(2);
        int shift = unit == null ? 0 : 10 * (SIZE_UNITS.indexOf(unit) + 1);
        double bytes = Double.parseDouble(match.group(1)) * (1L << shift);
        return bytes < 0x1p63 ? Long.valueOf((long) bytes) : null;
    }
}
