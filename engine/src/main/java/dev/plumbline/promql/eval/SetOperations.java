package dev.plumbline.promql.eval;

import dev.plumbline.promql.ast.BinaryOp;
import dev.plumbline.promql.ast.VectorMatching;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** {@code and}, {@code or}, {@code unless}: by match group, at which steps does the other side have an element. */
final class SetOperations {
    private static final BitSet NEVER = new BitSet();

    private SetOperations() {}

    static List<Column> apply(BinaryOp op, VectorMatching matching, List<Column> left, List<Column> right, int steps) {
        var groups = Grouping.of(matching);
        if (op == BinaryOp.OR) {
            var out = new ArrayList<>(left);
            out.addAll(filter(right, presence(left, groups), groups, false));
            return Columns.mergeEqual(out);
        }
        return filter(left, presence(right, groups), groups, op == BinaryOp.AND);
    }

    /** The steps at which each group has an element, by its number. */
    private static List<BitSet> presence(List<Column> columns, Grouping groups) {
        var presence = new ArrayList<BitSet>();
        for (Column c : columns) {
            int group = groups.of(c.labels, false);
            if (group == presence.size()) {
                presence.add(new BitSet(c.values.length));
            }
            BitSet steps = presence.get(group);
            for (int i = 0; i < c.values.length; i++) {
                if (c.has(i)) {
                    steps.set(i);
                }
            }
        }
        return presence;
    }

    private static List<Column> filter(List<Column> columns, List<BitSet> other, Grouping groups, boolean wanted) {
        var out = new ArrayList<Column>();
        for (Column c : columns) {
            int group = groups.of(c.labels, false);
            BitSet present = group < other.size() ? other.get(group) : NEVER;
            Column kept = Column.empty(c.labels, c.dropName, c.values.length);
            for (int i = 0; i < c.values.length; i++) {
                if (c.has(i) && present.get(i) == wanted) {
                    kept.copy(i, c);
                }
            }
            if (!kept.isEmpty()) {
                out.add(kept);
            }
        }
        return out;
    }
}
