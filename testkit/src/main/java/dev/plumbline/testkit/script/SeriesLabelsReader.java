package dev.plumbline.testkit.script;

import dev.plumbline.model.Labels;
import dev.plumbline.model.Quoting;
import dev.plumbline.promql.parser.StringScanner;

/** Reads the label set at the beginning of a line: a name, braces with {@code label="value"}, or both. */
final class SeriesLabelsReader {
    private final String text;
    private final Labels.Builder labels = new Labels.Builder();
    private int pos;

    SeriesLabelsReader(String text) {
        this.text = text;
    }

    /** Index after the label set. */
    int position() {
        return pos;
    }

    Labels read() {
        skipSpace();
        String name = word();
        if (!name.isEmpty()) {
            labels.set(Labels.METRIC_NAME, name);
        }
        if (peek() == '{' && !(pos + 1 < text.length() && text.charAt(pos + 1) == '{')) {
            pos++;
            braces();
        } else if (name.isEmpty()) {
            throw new IllegalArgumentException("parse error: expected a series, got " + Quoting.quote(text));
        }
        return labels.build();
    }

    private void braces() {
        skipSpace();
        boolean first = true;
        while (peek() != '}') {
            if (!first) {
                expect(',', "\",\" or \"}\"");
                if (peek() == '}') {
                    break;
                }
            }
            label();
            first = false;
        }
        pos++;
    }

    private void label() {
        boolean quoted = isQuote(peek());
        String name = quoted ? string() : word();
        skipSpace();
        if (quoted && (peek() == ',' || peek() == '}')) {
            labels.set(Labels.METRIC_NAME, name);
            return;
        }
        if (quoted && peek() != '=') {
            throw unexpected("\",\" or \"}\"");
        }
        if (name.isEmpty()) {
            throw unexpected("label");
        }
        expect('=', "\"=\"");
        if (!isQuote(peek())) {
            throw unexpected("string");
        }
        labels.set(name, string());
        skipSpace();
    }

    private void expect(char c, String expected) {
        skipSpace();
        if (peek() != c) {
            throw unexpected(expected);
        }
        pos++;
        skipSpace();
    }

    private IllegalArgumentException unexpected(String expected) {
        String word = word();
        String what = !word.isEmpty() ? "identifier " + Quoting.quote(word)
                : pos < text.length() ? Quoting.quote(text.substring(pos, pos + 1)) : "end of input";
        return new IllegalArgumentException("parse error: unexpected " + what + " in label set, expected " + expected);
    }

    private static boolean isQuote(int c) {
        return c == '"' || c == '\'' || c == '`';
    }

    private String string() {
        int start = pos;
        char quote = text.charAt(pos++);
        while (pos < text.length() && text.charAt(pos) != quote) {
            pos += text.charAt(pos) == '\\' && quote != '`' ? 2 : 1;
        }
        if (pos >= text.length()) {
            throw new IllegalArgumentException("parse error: unterminated quoted string");
        }
        return StringScanner.unquote(text.substring(start, ++pos));
    }

    private String word() {
        int start = pos;
        while (pos < text.length() && (Character.isLetterOrDigit(text.charAt(pos)) || "_:".indexOf(text.charAt(pos)) >= 0)) {
            pos++;
        }
        return text.substring(start, pos);
    }

    private int peek() {
        return pos < text.length() ? text.charAt(pos) : -1;
    }

    private void skipSpace() {
        while (peek() == ' ' || peek() == '\t') {
            pos++;
        }
    }
}
