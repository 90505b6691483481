package dev.plumbline.daemon.security;

import static dev.plumbline.daemon.security.AccessControl.Decision.ALLOWED;
import static dev.plumbline.daemon.security.AccessControl.Decision.FORBIDDEN;
import static dev.plumbline.daemon.security.AccessControl.Decision.UNAUTHENTICATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.ApiToken;
import dev.plumbline.daemon.config.ApiToken.Scope;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessControlTest {
    private final AccessControl access = new AccessControl(List.of(
            token("grafana", "r-token", Scope.READ),
            token("argo", "g-token", Scope.GATE),
            token("ops", "a-token", Scope.ADMIN)));

    private static ApiToken token(String name, String text, Scope scope) {
        return new ApiToken(name, ApiToken.digest(text), Set.of(scope));
    }

    @Test
    void withoutAListEverythingIsOpen() {
        assertThat(new AccessControl(null).decide(Scope.ADMIN, null)).isEqualTo(ALLOWED);
        assertThat(new AccessControl(null).isOpen()).isTrue();
    }

    @Test
    void anEmptyListLetsNobodyIn() {
        assertThat(new AccessControl(List.of()).decide(Scope.READ, "Bearer x")).isEqualTo(UNAUTHENTICATED);
    }

    @Test
    void healthAndWhatIsSignedNeedNothing() {
        for (String path : List.of("/-/healthy", "/-/ready", "/health", "/health/live", "/health/ready", "/slack/actions", "/github", "/kayenta/health")) {
            assertThat(access.decide(AccessControl.needed(path), null)).as(path).isEqualTo(ALLOWED);
        }
    }

    @Test
    void eachPathNeedsItsScope() {
        assertThat(AccessControl.needed("/api/v1/query")).isEqualTo(Scope.READ);
        assertThat(AccessControl.needed("/metrics")).isEqualTo(Scope.READ);
        assertThat(AccessControl.needed("/v1/gate/checkout")).isEqualTo(Scope.GATE);
        assertThat(AccessControl.needed("/flagger/rollback")).isEqualTo(Scope.GATE);
        assertThat(AccessControl.needed("POST", "/spinnaker")).isEqualTo(Scope.GATE);
        assertThat(AccessControl.needed("POST", "/spinnaker/a-1/cancel")).isEqualTo(Scope.GATE);
        assertThat(AccessControl.needed("/spinnakers")).isEqualTo(Scope.READ);
        assertThat(AccessControl.needed("/-/reload")).isEqualTo(Scope.ADMIN);
        assertThat(AccessControl.needed("/api/v1/write")).isEqualTo(Scope.WRITE);
        assertThat(AccessControl.needed("/healthy-looking")).isEqualTo(Scope.READ);
    }

    @Test
    void whatIsAskedOfKayentasInterfaceDecides() {
        assertThat(AccessControl.needed("GET", "/kayenta/health")).isNull();
        for (String path : List.of("/kayenta/canary/c-1", "/kayenta/canaryConfig", "/kayenta/judges/comparison/x", "/kayenta/credentials")) {
            assertThat(AccessControl.needed("GET", path)).as(path).isEqualTo(Scope.READ);
        }
        for (String path : List.of("/kayenta/canary", "/kayenta/canary/c-1", "/kayenta/standalone_canary_analysis/c-1", "/kayenta/judge", "/kayenta/judges/judge")) {
            assertThat(AccessControl.needed("POST", path)).as(path).isEqualTo(Scope.GATE);
        }
        assertThat(AccessControl.needed("PUT", "/kayenta/pipelines/x/cancel")).isEqualTo(Scope.GATE);
        for (String path : List.of("/kayenta/canaryConfig", "/kayenta/metricSetPairList/x", "/kayenta/canaryResultArchive")) {
            assertThat(AccessControl.needed("DELETE", path)).as(path).isEqualTo(Scope.WRITE);
        }
    }

    @Test
    void whatIsDoneToAnAnalysisDecides() {
        assertThat(AccessControl.needed("GET", "/v1/analyses/a-1/evidence")).isEqualTo(Scope.READ);
        assertThat(AccessControl.needed("HEAD", "/v1/freezes")).isEqualTo(Scope.READ);
        assertThat(AccessControl.needed("GET", "/v1/analyses/a-1/picture.png")).as("has a signature").isNull();
        assertThat(AccessControl.needed("POST", "/v1/analyses")).isEqualTo(Scope.GATE);
        assertThat(AccessControl.needed("POST", "/keptn/evaluations")).isEqualTo(Scope.GATE);
        assertThat(AccessControl.needed("GET", "/keptn/evaluations")).isEqualTo(Scope.READ);
        assertThat(AccessControl.needed("POST", "/v1/analyses/a-1/replay")).isEqualTo(Scope.GATE);
        assertThat(AccessControl.needed("POST", "/v1/analyses/a-1/decision")).isEqualTo(Scope.ADMIN);
        assertThat(AccessControl.needed("POST", "/v1/analyses/a-1/cancel")).isEqualTo(Scope.ADMIN);
        assertThat(AccessControl.needed("POST", "/v1/freezes")).isEqualTo(Scope.ADMIN);
        assertThat(AccessControl.needed("DELETE", "/v1/freezes/f-1")).isEqualTo(Scope.ADMIN);
        assertThat(AccessControl.needed("GET", "/v1/gate/x")).isEqualTo(Scope.GATE);
    }

    @Test
    void aTokenOpensItsScopeOnly() {
        assertThat(access.decide(Scope.READ, "Bearer r-token")).isEqualTo(ALLOWED);
        assertThat(access.decide(Scope.GATE, "Bearer r-token")).isEqualTo(FORBIDDEN);
        assertThat(access.decide(Scope.GATE, "bearer g-token")).isEqualTo(ALLOWED);
        assertThat(access.decide(Scope.WRITE, "Bearer a-token")).isEqualTo(ALLOWED);
    }

    @Test
    void whatIsNoTokenIsTurnedAway() {
        for (String header : new String[] {null, "", "Basic abc", "Bearer", "Bearer ", "Bearer wrong"}) {
            assertThat(access.decide(Scope.READ, header)).as("" + header).isEqualTo(UNAUTHENTICATED);
        }
    }

    @Test
    void knowsLoopback() {
        assertThat(AccessControl.isLoopback("127.0.0.1")).isTrue();
        assertThat(AccessControl.isLoopback("localhost")).isTrue();
        assertThat(AccessControl.isLoopback("::1")).isTrue();
        assertThat(AccessControl.isLoopback("0.0.0.0")).isFalse();
    }
}
