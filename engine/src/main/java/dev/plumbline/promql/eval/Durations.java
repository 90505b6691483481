package dev.plumbline.promql.eval;

import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.DurationExpr;
import dev.plumbline.promql.ast.Span;

/** Values of duration expressions once the query's range and step are known. */
final class Durations {
    /** 64 bits of nanoseconds. */
    private static final double MAX_SECONDS = 0x1p63 / 1e9;
    private final long queryStepMillis;
    private final long queryRangeMillis;

    /** @param queryStepMillis 0 for an instant query */
    Durations(long queryStepMillis, long queryRangeMillis) {
        this.queryStepMillis = queryStepMillis;
        this.queryRangeMillis = queryRangeMillis;
    }

    /** The duration in milliseconds. */
    long millis(DurationExpr e) {
        Long fixed = DurationExpr.fixedMillis(e);
        return fixed != null ? fixed : (long) (checked(e) * 1000);
    }

    private double checked(DurationExpr e) {
        double seconds = seconds(e);
        if (!Double.isFinite(seconds)) {
            throw error(e, "duration is NaN or infinite");
        }
        if (Math.abs(seconds) > MAX_SECONDS) {
            throw error(e, "duration is out of range");
        }
        return seconds;
    }

    private static QueryException error(DurationExpr e, String message) {
        Span place = place(e);
        return new QueryException(QueryException.Type.BAD_DATA, place.start() + ":" + place.end() + ": " + message);
    }

    /** The place that Prometheus names: without parentheses around an expression and without the names of min_of and max_of. */
    private static Span place(DurationExpr e) {
        return switch (e) {
            case DurationExpr.Literal _, DurationExpr.Step _, DurationExpr.Range _ -> e.span();
            case DurationExpr.Signed s -> new Span(s.span().start(), place(s.operand()).end());
            case DurationExpr.Parens p -> p.inner() instanceof DurationExpr.Literal l
                    ? new Span(p.span().start(), l.span().end()) : place(p.inner());
            case DurationExpr.Binary b -> Span.covering(place(b.left()), place(b.right()));
        };
    }

    /** A range or a step, which must be positive. */
    long positiveMillis(DurationExpr e) {
        if (checked(e) <= 0) {
            throw error(e, "duration must be greater than 0");
        }
        return millis(e);
    }

    private double seconds(DurationExpr e) {
        return switch (e) {
            case DurationExpr.Literal l -> l.millis() / 1000.0;
            case DurationExpr.Step _ -> queryStepMillis / 1000.0;
            case DurationExpr.Range _ -> queryRangeMillis / 1000.0;
            case DurationExpr.Signed s -> s.minus() ? -seconds(s.operand()) : seconds(s.operand());
            case DurationExpr.Parens p -> seconds(p.inner());
            case DurationExpr.Binary b -> apply(b, seconds(b.left()), seconds(b.right()));
        };
    }

    private static double apply(DurationExpr.Binary e, double a, double b) {
        return switch (e.op()) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / nonZero(e, b, "division by zero");
            case MOD -> a % nonZero(e, b, "modulo by zero");
            case POW -> Math.pow(a, b);
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
        };
    }

    private static double nonZero(DurationExpr.Binary e, double b, String message) {
        if (b == 0) {
            throw error(e, message);
        }
        return b;
    }
}
