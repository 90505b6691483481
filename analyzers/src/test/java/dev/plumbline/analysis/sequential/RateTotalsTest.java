package dev.plumbline.analysis.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.analysis.canary.EventInterval;
import org.junit.jupiter.api.Test;

class RateTotalsTest {
    private static final double LOG_20 = Math.log(20);

    private static RateTotals totals(double requests, double events, double theirs, double theirEvents) {
        return RateTotals.NONE.with(new EventInterval(0, requests, events, theirs, theirEvents, Double.NaN));
    }

    @Test
    void provesNothingFromNothing() {
        assertThat(RateTotals.NONE.logAbove(0.01, 0)).isZero();
        assertThat(totals(0, 0, 100, 3)).isEqualTo(RateTotals.NONE);
        assertThat(totals(10, 0, 10, 0).logAbove(0.01, 0)).isLessThan(LOG_20);
        assertThat(totals(10, 0, 10, 0).logBelow(0.01, 0)).isLessThan(LOG_20);
    }

    @Test
    void twoArmsWithoutEventsAreWithinAPointOnceThereAreEnoughRequests() {
        assertThat(totals(200, 0, 200, 0).logBelow(0.01, 0)).isLessThan(LOG_20);
        assertThat(totals(1000, 0, 1000, 0).logBelow(0.01, 0)).isGreaterThan(LOG_20);
    }

    @Test
    void tellsTheSidesOfTheMarginApart() {
        RateTotals bad = totals(4000, 200, 4000, 40);
        assertThat(bad.logAbove(0.01, 0)).isGreaterThan(LOG_20);
        assertThat(bad.logBelow(0.01, 0)).isLessThan(0);
        RateTotals good = totals(4000, 41, 4000, 40);
        assertThat(good.logBelow(0.01, 0)).isGreaterThan(LOG_20);
        assertThat(good.logAbove(0.01, 0)).isLessThan(0);
        RateTotals edge = totals(4000, 80, 4000, 40);
        assertThat(edge.logAbove(0.01, 0)).isLessThan(1);
        assertThat(edge.logBelow(0.01, 0)).isLessThan(1);
    }

    @Test
    void aCommonRateThatChangesWhileTheWeightIsRampedMakesNoDifference() {
        RateTotals t = RateTotals.NONE.with(new EventInterval(1, 1000, 10, 19_000, 190, Double.NaN))
                .with(new EventInterval(2, 10_000, 500, 10_000, 500, Double.NaN));
        assertThat(t.baselineRate()).isCloseTo(t.rate(), within(1e-12));
        assertThat(t.logAbove(0.01, 0)).isLessThan(LOG_20);
    }

    @Test
    void unsteadyRatesWeakenTheEvidence() {
        RateTotals bad = totals(4000, 200, 4000, 40);
        assertThat(bad.logAbove(0.01, 0.25)).isLessThan(bad.logAbove(0.01, 0) / 5);
    }

    @Test
    void estimatesVariationOnlyWhereItShows() {
        Dispersion steady = Dispersion.NONE;
        Dispersion unsteady = Dispersion.NONE;
        for (int i = 0; i < 60; i++) {
            steady = steady.with(20 + (i % 3 - 1) * 5, 2000);
            unsteady = unsteady.with(i % 2 == 0 ? 10 : 30, 2000);
        }
        assertThat(Variation.squared(steady, Dispersion.NONE)).isZero();
        assertThat(unsteady.excess() / unsteady.weight()).isCloseTo(0.25 - 0.05, within(0.01));
        assertThat(Variation.squared(unsteady, Dispersion.NONE)).isBetween(0.2, 0.6);
        assertThat(Variation.squared(Dispersion.NONE, Dispersion.NONE)).as("nothing known").isGreaterThan(0.25);
        assertThat(Dispersion.NONE.with(5, 0)).isEqualTo(Dispersion.NONE);
    }
}
