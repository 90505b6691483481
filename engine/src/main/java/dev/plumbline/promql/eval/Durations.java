package dev.plumbline.promql.eval;

import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.DurationExpr;

/** Values of duration expressions once the query's range and step are known. */
final class Durations {
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
        return fixed != null ? fixed : Math.round(seconds(e) * 1000);
    }

    /** A range or a step, which must be positive. */
    long positiveMillis(DurationExpr e) {
        long millis = millis(e);
        if (millis <= 0) {
            throw new QueryException(QueryException.Type.EXECUTION, "duration must be greater than 0");
        }
        return millis;
    }

    private double seconds(DurationExpr e) {
        return switch (e) {
            case DurationExpr.Literal l -> l.millis() / 1000.0;
            case DurationExpr.Step _ -> queryStepMillis / 1000.0;
            case DurationExpr.Range _ -> queryRangeMillis / 1000.0;
            case DurationExpr.Signed s -> s.minus() ? -seconds(s.operand()) : seconds(s.operand());
            case DurationExpr.Parens p -> seconds(p.inner());
            case DurationExpr.Binary b -> apply(b.op(), seconds(b.left()), seconds(b.right()));
        };
    }

    private static double apply(DurationExpr.Op op, double a, double b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / nonZero(b, "division by zero");
            case MOD -> a % nonZero(b, "modulo by zero");
            case POW -> Math.pow(a, b);
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
        };
    }

    private static double nonZero(double b, String message) {
        if (b == 0) {
            throw new QueryException(QueryException.Type.EXECUTION, message);
        }
        return b;
    }
}
