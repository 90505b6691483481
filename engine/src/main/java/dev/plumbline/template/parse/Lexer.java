package dev.plumbline.template.parse;

import dev.plumbline.template.parse.Token.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts a template into tokens. Spaces inside actions are tokens, since {@code .A .B} is not {@code .A.B}. */
final class Lexer {
    private static final String LEFT = "{{";
    private static final String RIGHT = "}}";
    private static final Set<String> KEYWORDS =
            Set.of("block", "break", "continue", "define", "else", "end", "if", "range", "template", "with");

    private final Source source;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int pos;
    private boolean trimNext;
    private int parentheses;

    private Lexer(Source source) {
        this.source = source;
        this.text = source.text();
    }

    static List<Token> tokens(Source source) {
        var lexer = new Lexer(source);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (pos < text.length()) {
            int left = text.indexOf(LEFT, pos);
            int end = left < 0 ? text.length() : left;
            text(pos, end, left >= 0 && trimsBefore(left));
            if (left < 0) {
                break;
            }
            pos = left + LEFT.length() + (trimsBefore(left) ? 1 : 0);
            int body = trimsBefore(left) ? skipSpace(pos) : pos;
            if (text.startsWith("/*", body)) {
                comment(left, body);
            } else {
                add(Type.LEFT, left, pos);
                action(left);
            }
        }
        tokens.add(new Token(Type.END, "", text.length()));
    }

    private void text(int start, int end, boolean trimEnd) {
        int from = trimNext ? skipSpace(start) : start;
        trimNext = false;
        int to = end;
        while (trimEnd && to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        if (to > from) {
            add(Type.TEXT, Math.min(from, end), to);
        }
        pos = end;
    }

    /** Whether the action that starts here asks to trim what stands before it. */
    private boolean trimsBefore(int left) {
        int dash = left + LEFT.length();
        return text.startsWith("-", dash) && dash + 1 < text.length() && isSpace(text.charAt(dash + 1));
    }

    private int skipSpace(int from) {
        int i = from;
        while (i < text.length() && isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private void comment(int left, int body) {
        int close = text.indexOf("*/", body + 2);
        if (close < 0) {
            throw source.error(left, "unclosed comment");
        }
        int after = close + 2;
        int trimmed = skipSpace(after);
        if (text.startsWith(RIGHT, after)) {
            pos = after + RIGHT.length();
        } else if (trimmed > after && text.startsWith("-" + RIGHT, trimmed)) {
            pos = trimmed + 1 + RIGHT.length();
            trimNext = true;
        } else {
            throw source.error(close, "comment ends before closing delimiter");
        }
    }

    private void action(int left) {
        parentheses = 0;
        while (true) {
            if (text.startsWith(RIGHT, pos)) {
                right(pos);
                return;
            }
            if (pos >= text.length()) {
                throw source.error(left, "unclosed action");
            }
            if (isSpace(text.charAt(pos))) {
                int end = skipSpace(pos);
                if (text.startsWith("-" + RIGHT, end)) {
                    trimNext = true;
                    right(end + 1);
                    return;
                }
                add(Type.SPACE, pos, end);
            } else {
                item(left);
            }
        }
    }

    private void right(int at) {
        if (parentheses > 0) {
            throw source.error(at, "unclosed left paren");
        }
        add(Type.RIGHT, at, at + RIGHT.length());
    }

    private void item(int left) {
        char c = text.charAt(pos);
        switch (c) {
            case '=' -> add(Type.ASSIGN, pos, pos + 1);
            case ':' -> declare();
            case '|' -> add(Type.PIPE, pos, pos + 1);
            case '"' -> quoted(Type.STRING, '"', "unterminated quoted string");
            case '\'' -> quoted(Type.CHARACTER, '\'', "unterminated character constant");
            case '`' -> raw();
            case '$' -> word(Type.VARIABLE, pos + 1);
            case '.' -> fieldOrNumber();
            case '(' -> {
                parentheses++;
                add(Type.OPEN, pos, pos + 1);
            }
            case ')' -> close();
            default -> other(c, left);
        }
    }

    private void other(char c, int left) {
        if (c == '+' || c == '-' || c >= '0' && c <= '9') {
            number();
        } else if (isWord(text.codePointAt(pos))) {
            word(Type.IDENTIFIER, pos);
        } else if (c > ' ' && c < 0x7f) {
            add(Type.OTHER, pos, pos + 1);
        } else {
            int codePoint = text.codePointAt(pos);
            throw source.error(pos, String.format(Locale.ROOT, "unrecognized character in action: U+%04X; the action starts at column %d",
                    codePoint, left - text.lastIndexOf('\n', left)));
        }
    }

    private void declare() {
        if (!text.startsWith(":=", pos)) {
            throw source.error(pos, "expected :=");
        }
        add(Type.DECLARE, pos, pos + 2);
    }

    private void close() {
        if (--parentheses < 0) {
            throw source.error(pos, "unexpected right paren");
        }
        add(Type.CLOSE, pos, pos + 1);
    }

    private void quoted(Type type, char quote, String problem) {
        int i = pos + 1;
        while (i < text.length() && text.charAt(i) != quote && text.charAt(i) != '\n') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        if (i >= text.length() || text.charAt(i) == '\n') {
            throw source.error(pos, problem);
        }
        add(type, pos, i + 1);
    }

    private void raw() {
        int close = text.indexOf('`', pos + 1);
        if (close < 0) {
            throw source.error(pos, "unterminated raw quoted string");
        }
        add(Type.STRING, pos, close + 1);
    }

    private void fieldOrNumber() {
        if (pos + 1 < text.length() && text.charAt(pos + 1) >= '0' && text.charAt(pos + 1) <= '9') {
            number();
        } else {
            word(Type.FIELD, pos + 1);
        }
    }

    /** A name, with {@code $} or {@code .} before it: alone these are the data and the dot. */
    private void word(Type type, int from) {
        int end = wordEnd(from);
        Type found = type == Type.FIELD && end == from ? Type.DOT : type == Type.IDENTIFIER ? identifier(pos, end) : type;
        if (!atTerminator(end)) {
            throw source.error(end, "bad character " + shown(end) + " after " + source.shown(pos, end));
        }
        add(found, pos, end);
    }

    private int wordEnd(int from) {
        int end = from;
        while (end < text.length() && isWord(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private static boolean isWord(int c) {
        return c == '_' || Character.isLetter(c) || Character.isDigit(c);
    }

    private Type identifier(int start, int end) {
        String word = text.substring(start, end);
        return switch (word) {
            case "true", "false" -> Type.BOOL;
            case "nil" -> Type.NIL;
            default -> KEYWORDS.contains(word) ? Type.KEYWORD : Type.IDENTIFIER;
        };
    }

    private boolean atTerminator(int at) {
        return at >= text.length() || isSpace(text.charAt(at)) || ".,|:)(".indexOf(text.charAt(at)) >= 0 || text.startsWith(RIGHT, at);
    }

    private String shown(int at) {
        int c = text.codePointAt(at);
        return String.format(Locale.ROOT, "U+%04X '%s'", c, Character.toString(c));
    }

    /** A sign, then letters, digits, points and signs of exponents: whether it is a number is found out when it is read. */
    private void number() {
        int end = pos + 1;
        while (end < text.length() && (isWord(text.codePointAt(end)) || text.charAt(end) == '.' || isExponentSign(end))) {
            end++;
        }
        if (!atTerminator(end)) {
            throw source.error(pos, "bad number syntax: \"" + source.shown(pos, end + 1) + "\"");
        }
        add(Type.NUMBER, pos, end);
    }

    private boolean isExponentSign(int at) {
        char c = text.charAt(at);
        char before = text.charAt(at - 1);
        boolean hex = text.startsWith("0x", pos) || text.startsWith("0X", pos);
        return (c == '+' || c == '-') && (hex ? before == 'p' || before == 'P' : before == 'e' || before == 'E');
    }

    private void add(Type type, int start, int end) {
        tokens.add(new Token(type, text.substring(start, end), start));
        pos = end;
    }
}
