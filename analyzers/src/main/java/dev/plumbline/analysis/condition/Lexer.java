package dev.plumbline.analysis.condition;

import dev.plumbline.analysis.condition.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts a condition into tokens. */
final class Lexer {
    private static final int MAX_LENGTH = 10_000;
    /** Longer ones first, so that the longest match wins. */
    private static final List<String> OPERATORS = List.of("?.", "??", "**", "..", "==", "!=", "<=", ">=", "&&", "||", "+", "-", "*", "/", "%", "^",
            "<", ">", "!", "?", ":", ",", ".", "(", ")", "[", "]", "{", "}", "#", "|", ";");

    private final String text;
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new ConditionException(MAX_LENGTH, "a condition has at most " + MAX_LENGTH + " characters");
        }
        var lexer = new Lexer(text);
        var tokens = new ArrayList<Token>();
        do {
            tokens.add(lexer.next());
        } while (tokens.getLast().kind() != Kind.END);
        return tokens;
    }

    private Token next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return new Token(Kind.END, "", at);
        }
        char c = text.charAt(at);
        if (Character.isDigit(c) || c == '.' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1))) {
            return number();
        }
        if (c == '"' || c == '\'' || c == '`') {
            return string(c);
        }
        if (Character.isJavaIdentifierStart(c)) {
            return name();
        }
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, at)) {
                at += operator.length();
                return new Token(Kind.OPERATOR, operator, at - operator.length());
            }
        }
        throw new ConditionException(at, "unexpected character " + c);
    }

    private Token name() {
        int start = at;
        while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
            at++;
        }
        return new Token(Kind.NAME, text.substring(start, at), start);
    }

    private Token number() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_' || isPoint() || isExponentSign())) {
            at++;
        }
        return new Token(Kind.NUMBER, text.substring(start, at).replace("_", ""), start);
    }

    /** A point, not the first of the two of a range. */
    private boolean isPoint() {
        return text.charAt(at) == '.' && (at + 1 == text.length() || text.charAt(at + 1) != '.');
    }

    private boolean isExponentSign() {
        char before = text.charAt(at - 1);
        return (text.charAt(at) == '+' || text.charAt(at) == '-') && (before == 'e' || before == 'E');
    }

    private Token string(char quote) {
        int start = at++;
        var out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                return new Token(Kind.STRING, out.toString(), start);
            }
            out.append(c == '\\' && quote != '`' ? escaped(start) : c);
        }
        throw new ConditionException(start, "a text has no end");
    }

    private char escaped(int start) {
        if (at == text.length()) {
            throw new ConditionException(start, "a text has no end");
        }
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '\\', '\'', '"' -> c;
            case 'u' -> unicode();
            default -> throw new ConditionException(at - 2, "unknown escape \\" + c);
        };
    }

    private char unicode() {
        try {
            at += 4;
            return (char) Integer.parseInt(text, at - 4, at, 16);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new ConditionException(Math.min(at - 4, text.length()), "four hexadecimal digits are needed after \\u");
        }
    }
}
