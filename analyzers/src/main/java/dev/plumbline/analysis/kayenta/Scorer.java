package dev.plumbline.analysis.kayenta;

import java.util.List;

/** Turns the labels of the metrics that are not muted into a score. */
public sealed interface Scorer permits CompatibleScorer, StrictScorer {
    Score score(List<JudgedMetric> metrics);
}
