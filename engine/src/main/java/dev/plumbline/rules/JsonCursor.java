package dev.plumbline.rules;

import dev.plumbline.rules.StateJsonReader.Malformed;

/** A place in a JSON text that moves on as values are read. Numbers are whole. */
final class JsonCursor {
    private static final int MAX_DEPTH = 32;
    private final String text;
    private int at;

    JsonCursor(String text) {
        this.text = text;
    }

    /** Steps into an object or array. */
    void open(char bracket) throws Malformed {
        expect(bracket);
    }

    /** Whether another element or member follows; steps out of the object or array when not. */
    boolean hasNext(char bracket) throws Malformed {
        char c = peek();
        if (c == bracket) {
            at++;
            return false;
        }
        int before = at - 1;
        while (before >= 0 && Character.isWhitespace(text.charAt(before))) {
            before--;
        }
        boolean first = before >= 0 && (text.charAt(before) == '{' || text.charAt(before) == '[');
        if (!first) {
            expect(',');
            peek();
        }
        return true;
    }

    /** The name of a member, and the colon behind it. */
    String name() throws Malformed {
        String name = string();
        expect(':');
        return name;
    }

    String string() throws Malformed {
        expect('"');
        var out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return out.toString();
            }
            out.append(c == '\\' ? escaped() : c);
        }
        throw new Malformed("it ends within a string");
    }

    private char escaped() throws Malformed {
        char c = at < text.length() ? text.charAt(at++) : ' ';
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            default -> throw wrong("an escape");
        };
    }

    private char unicode() throws Malformed {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at++), 16) : -1;
            if (digit < 0) {
                throw wrong("four hexadecimal digits");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    long number() throws Malformed {
        peek();
        int start = at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '-')) {
            at++;
        }
        try {
            return Long.parseLong(text, start, at, 10);
        } catch (NumberFormatException e) {
            throw wrong("a whole number");
        }
    }

    /** Passes over a value of any kind. */
    void skip() throws Malformed {
        skip(0);
    }

    private void skip(int depth) throws Malformed {
        if (depth > MAX_DEPTH) {
            throw new Malformed("it is nested deeper than " + MAX_DEPTH);
        }
        switch (peek()) {
            case '"' -> string();
            case '{' -> {
                open('{');
                while (hasNext('}')) {
                    name();
                    skip(depth + 1);
                }
            }
            case '[' -> {
                open('[');
                while (hasNext(']')) {
                    skip(depth + 1);
                }
            }
            default -> literal();
        }
    }

    private void literal() throws Malformed {
        int start = at;
        while (at < text.length() && ",]}".indexOf(text.charAt(at)) < 0 && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw wrong("a value");
        }
    }

    /** Nothing may follow. */
    void end() throws Malformed {
        while (at < text.length()) {
            if (!Character.isWhitespace(text.charAt(at++))) {
                throw new Malformed("something follows its end at character " + at);
            }
        }
    }

    private char peek() throws Malformed {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            throw new Malformed("it ends too early");
        }
        return text.charAt(at);
    }

    private void expect(char c) throws Malformed {
        if (peek() != c) {
            throw wrong("'" + c + "'");
        }
        at++;
    }

    private Malformed wrong(String expected) {
        return new Malformed("at character " + at + ": " + expected + " expected");
    }
}
