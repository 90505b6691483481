package dev.plumbline.rules;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.ast.Expr;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** A rule as it was configured and checked; the labels of its group are in its own already. */
public sealed interface Rule {

    /** The recorded metric, or the alert's name. */
    String name();

    /** Parsed and type-checked: a scalar or an instant vector. */
    Expr expr();

    /** The text that {@link #expr} was parsed from. */
    String exprText();

    /** Names ascending. A value may be empty: it takes the label away from the result. */
    Map<String, String> labels();

    /** The labels as a set; those with an empty value are not in it. */
    default Labels labelSet() {
        return Labels.of(labels());
    }

    /** Whether state may pass from one to the other when rules are loaded again: kind, name and labels are equal. */
    default boolean isSameAs(Rule other) {
        return getClass() == other.getClass() && name().equals(other.name()) && labels().equals(other.labels());
    }

    /** Writes what an expression yields as a new series. */
    record RecordingRule(String record, Expr expr, String exprText, Map<String, String> labels) implements Rule {
        public RecordingRule {
            labels = sorted(labels);
        }

        @Override
        public String name() {
            return record;
        }
    }

    /**
     * Turns each series that an expression yields into an alert.
     *
     * @param forMillis how long it has to be seen before it fires; 0 or more
     * @param keepFiringForMillis how long it goes on firing when it is not seen any more; 0 or more
     * @param labels texts of templates, parsed before
     * @param annotations texts of templates, parsed before; names ascending
     */
    record AlertingRule(String alert, Expr expr, String exprText, long forMillis, long keepFiringForMillis,
            Map<String, String> labels, Map<String, String> annotations) implements Rule {
        public AlertingRule {
            if (forMillis < 0 || keepFiringForMillis < 0) {
                throw new IllegalArgumentException("for and keep_firing_for must not be negative");
            }
            labels = sorted(labels);
            annotations = sorted(annotations);
        }

        @Override
        public String name() {
            return alert;
        }
    }

    private static Map<String, String> sorted(Map<String, String> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
