package dev.plumbline.promql.parser;

import dev.plumbline.model.Quoting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a query into tokens in one pass. What a character means depends on where it stands: outside, in braces (label
 * matchers) or in brackets (durations). The list ends with END, or with an ERROR that holds the message, so that the
 * parser reports what comes first. Used once.
 */
final class Lexer {
    private static final int EOF = -1;

    private final QueryText query;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int start;
    private int pos;
    private int parenDepth;
    private boolean inBraces;
    private boolean inBrackets;
    private boolean gotColon;
    private boolean gotDuration;

    private Lexer(QueryText query) {
        this.query = query;
        this.text = query.text();
    }

    static List<Token> tokens(QueryText query) {
        return new Lexer(query).run();
    }

    private List<Token> run() {
        boolean more = true;
        while (more) {
            skipSpaceAndComments();
            start = pos;
            more = inBraces ? insideBraces() : inBrackets ? insideBrackets() : outside();
        }
        return tokens;
    }

    private void skipSpaceAndComments() {
        while (pos < text.length()) {
            char c = text.charAt(pos);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                pos++;
            } else if (c == '#' && !inBrackets) {
                int newline = text.indexOf('\n', pos);
                pos = newline < 0 ? text.length() : newline;
            } else {
                return;
            }
        }
    }

    private int peek() {
        return pos < text.length() ? text.charAt(pos) : EOF;
    }

    private boolean accept(char c) {
        if (peek() == c) {
            pos++;
            return true;
        }
        return false;
    }

    private boolean emit(TokenType type) {
        tokens.add(new Token(type, text.substring(start, pos), query.byteOffset(start), query.byteOffset(pos)));
        start = pos;
        return type != TokenType.END;
    }

    private boolean fail(String message) {
        tokens.add(new Token(TokenType.ERROR, message, query.byteOffset(start), query.byteOffset(text.length())));
        return false;
    }

    private boolean outside() {
        int c = peek();
        if (c == EOF) {
            return parenDepth > 0 ? fail("unclosed left parenthesis") : emit(TokenType.END);
        }
        if (isDigit(c) || c == '.' && pos + 1 < text.length() && isDigit(text.charAt(pos + 1))) {
            return numberOrDuration();
        }
        if (isAlpha(c) || c == ':') {
            return word();
        }
        pos++;
        return switch (c) {
            case '{' -> {
                inBraces = true;
                yield emit(TokenType.LEFT_BRACE);
            }
            case '[' -> {
                inBrackets = true;
                gotColon = false;
                gotDuration = false;
                yield emit(TokenType.LEFT_BRACKET);
            }
            case ']' -> fail("unexpected right bracket ']'");
            case '@' -> emit(TokenType.AT);
            case '=' -> accept('=') ? emit(TokenType.EQUAL_EQUAL) : peek() == '~'
                    ? fail("unexpected character after '=': '~'") : emit(TokenType.EQUAL);
            case '!' -> accept('=') ? emit(TokenType.NOT_EQUAL) : fail("unexpected character after '!': " + shown(peek()));
            case '<' -> emit(accept('=') ? TokenType.LESS_EQUAL : accept('/') ? TokenType.TRIM_UPPER : TokenType.LESS);
            case '>' -> emit(accept('=') ? TokenType.GREATER_EQUAL : accept('/') ? TokenType.TRIM_LOWER : TokenType.GREATER);
            default -> common(c) || isString(c) && string(c) || !endsInError() && fail("unexpected character: " + shownAtStart());
        };
    }

    private boolean endsInError() {
        return !tokens.isEmpty() && tokens.getLast().type() == TokenType.ERROR;
    }

    /** Punctuation that means the same outside and in brackets; false when it is none or an error. */
    private boolean common(int c) {
        TokenType type = switch (c) {
            case ',' -> TokenType.COMMA;
            case '+' -> TokenType.PLUS;
            case '-' -> TokenType.MINUS;
            case '*' -> TokenType.STAR;
            case '/' -> TokenType.SLASH;
            case '%' -> TokenType.PERCENT;
            case '^' -> TokenType.CARET;
            case '(' -> TokenType.LEFT_PAREN;
            case ')' -> TokenType.RIGHT_PAREN;
            default -> TokenType.ERROR;
        };
        if (type == TokenType.ERROR) {
            return false;
        }
        parenDepth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (parenDepth < 0) {
            start = pos; // Prometheus names the place after it
            return fail("unexpected right parenthesis ')'");
        }
        return emit(type);
    }

    private boolean insideBraces() {
        int c = peek();
        if (c == EOF) {
            return fail("unexpected end of input inside braces");
        }
        if (isAlpha(c)) {
            while (isAlphanumeric(peek())) {
                pos++;
            }
            return emit(TokenType.IDENTIFIER);
        }
        pos++;
        return switch (c) {
            case ',' -> emit(TokenType.COMMA);
            case '=' -> emit(accept('~') ? TokenType.EQUAL_REGEX : TokenType.EQUAL);
            case '!' -> accept('~') ? emit(TokenType.NOT_EQUAL_REGEX) : accept('=') ? emit(TokenType.NOT_EQUAL)
                    : fail("unexpected character after '!' inside braces: " + shown(peek()));
            case '{' -> fail("unexpected left brace '{'");
            case '}' -> {
                inBraces = false;
                yield emit(TokenType.RIGHT_BRACE);
            }
            default -> isString(c) ? string(c) : fail("unexpected character inside braces: " + shownAtStart());
        };
    }

    private boolean insideBrackets() {
        int c = peek();
        if (c == EOF) {
            return fail("unexpected end of input in duration expression");
        }
        if (isDigit(c) || c == '.' && pos + 1 < text.length() && isDigit(text.charAt(pos + 1))) {
            gotDuration = true;
            return numberOrDuration();
        }
        if (isAlpha(c)) {
            return durationWord();
        }
        pos++;
        if (c == ']') {
            inBrackets = false;
            return emit(TokenType.RIGHT_BRACKET);
        }
        if (c == ':') {
            return colon();
        }
        return common(c) || !endsInError() && fail("unexpected character in duration expression: " + shownAtStart());
    }

    private boolean colon() {
        emit(TokenType.COLON);
        if (!gotDuration) {
            return fail("unexpected colon before duration in duration expression");
        }
        if (gotColon) {
            return fail("unexpected repeated colon in duration expression");
        }
        gotColon = true;
        return true;
    }

    private boolean durationWord() {
        while (isAlphanumeric(peek())) {
            pos++;
        }
        TokenType keyword = TokenType.keyword(text.substring(start, pos));
        if (keyword == TokenType.STEP || keyword == TokenType.RANGE || keyword == TokenType.MIN_OF || keyword == TokenType.MAX_OF) {
            gotDuration = true;
            return emit(keyword);
        }
        return fail(gotDuration && !gotColon ? "unexpected character: " + shownAtStart() + ", expected ':'"
                : "unexpected character in duration expression: " + shownAtStart());
    }

    private boolean word() {
        while (isAlphanumeric(peek()) || peek() == ':') {
            pos++;
        }
        String word = text.substring(start, pos);
        TokenType keyword = TokenType.keyword(word);
        return emit(keyword != null ? keyword : word.indexOf(':') >= 0 ? TokenType.METRIC_IDENTIFIER : TokenType.IDENTIFIER);
    }

    private boolean numberOrDuration() {
        var scanner = new NumberScanner(text, pos);
        TokenType type = scanner.scan();
        pos = scanner.position();
        return type == TokenType.ERROR
                ? fail("bad number or duration syntax: " + Quoting.quote(text.substring(start, pos))) : emit(type);
    }

    private static boolean isString(int c) {
        return c == '"' || c == '\'' || c == '`';
    }

    private boolean string(int quote) {
        var scanner = new StringScanner(text, start, (char) quote);
        @Nullable String problem = scanner.scan();
        pos = scanner.position();
        return problem == null ? emit(TokenType.STRING) : fail(problem);
    }

    private String shownAtStart() {
        return shown(text.codePointAt(start));
    }

    /** As Go's {@code %q} of a rune. */
    private static String shown(int c) {
        if (c == EOF) {
            return "end of input";
        }
        String quoted = Quoting.quote(Character.toString(c));
        String inner = quoted.substring(1, quoted.length() - 1);
        return c == '"' ? "'\"'" : c == '\'' ? "'\\''" : "'" + inner + "'";
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAlpha(int c) {
        return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    static boolean isAlphanumeric(int c) {
        return isAlpha(c) || isDigit(c);
    }
}
