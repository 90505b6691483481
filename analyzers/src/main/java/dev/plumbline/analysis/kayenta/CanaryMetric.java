package dev.plumbline.analysis.kayenta;

import dev.plumbline.analysis.canary.Margin.Direction;
import java.util.List;

/**
 * One metric of a configuration.
 *
 * @param groups the groups it counts in; in each of them where there are several
 */
public record CanaryMetric(String name, List<String> groups, Rules rules) {
    public CanaryMetric {
        groups = List.copyOf(groups);
    }

    /**
     * How it is compared.
     *
     * @param direction which difference is a worse one
     */
    public record Rules(Direction direction, Cleaning cleaning, EffectLimits effect, Importance importance) {
        /** Kayenta's defaults: either direction, any difference, nothing special. */
        public static final Rules USUAL = new Rules(Direction.EITHER, Cleaning.USUAL, EffectLimits.any(EffectLimits.Measure.MEAN_RATIO),
                Importance.USUAL);
    }
}
