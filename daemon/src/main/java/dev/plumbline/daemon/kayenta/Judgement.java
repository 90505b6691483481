package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.kayenta.CanaryConfig;
import dev.plumbline.analysis.kayenta.GroupScore;
import dev.plumbline.analysis.kayenta.JudgedMetric;
import dev.plumbline.analysis.kayenta.KayentaJudge;
import dev.plumbline.analysis.kayenta.KayentaResult;
import dev.plumbline.analysis.kayenta.Mode;
import dev.plumbline.analysis.kayenta.ScoreThresholds;
import dev.plumbline.analysis.stats.SampleSummary;
import dev.plumbline.analysis.value.Value;
import dev.plumbline.daemon.config.kayenta.JudgeSettings;
import dev.plumbline.model.PlumblineException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the judge said, and the same in Kayenta's shape.
 *
 * @param json a CanaryJudgeResult
 * @param score 0 to 100
 * @param held whether what is not known holds the verdict back
 * @param fewPoints whether a baseline had fewer than 50 values
 */
record Judgement(Value json, double score, boolean held, boolean fewPoints) {
    private static final int ENOUGH_POINTS = 50;

    /** @throws PlumblineException of kind USER when a pair is of a metric that the configuration does not have */
    static Judgement of(CanaryConfig config, JudgeSettings judge, ScoreThresholds thresholds, Evidence evidence) {
        try {
            KayentaResult result = new KayentaJudge(config, thresholds, judge.mode(), judge.noData()).judge(IdentifiedPair.pairs(evidence.pairs()));
            boolean few = result.results().stream().anyMatch(r -> r.control().count() < ENOUGH_POINTS);
            return new Judgement(json(judge, result, evidence), result.score().value(), result.findings().held(), few);
        } catch (IllegalArgumentException e) {
            throw PlumblineException.user(String.valueOf(e.getMessage()), e);
        }
    }

    private static Value json(JudgeSettings judge, KayentaResult result, Evidence evidence) {
        List<IdentifiedPair> pairs = evidence.pairs();
        var results = new ArrayList<Value>();
        for (JudgedMetric metric : result.results()) {
            int i = results.size();
            results.add(metric(metric, i < pairs.size() ? pairs.get(i).id() : metric.metric().name()));
        }
        return new Members().text("judgeName", judge.name()).value("score", score(judge, result, evidence))
                .value("groupScores", new Value.Items(result.score().groups().stream().map(Judgement::group).toList()))
                .value("results", new Value.Items(results)).build();
    }

    private static Value score(JudgeSettings judge, KayentaResult result, Evidence evidence) {
        String same = evidence.same().isEmpty() ? "" : "; beware: both sides were measured by the same query at the same time, of "
                + String.join(", ", evidence.same());
        String mode = judge.mode() == Mode.COMPATIBLE ? "; judged in compatible mode, as Kayenta does" : "";
        return new Members().number("score", result.score().value()).text("classification", result.classification().word())
                .text("classificationReason", result.verdict(true).reason() + same + mode).build();
    }

    private static Value group(GroupScore group) {
        return new Members().text("name", group.name()).number("score", group.score()).text("classification", "")
                .text("classificationReason", group.noData() ? "no data" : "").build();
    }

    private static Value metric(JudgedMetric metric, String id) {
        var importance = metric.metric().rules().importance();
        var found = metric.classification();
        return new Members().text("name", metric.metric().name()).text("id", id).texts("tags", metric.tags())
                .texts("groups", metric.metric().groups()).text("classification", found.label().word())
                .known("classificationReason", found.reason()).flag("critical", found.critical()).flag("muted", importance.muted())
                .value("controlMetadata", stats(metric.control())).value("experimentMetadata", stats(metric.experiment()))
                .value("resultMetadata", new Members().number("ratio", found.ratio()).build()).build();
    }

    private static Value stats(SampleSummary s) {
        return new Members().value("stats", new Members().number("min", s.min()).number("max", s.max()).number("mean", s.mean())
                .number("std", s.std()).number("count", s.count()).build()).build();
    }
}
