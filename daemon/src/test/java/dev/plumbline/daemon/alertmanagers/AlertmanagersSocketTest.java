package dev.plumbline.daemon.alertmanagers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.AlertingConfig;
import dev.plumbline.daemon.config.DiscoveryConfig;
import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.discovery.StaticDiscovery;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.http.HttpPoster;
import dev.plumbline.fleet.receivers.Misbehaviour;
import dev.plumbline.fleet.receivers.ReceivedRequest;
import dev.plumbline.fleet.receivers.WebhookStandIn;
import dev.plumbline.model.Labels;
import dev.plumbline.rules.RuleAlert;
import dev.plumbline.time.SystemTime;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over real sockets, against a receiver that misbehaves. */
class AlertmanagersSocketTest {
    private static final long PATIENCE_MILLIS = 30_000;
    private final SystemTime clock = new SystemTime();
    private final HttpClients clients = new HttpClients(Map.of());
    private final WebhookStandIn receiver = WebhookStandIn.start();
    private final Alertmanagers alertmanagers = new Alertmanagers(clock,
            (source, config) -> new StaticDiscovery(source, (DiscoveryConfig.Static) config),
            http -> AlertClient.over(new HttpPoster(http, clients, clock)), Alertmanagers.CAPACITY);

    @AfterEach
    void close() {
        alertmanagers.close();
        receiver.close();
        clients.close();
        clock.close();
    }

    private void apply(long timeoutMillis) {
        var http = new HttpClientConfig(new HttpClientConfig.BasicAuth(Secret.of("me"), Secret.of("pa55")), null, null,
                HttpClientConfig.TlsConfig.DEFAULT, HttpClientConfig.ProxyConfig.NONE, true, true, Map.of());
        var found = new DiscoveryConfig.Static(List.of("127.0.0.1:" + receiver.port()), Labels.EMPTY);
        alertmanagers.apply(new AlertingConfig(List.of(), List.of(new AlertingConfig.Alertmanagers("http", "/prefix", timeoutMillis,
                List.of(), List.of(), http, List.of(found)))), Labels.EMPTY);
        await(() -> alertmanagers.known().active().size() == 1);
    }

    private void tell(String name) {
        long now = clock.wallMillis();
        alertmanagers.accept(List.of(new RuleAlert(Labels.of("alertname", name), Labels.EMPTY, now, now + 240_000, false, "")));
    }

    private void await(BooleanSupplier condition) {
        long deadline = clock.monotonicNanos() + PATIENCE_MILLIS * 1_000_000;
        while (!condition.getAsBoolean()) {
            assertThat(clock.monotonicNanos()).as("waited in vain; %s", alertmanagers.stats()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void postsWithCredentialsToThePathOfTheApi() {
        apply(10_000);
        tell("Ü \"quoted\"");
        await(() -> receiver.accepted().size() == 1);
        ReceivedRequest request = receiver.accepted().getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/prefix/api/v2/alerts");
        assertThat(request.header("content-type")).isEqualTo("application/json");
        assertThat(request.header("authorization")).isEqualTo("Basic bWU6cGE1NQ==");
        assertThat(request.body()).startsWith("[{\"labels\":{\"alertname\":\"Ü \\\"quoted\\\"\"},\"annotations\":{},\"startsAt\":\"2");
    }

    @Test
    void triesAgainAfterEveryKindOfFailure() {
        apply(300);
        receiver.misbehave(new Misbehaviour.NeverAnswer(), new Misbehaviour.HangUpAfterRequest(),
                Misbehaviour.status(502, "bad gateway"));
        tell("A");
        await(() -> receiver.accepted().size() == 1);
        await(() -> alertmanagers.stats().getFirst().sent() == 1);
        assertThat(alertmanagers.stats().getFirst()).matches(s -> s.errors() == 3 && s.dropped() == 0 && s.waiting() == 0);
    }

    @Test
    void whatIsTooLateToArriveIsSentAtTheEnd() {
        apply(10_000);
        receiver.misbehave(Misbehaviour.status(503, "later"));
        tell("A");
        await(() -> alertmanagers.stats().getFirst().errors() == 1);
        alertmanagers.close();
        assertThat(receiver.accepted()).singleElement().matches(r -> r.body().contains("\"A\""));
    }
}
