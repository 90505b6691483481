package dev.plumbline.analysis.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What must hold of any comparison with a baseline; a failure names the seed of its case. */
class MarginPropertyTest {
    private static final int CASES = 5_000;
    private final Judge judge = new ThresholdJudge();

    private record Case(Criterion criterion, Evidence evidence) {}

    private static Case random(long seed) {
        var random = new SplittableRandom(seed);
        var margin = new Margin(random.nextDouble() * 2, random.nextBoolean(), Margin.Direction.values()[random.nextInt(3)], "m");
        Quantity limit = random.nextBoolean() ? new Quantity(random.nextInt(1, 10), Unit.PLAIN) : null;
        var criterion = new Criterion("m", limit, null, margin, 200, Exposure.REQUESTS, NoData.values()[random.nextInt(3)], random.nextBoolean());
        BaselineEvidence baseline = random.nextInt(10) == 0 ? null : new BaselineEvidence(reading(random), random.nextInt(600), "b");
        return new Case(criterion, new Evidence("m", reading(random), random.nextInt(600), "s", List.of(), baseline));
    }

    private static Reading reading(SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0 -> new Reading.Missing("none");
            case 1 -> new Reading.Unreadable("broken");
            case 2 -> new Reading.AtLeast(random.nextInt(10));
            case 3 -> new Reading.Number(Double.NaN);
            default -> new Reading.Number(random.nextInt(10));
        };
    }

    private Verdict judge(Criterion criterion, Evidence evidence) {
        return judge.judge(new Policy(List.of(criterion), 0, 30_000, 600_000), new Progress(0, 60_000), List.of(evidence)).verdict();
    }

    @Test
    void neverGoesOnMissingEvidenceOfEitherArm() {
        int gone = 0;
        for (long seed = 0; seed < CASES; seed++) {
            Case c = random(seed);
            if (judge(c.criterion, c.evidence) instanceof Verdict.Go) {
                gone++;
                assertThat(c.evidence.amount()).as("seed %d", seed).isGreaterThanOrEqualTo(200);
                BaselineEvidence baseline = Objects.requireNonNull(c.evidence.baseline());
                boolean ignored = c.criterion.noData() == NoData.IGNORE && c.criterion.failAbove() != null;
                assertThat(baseline.amount() >= 200 || ignored).as("seed %d", seed).isTrue();
            }
        }
        assertThat(gone).as("cases that show something").isGreaterThan(100);
    }

    @Test
    void aBaselineThatIsNotKnownNeverFailsTheCanary() {
        for (long seed = 0; seed < CASES; seed++) {
            Case c = random(seed);
            var alone = new Criterion("m", new Quantity(1e9, Unit.PLAIN), null, c.criterion.margin(), 200, Exposure.REQUESTS, NoData.FAIL, false);
            var evidence = new Evidence("m", new Reading.Number(5), 500, "s", List.of(), new BaselineEvidence(new Reading.Missing("none"), 0, ""));
            assertThat(judge(alone, evidence)).as("seed %d", seed).isInstanceOf(Verdict.Pending.class);
        }
    }

    @Test
    void aWorseCanaryIsNeverBetterOff() {
        for (long seed = 0; seed < CASES; seed++) {
            Case c = random(seed);
            Margin margin = Objects.requireNonNull(c.criterion.margin());
            if (!(c.evidence.reading() instanceof Reading.Number n) || margin.direction() != Margin.Direction.INCREASE) {
                continue;
            }
            var worse = new Evidence("m", new Reading.Number(n.value() + 1.5), c.evidence.amount(), "s", List.of(), c.evidence.baseline());
            if (judge(c.criterion, c.evidence) instanceof Verdict.NoGo && Double.isFinite(n.value())) {
                assertThat(judge(c.criterion, worse)).as("seed %d", seed).isInstanceOf(Verdict.NoGo.class);
            }
            if (judge(c.criterion, worse) instanceof Verdict.Go) {
                assertThat(judge(c.criterion, c.evidence)).as("seed %d", seed).isInstanceOf(Verdict.Go.class);
            }
        }
    }
}
