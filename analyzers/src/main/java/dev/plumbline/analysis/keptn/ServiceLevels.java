package dev.plumbline.analysis.keptn;

import dev.plumbline.analysis.canary.NoData;
import java.util.HashSet;
import java.util.List;

/**
 * What a release is held to.
 *
 * @param objectives at least one, names unique
 * @param noData what an indicator means that could not be measured; Keptn's own is {@link NoData#FAIL}
 */
public record ServiceLevels(List<Objective> objectives, TotalScore.Thresholds thresholds, PastComparison comparison, NoData noData) {
    public ServiceLevels {
        objectives = List.copyOf(objectives);
        var names = new HashSet<String>();
        if (objectives.isEmpty() || !objectives.stream().allMatch(o -> names.add(o.sli()))) {
            throw new IllegalArgumentException("at least one objective is needed, and names that differ");
        }
    }
}
