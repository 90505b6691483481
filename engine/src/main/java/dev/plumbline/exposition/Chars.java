package dev.plumbline.exposition;

import java.nio.charset.StandardCharsets;

/** Character classes and escapes of the exposition formats. */
final class Chars {
    private static final byte METRIC = 1;
    private static final byte LABEL = 2;
    private static final byte DIGIT = 4;
    private static final byte[] CLASS = classes();

    private Chars() {}

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (char c = 'a'; c <= 'z'; c++) {
            classes[c] = METRIC | LABEL;
            classes[c - 32] = METRIC | LABEL;
        }
        classes['_'] = METRIC | LABEL;
        classes[':'] = METRIC;
        for (char c = '0'; c <= '9'; c++) {
            classes[c] = DIGIT;
        }
        return classes;
    }

    static boolean isMetricStart(byte c) {
        return (CLASS[c & 0xff] & METRIC) != 0;
    }

    static boolean isLabelStart(byte c) {
        return (CLASS[c & 0xff] & LABEL) != 0;
    }

    /** The first index from {@code from} on whose byte cannot be part of a metric's name. */
    static int metricEnd(byte[] b, int from, int end) {
        return endOf(b, from, end, METRIC | DIGIT);
    }

    static int labelEnd(byte[] b, int from, int end) {
        return endOf(b, from, end, LABEL | DIGIT);
    }

    private static int endOf(byte[] b, int from, int end, int classes) {
        int p = from;
        while (p < end && (CLASS[b[p] & 0xff] & classes) != 0) {
            p++;
        }
        return p;
    }

    static int skipBlanks(byte[] b, int from, int end) {
        int p = from;
        while (p < end && (b[p] == ' ' || b[p] == '\t')) {
            p++;
        }
        return p;
    }

    /** The index of the next newline, or {@code end}. */
    static int lineEnd(byte[] b, int from, int end) {
        int p = from;
        while (p < end && b[p] != '\n') {
            p++;
        }
        return p;
    }

    /** The text at {@code [from, to)} with {@code \\ \" \n} resolved; any other backslash stays. */
    static String unescape(byte[] b, int from, int to) {
        String text = new String(b, from, to - from, StandardCharsets.UTF_8);
        return text.indexOf('\\') < 0 ? text : unescape(text, true);
    }

    /** Resolves {@code \\} and {@code \n} and, if asked to, {@code \"}. */
    static String unescape(String text, boolean quotes) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = c == '\\' && i + 1 < text.length() ? text.charAt(i + 1) : 0;
            if (next == 'n') {
                out.append('\n');
                i++;
            } else if (next == '\\' || next == '"' && quotes) {
                out.append(next);
                i++;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
