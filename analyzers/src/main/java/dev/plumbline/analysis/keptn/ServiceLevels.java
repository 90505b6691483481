package dev.plumbline.analysis.keptn;

import dev.plumbline.analysis.canary.NoData;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * What a release is held to.
 *
 * @param objectives at least one, names unique
 * @param noData what an indicator means that could not be measured; Keptn's own is {@link NoData#FAIL}
 * @param unlike by indicator, where one means something else
 */
public record ServiceLevels(List<Objective> objectives, TotalScore.Thresholds thresholds, PastComparison comparison, NoData noData,
        Map<String, NoData> unlike) {
    public ServiceLevels {
        objectives = List.copyOf(objectives);
        unlike = Map.copyOf(unlike);
        var names = new HashSet<String>();
        if (objectives.isEmpty() || !objectives.stream().allMatch(o -> names.add(o.sli()))) {
            throw new IllegalArgumentException("at least one objective is needed, and names that differ");
        }
    }

    /** Where no data means the same for all. */
    public ServiceLevels(List<Objective> objectives, TotalScore.Thresholds thresholds, PastComparison comparison, NoData noData) {
        this(objectives, thresholds, comparison, noData, Map.of());
    }

    /** What it means that an objective's indicator could not be measured. */
    NoData noData(Objective objective) {
        return unlike.getOrDefault(objective.sli(), noData);
    }
}
