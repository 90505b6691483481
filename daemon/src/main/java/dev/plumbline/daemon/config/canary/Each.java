package dev.plumbline.daemon.config.canary;

import dev.plumbline.model.LabelMatcher;
import java.util.List;

/**
 * That every metric is judged for each value of a label by itself, by region or tenant say.
 *
 * @param values at least one, unique
 * @param quorum for how many of them the canary must be good
 */
public record Each(String label, List<String> values, int quorum) {
    /** The most values. */
    public static final int MAX_VALUES = 20;

    public Each {
        values = List.copyOf(values);
    }

    /** The matcher that picks one value's series. */
    static String matcher(String label, String value) {
        return new LabelMatcher(LabelMatcher.Type.EQUAL, label, value).toString();
    }
}
