package dev.plumbline.analysis.keptn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.BaselineEvidence;
import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.analysis.canary.Exposure;
import dev.plumbline.analysis.canary.Margin;
import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;
import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.analysis.canary.ThresholdJudge;
import dev.plumbline.analysis.keptn.ObjectiveResult.Outcome;
import dev.plumbline.analysis.keptn.PastComparison.Aggregate;
import dev.plumbline.analysis.keptn.TotalScore.Grade;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptnJudgeTest {

    private static RelativeCriterion criterion(String text) {
        return RelativeCriterion.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"<600,,600,599,true", "<600,,600,600,false", "<=600,,600,600,true", "=5,,5,5,true", ">=0.5,,0.5,0.4,false", ">9,,9,10,true",
        "<=+10%,200,220,220,true", "<=+10%,200,220,221,false", "<=10%,200,220,220,true", ">=-5%,200,190,189,false", "<=+100,200,300,300,true",
        "<-50,200,150,150,false", " <= + 10 % ,200,220,1,true", "<=+10%,-200,-180,-181,true"})
    void comparesWithANumberOrThePast(String text, Double past, double target, double value, boolean holds) {
        OptionalDouble before = past == null ? OptionalDouble.empty() : OptionalDouble.of(past);
        assertThat(criterion(text).target(before)).hasValue(target);
        assertThat(criterion(text).holds(value, before)).isEqualTo(holds);
        assertThat(criterion(criterion(text).toString())).isEqualTo(criterion(text));
    }

    @Test
    void refusesOtherForms() {
        assertThat(List.of("", "600", "<", "<x", "==5", "<6 00", "<1e5", "<+-5", "<5%%", "=>5", "<." + "0".repeat(3) + "x"))
                .allMatch(t -> RelativeCriterion.parse(t).isEmpty());
        assertThat(criterion("<=+10%").holds(1e9, OptionalDouble.empty())).as("nothing to compare with").isTrue();
        assertThat(criterion("<5").holds(1e9, OptionalDouble.empty())).isFalse();
    }

    private static Objective objective(String sli, String pass, String warning, boolean key) {
        return new Objective(sli, pass.isEmpty() ? Criteria.NONE : Criteria.allOf(criterion(pass)), warning.isEmpty() ? Criteria.NONE : Criteria.allOf(criterion(warning)),
                1, key);
    }

    private static ServiceLevels levels(NoData noData, Objective... objectives) {
        return new ServiceLevels(List.of(objectives), new TotalScore.Thresholds(90, 75), PastComparison.LATEST, noData);
    }

    private static KeptnResult judge(ServiceLevels levels, Map<String, Reading> readings, PastRelease... latestFirst) {
        return new KeptnJudge(levels).judge(readings, List.of(latestFirst));
    }

    private static Reading number(double value) {
        return new Reading.Number(value);
    }

    private static PastRelease past(String version, Grade grade, double value) {
        return new PastRelease(version, grade, Map.of("p95", value), Map.of("p95", 300L));
    }

    @Test
    void aWarningGivesHalf() {
        ServiceLevels levels = levels(NoData.FAIL, objective("p95", "<600", "<800", false), objective("errors", "<1", "", false));
        KeptnResult result = judge(levels, Map.of("p95", number(700), "errors", number(0)));
        assertThat(result.total().percent()).isEqualTo(75);
        assertThat(result.total().grade()).isEqualTo(Grade.WARNING);
        assertThat(result.verdict(true)).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(result.verdict(false)).isInstanceOf(Verdict.Pending.class);
        assertThat(result.reason()).isEqualTo("score 75 % (pass from 90 %, warning from 75 %): p95 700 warns, meets <800 but not <600, errors 0 meets <1");
        assertThat(judge(levels, Map.of("p95", number(500), "errors", number(0))).verdict(true)).isInstanceOf(Verdict.Go.class);
        assertThat(judge(levels, Map.of("p95", number(900), "errors", number(2))).verdict(true)).isInstanceOf(Verdict.NoGo.class);
    }

    @Test
    void aKeyObjectiveFailsAll() {
        ServiceLevels levels = new ServiceLevels(List.of(new Objective("p95", Criteria.allOf(criterion("<600")), Criteria.NONE, 99, false),
                new Objective("errors", Criteria.allOf(criterion("<1")), Criteria.NONE, 1, true)), new TotalScore.Thresholds(90, 75), PastComparison.LATEST, NoData.FAIL);
        KeptnResult result = judge(levels, Map.of("p95", number(1), "errors", number(2)));
        assertThat(result.total().grade()).isEqualTo(Grade.FAIL);
        assertThat(result.reason()).startsWith("score 99 % (pass from 90 %, warning from 75 %), key objective not met: errors: ");
    }

    @Test
    void setsAreAlternativesOfConjunctions() {
        var criteria = new Criteria(List.of(List.of(criterion("<600"), criterion("<=+10%")), List.of(criterion("<100"))));
        assertThat(criteria).hasToString("<600 and <=+10%, or <100");
        assertThat(criteria.meets(500, OptionalDouble.of(480))).isTrue();
        assertThat(criteria.meets(500, OptionalDouble.of(400))).isFalse();
        assertThat(criteria.meets(90, OptionalDouble.of(10))).isTrue();
        assertThatThrownBy(() -> new Criteria(List.of(List.of()))).hasMessageContaining("empty");
    }

    @Test
    void informationDoesNotCount() {
        ServiceLevels levels = levels(NoData.FAIL, objective("p95", "", "<1", false), objective("errors", "<1", "", false));
        KeptnResult result = judge(levels, Map.of("p95", number(700), "errors", number(0)));
        assertThat(result.results().getFirst().outcome()).isEqualTo(Outcome.INFORMATION);
        assertThat(result.total().maximum()).isEqualTo(1);
        KeptnResult onlyInformation = judge(levels(NoData.FAIL, objective("p95", "", "", false)), Map.of("p95", number(1)));
        assertThat(onlyInformation.total().percent()).as("as Keptn has it").isEqualTo(100);
        assertThat(onlyInformation.verdict(true)).isInstanceOf(Verdict.Inconclusive.class);
    }

    @Test
    void noDataIsAChoice() {
        Objective[] two = {objective("p95", "<600", "", true), objective("errors", "<1", "", false)};
        Map<String, Reading> missing = Map.of("p95", new Reading.Missing("no requests"), "errors", number(0));
        assertThat(judge(levels(NoData.FAIL, two), missing).verdict(true)).isInstanceOf(Verdict.NoGo.class);
        assertThat(judge(levels(NoData.HOLD, two), missing).verdict(true)).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(judge(levels(NoData.IGNORE, two), missing).verdict(true)).isInstanceOf(Verdict.Go.class);
        assertThat(judge(levels(NoData.IGNORE, two), missing).reason()).contains("p95 is not known (no requests), ignored as this policy says");
        assertThat(judge(levels(NoData.HOLD, two), Map.of("errors", number(5))).verdict(true)).as("fails whatever p95 is").isInstanceOf(Verdict.NoGo.class);
        assertThat(judge(levels(NoData.IGNORE, two), Map.of()).verdict(true)).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(judge(levels(NoData.HOLD, two), Map.of("p95", number(Double.NaN), "errors", number(0))).reason()).contains("the value is NaN");
    }

    @Test
    void aLowerBoundIsEnoughWhereItDecides() {
        ServiceLevels levels = levels(NoData.HOLD, objective("p95", "<600", "", false));
        assertThat(judge(levels, Map.of("p95", new Reading.AtLeast(700))).verdict(true)).isInstanceOf(Verdict.NoGo.class);
        assertThat(judge(levels, Map.of("p95", new Reading.AtLeast(500))).verdict(true)).isInstanceOf(Verdict.Inconclusive.class);
    }

    @Test
    void pastReleasesAreChosenByTheirGrade() {
        List<PastRelease> history = List.of(past("5", Grade.FAIL, 900), past("4", Grade.PASS, 100), past("3", Grade.WARNING, 300), past("2", Grade.PASS, 200));
        assertThat(PastComparison.LATEST.value("p95", history)).hasValue(900);
        assertThat(new PastComparison(2, Grade.PASS, Aggregate.AVG).value("p95", history)).hasValue(150);
        assertThat(new PastComparison(3, Grade.WARNING, Aggregate.P50).value("p95", history)).hasValue(200);
        assertThat(new PastComparison(4, Grade.FAIL, Aggregate.P90).value("p95", history)).hasValueCloseTo(720.0, within(1e-9));
        assertThat(new PastComparison(4, Grade.FAIL, Aggregate.P95).value("other", history)).isEmpty();
        assertThatThrownBy(() -> new PastComparison(0, Grade.FAIL, Aggregate.AVG)).hasMessageContaining("1 to 100");
    }

    @Test
    void theReasonNamesThePast() {
        ServiceLevels levels = levels(NoData.HOLD, objective("p95", "<=+10%", "", false));
        assertThat(judge(levels, Map.of("p95", number(120)), past("1", Grade.PASS, 100)).reason()).endsWith("p95 120 does not meet <=+10%, before 100");
        KeptnResult first = judge(levels, Map.of("p95", number(120)));
        assertThat(first.reason()).endsWith("p95 120 meets <=+10%, no past release to compare with, relative criteria hold");
    }

    private static final Policy MARGIN = new Policy(List.of(new Criterion("p95", null, null, Margin.parse("10%", Margin.Direction.INCREASE).orElseThrow(), 200,
            Exposure.REQUESTS, NoData.HOLD, false)), 0, 0, 60_000);

    private static Verdict threshold(BaselineEvidence baseline, PastRelease... history) {
        var evidence = new Evidence("p95", number(120), 500, "s", List.of(), baseline);
        var past = new PastBaseline(new PastComparison(2, Grade.PASS, Aggregate.AVG), List.of(history));
        return new ThresholdJudge().judge(MARGIN, new Progress(0, 30_000), past.completed(List.of(evidence))).verdict();
    }

    @Test
    void theFirstReleaseIsHeldAgainstThePast() {
        var none = new BaselineEvidence(new Reading.Missing("no series"), 0, "");
        assertThat(threshold(none, past("2", Grade.PASS, 100), past("1", Grade.PASS, 100))).isInstanceOf(Verdict.NoGo.class);
        assertThat(threshold(none, past("2", Grade.PASS, 118), past("1", Grade.PASS, 118))).isInstanceOf(Verdict.Go.class);
        assertThat(threshold(none)).as("nothing to compare with").isInstanceOf(Verdict.Pending.class);
        assertThat(threshold(new BaselineEvidence(number(119), 500, "b"), past("2", Grade.PASS, 1))).as("a measured one stays").isInstanceOf(Verdict.Go.class);
        assertThat(threshold(new BaselineEvidence(new Reading.Unreadable("away"), 0, ""), past("2", Grade.PASS, 1))).as("our own doubt")
                .isInstanceOf(Verdict.Pending.class);
        var evidence = new Evidence("p95", number(120), 500, "s", List.of());
        BaselineEvidence filled = new PastBaseline(new PastComparison(2, Grade.PASS, Aggregate.AVG), List.of(past("2", Grade.PASS, 100)))
                .completed(List.of(evidence)).getFirst().baseline();
        assertThat(filled).isEqualTo(new BaselineEvidence(number(100), 300, "avg of the last 2 releases that passed: 2"));
    }
}
