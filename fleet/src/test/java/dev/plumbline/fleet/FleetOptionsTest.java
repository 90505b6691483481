package dev.plumbline.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetOptionsTest {
    private final FleetOptions options = FleetOptions.withSeed(1);

    @Test
    void defaultsAreWhatTheDemoShows() {
        assertThat(options).isEqualTo(
                new FleetOptions(1, "shop", List.of("acme", "globex", "initech"), 1, 60, Duration.ofMinutes(10),
                        new Incident("search", Duration.ofSeconds(9), Duration.ofSeconds(26), 0.25)));
        assertThat(options.withIncident(null).incident()).isNull();
    }

    @Test
    void replicasMultiplyTheStableVersionsOnly() {
        try (Fleet fleet = Fleet.start(options.withReplicas(2).withTenants(List.of("acme")), () -> 0)) {
            assertThat(fleet.pods()).hasSize(6 * 2 + 2).filteredOn(Pod::canary).extracting(Pod::name)
                    .containsExactly("checkout-2.4.1-acme-0", "payments-3.1.0-acme-0");
        }
    }

    @Test
    void whatIsOutOfRangeIsNamed() {
        assertThatThrownBy(() -> options.withReplicas(0)).hasMessage("fleet: replicas is 0, must be 1 to 50");
        assertThatThrownBy(() -> options.withRequestsPerSecond(Double.NaN)).hasMessageContaining("requestsPerSecond is NaN");
        assertThatThrownBy(() -> options.withDay(Duration.ZERO)).hasMessageContaining("day is PT0S, must be 10 s to 1 day");
        assertThatThrownBy(() -> options.withTenants(List.of())).hasMessageContaining("number of tenants is 0");
        assertThatThrownBy(() -> options.withTenants(Collections.nCopies(2, "a"))).hasMessageContaining("names that differ");
        assertThatThrownBy(() -> options.withTenants(List.of("a\"b"))).hasMessageContaining("tenant is a\"b");
    }
}
