package dev.plumbline.analysis.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.Margin.Direction;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MarginTest {
    private static final Quantity FIVE_PERCENT = new Quantity(0.05, Unit.PERCENT);

    private static Margin margin(String text, Direction direction) {
        return Margin.parse(text, direction).orElseThrow();
    }

    private static Judgement judge(@Nullable Quantity limit, Margin margin, NoData noData, Reading canary, @Nullable BaselineEvidence baseline) {
        var criterion = new Criterion("error_rate", limit, null, margin, 200, Exposure.REQUESTS, noData, false);
        var policy = new Policy(List.of(criterion), 0, 30_000, 600_000);
        return new ThresholdJudge().judge(policy, new Progress(0, 60_000),
                List.of(new Evidence("error_rate", canary, 500, "s", List.of(), baseline)));
    }

    private static Judgement points(double canary, double baseline) {
        return judge(FIVE_PERCENT, margin("1pp", Direction.INCREASE), NoData.HOLD, new Reading.Number(canary),
                new BaselineEvidence(new Reading.Number(baseline), 900, "b"));
    }

    @Test
    void readsThreeKinds() {
        assertThat(margin("1pp", Direction.INCREASE)).isEqualTo(new Margin(0.01, false, Direction.INCREASE, "1 pp"));
        assertThat(margin("10%", Direction.EITHER)).isEqualTo(new Margin(0.1, true, Direction.EITHER, "10 %"));
        assertThat(margin("5ms", Direction.DECREASE)).isEqualTo(new Margin(0.005, false, Direction.DECREASE, "5 ms"));
        assertThat(List.of("-1pp", "-3", "x", "pp", "1ppp")).allMatch(t -> Margin.parse(t, Direction.INCREASE).isEmpty());
    }

    @Test
    void theDirectionSaysWhatIsWorse() {
        assertThat(margin("10%", Direction.INCREASE).isExceeded(111, 100)).isTrue();
        assertThat(margin("10%", Direction.INCREASE).isExceeded(50, 100)).isFalse();
        assertThat(margin("10%", Direction.DECREASE).isExceeded(89, 100)).isTrue();
        assertThat(margin("10%", Direction.DECREASE).isExceeded(900, 100)).isFalse();
        assertThat(margin("10%", Direction.EITHER).isExceeded(89, 100)).isTrue();
        assertThat(margin("10%", Direction.EITHER).isExceeded(111, 100)).isTrue();
        assertThat(margin("2", Direction.EITHER).isExceeded(102, 100)).isFalse();
    }

    @Test
    void namesBothNumbers() {
        assertThat(points(0.002, 0.002).verdict()).isEqualTo(new Verdict.Go("error_rate 0.2 % <= 5 %, 0.2 % vs 0.2 % (margin 1 pp); 500 requests"));
        assertThat(points(0.03, 0.002).verdict()).isEqualTo(new Verdict.NoGo("error_rate 3 % vs 0.2 % exceeds margin 1 pp; 500 requests"));
        assertThat(points(0.06, 0.06).verdict()).as("the absolute limit holds whatever the baseline is")
                .isEqualTo(new Verdict.NoGo("error_rate 6 % > 5 %; 500 requests"));
        Judgement alone = judge(null, margin("1pp", Direction.INCREASE), NoData.HOLD, new Reading.Number(0.01),
                new BaselineEvidence(new Reading.Number(0.002), 200, "b"));
        assertThat(alone.verdict()).isEqualTo(new Verdict.Go("error_rate 1 % vs 0.2 % (margin 1 pp); 500 requests"));
    }

    @Test
    void waitsForBothArms() {
        Margin m = margin("1pp", Direction.INCREASE);
        assertThat(judge(FIVE_PERCENT, m, NoData.HOLD, new Reading.Number(0.04), new BaselineEvidence(new Reading.Number(0), 199, "b")).verdict())
                .isEqualTo(new Verdict.Pending("error_rate 4 % <= 5 %, the baseline has 199 requests of at least 200 requests; 500 requests"));
        assertThat(judge(FIVE_PERCENT, m, NoData.HOLD, new Reading.Number(0.04), null).verdict()).isInstanceOf(Verdict.Pending.class);
        assertThat(judge(FIVE_PERCENT, m, NoData.FAIL, new Reading.Number(0.04),
                new BaselineEvidence(new Reading.Missing("none"), 0, "")).verdict()).as("the baseline's absence is not the canary's fault")
                .isInstanceOf(Verdict.Pending.class);
        assertThat(judge(FIVE_PERCENT, m, NoData.IGNORE, new Reading.Number(0.04),
                new BaselineEvidence(new Reading.Missing("none"), 0, "")).verdict().reason()).contains("not compared: the baseline has no data (none)");
        assertThat(judge(null, m, NoData.IGNORE, new Reading.Number(0.04),
                new BaselineEvidence(new Reading.Missing("none"), 0, "")).verdict()).isInstanceOf(Verdict.Pending.class);
    }

    @Test
    void aBaselineBeyondItsBucketsCanOnlyPass() {
        Margin m = margin("10%", Direction.INCREASE);
        var beyond = new BaselineEvidence(new Reading.AtLeast(2.5), 500, "b");
        assertThat(judge(null, m, NoData.HOLD, new Reading.Number(2.6), beyond).verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(judge(null, m, NoData.HOLD, new Reading.Number(9), beyond).verdict()).isInstanceOf(Verdict.Pending.class);
        assertThat(judge(null, m, NoData.HOLD, new Reading.AtLeast(2.5), beyond).verdict()).isInstanceOf(Verdict.Pending.class);
    }
}
