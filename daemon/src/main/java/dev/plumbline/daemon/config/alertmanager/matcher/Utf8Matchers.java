package dev.plumbline.daemon.config.alertmanager.matcher;

import dev.plumbline.daemon.config.alertmanager.matcher.Token.Kind;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.PlumblineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The UTF-8 form: {@code {foo="bar", "with space"=~baz,}}, braces and the last comma optional. Used once. */
final class Utf8Matchers {
    private final Lexer lexer;
    private final List<Matcher> found = new ArrayList<>();

    private Utf8Matchers(String text) {
        lexer = new Lexer(text);
    }

    /** Fails with kind USER, the message beginning with columns counted from 0. */
    static List<Matcher> parse(String text) {
        return new Utf8Matchers(text).list();
    }

    private List<Matcher> list() {
        boolean braces = lexer.peek().kind() == Kind.OPEN_BRACE;
        if (braces) {
            lexer.next();
        }
        while (!atEnd()) {
            found.add(matcher());
            if (!atEnd()) {
                comma();
            }
        }
        close(braces);
        if (lexer.peek().kind() != Kind.END) {
            expect(Set.of(), "expected end of input");
        }
        return found;
    }

    private boolean atEnd() {
        Kind kind = lexer.peek().kind();
        return kind == Kind.END || kind == Kind.CLOSE_BRACE;
    }

    private void comma() {
        expect(Set.of(Kind.COMMA), "expected a comma or close brace");
        if (!atEnd() && !Kind.TEXTS.contains(lexer.peek().kind())) {
            expect(Kind.TEXTS, "expected a matcher or close brace after comma");
        }
    }

    private void close(boolean braces) {
        boolean closed = lexer.peek().kind() == Kind.CLOSE_BRACE;
        if (braces && !closed) {
            throw PlumblineException.user("0:" + lexer.length() + ": end of input: expected close brace");
        }
        if (!braces && closed) {
            throw PlumblineException.user("0:" + lexer.peek().end() + ": }: expected opening brace");
        }
        if (closed) {
            lexer.next();
        }
    }

    private Matcher matcher() {
        String name = text(expect(Kind.TEXTS, "expected label name"));
        Token operator = expect(Kind.OPERATORS, "expected an operator such as '=', '!=', '=~' or '!~'");
        String value = text(expect(Kind.TEXTS, "expected label value"));
        return new Matcher(name, type(operator), value);
    }

    private static LabelMatcher.Type type(Token operator) {
        return switch (operator.kind()) {
            case EQUAL -> LabelMatcher.Type.EQUAL;
            case NOT_EQUAL -> LabelMatcher.Type.NOT_EQUAL;
            case MATCH -> LabelMatcher.Type.MATCH;
            case NOT_MATCH -> LabelMatcher.Type.NOT_MATCH;
            case OPEN_BRACE, CLOSE_BRACE, COMMA, QUOTED, UNQUOTED, END, INVALID -> throw new IllegalStateException("not an operator: " + operator);
        };
    }

    private static String text(Token token) {
        if (token.kind() == Kind.UNQUOTED) {
            return token.text();
        }
        String text = GoQuoted.unquote(token.text());
        if (text == null) {
            throw PlumblineException.user(token.place() + token.text() + ": invalid input");
        }
        return text;
    }

    private Token expect(Set<Kind> kinds, String expected) {
        Token token = lexer.next();
        if (token.kind() == Kind.INVALID) {
            throw PlumblineException.user(token.text() + ": " + expected);
        }
        if (token.kind() == Kind.END) {
            throw PlumblineException.user("0:" + lexer.length() + ": end of input: " + expected);
        }
        if (!kinds.contains(token.kind())) {
            throw PlumblineException.user(token.place() + "unexpected " + token.text() + ": " + expected);
        }
        return token;
    }
}
