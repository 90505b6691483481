package dev.plumbline.testkit.tidy;

/** Overwrites what is not code: one pass, by the lexical grammar of Java (JLS 3.7, 3.10). One owner; not thread-safe. */
final class CodeOnly {
    private final String text;
    private final StringBuilder code;
    private int at;

    CodeOnly(String text) {
        this.text = text;
        code = new StringBuilder(text.length());
    }

    String code() {
        while (at < text.length()) {
            if (text.startsWith("//", at)) {
                blankTo(endOf("\n", at, false));
            } else if (text.startsWith("/*", at)) {
                blankTo(endOf("*/", at + 2, true));
            } else if (text.startsWith("\"\"\"", at)) {
                blankTo(endOfLiteral("\"\"\"", at + 3));
            } else if (text.charAt(at) == '"' || text.charAt(at) == '\'') {
                blankTo(endOfLiteral(text.substring(at, at + 1), at + 1));
            } else {
                code.append(text.charAt(at++));
            }
        }
        return code.toString();
    }

    private int endOf(String mark, int from, boolean inclusive) {
        int end = text.indexOf(mark, from);
        return end < 0 ? text.length() : inclusive ? end + mark.length() : end;
    }

    private int endOfLiteral(String mark, int from) {
        int i = from;
        while (i < text.length() && !text.startsWith(mark, i)) {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(text.length(), i + mark.length());
    }

    private void blankTo(int end) {
        for (; at < end; at++) {
            code.append(text.charAt(at) == '\n' ? '\n' : ' ');
        }
    }
}
