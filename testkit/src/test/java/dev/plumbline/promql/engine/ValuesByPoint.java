package dev.plumbline.promql.engine;

import dev.plumbline.promql.Value;
import java.util.HashMap;
import java.util.Map;

/** The values of an answer by labels and time, so that answers whose series come in another order can be compared. */
final class ValuesByPoint {
    private ValuesByPoint() {}

    static Map<String, Double> of(Value value) {
        var out = new HashMap<String, Double>();
        switch (value) {
            case Value.Vector v -> v.elements().forEach(e -> out.put(e.labels() + " " + e.timeMillis(), e.value()));
            case Value.Matrix m -> m.series().forEach(p -> {
                for (int i = 0; i < p.times().length; i++) {
                    out.put(p.labels() + " " + p.times()[i], p.values()[i]);
                }
            });
            case Value.Scalar _, Value.Text _ -> throw new IllegalArgumentException("no vector: " + value);
        }
        return out;
    }
}
