package dev.plumbline.analysis.kayenta;

/** One line about a metric that was compared. */
final class ComparisonText {
    private ComparisonText() {}

    static String of(CanaryMetric metric, Label label, Comparison c) {
        String shift = metric.name() + ": the canary lies " + Figures.show(c.shift().estimate()) + " above the baseline (interval "
                + Figures.show(c.shift().lower()) + " to " + Figures.show(c.shift().upper()) + ", "
                + (Double.isNaN(c.p()) ? "" : "p " + Figures.show(c.p()) + ", ") + measure(metric) + " " + Figures.show(c.effect()) + ")";
        return shift + switch (label) {
            case HIGH -> ", too high";
            case LOW -> ", too low";
            case PASS -> passing(metric, c);
            case NODATA, NODATA_FAIL, ERROR -> "";
        };
    }

    private static String measure(CanaryMetric metric) {
        return switch (metric.rules().effect().measure()) {
            case MEAN_RATIO -> "ratio of means";
            case CLES -> "probability of being above";
        };
    }

    private static String passing(CanaryMetric metric, Comparison c) {
        boolean above = c.shift().lower() > c.bound();
        boolean below = c.shift().upper() < -c.bound();
        if (above && below) {
            return ", an interval in the wrong order";
        }
        if (!above && !below) {
            boolean distinct = c.shift().lower() > 0 || c.shift().upper() < 0 || c.p() <= UNLIKELY;
            return distinct ? ", distinct but not clear of " + Figures.show(c.bound()) + ", a share of the estimate" : "";
        }
        return switch (metric.rules().direction()) {
            case INCREASE -> below ? ", which is no harm" : ", within the allowed effect";
            case DECREASE -> above ? ", which is no harm" : ", within the allowed effect";
            case EITHER -> ", within the allowed effect";
        };
    }

    /** What the interval's usual confidence leaves on both sides. */
    private static final double UNLIKELY = 0.02;
}
