package dev.plumbline.promql.parser;

import dev.plumbline.promql.ast.DurationExpr;
import dev.plumbline.promql.ast.DurationExpr.Binary;
import dev.plumbline.promql.ast.DurationExpr.Literal;
import dev.plumbline.promql.ast.DurationExpr.Op;
import dev.plumbline.promql.ast.DurationExpr.Parens;
import dev.plumbline.promql.ast.DurationExpr.Signed;
import dev.plumbline.promql.ast.Span;
import org.jspecify.annotations.Nullable;

/**
 * Durations in brackets and after {@code offset}. In brackets a whole arithmetic expression may stand; after
 * {@code offset} only one signed term, so that {@code foo offset 5m - 8} subtracts from the vector.
 */
final class DurationParser {
    private static final double MAX_SECONDS = 9_223_372_036.854775807;
    private static final int UNARY_PRECEDENCE = 2;
    private static final String EXPECTED = "number, duration, step(), or range()";

    private final TokenStream tokens;
    private final ParserOptions options;
    private int depth;

    DurationParser(TokenStream tokens, ParserOptions options) {
        this.tokens = tokens;
        this.options = options;
    }

    /** After {@code offset}: may be negative. What begins with a parenthesis or two signs goes on as it does in brackets. */
    DurationExpr offset() {
        boolean sign = isSign(tokens.type());
        return tokens.type() == TokenType.LEFT_PAREN || sign && isSign(tokens.typeAfter()) ? expression(1, "offset")
                : signedTerm("offset");
    }

    private static boolean isSign(TokenType type) {
        return type == TokenType.PLUS || type == TokenType.MINUS;
    }

    /** A range or a step: a fixed one must be more than zero. */
    DurationExpr positive(String context) {
        DurationExpr e = expression(1, context);
        if (e instanceof Literal l && l.millis() <= 0) {
            throw tokens.error(l.span(), "duration must be greater than 0");
        }
        return e;
    }

    private DurationExpr expression(int minPrecedence, String context) {
        DurationExpr left = signed(context);
        for (Op op = operator(); op != null && precedence(op) >= minPrecedence; op = operator()) {
            Token sign = tokens.next();
            DurationExpr right = expression(op == Op.POW ? precedence(op) : precedence(op) + 1, "");
            if (right instanceof Literal l && l.millis() == 0 && (op == Op.DIV || op == Op.MOD)) {
                throw tokens.error(sign.span(), op == Op.DIV ? "division by zero" : "modulo by zero");
            }
            left = experimental(new Binary(op, left, right, Span.covering(left.span(), right.span())));
        }
        return left;
    }

    private @Nullable Op operator() {
        return switch (tokens.type()) {
            case PLUS -> Op.ADD;
            case MINUS -> Op.SUB;
            case STAR -> Op.MUL;
            case SLASH -> Op.DIV;
            case PERCENT -> Op.MOD;
            case CARET -> Op.POW;
            default -> null;
        };
    }

    private static int precedence(Op op) {
        return switch (op) {
            case ADD, SUB -> 1;
            case MUL, DIV, MOD -> UNARY_PRECEDENCE;
            case POW, MIN, MAX -> 3;
        };
    }

    /** A sign binds looser than a power inside of brackets. */
    private DurationExpr signed(String context) {
        if (++depth > ExprParser.MAX_DEPTH) {
            throw tokens.error(tokens.peek().span(), ExprParser.TOO_DEEP);
        }
        Token sign = tokens.peek();
        DurationExpr result;
        if (isSign(sign.type())) {
            tokens.next();
            result = withSign(sign, expression(UNARY_PRECEDENCE + 1, context));
        } else {
            result = term(context);
        }
        depth--;
        return result;
    }

    private DurationExpr signedTerm(String context) {
        Token sign = tokens.peek();
        if (!isSign(sign.type())) {
            return term(context);
        }
        tokens.next();
        return withSign(sign, term(context));
    }

    private DurationExpr withSign(Token sign, DurationExpr operand) {
        boolean minus = sign.type() == TokenType.MINUS;
        Span span = Span.covering(sign.span(), operand.span());
        if (operand instanceof Literal l) {
            return new Literal(minus ? -l.millis() : l.millis(), l.asNumber(), span);
        }
        return minus ? new Signed(true, operand, span) : operand;
    }

    private DurationExpr term(String context) {
        Token token = tokens.peek();
        return switch (token.type()) {
            case NUMBER, DURATION -> literal(tokens.next());
            case STEP, RANGE -> call(tokens.next(), context);
            case MIN_OF, MAX_OF -> extremum(tokens.next(), context);
            case LEFT_PAREN -> {
                tokens.next();
                DurationExpr inner = expression(1, context);
                Token close = tokens.expect(TokenType.RIGHT_PAREN, context, "\")\"");
                yield experimental(new Parens(inner, Span.covering(token.span(), close.span())));
            }
            default -> throw tokens.unexpected(context, EXPECTED);
        };
    }

    private DurationExpr call(Token name, String context) {
        tokens.expect(TokenType.LEFT_PAREN, context, EXPECTED);
        Token close = tokens.expect(TokenType.RIGHT_PAREN, context, EXPECTED);
        Span span = Span.covering(name.span(), close.span());
        return experimental(name.type() == TokenType.STEP ? new DurationExpr.Step(span) : new DurationExpr.Range(span));
    }

    private DurationExpr extremum(Token name, String context) {
        tokens.expect(TokenType.LEFT_PAREN, context, EXPECTED);
        DurationExpr left = expression(1, context);
        tokens.expect(TokenType.COMMA, context, "\",\"");
        DurationExpr right = expression(1, context);
        Token close = tokens.expect(TokenType.RIGHT_PAREN, context, "\")\"");
        return experimental(new Binary(name.type() == TokenType.MIN_OF ? Op.MIN : Op.MAX, left, right,
                Span.covering(name.span(), close.span())));
    }

    private Literal literal(Token token) {
        try {
            if (token.type() == TokenType.DURATION) {
                return new Literal(Durations.parseMillis(token.text()), false, token.span());
            }
            double seconds = NumberText.parse(token.text());
            if (!(Math.abs(seconds) <= MAX_SECONDS)) {
                throw tokens.error(token.span(), "duration out of range");
            }
            return new Literal(Math.round(seconds * 1000), true, token.span());
        } catch (NumberFormatException e) {
            throw tokens.error(token.span(), "error parsing number: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw tokens.error(token.span(), String.valueOf(e.getMessage()));
        }
    }

    private DurationExpr experimental(DurationExpr e) {
        if (!options.durationExpressions()) {
            throw tokens.error(e.span(), "experimental duration expression is not enabled");
        }
        return e;
    }
}
