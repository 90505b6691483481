package dev.plumbline.rules;

import dev.plumbline.model.Labels;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Turns the labels of result series into those of what a rule makes of them, and remembers the answers of the last evaluation:
 * results mostly have the same series again, and building a label set costs more than the rest of an evaluation. Holds one
 * answer for each series of the last evaluation.
 */
final class LabelOverlay {
    private final Function<Labels, Labels> overlay;
    private Map<Labels, Labels> last = Map.of();
    private Map<Labels, Labels> current = new HashMap<>();

    LabelOverlay(Function<Labels, Labels> overlay) {
        this.overlay = overlay;
    }

    Labels of(Labels series) {
        Labels known = last.get(series);
        Labels answer = known == null ? overlay.apply(series) : known;
        current.put(series, answer);
        return answer;
    }

    /** Ends an evaluation. */
    void endEvaluation() {
        last = current;
        current = HashMap.newHashMap(last.size());
    }
}
