package dev.plumbline.analysis.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.analysis.canary.EventInterval;
import dev.plumbline.analysis.canary.LatencyInterval;
import dev.plumbline.analysis.canary.Margin;
import dev.plumbline.analysis.canary.Trail;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class SlowRequestsTest {
    private static final List<Double> BOUNDS = List.of(0.1, 0.5, 1.0, Double.POSITIVE_INFINITY);
    private static final Margin TEN_PERCENT = new Margin(0.1, true, Margin.Direction.INCREASE, "10 %");

    private static LatencyInterval interval(long end, double... counts) {
        List<Double> list = List.of(counts[0], counts[1], counts[2], counts[3]);
        return new LatencyInterval(end, list, list, Double.NaN);
    }

    private static SlowRequests slow(List<LatencyInterval> before, List<LatencyInterval> since) {
        return new SlowRequests(new Trail.Latencies(0.9, BOUNDS, before, since));
    }

    @Test
    void countsWhatIsAboveABoundInsideOfABucket() {
        EventInterval i = slow(List.of(), List.of(interval(1, 50, 90, 100, 100))).above(0.75).orElseThrow().since().getFirst();
        assertThat(i.events()).isCloseTo(5, within(1e-12));
        assertThat(i.baselineEvents()).isCloseTo(5, within(1e-12));
        assertThat(i.requests()).isEqualTo(100);
        assertThat(slow(List.of(), List.of(interval(1, 50, 90, 100, 100))).above(0.5).orElseThrow().since().getFirst().events()).isEqualTo(10);
    }

    @Test
    void knowsNothingBeyondTheLastBound() {
        assertThat(slow(List.of(), List.of(interval(1, 50, 90, 100, 110))).above(1)).isEmpty();
        assertThat(slow(List.of(interval(-1, 0, 0, 0, 500)), List.of()).beside(TEN_PERCENT, 200)).as("quantile beyond").isEmpty();
    }

    @Test
    void comparesTheCanaryAboveTheMarginWithTheBaselineAboveItsQuantile() {
        var streams = slow(List.of(interval(-1, 500, 900, 1000, 1000)), List.of(interval(1, 50, 90, 100, 100))).beside(TEN_PERCENT, 200).orElseThrow();
        EventInterval i = streams.since().getFirst();
        assertThat(i.baselineEvents()).as("above 0.5").isCloseTo(10, within(1e-12));
        assertThat(i.events()).as("above 0.55").isCloseTo(9, within(1e-12));
    }

    @Test
    void findsTheQuantileInTheFirstIntervalsWithoutHistoryAndDoesNotJudgeThem() {
        List<LatencyInterval> since = List.of(interval(1, 50, 90, 100, 100), interval(2, 50, 90, 100, 100), interval(3, 40, 90, 100, 100));
        var streams = slow(List.of(), since).beside(TEN_PERCENT, 200).orElseThrow();
        assertThat(streams.since()).singleElement(InstanceOfAssertFactories.type(EventInterval.class)).extracting(EventInterval::endMillis).isEqualTo(3L);
        assertThat(slow(List.of(), since.subList(0, 1)).beside(TEN_PERCENT, 200)).isEmpty();
    }

    private static EventInterval split(long end, double canary, double baseline, double weight) {
        return new EventInterval(end, canary, 0, baseline, 0, weight);
    }

    @Test
    void leavesOutIntervalsInWhichTheWeightHasChanged() {
        List<EventInterval> all = List.of(split(1, 5, 95, 0.05), split(2, 5, 95, 0.05), split(3, 12, 88, 0.2), split(4, 20, 80, 0.2));
        assertThat(WeightSteps.settled(all)).extracting(EventInterval::endMillis).containsExactly(1L, 2L, 4L);
        List<EventInterval> unknown = List.of(split(1, 5, 95, Double.NaN), split(2, 50, 50, Double.NaN));
        assertThat(WeightSteps.settled(unknown)).hasSize(2);
    }

    @Test
    void noticesASplitThatWasNotOrdered() {
        assertThat(WeightSteps.Split.of(List.of(split(1, 500, 9_500, 0.05))).isMismatch()).isFalse();
        assertThat(WeightSteps.Split.of(List.of(split(1, 600, 9_400, 0.05))).isMismatch()).as("within what is tolerated").isFalse();
        assertThat(WeightSteps.Split.of(List.of(split(1, 1_200, 8_800, 0.05))).isMismatch()).isTrue();
        assertThat(WeightSteps.Split.of(List.of(split(1, 100, 9_900, 0.05))).isMismatch()).isTrue();
        assertThat(WeightSteps.Split.of(List.of(split(1, 3, 17, 0.05))).isMismatch()).as("too few").isFalse();
        assertThat(WeightSteps.Split.of(List.of()).isMismatch()).isFalse();
        assertThat(WeightSteps.Split.of(List.of(split(1, 0, 5_000, 0.5))).isMismatch()).isTrue();
    }
}
