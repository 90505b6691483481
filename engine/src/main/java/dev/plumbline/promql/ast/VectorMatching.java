package dev.plumbline.promql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the series of two vectors find each other.
 *
 * @param cardinality one-to-one unless {@code group_left} (many-to-one) or {@code group_right} (one-to-many); set
 *     operators are many-to-many
 * @param on whether {@code labels} are those to match on; false: all but those
 * @param labels as written
 * @param include labels of the "one" side that {@code group_x(…)} copies
 * @param fillLeft {@code fill}/{@code fill_left}: the value for a series missing on the left, or null
 * @param fillRight the same for the right
 */
public record VectorMatching(Cardinality cardinality, boolean on, List<String> labels, List<String> include,
        @Nullable Double fillLeft, @Nullable Double fillRight) {

    /** Cardinalities, named as Prometheus's messages do. */
    public enum Cardinality {
        ONE_TO_ONE("one-to-one"), MANY_TO_ONE("many-to-one"), ONE_TO_MANY("one-to-many"), MANY_TO_MANY("many-to-many");

        private final String text;

        Cardinality(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    public VectorMatching {
        labels = List.copyOf(labels);
        include = List.copyOf(include);
    }
}
