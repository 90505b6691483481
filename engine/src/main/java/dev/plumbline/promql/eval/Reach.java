package dev.plumbline.promql.eval;

import dev.plumbline.promql.Question;
import dev.plumbline.promql.ast.At;
import dev.plumbline.promql.ast.DurationExpr;
import dev.plumbline.promql.ast.Expr;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How old the samples are that an expression needs.
 *
 * @param backMillis samples after {@code step − backMillis} are needed at each step; {@link #NONE} when no selector follows the step.
 *     Negative when all look ahead
 * @param fixedMillis samples after this time are needed at every step, because of {@code @}; {@code Long.MAX_VALUE} when none are
 * @param wholeRange whether the value at a step depends on where the query begins or ends, so that its steps cannot be asked apart
 */
public record Reach(long backMillis, long fixedMillis, boolean wholeRange) {
    /** {@link #backMillis} without a selector that follows the step. */
    public static final long NONE = Long.MIN_VALUE;
    private static final Set<String> OF_THE_RANGE = Set.of("start", "end", "range");
    /** No sample is older: sums of many of these still fit. */
    private static final long MOST_MILLIS = 1L << 50;

    /** What a question needs. */
    public static Reach of(Question question) {
        var walk = new Walk(question);
        walk.visit(question.expr(), new Anchor(true, 0));
        return new Reach(walk.back, walk.fixed, walk.wholeRange);
    }

    /** Samples up to this time, included, are not needed for a step; {@code Long.MAX_VALUE}: none are. */
    public long needsAfter(long stepMillis) {
        return backMillis == NONE ? fixedMillis : Math.min(fixedMillis, stepMillis - backMillis);
    }

    /** When a part of an expression is evaluated: so long before the step, or at a time. */
    private record Anchor(boolean follows, long millis) {
        Anchor earlier(long by) {
            long bounded = Math.clamp(by, -MOST_MILLIS, MOST_MILLIS);
            return new Anchor(follows, Math.clamp(follows ? millis + bounded : millis - bounded, -MOST_MILLIS, MOST_MILLIS));
        }
    }

    /** Goes through the tree; one for each question. */
    private static final class Walk {
        private final Question question;
        private final Durations durations;
        private long back = NONE;
        private long fixed = Long.MAX_VALUE;
        private boolean wholeRange;

        Walk(Question question) {
            this.question = question;
            durations = new Durations(question.isRange() ? question.stepMillis() : 0, question.endMillis() - question.startMillis());
        }

        void visit(Expr e, Anchor when) {
            switch (e) {
                case Expr.NumberLiteral _, Expr.StringLiteral _ -> { }
                case Expr.VectorSelector v -> needs(moved(v.at(), v.offset(), when), question.lookbackMillis());
                case Expr.MatrixSelector m -> {
                    long before = m.vector().extension() == Expr.Extension.NONE ? 0 : question.lookbackMillis();
                    needs(moved(m.vector().at(), m.vector().offset(), when), millis(m.range()) + before);
                }
                case Expr.Subquery s -> {
                    wholeRange |= s.step() != null && namesRange(s.step());
                    visit(s.expr(), moved(s.at(), s.offset(), when).earlier(millis(s.range())));
                }
                case Expr.Call c -> {
                    wholeRange |= OF_THE_RANGE.contains(c.function());
                    c.args().forEach(arg -> visit(arg, when));
                }
                case Expr.Aggregate a -> {
                    visit(a.expr(), when);
                    if (a.param() != null) {
                        visit(a.param(), when);
                    }
                }
                case Expr.Binary b -> {
                    visit(b.left(), when);
                    visit(b.right(), when);
                }
                case Expr.Unary u -> visit(u.expr(), when);
                case Expr.Parens p -> visit(p.expr(), when);
            }
        }

        private void needs(Anchor when, long before) {
            Anchor oldest = when.earlier(before);
            if (oldest.follows) {
                back = Math.max(back, oldest.millis);
            } else {
                fixed = Math.min(fixed, oldest.millis);
            }
        }

        private Anchor moved(@Nullable At at, @Nullable DurationExpr offset, Anchor when) {
            Anchor base = switch (at) {
                case null -> when;
                case At.Time t -> new Anchor(false, t.millis());
                case At.Start _ -> ofTheQuery(question.startMillis());
                case At.End _ -> ofTheQuery(question.endMillis());
            };
            return offset == null ? base : base.earlier(millis(offset));
        }

        private Anchor ofTheQuery(long time) {
            wholeRange = true;
            return new Anchor(false, time);
        }

        private long millis(DurationExpr duration) {
            wholeRange |= namesRange(duration);
            return durations.millis(duration);
        }

        private static boolean namesRange(DurationExpr duration) {
            return switch (duration) {
                case DurationExpr.Range _ -> true;
                case DurationExpr.Literal _, DurationExpr.Step _ -> false;
                case DurationExpr.Signed s -> namesRange(s.operand());
                case DurationExpr.Parens p -> namesRange(p.inner());
                case DurationExpr.Binary b -> namesRange(b.left()) || namesRange(b.right());
            };
        }
    }
}
