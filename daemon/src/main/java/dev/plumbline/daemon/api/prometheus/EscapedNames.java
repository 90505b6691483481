package dev.plumbline.daemon.api.prometheus;

/**
 * Names escaped for a URL path: {@code U__label_2e_dot} is {@code label.dot}. After the prefix, two underscores are one,
 * and {@code _hex_} is a code point. What does not follow the scheme is taken as it is.
 * Source: prometheus/common {@code model/metric.go} (UnescapeName, ValueEncodingEscaping).
 */
final class EscapedNames {
    private static final String PREFIX = "U__";
    private static final int MAX_HEX_DIGITS = 6;

    private EscapedNames() {}

    static String unescape(String name) {
        if (!name.startsWith(PREFIX)) {
            return name;
        }
        var out = new StringBuilder();
        int i = PREFIX.length();
        while (i < name.length()) {
            if (name.charAt(i) != '_') {
                out.append(name.charAt(i++));
                continue;
            }
            int end = name.indexOf('_', i + 1);
            if (end == i + 1) {
                out.append('_');
            } else if (end < 0 || !appendCodePoint(out, name.substring(i + 1, end))) {
                return name;
            }
            i = end + 1;
        }
        return out.toString();
    }

    private static boolean appendCodePoint(StringBuilder out, String hex) {
        if (hex.length() > MAX_HEX_DIGITS || !hex.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            return false;
        }
        int codePoint = Integer.parseInt(hex, 16);
        if (!Character.isValidCodePoint(codePoint)) {
            return false;
        }
        out.appendCodePoint(codePoint);
        return true;
    }
}
