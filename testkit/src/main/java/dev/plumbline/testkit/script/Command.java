package dev.plumbline.testkit.script;

import dev.plumbline.promql.ast.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step of a script; lines are 1-based. */
public sealed interface Command {

    int line();

    /** Forgets all series. */
    record Clear(int line) implements Command {}

    /** Appends series in one transaction; {@code withNhcb}: also as native histograms with custom buckets. */
    record Load(int line, long intervalMillis, boolean withNhcb, List<SeriesDescription> series) implements Command {}

    /** Asks and compares; an instant query has {@code window} null, a range query ignores {@code atMillis}. */
    record Eval(int line, String query, Expr expr, long atMillis, QueryRunner.@Nullable Window window,
            Expectation expectation) implements Command {}
}
