package dev.plumbline.promql.eval;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.HistogramMath;
import dev.plumbline.model.HistogramTrim;
import dev.plumbline.promql.ast.BinaryOp;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.function.HistogramArithmetic;
import org.jspecify.annotations.Nullable;

/** What an operator does with two elements. Numbers behave as Go's: {@code %} is {@code math.Mod}, {@code ^} is {@code math.Pow}. */
final class Arithmetic {
    private final BinaryOp op;
    private final boolean returnBool;
    private final Expr.Binary expr;
    private final Annotations annotations;

    Arithmetic(Expr.Binary expr, Annotations annotations) {
        this.op = expr.op();
        this.returnBool = expr.returnBool();
        this.expr = expr;
        this.annotations = annotations;
    }

    /** A float, or a histogram when that is not null. */
    record Side(double value, @Nullable Histogram histogram) {
        static Side of(Column c, int step) {
            return new Side(c.values[step], c.histogram(step));
        }

        String kind() {
            return histogram == null ? "float" : "histogram";
        }
    }

    static double apply(BinaryOp op, double a, double b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MOD -> a % b;
            case POW -> power(a, b);
            case ATAN2 -> Math.atan2(a, b);
            case TRIM_UPPER, TRIM_LOWER, OR, AND, UNLESS, EQ, NE, LE, LT, GE, GT -> Double.NaN;
        };
    }

    /** Go says 1 for 1^anything and (−1)^±Inf, where Java says NaN. */
    private static double power(double a, double b) {
        return a == 1 || a == -1 && Double.isInfinite(b) ? 1 : Math.pow(a, b);
    }

    static boolean compare(BinaryOp op, double a, double b) {
        return switch (op) {
            case EQ -> a == b;
            case NE -> a != b;
            case LE -> a <= b;
            case LT -> a < b;
            case GE -> a >= b;
            case GT -> a > b;
            case ADD, SUB, MUL, DIV, MOD, POW, ATAN2, TRIM_UPPER, TRIM_LOWER, OR, AND, UNLESS -> false;
        };
    }

    /** Two floats; {@code kept} is what a comparison without {@code bool} lets through. Returns whether there is a result. */
    boolean floats(Column out, int step, double a, double b, double kept) {
        if (!op.isComparison()) {
            if (op == BinaryOp.TRIM_LOWER || op == BinaryOp.TRIM_UPPER) {
                incompatible(new Side(a, null), new Side(b, null));
                return false;
            }
            out.set(step, apply(op, a, b));
            return true;
        }
        boolean holds = compare(op, a, b);
        if (returnBool) {
            out.set(step, holds ? 1 : 0);
        } else if (holds) {
            out.set(step, kept);
        }
        return holds || returnBool;
    }

    /** Any two elements; a comparison without {@code bool} lets the left one through. Returns whether there is a result. */
    boolean element(Column out, int step, Side a, Side b) {
        Histogram l = a.histogram;
        Histogram r = b.histogram;
        if (l == null && r == null) {
            return floats(out, step, a.value, b.value, a.value);
        }
        if (l != null && r != null) {
            return histograms(out, step, l, r);
        }
        if (l != null && (op == BinaryOp.TRIM_LOWER || op == BinaryOp.TRIM_UPPER)) {
            out.set(step, op == BinaryOp.TRIM_UPPER ? HistogramTrim.below(l, b.value) : HistogramTrim.above(l, b.value));
            return true;
        }
        if (l != null && (op == BinaryOp.MUL || op == BinaryOp.DIV)) {
            out.set(step, op == BinaryOp.MUL ? HistogramArithmetic.scale(l, b.value) : HistogramArithmetic.divide(l, b.value));
            return true;
        }
        if (r != null && op == BinaryOp.MUL) {
            out.set(step, HistogramArithmetic.scale(r, a.value));
            return true;
        }
        incompatible(a, b);
        return false;
    }

    private boolean histograms(Column out, int step, Histogram l, Histogram r) {
        return switch (op) {
            case ADD, SUB -> sum(out, step, l, r);
            case EQ, NE -> equality(out, step, l, r);
            case MUL, DIV, MOD, POW, ATAN2, TRIM_LOWER, TRIM_UPPER, LE, LT, GE, GT, OR, AND, UNLESS -> {
                incompatible(new Side(0, l), new Side(0, r));
                yield false;
            }
        };
    }

    private boolean sum(Column out, int step, Histogram l, Histogram r) {
        Histogram result = HistogramArithmetic.add(l, r, op == BinaryOp.SUB ? -1 : 1);
        if (result == null) {
            annotations.warn("incompatible bucket layout encountered for binary operator " + op.symbol(), expr.span());
            return false;
        }
        String operation = op == BinaryOp.SUB ? "subtraction" : "addition";
        if (HistogramArithmetic.conflictInResets(l, r)) {
            annotations.warn("conflicting counter resets during histogram " + operation, expr.span());
            return false;
        }
        if (HistogramMath.differInBounds(l, r)) {
            annotations.inform("mismatched custom buckets were reconciled during " + operation, expr.span());
        }
        out.set(step, HistogramMath.compact(result));
        return true;
    }

    private boolean equality(Column out, int step, Histogram l, Histogram r) {
        boolean holds = HistogramArithmetic.same(l, r) == (op == BinaryOp.EQ);
        if (returnBool) {
            out.set(step, holds ? 1 : 0);
        } else if (holds) {
            out.set(step, l);
        }
        return holds || returnBool;
    }

    private void incompatible(Side a, Side b) {
        annotations.inform("incompatible sample types encountered for binary operator \"" + op.symbol() + "\": " + a.kind()
                + " " + op.symbol() + " " + b.kind(), expr.span());
    }
}
