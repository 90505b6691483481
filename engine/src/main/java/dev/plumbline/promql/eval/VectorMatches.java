package dev.plumbline.promql.eval;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.VectorMatching;
import dev.plumbline.promql.ast.VectorMatching.Cardinality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * An operator between two vectors, one-to-one or one-to-many. The match groups of all series are numbered once; at each
 * step the elements of the "one" side are entered into a table by group, then those of the "many" side look theirs up.
 * Result series are found once per pair. O((left + right) × steps). As in Prometheus, fill values follow the roles, not the
 * sides: {@code fill_left} stands in for the "many" side under {@code group_right} too.
 */
final class VectorMatches {
    private final Query query;
    private final Expr.Binary expr;
    private final VectorMatching matching;
    private final List<Column> many;
    private final List<Column> one;
    private final boolean swapped;
    private final int[] manyGroups;
    private final int[] oneGroups;
    private final List<Labels> groups;
    private final Arithmetic arithmetic;
    private final Map<Long, Column> byPair = new HashMap<>();
    private final Map<Labels, Column> results = new LinkedHashMap<>();

    VectorMatches(Query query, Expr.Binary expr, VectorMatching matching, List<Column> left, List<Column> right) {
        this.query = query;
        this.expr = expr;
        this.matching = matching;
        this.swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
        this.many = swapped ? right : left;
        this.one = swapped ? left : right;
        this.arithmetic = new Arithmetic(expr, query.annotations);
        var grouping = Grouping.of(matching);
        this.manyGroups = groups(many, grouping);
        this.oneGroups = groups(one, grouping);
        this.groups = grouping.groups();
    }

    private static int[] groups(List<Column> columns, Grouping grouping) {
        int[] groups = new int[columns.size()];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = grouping.of(columns.get(i).labels, false);
        }
        return groups;
    }

    List<Column> evaluate(int steps) {
        int[] partners = partners();
        if (partners.length == many.size()) {
            return inPairs(partners, steps);
        }
        int[] table = new int[groups.size()];
        for (int i = 0; i < steps; i++) {
            query.budget.check();
            if (canMatch(i)) {
                fillTable(table, i);
                matchStep(table, i, steps);
            }
        }
        return results.values().stream().filter(c -> !c.isEmpty()).toList();
    }

    /**
     * For each of the "many" the index of its only possible partner, −1 where there is none. An empty array unless all pairs
     * are settled for all steps: nothing is filled in, no two can meet in a group or in a result's labels.
     */
    private int[] partners() {
        int[] none = new int[many.isEmpty() ? 1 : 0];
        if (matching.fillLeft() != null || matching.fillRight() != null) {
            return none;
        }
        int[] only = new int[groups.size()];
        for (int r = 0; r < one.size(); r++) {
            if (only[oneGroups[r]] != 0) {
                return none;
            }
            only[oneGroups[r]] = r + 1;
        }
        int[] partners = new int[many.size()];
        var taken = new BitSet();
        Set<Labels> distinct = HashSet.newHashSet(many.size());
        for (int l = 0; l < partners.length; l++) {
            partners[l] = only[manyGroups[l]] - 1;
            boolean meets = partners[l] >= 0 && (matching.cardinality() == Cardinality.ONE_TO_ONE && taken.get(manyGroups[l])
                    || !distinct.add(pairLabels(l, partners[l])));
            if (meets) {
                return none;
            }
            taken.set(manyGroups[l]);
        }
        return partners;
    }

    private List<Column> inPairs(int[] partners, int steps) {
        var out = new ArrayList<Column>();
        for (int l = 0; l < partners.length; l++) {
            query.budget.check();
            if (partners[l] < 0) {
                continue;
            }
            Column result = result(l, partners[l], steps);
            Column m = many.get(l);
            Column o = one.get(partners[l]);
            if (m.histograms == null && o.histograms == null) {
                floats(result, swapped ? o : m, swapped ? m : o);
            } else {
                for (int i = 0; i < steps; i++) {
                    if (m.has(i) && o.has(i)) {
                        element(result, i, Arithmetic.Side.of(m, i), Arithmetic.Side.of(o, i));
                    }
                }
            }
            if (!result.isEmpty()) {
                out.add(result);
            }
        }
        return out;
    }

    private void floats(Column result, Column left, Column right) {
        for (int i = 0; i < result.values.length; i++) {
            if (left.has(i) && right.has(i)) {
                arithmetic.floats(result, i, left.values[i], right.values[i], left.values[i]);
            }
        }
    }

    /** Whether there is something on both sides, or something to fill in for a side; else duplicates do no harm either. */
    private boolean canMatch(int step) {
        return matching.fillLeft() != null || matching.fillRight() != null
                || anyHas(many, step) && anyHas(one, step);
    }

    private static boolean anyHas(List<Column> columns, int step) {
        for (Column c : columns) {
            if (c.has(step)) {
                return true;
            }
        }
        return false;
    }

    /** Enters the index + 1 of the "one" side's element of each group. */
    private void fillTable(int[] table, int step) {
        Arrays.fill(table, 0);
        for (int r = 0; r < one.size(); r++) {
            if (!one.get(r).has(step)) {
                continue;
            }
            int group = oneGroups[r];
            if (table[group] != 0) {
                throw duplicate(group, one.get(table[group] - 1), one.get(r));
            }
            table[group] = r + 1;
        }
    }

    private QueryException duplicate(int group, Column first, Column second) {
        return new QueryException(QueryException.Type.EXECUTION, "found duplicate series for the match group "
                + groups.get(group) + " on the " + (swapped ? "left" : "right") + " hand-side of the operation: ["
                + second.labels + ", " + first.labels
                + "];many-to-many matching not allowed: matching labels must be unique on one side");
    }

    private void matchStep(int[] table, int step, int steps) {
        boolean[] matched = new boolean[table.length];
        Map<Integer, Set<Labels>> inserted = new HashMap<>();
        Double fillOne = matching.fillRight();
        for (int l = 0; l < many.size(); l++) {
            if (!many.get(l).has(step)) {
                continue;
            }
            int group = manyGroups[l];
            int r = table[group] - 1;
            if (r < 0 && fillOne == null) {
                continue;
            }
            Column out = result(l, r, steps);
            checkUnique(matched, inserted, group, out.labels);
            var oneSide = r < 0 ? new Arithmetic.Side(Objects.requireNonNull(fillOne), null) : Arithmetic.Side.of(one.get(r), step);
            element(out, step, Arithmetic.Side.of(many.get(l), step), oneSide);
        }
        fillMany(matched, step, steps);
    }

    private void element(Column out, int step, Arithmetic.Side manySide, Arithmetic.Side oneSide) {
        boolean taken = out.has(step);
        boolean written = swapped ? arithmetic.element(out, step, oneSide, manySide)
                : arithmetic.element(out, step, manySide, oneSide);
        if (taken && written) {
            throw Columns.sameLabelset();
        }
    }

    private void fillMany(boolean[] matched, int step, int steps) {
        Double fill = matching.fillLeft();
        if (fill == null) {
            return;
        }
        for (int r = 0; r < one.size(); r++) {
            if (one.get(r).has(step) && !matched[oneGroups[r]]) {
                element(result(-1, r, steps), step, new Arithmetic.Side(fill, null), Arithmetic.Side.of(one.get(r), step));
            }
        }
    }

    private void checkUnique(boolean[] matched, Map<Integer, Set<Labels>> inserted, int group, Labels labels) {
        if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
            if (matched[group]) {
                throw new QueryException(QueryException.Type.EXECUTION,
                        "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)");
            }
        } else if (!inserted.computeIfAbsent(group, k -> new HashSet<>()).add(labels)) {
            throw new QueryException(QueryException.Type.EXECUTION,
                    "multiple matches for labels: grouping labels must ensure unique matches");
        }
        matched[group] = true;
    }

    /** The result series of a pair; −1 stands for a side that is filled in. */
    private Column result(int manyIndex, int oneIndex, int steps) {
        long key = ((long) (manyIndex + 1) << 32) | (oneIndex + 1);
        return byPair.computeIfAbsent(key, k -> {
            Labels labels = pairLabels(manyIndex, oneIndex);
            boolean inputDrops = !expr.op().changesMetric() && manyIndex >= 0 && many.get(manyIndex).dropName;
            boolean drop = query.dropsNamesLate() && (expr.returnBool() || inputDrops);
            return results.computeIfAbsent(labels, l -> {
                query.budget.holdBytes(Column.bytes(steps));
                return Column.empty(l, drop, steps);
            });
        });
    }

    private Labels pairLabels(int manyIndex, int oneIndex) {
        Labels manyLabels = manyIndex < 0 ? groups.get(oneGroups[oneIndex]) : many.get(manyIndex).labels;
        return resultLabels(manyLabels, oneIndex < 0 ? groups.get(manyGroups[manyIndex]) : one.get(oneIndex).labels);
    }

    private Labels resultLabels(Labels manyLabels, Labels oneLabels) {
        Labels base = manyLabels;
        if (expr.op().changesMetric() || expr.returnBool() && !query.dropsNamesLate()) {
            base = Columns.withoutMetric(base);
        }
        if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
            base = matching.on() ? base.keep(matching.labels()) : base.without(matching.labels());
        }
        if (!matching.include().isEmpty()) {
            for (String name : matching.include()) {
                base = base.with(name, oneLabels.get(name));
            }
        }
        return base;
    }
}
