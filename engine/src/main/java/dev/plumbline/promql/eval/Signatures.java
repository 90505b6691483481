package dev.plumbline.promql.eval;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.ast.VectorMatching;
import java.util.HashSet;
import java.util.Set;

/** The match group of a label set: the labels of {@code on}, or all but those of {@code ignoring} and the name. */
final class Signatures {
    private final boolean on;
    private final Set<String> names;

    Signatures(VectorMatching matching) {
        on = matching.on();
        names = new HashSet<>(matching.labels());
        if (!on) {
            names.add(Labels.METRIC_NAME);
        }
    }

    Labels of(Labels labels) {
        return on ? labels.keep(names) : labels.without(names);
    }
}
