package dev.plumbline.daemon.config.alertmanager.matcher;

import dev.plumbline.daemon.config.alertmanager.matcher.Token.Kind;
import org.jspecify.annotations.Nullable;

/** Cuts the UTF-8 form into tokens, one ahead. Not thread-safe. */
final class Lexer {
    private final int[] text;
    private int at;
    private @Nullable Token peeked;

    Lexer(String text) {
        this.text = text.codePoints().toArray();
    }

    /** How many characters there are. */
    int length() {
        return text.length;
    }

    /** The next token, which stays the next one. */
    Token peek() {
        Token token = peeked;
        if (token == null) {
            token = scan();
            peeked = token;
        }
        return token;
    }

    Token next() {
        Token token = peek();
        peeked = null;
        return token;
    }

    private Token scan() {
        while (at < text.length && Matcher.isSpace(text[at])) {
            at++;
        }
        if (at == text.length) {
            return new Token(Kind.END, "", at, at);
        }
        return switch (text[at]) {
            case '{' -> take(Kind.OPEN_BRACE, 1);
            case '}' -> take(Kind.CLOSE_BRACE, 1);
            case ',' -> take(Kind.COMMA, 1);
            case '=' -> follows('~') ? take(Kind.MATCH, 2) : take(Kind.EQUAL, 1);
            case '!' -> negation();
            case '"' -> quoted();
            default -> unquoted();
        };
    }

    private boolean follows(int c) {
        return at + 1 < text.length && text[at + 1] == c;
    }

    private Token take(Kind kind, int length) {
        var token = new Token(kind, new String(text, at, length), at, at + length);
        at += length;
        return token;
    }

    private Token invalid(String message) {
        return new Token(Kind.INVALID, message, at, text.length);
    }

    private Token negation() {
        if (follows('=') || follows('~')) {
            return take(follows('=') ? Kind.NOT_EQUAL : Kind.NOT_MATCH, 2);
        }
        String found = at + 1 < text.length ? new String(text, at + 1, 1) : "end of input";
        return invalid(at + ":" + (at + 1) + ": unexpected " + found + ": expected one of '=~'");
    }

    private Token quoted() {
        int end = at + 1;
        while (end < text.length && text[end] != '"') {
            end += text[end] == '\\' ? 2 : 1;
        }
        if (end >= text.length) {
            return invalid(at + ":" + text.length + ": " + new String(text, at, text.length - at)
                    + ": missing end \"");
        }
        return take(Kind.QUOTED, end + 1 - at);
    }

    private Token unquoted() {
        int end = at;
        while (end < text.length && !Matcher.isReserved(text[end])) {
            end++;
        }
        if (end == at) {
            return invalid(at + ":" + (at + 1) + ": " + Character.toString(text[at]) + ": invalid input");
        }
        return take(Kind.UNQUOTED, end - at);
    }
}
