package dev.plumbline.promql.eval;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.ast.BinaryOp;
import dev.plumbline.promql.ast.VectorMatching;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code and}, {@code or}, {@code unless}: by match group, at which steps does the other side have an element. */
final class SetOperations {
    private static final BitSet NEVER = new BitSet();

    private SetOperations() {}

    static List<Column> apply(BinaryOp op, VectorMatching matching, List<Column> left, List<Column> right, int steps) {
        var signatures = new Signatures(matching);
        if (op == BinaryOp.OR) {
            var out = new ArrayList<>(left);
            out.addAll(filter(right, presence(left, signatures), signatures, false));
            return Columns.mergeEqual(out);
        }
        return filter(left, presence(right, signatures), signatures, op == BinaryOp.AND);
    }

    private static Map<Labels, BitSet> presence(List<Column> columns, Signatures signatures) {
        Map<Labels, BitSet> presence = new HashMap<>();
        for (Column c : columns) {
            BitSet steps = presence.computeIfAbsent(signatures.of(c.labels), k -> new BitSet(c.values.length));
            for (int i = 0; i < c.values.length; i++) {
                if (c.has(i)) {
                    steps.set(i);
                }
            }
        }
        return presence;
    }

    private static List<Column> filter(List<Column> columns, Map<Labels, BitSet> other, Signatures signatures, boolean wanted) {
        var out = new ArrayList<Column>();
        for (Column c : columns) {
            BitSet present = other.getOrDefault(signatures.of(c.labels), NEVER);
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
