package dev.plumbline.promql.parser;

import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.At;
import dev.plumbline.promql.ast.DurationExpr;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.Expr.Extension;
import dev.plumbline.promql.ast.Expr.MatrixSelector;
import dev.plumbline.promql.ast.Expr.Subquery;
import dev.plumbline.promql.ast.Expr.VectorSelector;
import dev.plumbline.promql.ast.Span;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What may stand after an expression: a range, a subquery, {@code offset}, {@code @}, {@code anchored}, {@code smoothed}. */
final class ModifierParser {
    private static final String NOT_HERE =
            " modifier must be preceded by an instant vector selector or range vector selector or a subquery";

    private final TokenStream tokens;
    private final ParserOptions options;
    private final DurationParser durations;

    ModifierParser(TokenStream tokens, ParserOptions options) {
        this.tokens = tokens;
        this.options = options;
        this.durations = new DurationParser(tokens, options);
    }

    /** The expression with the next modifier, or null when none follows. */
    @Nullable Expr apply(Expr e) {
        return switch (tokens.type()) {
            case LEFT_BRACKET -> bracket(e);
            case OFFSET -> offset(e);
            case AT -> at(e);
            case ANCHORED, SMOOTHED -> extension(e);
            default -> null;
        };
    }

    private Expr bracket(Expr e) {
        Token open = tokens.next();
        DurationExpr range = durations.positive("subquery or range selector");
        if (tokens.type() == TokenType.RIGHT_BRACKET) {
            return matrix(e, range, Span.covering(open.span(), tokens.next().span()));
        }
        tokens.expect(TokenType.COLON, "subquery or range", "\":\" or \"]\"");
        DurationExpr step = tokens.type() == TokenType.RIGHT_BRACKET ? null : durations.positive("subquery selector");
        Token close = tokens.expect(TokenType.RIGHT_BRACKET, "subquery selector", "\"]\"");
        return new Subquery(e, range, step, null, null, Span.covering(e.span(), close.span()));
    }

    private Expr matrix(Expr e, DurationExpr range, Span brackets) {
        if (!(e instanceof VectorSelector v)) {
            throw tokens.error(brackets, "ranges only allowed for vector selectors");
        }
        if (!isUnset(v.offset())) {
            throw tokens.error(brackets, "no offset modifiers allowed before range");
        }
        if (v.at() != null) {
            throw tokens.error(brackets, "no @ modifiers allowed before range");
        }
        return new MatrixSelector(v, range, Span.covering(v.span(), brackets));
    }

    private Expr offset(Expr e) {
        tokens.next();
        DurationExpr offset = durations.offset();
        Span span = new Span(e.span().start(), tokens.lastEnd());
        return switch (e) {
            case VectorSelector v -> {
                once(isUnset(v.offset()), e, "offset");
                yield new VectorSelector(v.name(), v.matchers(), offset, v.at(), v.extension(), span);
            }
            case MatrixSelector m -> {
                VectorSelector v = m.vector();
                once(isUnset(v.offset()), e, "offset");
                yield new MatrixSelector(new VectorSelector(v.name(), v.matchers(), offset, v.at(), v.extension(), v.span()),
                        m.range(), span);
            }
            case Subquery s -> {
                once(isUnset(s.offset()), e, "offset");
                yield new Subquery(s.expr(), s.range(), s.step(), offset, s.at(), span);
            }
            default -> throw tokens.error(e.span(), "offset" + NOT_HERE);
        };
    }

    /** An offset of 0 is as good as none. */
    private static boolean isUnset(@Nullable DurationExpr offset) {
        return offset == null || offset instanceof DurationExpr.Literal l && l.millis() == 0;
    }

    private void once(boolean firstTime, Expr e, String modifier) {
        if (!firstTime) {
            throw tokens.error(e.span(), modifier + " may not be set multiple times");
        }
    }

    private Expr at(Expr e) {
        tokens.next();
        At at = instant(e);
        Span span = new Span(e.span().start(), tokens.lastEnd());
        return switch (e) {
            case VectorSelector v -> {
                once(v.at() == null, e, "@ <timestamp>");
                yield new VectorSelector(v.name(), v.matchers(), v.offset(), at, v.extension(), span);
            }
            case MatrixSelector m -> {
                VectorSelector v = m.vector();
                once(v.at() == null, e, "@ <timestamp>");
                yield new MatrixSelector(new VectorSelector(v.name(), v.matchers(), v.offset(), at, v.extension(), v.span()),
                        m.range(), span);
            }
            case Subquery s -> {
                once(s.at() == null, e, "@ <timestamp>");
                yield new Subquery(s.expr(), s.range(), s.step(), s.offset(), at, span);
            }
            default -> throw tokens.error(e.span(), "@" + NOT_HERE);
        };
    }

    private At instant(Expr e) {
        Token token = tokens.peek();
        if (token.type() == TokenType.START || token.type() == TokenType.END_OF) {
            tokens.next();
            tokens.expect(TokenType.LEFT_PAREN, "@", "timestamp");
            tokens.expect(TokenType.RIGHT_PAREN, "@", "timestamp");
            return token.type() == TokenType.START ? new At.Start() : new At.End();
        }
        boolean minus = token.type() == TokenType.MINUS;
        if (minus || token.type() == TokenType.PLUS) {
            tokens.next();
        }
        if (tokens.type() != TokenType.NUMBER && tokens.type() != TokenType.DURATION) {
            throw tokens.unexpected("@", "timestamp");
        }
        double value = ExprParser.number(tokens, tokens.next()).value();
        return new At.Time(millis(minus ? -value : value, e));
    }

    private long millis(double seconds, Expr e) {
        if (!(Math.abs(seconds) * 1000 < Long.MAX_VALUE)) {
            throw outOfBounds(seconds, e);
        }
        // Halves away from zero, as Prometheus rounds.
        return Math.round(Math.abs(seconds) * 1000) * (seconds < 0 ? -1 : 1);
    }

    private QueryException outOfBounds(double seconds, Expr e) {
        String text = Double.isFinite(seconds)
                ? String.format(Locale.ROOT, "%s", new BigDecimal(seconds).setScale(6, RoundingMode.HALF_EVEN).toPlainString())
                : NumberText.format(seconds);
        return tokens.error(e.span(), "timestamp out of bounds for @ modifier: " + text);
    }

    private Expr extension(Expr e) {
        Token keyword = tokens.next();
        Extension extension = keyword.type() == TokenType.ANCHORED ? Extension.ANCHORED : Extension.SMOOTHED;
        String name = extension.name().toLowerCase(Locale.ROOT);
        if (!options.extendedRangeSelectors()) {
            throw tokens.error(e.span(), name + " modifier is experimental and not enabled");
        }
        return switch (e) {
            case VectorSelector v -> extended(v, extension, Span.covering(v.span(), keyword.span()));
            case MatrixSelector m -> new MatrixSelector(extended(m.vector(), extension, m.vector().span()), m.range(),
                    Span.covering(m.span(), keyword.span()));
            case Subquery _ -> throw tokens.error(e.span(), name + " modifier is not supported for subqueries");
            default -> throw tokens.error(e.span(), name + " modifier not implemented");
        };
    }

    private VectorSelector extended(VectorSelector v, Extension extension, Span span) {
        if (v.extension() != Extension.NONE && v.extension() != extension) {
            throw tokens.error(v.span(), "anchored and smoothed modifiers cannot be used together");
        }
        return new VectorSelector(v.name(), v.matchers(), v.offset(), v.at(), extension, span);
    }
}
