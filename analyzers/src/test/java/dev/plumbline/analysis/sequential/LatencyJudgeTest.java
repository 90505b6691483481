package dev.plumbline.analysis.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.BaselineEvidence;
import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.analysis.canary.Exposure;
import dev.plumbline.analysis.canary.LatencyInterval;
import dev.plumbline.analysis.canary.Margin;
import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;
import dev.plumbline.analysis.canary.Quantity;
import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.analysis.canary.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Latency from histograms through the whole judge: log-normal latencies, some 100 ms in the middle, in buckets by powers of 1.5. */
class LatencyJudgeTest {
    private static final long MINUTE = 60_000;
    private static final List<Double> BOUNDS = bounds();

    private static List<Double> bounds() {
        var bounds = new ArrayList<Double>();
        for (double b = 0.02; b < 10; b *= 1.5) {
            bounds.add(b);
        }
        bounds.add(Double.POSITIVE_INFINITY);
        return bounds;
    }

    private static List<Double> minute(SplittableRandom random, double slower) {
        var counts = new double[BOUNDS.size()];
        for (int r = 0; r < 400; r++) {
            double seconds = 0.1 * slower * Math.exp(0.6 * random.nextGaussian());
            for (int b = 0; b < counts.length; b++) {
                counts[b] += seconds <= BOUNDS.get(b) ? 1 : 0;
            }
        }
        var list = new ArrayList<Double>();
        for (double c : counts) {
            list.add(c);
        }
        return list;
    }

    private static Evidence evidence(int minutes, double slower, boolean history) {
        var random = new SplittableRandom(7);
        var before = new ArrayList<LatencyInterval>();
        for (int m = -59; m <= 0 && history; m++) {
            before.add(new LatencyInterval(m * MINUTE, List.of(), minute(random, 1), Double.NaN));
        }
        var since = new ArrayList<LatencyInterval>();
        for (int m = 1; m <= minutes; m++) {
            since.add(new LatencyInterval(m * MINUTE, minute(random, slower), minute(random, 1), Double.NaN));
        }
        return new Evidence("latency_p95", new Reading.Number(0.27 * slower), 400L * minutes, "s", List.of(),
                new BaselineEvidence(new Reading.Number(0.27), 400L * minutes, "b"), new Trail.Latencies(0.95, BOUNDS, before, since));
    }

    private static Verdict judge(@Nullable String limit, @Nullable String margin, Evidence e) {
        var c = new Criterion("latency_p95", limit == null ? null : Quantity.parse(limit).orElseThrow(), null,
                margin == null ? null : Margin.parse(margin, Margin.Direction.INCREASE).orElseThrow(), 200, Exposure.REQUESTS, NoData.HOLD, false);
        int minutes = ((Trail.Latencies) java.util.Objects.requireNonNull(e.trail())).since().size();
        return new SequentialJudge(SequentialPlan.of(0.05)).judge(new Policy(List.of(c), 0, 0, 60 * MINUTE), new Progress(0, minutes * MINUTE),
                List.of(e)).verdict();
    }

    @Test
    void holdsAQuantileAgainstALimit() {
        assertThat(judge("500ms", null, evidence(5, 1, true))).isEqualTo(
                new Verdict.Go("latency_p95 270 ms, within <= 500 ms; 2,000 requests"));
        assertThat(judge("500ms", null, evidence(5, 2.5, true))).isInstanceOf(Verdict.NoGo.class);
        assertThat(judge("60s", null, evidence(5, 1, true)).reason()).contains("beyond which the histogram has no buckets");
    }

    @Test
    void holdsAQuantileAgainstTheBaselines() {
        for (boolean history : new boolean[] {true, false}) {
            assertThat(judge(null, "30%", evidence(30, 1, history))).as("equal").isInstanceOf(Verdict.Go.class);
            assertThat(judge(null, "30%", evidence(30, 2, history))).as("twice as slow").isInstanceOf(Verdict.NoGo.class);
            assertThat(judge(null, "30%", evidence(10, 1.3, history))).as("just at the margin").isInstanceOf(Verdict.Pending.class);
        }
        assertThat(judge(null, "50ms", evidence(30, 1, true))).isInstanceOf(Verdict.Go.class);
    }

    @Test
    void waitsWhileTheBaselinesQuantileIsNotKnown() {
        assertThat(judge(null, "5000%", evidence(5, 1, true)).reason()).contains("not known yet against the margin 5000 %");
    }
}
