package dev.plumbline.analysis.kayenta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.NoData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What must hold for any configuration and any data; a failure names the seed of its case. */
class KayentaJudgePropertyTest {
    private static final int CASES = 1_000;

    private record Case(CanaryConfig config, List<MetricPair> pairs) {
        KayentaResult judge(Mode mode, NoData noData) {
            return new KayentaJudge(config, new ScoreThresholds(90, 60), mode, noData).judge(pairs);
        }
    }

    private static Case random(long seed) {
        var random = new SplittableRandom(seed);
        var metrics = new ArrayList<CanaryMetric>();
        var pairs = new ArrayList<MetricPair>();
        for (int i = 0; i < random.nextInt(1, 5); i++) {
            var importance = new Importance(random.nextInt(5) == 0, random.nextInt(6) == 0, random.nextInt(4) == 0);
            var rules = new CanaryMetric.Rules(CanaryMetric.Rules.USUAL.direction(), new Cleaning(random.nextInt(4) == 0, random.nextBoolean(), 3),
                    EffectLimits.any(EffectLimits.Measure.values()[random.nextInt(2)]), importance);
            metrics.add(new CanaryMetric("m" + i, random.nextInt(5) == 0 ? List.of() : List.of("g" + random.nextInt(3)), rules));
            double scale = Math.pow(10, random.nextInt(-6, 6));
            if (random.nextInt(8) > 0) {
                pairs.add(new MetricPair("m" + i, Map.of(), values(random, scale), values(random, scale * (random.nextInt(4) == 0 ? 3 : 1))));
            }
        }
        Map<String, Double> weights = new HashMap<>();
        for (int g = 0; g < random.nextInt(4); g++) {
            weights.put("g" + g, 10.0 * random.nextInt(5));
        }
        return new Case(new CanaryConfig("c", metrics, weights), pairs);
    }

    private static double[] values(SplittableRandom random, double scale) {
        double[] values = new double[random.nextInt(6) == 0 ? random.nextInt(4) : random.nextInt(5, 40)];
        boolean constant = random.nextInt(8) == 0;
        Arrays.setAll(values, i -> random.nextInt(20) == 0 ? Double.NaN : constant ? scale : scale * (5 + random.nextInt(10)));
        if (values.length > 0 && random.nextInt(20) == 0) {
            values[0] = Double.POSITIVE_INFINITY;
        }
        return values;
    }

    @Test
    void strictNeverGoesOnWhatIsNotKnown() {
        int gone = 0;
        for (long seed = 0; seed < CASES; seed++) {
            Case c = random(seed);
            KayentaResult held = c.judge(Mode.STRICT, NoData.HOLD);
            KayentaResult ignored = c.judge(Mode.STRICT, NoData.IGNORE);
            if (held.verdict(true) instanceof Verdict.Go) {
                gone++;
                assertThat(held.findings().unknown()).as("seed %d", seed).isEmpty();
                assertThat(held.results()).as("seed %d", seed).anyMatch(r -> !r.muted() && r.classification().label() == Label.PASS);
            }
            if (ignored.verdict(true) instanceof Verdict.Go go) {
                assertThat(ignored.findings().unknown()).as("seed %d", seed).allSatisfy(u -> assertThat(go.reason()).contains(u));
                assertThat(ignored.results()).as("seed %d", seed).anyMatch(r -> !r.muted() && r.classification().label() == Label.PASS);
            }
            assertThat(held.verdict(false)).as("seed %d", seed).isInstanceOf(Verdict.Pending.class);
        }
        assertThat(gone).as("cases that show something").isGreaterThan(CASES / 20);
    }

    @Test
    void scoresStayInBoundsAndTheWordsMatchThem() {
        for (long seed = 0; seed < CASES; seed++) {
            Case c = random(seed);
            for (NoData noData : NoData.values()) {
                KayentaResult result = c.judge(Mode.STRICT, noData);
                assertThat(result.score().value()).as("seed %d", seed).isBetween(0.0, 100.0);
                assertThat(result.score().best()).as("seed %d", seed).isBetween(0.0, 100.0);
                if (result.findings().held()) {
                    assertThat(result.score().value()).as("seed %d", seed).isBetween(60.0, 89.99);
                }
            }
            KayentaResult compatible = c.judge(Mode.COMPATIBLE, NoData.HOLD);
            boolean anyError = compatible.results().stream().anyMatch(r -> !r.muted() && r.classification().label() == Label.ERROR);
            assertThat(compatible.findings().hazards().isEmpty() && anyError).as("seed %d: an error is always named", seed).isFalse();
        }
    }

    @Test
    void theOrderOfPairsAndPointsDoesNotMatter() {
        for (long seed = 0; seed < CASES / 4; seed++) {
            Case c = random(seed);
            var shuffled = new ArrayList<MetricPair>();
            c.pairs.forEach(p -> shuffled.add(new MetricPair(p.name(), p.tags(), reversed(p.control()), reversed(p.experiment()))));
            Collections.reverse(shuffled);
            for (Mode mode : Mode.values()) {
                KayentaResult a = c.judge(mode, NoData.HOLD);
                KayentaResult b = new Case(c.config, shuffled).judge(mode, NoData.HOLD);
                assertThat(b.score().value()).as("seed %d", seed).isEqualTo(a.score().value());
                assertThat(b.classification()).as("seed %d", seed).isEqualTo(a.classification());
            }
        }
    }

    private static double[] reversed(double[] values) {
        double[] reversed = new double[values.length];
        Arrays.setAll(reversed, i -> values[values.length - 1 - i]);
        return reversed;
    }
}
