package dev.plumbline.model;

/** Double-quoted text as Go's {@code strconv.Quote} writes it, which is how Prometheus prints label values. */
public final class Quoting {
    private static final String HEX = "0123456789abcdef";

    private Quoting() {}

    /** The text in double quotes, with {@code \" \\ \n \t …} escaped and unprintable characters as {@code \x} or {@code \\u}. */
    public static String quote(String text) {
        var out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> append(out, c));
        return out.append('"').toString();
    }

    private static void append(StringBuilder out, int c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            case '\r' -> out.append("\\r");
            case 7 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case 11 -> out.append("\\v");
            default -> appendOther(out, c);
        }
    }

    private static void appendOther(StringBuilder out, int c) {
        if (c >= 0xDC80 && c <= 0xDCFF) { // a byte that is not UTF-8, kept as a lone surrogate by the query parser
            out.append(String.format("\\x%02x", c - 0xDC00));
            return;
        }
        if (c < 0x20 || c == 0x7f) {
            out.append("\\x").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        } else if (c >= 0x80 && !isPrintable(c)) {
            out.append(c > 0xffff ? "\\U" : "\\u").append(String.format(c > 0xffff ? "%08x" : "%04x", c));
        } else {
            out.appendCodePoint(c);
        }
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
