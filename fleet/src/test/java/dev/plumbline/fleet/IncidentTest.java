package dev.plumbline.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The error ratio over time, as the demo's rule sees it: windows of 5 s. */
class IncidentTest {
    private static final long SECOND = 1_000_000_000L;
    private static final double THRESHOLD = 0.1;
    private static final int WINDOW = 5;

    /** Requests and errors so far of the pods of a service, second by second. */
    private static List<long[]> lives(String service, long seed, int seconds) {
        var pods = new ArrayList<PodTelemetry>();
        for (Release release : Shop.RELEASES) {
            if (release.service().equals(service)) {
                for (int tenant = 0; tenant < 3; tenant++) {
                    var random = new SplittableRandom(seed + 31L * tenant + release.version().hashCode());
                    var incident = Incident.DEMO.service().equals(service) ? Incident.DEMO : null;
                    pods.add(new PodTelemetry(release, new Traffic(random.split(), 60 * (1 - 0.2 * tenant), 600 * SECOND), random, incident));
                }
            }
        }
        var counts = new ArrayList<long[]>();
        for (int second = 0; second <= seconds; second++) {
            long errors = 0;
            long all = 0;
            for (PodTelemetry pod : pods) {
                pod.advance(second * SECOND);
                for (int route = 0; route < pod.routes(); route++) {
                    errors += pod.outcome(route, PodTelemetry.INTERNAL_ERROR) + pod.outcome(route, PodTelemetry.UNAVAILABLE);
                    all += pod.cumulative(route, PodTelemetry.BOUNDS_MICROS.length);
                }
            }
            counts.add(new long[] {errors, all});
        }
        return counts;
    }

    private static double ratio(List<long[]> counts, int from, int to) {
        return (double) (counts.get(to)[0] - counts.get(from)[0]) / (counts.get(to)[1] - counts.get(from)[1]);
    }

    @Test
    void aQuarterFailsFromTheNinthSecondToTheTwentySixthAndNothingElseChanges() {
        for (long seed = 1; seed <= 20; seed++) {
            var search = lives("search", seed, 60);
            assertThat(ratio(search, 0, 9)).as("seed %d", seed).isLessThan(0.02);
            assertThat(ratio(search, 9, 26)).isBetween(0.21, 0.29);
            assertThat(ratio(search, 26, 60)).isLessThan(0.02);
        }
    }

    @Test
    void theDemosRuleFiresWithinSecondsAndResolvesWithinSeconds() {
        for (long seed = 1; seed <= 20; seed++) {
            var search = lives("search", seed, 60);
            for (int now = WINDOW; now <= 60; now++) {
                double ratio = ratio(search, now - WINDOW, now);
                if (now <= 9 || now >= 30) {
                    assertThat(ratio).as("seed %d at %d s", seed, now).isLessThan(THRESHOLD);
                } else if (now >= 13 && now <= 26) {
                    assertThat(ratio).as("seed %d at %d s", seed, now).isGreaterThan(THRESHOLD);
                }
            }
        }
    }

    @Test
    void noOtherServiceReachesTheDemosThreshold() {
        for (long seed = 1; seed <= 20; seed++) {
            for (String service : List.of("payments", "checkout", "web", "catalog", "cart")) {
                var counts = lives(service, seed, 60);
                for (int now = 1; now <= 60; now++) {
                    double ratio = ratio(counts, Math.max(0, now - WINDOW), now);
                    assertThat(ratio).as("%s, seed %d at %d s", service, seed, now).isLessThan(THRESHOLD);
                }
            }
        }
    }

    @Test
    void whatIsOutOfRangeIsNamed() {
        Duration one = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new Incident("serach", one, Duration.ofSeconds(2), 0.1)).hasMessageContaining("service is serach");
        assertThatThrownBy(() -> new Incident("search", one, one, 0.1)).hasMessageContaining("must be 0 <= from < until");
        assertThatThrownBy(() -> new Incident("search", one, Duration.ofSeconds(2), Double.NaN)).hasMessageContaining("errorRatio is NaN");
    }
}
