package dev.plumbline.promql.parser;

import dev.plumbline.model.Quoting;
import dev.plumbline.promql.ast.AggregateOp;
import dev.plumbline.promql.ast.BinaryOp;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of expressions by recursive descent, binary operators by precedence climbing. Every error ends the parse,
 * which is what users see of Prometheus too: it prints the first of its errors. The depth of the tree is bounded, for
 * nested and for chained operators alike, so that no reader of the tree runs out of stack.
 */
final class ExprParser {
    /** Levels of nesting, and operators or modifiers in a row. */
    static final int MAX_DEPTH = 400;
    static final String TOO_DEEP = "expression is nested deeper than " + MAX_DEPTH + " levels";

    private final TokenStream tokens;
    private final ParserOptions options;
    private final SelectorParser selectors;
    private final ModifierParser modifiers;
    private final MatchingParser matching;
    private int depth;

    ExprParser(TokenStream tokens, ParserOptions options) {
        this.tokens = tokens;
        this.options = options;
        this.selectors = new SelectorParser(tokens);
        this.modifiers = new ModifierParser(tokens, options);
        this.matching = new MatchingParser(tokens, options);
    }

    /** One expression up to the end of the text, not type-checked. */
    Expr whole() {
        if (tokens.type() == TokenType.END) {
            throw tokens.error(new Span(0, 0), "no expression found in input");
        }
        Expr e = expression(1);
        if (tokens.type() != TokenType.END) {
            throw tokens.unexpected("", "");
        }
        return e;
    }

    private Expr expression(int minPrecedence) {
        enter();
        int before = depth;
        Expr left = unary();
        for (BinaryOp op = operator(); op != null && op.precedence() >= minPrecedence; op = operator()) {
            enter();
            tokens.next();
            var modifier = matching.modifier();
            Expr right = expression(op == BinaryOp.POW ? op.precedence() : op.precedence() + 1);
            left = matching.combine(op, left, right, modifier);
        }
        depth = before - 1;
        return left;
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw tokens.error(tokens.peek().span(), TOO_DEEP);
        }
    }

    private @Nullable BinaryOp operator() {
        return switch (tokens.type()) {
            case OR -> BinaryOp.OR;
            case AND -> BinaryOp.AND;
            case UNLESS -> BinaryOp.UNLESS;
            case EQUAL_EQUAL -> BinaryOp.EQ;
            case NOT_EQUAL -> BinaryOp.NE;
            case LESS_EQUAL -> BinaryOp.LE;
            case LESS -> BinaryOp.LT;
            case GREATER_EQUAL -> BinaryOp.GE;
            case GREATER -> BinaryOp.GT;
            case PLUS -> BinaryOp.ADD;
            case MINUS -> BinaryOp.SUB;
            case STAR -> BinaryOp.MUL;
            case SLASH -> BinaryOp.DIV;
            case PERCENT -> BinaryOp.MOD;
            case ATAN2 -> BinaryOp.ATAN2;
            case TRIM_UPPER -> BinaryOp.TRIM_UPPER;
            case TRIM_LOWER -> BinaryOp.TRIM_LOWER;
            case CARET -> BinaryOp.POW;
            default -> null;
        };
    }

    private Expr unary() {
        Token sign = tokens.peek();
        if (sign.type() != TokenType.PLUS && sign.type() != TokenType.MINUS) {
            return postfix();
        }
        tokens.next();
        Expr operand = expression(BinaryOp.POW.precedence());
        boolean minus = sign.type() == TokenType.MINUS;
        Span span = Span.covering(sign.span(), operand.span());
        if (operand instanceof Expr.NumberLiteral n) {
            return new Expr.NumberLiteral(minus ? -n.value() : n.value(), n.duration(), span);
        }
        return new Expr.Unary(minus, operand, span);
    }

    private Expr postfix() {
        Expr e = primary();
        int before = depth;
        while (true) {
            Expr modified = modifiers.apply(e);
            if (modified == null) {
                depth = before;
                return e;
            }
            e = modified;
            enter();
        }
    }

    private Expr primary() {
        Token token = tokens.peek();
        return switch (token.type()) {
            case NUMBER, DURATION -> number(tokens, tokens.next());
            case STRING -> new Expr.StringLiteral(StringScanner.unquote(tokens.next().text()), token.span());
            case LEFT_PAREN -> {
                tokens.next();
                Expr inner = expression(1);
                Token close = tokens.expect(TokenType.RIGHT_PAREN, "", "");
                yield new Expr.Parens(inner, Span.covering(token.span(), close.span()));
            }
            case LEFT_BRACE -> selectors.selector();
            case AGGREGATOR -> switch (tokens.typeAfter()) {
                case LEFT_PAREN, BY, WITHOUT, IDENTIFIER, METRIC_IDENTIFIER -> aggregate();
                default -> selectors.selector();
            };
            case IDENTIFIER, START, END_OF, STEP, RANGE, MIN_OF, MAX_OF ->
                tokens.typeAfter() == TokenType.LEFT_PAREN ? call() : selectors.selector();
            default -> {
                if (!token.type().isMetricName()) {
                    throw tokens.unexpected("", "");
                }
                yield selectors.selector();
            }
        };
    }

    /** The value of a NUMBER or DURATION. */
    static Expr.NumberLiteral number(TokenStream tokens, Token token) {
        try {
            boolean duration = token.type() == TokenType.DURATION;
            double value = duration ? Durations.parseMillis(token.text()) / 1000.0 : NumberText.parse(token.text());
            return new Expr.NumberLiteral(value, duration, token.span());
        } catch (NumberFormatException e) {
            throw tokens.error(token.span(), "error parsing number: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw tokens.error(token.span(), String.valueOf(e.getMessage()));
        }
    }

    private Expr call() {
        Token name = tokens.next();
        List<Expr> args = arguments();
        FunctionSignature function = Functions.lookup(name.text());
        if (function == null) {
            throw tokens.error(name.span(), "unknown function with name " + Quoting.quote(name.text()));
        }
        if (function.experimental() && !options.experimentalFunctions()) {
            throw tokens.error(name.span(), "function " + Quoting.quote(name.text()) + " is not enabled");
        }
        return new Expr.Call(function.name(), args, function.returnType(), new Span(name.start(), tokens.lastEnd()));
    }

    private List<Expr> arguments() {
        tokens.expect(TokenType.LEFT_PAREN, "aggregation", "");
        List<Expr> args = new ArrayList<>();
        while (!tokens.accept(TokenType.RIGHT_PAREN)) {
            if (!args.isEmpty()) {
                if (tokens.type() != TokenType.COMMA) {
                    throw tokens.unexpected("", "");
                }
                Token comma = tokens.next();
                if (tokens.type() == TokenType.RIGHT_PAREN) {
                    throw tokens.error(comma.span(), "trailing commas not allowed in function call args");
                }
            }
            args.add(expression(1));
        }
        return args;
    }

    private record Grouping(boolean without, List<String> labels) {}

    private Expr aggregate() {
        Token name = tokens.next();
        AggregateOp op = AggregateOp.valueOf(name.text().toUpperCase(Locale.ROOT));
        Grouping grouping = grouping();
        if (tokens.type() != TokenType.LEFT_PAREN) {
            throw tokens.unexpected("aggregation", "");
        }
        List<Expr> args = arguments();
        if (grouping == null) {
            grouping = grouping();
        }
        return aggregate(op, grouping == null ? new Grouping(false, List.of()) : grouping, args,
                new Span(name.start(), tokens.lastEnd()));
    }

    private @Nullable Grouping grouping() {
        if (tokens.type() != TokenType.BY && tokens.type() != TokenType.WITHOUT) {
            return null;
        }
        boolean without = tokens.next().type() == TokenType.WITHOUT;
        return new Grouping(without, matching.labels());
    }

    private Expr aggregate(AggregateOp op, Grouping grouping, List<Expr> args, Span span) {
        if (args.isEmpty()) {
            throw tokens.error(span, "no arguments for aggregate expression provided");
        }
        if (op.isExperimental() && !options.experimentalFunctions()) {
            throw tokens.error(span, op.keyword()
                    + "() is experimental and must be enabled with --enable-feature=promql-experimental-functions");
        }
        int wanted = op.hasParameter() ? 2 : 1;
        if (args.size() != wanted) {
            throw tokens.error(span, "wrong number of arguments for aggregate expression provided, expected " + wanted
                    + ", got " + args.size());
        }
        return new Expr.Aggregate(op, args.getLast(), wanted == 2 ? args.getFirst() : null, grouping.labels,
                grouping.without, span);
    }
}
