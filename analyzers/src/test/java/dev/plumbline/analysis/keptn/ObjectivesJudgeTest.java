package dev.plumbline.analysis.keptn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.analysis.canary.Exposure;
import dev.plumbline.analysis.canary.Judgement;
import dev.plumbline.analysis.canary.MetricResult;
import dev.plumbline.analysis.canary.MetricResult.Outcome;
import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;
import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.analysis.keptn.TotalScore.Grade;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectivesJudgeTest {
    private static final Progress OVER = new Progress(0, 600_000);

    private static Criterion criterion(String name, NoData noData) {
        return new Criterion(name, null, null, null, 100, Exposure.REQUESTS, noData, false);
    }

    private static Policy policy(NoData noData) {
        return new Policy(List.of(criterion("a", noData), criterion("b", NoData.HOLD)), 60_000, 60_000, 600_000);
    }

    private static Objective objective(String sli, String pass) {
        return new Objective(sli, Criteria.allOf(RelativeCriterion.parse(pass).orElseThrow()), Criteria.NONE, 1, false);
    }

    private static ObjectivesJudge judge(PastRelease... past) {
        return new ObjectivesJudge(List.of(objective("a", "<10"), objective("b", "<=+10%")), new TotalScore.Thresholds(90, 50), PastComparison.LATEST,
                List.of(past));
    }

    private static Evidence evidence(String metric, Reading reading, long amount) {
        return new Evidence(metric, reading, amount, "s", List.of());
    }

    private static Judgement judged(NoData noData, Progress progress, Reading a, long amount) {
        return judge().judge(policy(noData), progress, List.of(evidence("a", a, amount), evidence("b", new Reading.Number(5), 1_000)));
    }

    @Test
    void decidesOnceTheTimeIsOver() {
        Judgement early = judged(NoData.HOLD, new Progress(0, 599_999), new Reading.Number(50), 1_000);
        assertThat(early.verdict()).isInstanceOf(Verdict.Pending.class);
        assertThat(early.verdict().reason()).startsWith("so far score 50 %");
        Judgement late = judged(NoData.HOLD, OVER, new Reading.Number(50), 1_200);
        assertThat(late.verdict()).as("50 % is a warning").isInstanceOf(Verdict.Inconclusive.class);
        assertThat(late.verdict().reason()).endsWith("; 1,000 requests");
        assertThat(late.results()).extracting(MetricResult::outcome).containsExactly(Outcome.FAIL, Outcome.PASS);
        assertThat(judged(NoData.HOLD, OVER, new Reading.Number(5), 100).verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(judged(NoData.HOLD, new Progress(0, 10_000), new Reading.Missing("x"), 0).verdict().reason()).isEqualTo("warming up, 50 s left; nothing is measured yet");
    }

    @Test
    void tooLittleAndUnreadableHoldWhateverNoDataMeans() {
        for (NoData noData : NoData.values()) {
            for (Reading reading : List.of(new Reading.Number(5), new Reading.Unreadable("the store is away"), new Reading.AtLeast(5))) {
                Judgement judgement = judged(noData, OVER, reading, reading instanceof Reading.Number ? 99 : 1_000);
                assertThat(judgement.verdict()).as(noData + " " + reading).isInstanceOf(Verdict.Inconclusive.class);
                assertThat(judgement.results().getFirst().outcome()).isEqualTo(Outcome.PENDING);
            }
        }
        assertThat(judged(NoData.FAIL, OVER, new Reading.Number(5), 99).results().getFirst().reason())
                .isEqualTo("a is not known (5 so far, on 99 requests of at least 100 requests)");
    }

    @Test
    void noDataMeansWhatThePolicySaysOnceTheWindowIsReached() {
        Reading none = new Reading.Missing("no requests");
        assertThat(judged(NoData.HOLD, OVER, none, 0).verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(judged(NoData.IGNORE, OVER, none, 0).verdict()).isInstanceOf(Verdict.Go.class);
        Judgement failed = judged(NoData.FAIL, OVER, new Reading.Number(Double.NaN), 0);
        assertThat(failed.score()).isEqualTo(50);
        assertThat(failed.results().getFirst().outcome()).isEqualTo(Outcome.FAIL);
        assertThat(judged(NoData.FAIL, new Progress(0, 90_000), none, 0).results().getFirst().outcome()).as("too early").isEqualTo(Outcome.PENDING);
    }

    @Test
    void comparesWithThePastItWasGiven() {
        var before = new PastRelease("1.0", Grade.PASS, Map.of("b", 4.0), Map.of());
        Judgement judgement = judge(before).judge(policy(NoData.HOLD), OVER,
                List.of(evidence("a", new Reading.Number(5), 100), evidence("b", new Reading.Number(5), 100)));
        assertThat(judgement.verdict().reason()).contains("b 5 does not meet <=+10%, before 4");
        assertThat(judgement.score()).isEqualTo(50);
    }

    @Test
    void everyMetricNeedsAnObjective() {
        var other = new Policy(List.of(criterion("c", NoData.HOLD)), 0, 1, 600_000);
        assertThatThrownBy(() -> judge().judge(other, OVER, List.of())).hasMessageContaining("no objective for metric c");
    }
}
