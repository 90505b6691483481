package dev.plumbline.analysis.anytime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CountEvidenceTest {

    @Test
    void isAProbabilityRatioThatAveragesToOne() {
        // Over all outcomes of four trials at the hypothesis' edge.
        double rho = 0.3;
        double sum = 0;
        double[] ways = {1, 4, 6, 4, 1};
        for (int c = 0; c <= 4; c++) {
            sum += ways[c] * Math.pow(rho, c) * Math.pow(1 - rho, 4 - c) * Math.exp(CountEvidence.above(rho, 2, 3, c, 4 - c));
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
    }

    @Test
    void bothSidesMirrorEachOther() {
        assertThat(CountEvidence.below(0.2, 1, 4, 3, 90)).isCloseTo(CountEvidence.above(0.8, 4, 1, 90, 3), within(1e-12));
        assertThat(CountEvidence.above(0.5, 2, 2, 0, 0)).isZero();
        assertThat(CountEvidence.multinomial(new double[] {0.2, 0.8}, new double[] {0, 0}, 10)).isZero();
    }

    @Test
    void staysFiniteFarOut() {
        assertThat(CountEvidence.above(0.5, 2, 2, 1e9, 1e3)).isFinite().isGreaterThan(1e8);
        assertThat(CountEvidence.above(0.5, 2, 2, 1e3, 1e9)).isFinite().isLessThan(0);
        assertThat(CountEvidence.above(0.001, 1, 999, 0, 1e7)).isFinite().isLessThan(0);
    }

    @Test
    void refusesCountsThatDoNotFit() {
        assertThatThrownBy(() -> CountEvidence.multinomial(new double[] {0.5, 0.5}, new double[] {1}, 10)).hasMessageContaining("2 probabilities and 1 counts");
    }

    @Test
    void rarelyReachesItsLevelHoweverOftenOneLooks() {
        int alarms = 0;
        int runs = 4000;
        for (int seed = 0; seed < runs; seed++) {
            var random = new SplittableRandom(seed);
            double ones = 0;
            boolean alarm = false;
            for (int n = 1; n <= 200 && !alarm; n++) {
                ones += random.nextBoolean() ? 1 : 0;
                alarm = CountEvidence.above(0.5, 2, 2, ones, n - ones) >= Math.log(20);
            }
            alarms += alarm ? 1 : 0;
        }
        assertThat(alarms / (double) runs).isLessThan(0.05);
    }

    @Test
    void boundsAreWhereTheMixtureReachesTheLevel() {
        Mixture[] all = {new NormalMixture(10, true), new NormalMixture(10, false), new GammaExponentialMixture(10, 1), new GammaPoissonMixture(10, 1),
            BetaBinomialMixture.tightestAt(10, 0.05, new double[] {0.2, 0.8}, true)};
        for (Mixture m : all) {
            for (double v : new double[] {20, 100, 1000}) {
                double bound = m.bound(v, 0.05);
                assertThat(m.logValue(bound, v)).as("%s at %s", m, v).isCloseTo(Math.log(20), within(1e-6));
                assertThat(m.bound(v, 0.01)).isGreaterThan(bound);
            }
        }
    }

    @Test
    void limitsOfAShareHoldIt() {
        var sequence = new ShareSequence(100, 0.05);
        assertThat(sequence.lower(30, 100)).isBetween(0.15, 0.3);
        assertThat(sequence.upper(30, 100)).isBetween(0.3, 0.5);
        assertThat(sequence.upper(300, 1000) - sequence.lower(300, 1000)).isLessThan(sequence.upper(30, 100) - sequence.lower(30, 100));
        assertThat(sequence.lower(0, 50)).isZero();
    }

    @Test
    void equalSamplesHaveEqualQuantiles() {
        double[] same = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        assertThat(new QuantileComparison(0.5, 10, 0.05).pValue(same, same)).isEqualTo(1);
    }
}
