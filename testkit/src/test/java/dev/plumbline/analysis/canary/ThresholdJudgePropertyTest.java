package dev.plumbline.analysis.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What must hold for any policy and any evidence; a failure names the seed of its case. */
class ThresholdJudgePropertyTest {
    private static final int CASES = 5_000;
    private final Judge judge = new ThresholdJudge();

    private record Case(Policy policy, Progress progress, List<Evidence> evidence) {}

    private static Case random(long seed) {
        var random = new SplittableRandom(seed);
        var criteria = new ArrayList<Criterion>();
        var evidence = new ArrayList<Evidence>();
        int n = random.nextInt(1, 5);
        for (int i = 0; i < n; i++) {
            criteria.add(new Criterion("m" + i, new Quantity(random.nextInt(1, 10), Unit.PLAIN), null, null, random.nextInt(1, 300),
                    Exposure.REQUESTS, NoData.values()[random.nextInt(3)], random.nextBoolean()));
            if (random.nextInt(10) > 0) {
                evidence.add(new Evidence("m" + i, reading(random), random.nextInt(600), "s", List.of()));
            }
        }
        var policy = new Policy(criteria, random.nextInt(20_000), random.nextInt(20_000), 60_000);
        return new Case(policy, new Progress(0, random.nextLong(-5_000, 90_000)), evidence);
    }

    private static Reading reading(RandomGenerator random) {
        return switch (random.nextInt(12)) {
            case 0 -> new Reading.Missing("none");
            case 1 -> new Reading.Unreadable("broken");
            case 2 -> new Reading.AtLeast(random.nextInt(12));
            case 3 -> new Reading.Number(random.nextBoolean() ? Double.NaN : Double.POSITIVE_INFINITY);
            default -> new Reading.Number(random.nextInt(6));
        };
    }

    private Verdict judge(Case c) {
        return judge.judge(c.policy, c.progress, c.evidence).verdict();
    }

    @Test
    void neverGoesOnMissingEvidence() {
        int gone = 0;
        for (long seed = 0; seed < CASES; seed++) {
            Case c = random(seed);
            if (judge(c) instanceof Verdict.Go) {
                gone++;
                assertThat(c.progress.window(c.policy).lengthMillis()).as("seed %d", seed).isGreaterThanOrEqualTo(c.policy.minWindowMillis());
                assertThat(c.policy.criteria()).as("seed %d", seed).allMatch(k -> mayGo(k, c.evidence));
                assertThat(c.policy.criteria()).as("seed %d", seed).anyMatch(k -> proven(k, c.evidence));
            }
        }
        assertThat(gone).as("cases that show something").isGreaterThan(100);
    }

    private static boolean proven(Criterion k, List<Evidence> evidence) {
        double limit = Objects.requireNonNull(k.failAbove()).value();
        return evidence.stream().anyMatch(e -> e.metric().equals(k.name()) && e.amount() >= k.minimum()
                && e.reading() instanceof Reading.Number n && n.value() <= limit);
    }

    private static boolean mayGo(Criterion k, List<Evidence> evidence) {
        return proven(k, evidence) || k.noData() == NoData.IGNORE && evidence.stream().anyMatch(e -> e.metric().equals(k.name())
                && (e.reading() instanceof Reading.Missing || e.reading() instanceof Reading.Number n && !Double.isFinite(n.value())));
    }

    @Test
    void aWorseValueNeverMakesItBetter() {
        for (long seed = 0; seed < CASES; seed++) {
            Case c = random(seed);
            Verdict before = judge(c);
            Verdict after = judge(new Case(c.policy, c.progress, c.evidence.stream().map(ThresholdJudgePropertyTest::worse).toList()));
            if (before instanceof Verdict.NoGo) {
                assertThat(after).as("seed %d", seed).isInstanceOf(Verdict.NoGo.class);
            }
            if (after instanceof Verdict.Go) {
                assertThat(before).as("seed %d", seed).isInstanceOf(Verdict.Go.class);
            }
        }
    }

    private static Evidence worse(Evidence e) {
        Reading reading = e.reading() instanceof Reading.Number n ? new Reading.Number(n.value() + 2) : e.reading();
        return new Evidence(e.metric(), reading, e.amount(), e.source(), e.queries());
    }

    @Test
    void theOrderOfMetricsAndEvidenceDoesNotMatter() {
        for (long seed = 0; seed < CASES; seed++) {
            Case c = random(seed);
            var criteria = new ArrayList<>(c.policy.criteria());
            Collections.reverse(criteria);
            var evidence = new ArrayList<>(c.evidence);
            Collections.reverse(evidence);
            var reversed = new Policy(criteria, c.policy.warmUpMillis(), c.policy.minWindowMillis(), c.policy.atMostMillis());
            Judgement a = judge.judge(c.policy, c.progress, c.evidence);
            Judgement b = judge.judge(reversed, c.progress, evidence);
            assertThat(b.verdict().word()).as("seed %d", seed).isEqualTo(a.verdict().word());
            assertThat(b.score()).as("seed %d", seed).isEqualTo(a.score());
            assertThat(judge.judge(c.policy, c.progress, c.evidence)).isEqualTo(a);
        }
    }
}
