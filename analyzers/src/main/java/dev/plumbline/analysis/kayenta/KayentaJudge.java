package dev.plumbline.analysis.kayenta;

import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.kayenta.ScoreThresholds.Classification;
import dev.plumbline.analysis.stats.SampleSummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Judges the pairs of a canary by a Kayenta configuration. Pure: equal arguments give equal results. Safe for any number
 * of threads. Cost for each pair of m and n points: O((m + n) log(m + n)), some 50 µs for 60 and 60.
 */
public final class KayentaJudge {
    private static final double TOLERANCE = 0.25;
    private static final double CONFIDENCE = 0.98;
    private static final double COARSE = 1e-2;
    private static final double LEAST_STEP = 0.01;

    private final CanaryConfig config;
    private final ScoreThresholds thresholds;
    private final Mode mode;
    private final NoData noData;

    /** @param noData what an unknown metric means in strict mode; in compatible mode Kayenta's rules hold whatever it says */
    public KayentaJudge(CanaryConfig config, ScoreThresholds thresholds, Mode mode, NoData noData) {
        this.config = config;
        this.thresholds = thresholds;
        this.mode = mode;
        this.noData = noData;
    }

    /**
     * Judges what was measured.
     *
     * @param pairs any number for each metric; in strict mode a metric without one has no data
     * @throws IllegalArgumentException when a pair is of a metric that the configuration does not have
     */
    public KayentaResult judge(Collection<MetricPair> pairs) {
        var classifier = new MetricClassifier(mode, TOLERANCE, CONFIDENCE);
        var results = new ArrayList<JudgedMetric>();
        var seen = new HashSet<String>();
        for (MetricPair pair : pairs) {
            CanaryMetric metric = config.metric(pair.name()).orElseThrow(() -> new IllegalArgumentException(
                    "metric " + pair.name() + " is not in the canary configuration " + config.name()));
            seen.add(pair.name());
            results.add(judged(classifier, metric, pair));
        }
        if (mode == Mode.STRICT) {
            config.metrics().stream().filter(m -> !seen.contains(m.name()))
                    .forEach(m -> results.add(judged(classifier, m, new MetricPair(m.name(), Map.of(), new double[0], new double[0]))));
        }
        return result(results);
    }

    private static JudgedMetric judged(MetricClassifier classifier, CanaryMetric metric, MetricPair pair) {
        double[] control = metric.rules().cleaning().clean(pair.control());
        double[] experiment = metric.rules().cleaning().clean(pair.experiment());
        return new JudgedMetric(metric, pair.tags(), classifier.classify(metric, control, experiment), SampleSummary.of(control),
                SampleSummary.of(experiment));
    }

    private KayentaResult result(List<JudgedMetric> results) {
        List<JudgedMetric> counting = results.stream().filter(r -> !r.muted()).toList();
        List<JudgedMetric> unknown = counting.stream().filter(r -> r.classification().label().unknown()).toList();
        return switch (mode) {
            case COMPATIBLE -> compatible(results, counting);
            case STRICT -> strict(results, counting, unknown);
        };
    }

    private KayentaResult compatible(List<JudgedMetric> results, List<JudgedMetric> counting) {
        var scorer = new CompatibleScorer(config.groupWeights());
        Score score = scorer.score(counting);
        var hazards = new ArrayList<>(scorer.hazards(counting));
        counting.forEach(m -> hazards.addAll(hazards(m)));
        var findings = new KayentaResult.Findings(List.of(), hazards, false);
        return new KayentaResult(score, thresholds.classify(score.value()), reason(score, counting), results, findings);
    }

    private static List<String> hazards(JudgedMetric m) {
        Comparison c = m.classification().comparison();
        boolean empty = m.control().count() == 0 || m.experiment().count() == 0;
        if (c == null) {
            return empty && m.classification().label() == Label.PASS
                    ? List.of(m.title() + " passes without data, since nanStrategy is replace") : List.of();
        }
        double size = Math.max(Math.abs(c.shift().estimate()), Math.max(Math.abs(c.shift().lower()), Math.abs(c.shift().upper())));
        return size < COARSE ? List.of("the interval of " + m.title() + " is known to 0.0001 only, too coarse for shifts of " + Figures.show(size)) : List.of();
    }

    private KayentaResult strict(List<JudgedMetric> results, List<JudgedMetric> counting, List<JudgedMetric> unknown) {
        Score score = new StrictScorer(config.groupWeights(), noData).score(counting);
        boolean nothing = unknown.size() == counting.size();
        boolean held = nothing && noData != NoData.FAIL
                || noData == NoData.HOLD && !unknown.isEmpty() && score.best() >= thresholds.marginal();
        Score shown = held ? new Score(heldBack(score.value()), score.best(), score.groups(), score.reason()) : score;
        List<String> why = unknown.stream().map(m -> m.classification().reason()).toList();
        var findings = new KayentaResult.Findings(why, List.of(), held);
        Classification classification = held ? Classification.MARGINAL : thresholds.classify(score.value());
        return new KayentaResult(shown, classification, reason(shown, counting) + unknownText(why, nothing), results, findings);
    }

    /** A score that is neither a pass nor, where the thresholds leave room between, a fail. */
    private double heldBack(double score) {
        double highest = Math.max(0, Math.min(thresholds.pass() - LEAST_STEP, 100));
        return Score.rounded(Math.min(Math.max(score, thresholds.marginal()), highest));
    }

    private String unknownText(List<String> unknown, boolean nothing) {
        if (unknown.isEmpty()) {
            return nothing ? "; no metric counts" : "";
        }
        String meaning = switch (noData) {
            case HOLD -> "not known";
            case FAIL -> "no data, which this policy counts as failed";
            case IGNORE -> "ignored, as this policy says";
        };
        return "; " + meaning + ": " + String.join(", ", unknown);
    }

    private String reason(Score score, List<JudgedMetric> counting) {
        String text = "score " + Figures.show(score.value()) + " (pass from " + Figures.show(thresholds.pass()) + ", marginal from "
                + Figures.show(thresholds.marginal()) + ")";
        if (!score.reason().isEmpty()) {
            return text + ": " + score.reason();
        }
        String failures = counting.stream().filter(m -> m.classification().label() != Label.PASS && !m.classification().label().unknown())
                .map(m -> m.classification().reason()).collect(Collectors.joining(", "));
        long passing = counting.stream().filter(m -> m.classification().label() == Label.PASS).count();
        return text + ": " + passing + " of " + counting.size() + " metrics pass" + (failures.isEmpty() ? "" : "; " + failures);
    }
}
