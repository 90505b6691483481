package dev.plumbline.analysis.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.canary.EventInterval;
import dev.plumbline.analysis.canary.LatencyInterval;
import dev.plumbline.analysis.canary.PointInterval;
import dev.plumbline.analysis.canary.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EffectTest {

    @Test
    void theSequenceSeldomMissesTheTruthHoweverOftenItIsLookedAt() {
        int missed = 0;
        var random = new Random(7);
        for (int run = 0; run < 2_000; run++) {
            var differences = new ArrayList<Double>();
            boolean miss = false;
            for (int i = 0; i < 60; i++) {
                differences.add(3 + random.nextGaussian());
                if (i >= 7) { // asymptotic: the variance must be known a little
                    Effect e = Effect.of(differences, 0.05).orElseThrow();
                    miss |= e.low() > 3 || e.high() < 3;
                }
            }
            missed += miss ? 1 : 0;
        }
        assertThat(missed / 2_000.0).isLessThan(0.065);
    }

    @Test
    void narrowsAsIntervalsCome() {
        var few = Effect.of(List.of(1.0, 2.0, 1.0, 2.0), 0.05).orElseThrow();
        var differences = new ArrayList<Double>();
        for (int i = 0; i < 64; i++) {
            differences.add(1.0 + i % 2);
        }
        Effect many = Effect.of(differences, 0.05).orElseThrow();
        assertThat(many.difference()).isEqualTo(1.5);
        assertThat(many.intervals()).isEqualTo(64);
        assertThat(many.high() - many.low()).isLessThan((few.high() - few.low()) / 3);
        assertThat(Effect.of(List.of(1.0), 0.05)).isEmpty();
        assertThat(Effect.of(List.of(1.0, 1.0), 0.05)).as("nothing is known of how it varies").isEmpty();
    }

    @Test
    void showsEveryKindOfMetricInItsUnit() {
        var events = MetricHistory.of(new Trail.Events(List.of(), List.of(new EventInterval(60, 200, 4, 100, 1, Double.NaN),
                new EventInterval(120, 0, 0, 100, 1, Double.NaN))));
        assertThat(events.points().getFirst()).isEqualTo(new MetricHistory.Point(60, 0.02, 0.01, 200, 100));
        assertThat(events.differences()).as("an interval without requests says nothing").containsExactly(0.01);
        var latencies = MetricHistory.of(new Trail.Latencies(0.5, List.of(0.1, 0.2, Double.POSITIVE_INFINITY), List.of(),
                List.of(new LatencyInterval(60, List.of(5.0, 10.0, 10.0), List.of(10.0, 10.0, 10.0), Double.NaN))));
        assertThat(latencies.points().getFirst()).isEqualTo(new MetricHistory.Point(60, 0.1, 0.05, 10, 10));
        var points = MetricHistory.of(new Trail.Points(List.of(new PointInterval(60, 7, Double.NaN))));
        assertThat(points.points().getFirst().baselineAmount()).isZero();
        assertThat(points.differences()).isEmpty();
    }
}
