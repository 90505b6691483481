package dev.plumbline.analysis.kayenta;

import dev.plumbline.analysis.canary.Margin.Direction;
import dev.plumbline.analysis.stats.SampleSummary;

/** Compares means and nothing else: no statistics, for comparison with judges that have some. */
public final class MeanInequality {
    private MeanInequality() {}

    /** Labels a metric by which mean is higher; both samples cleaned. */
    public static Label classify(CanaryMetric metric, double[] control, double[] experiment) {
        CanaryMetric.Rules rules = metric.rules();
        if (control.length == 0 || experiment.length == 0) {
            boolean fails = rules.importance().mustHaveData() && !rules.importance().critical();
            return rules.cleaning().replaceNaN() ? Label.PASS : fails ? Label.NODATA_FAIL : Label.NODATA;
        }
        double difference = SampleSummary.of(experiment).mean() - SampleSummary.of(control).mean();
        if (difference > 0 && rules.direction() != Direction.DECREASE) {
            return Label.HIGH;
        }
        return difference < 0 && rules.direction() != Direction.INCREASE ? Label.LOW : Label.PASS;
    }
}
