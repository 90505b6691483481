package dev.plumbline.daemon.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.config.HeartbeatConfig;
import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.http.HttpPoster;
import dev.plumbline.fleet.receivers.Misbehaviour;
import dev.plumbline.fleet.receivers.WebhookStandIn;
import dev.plumbline.time.SystemTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Over real sockets. */
class HeartbeatSocketTest {
    private static final Health FINE = new Health(List.of(), Health.Watchdog.NO_RULE, Health.Delivery.NONE);

    private static HeartbeatConfig config(String url, String method) {
        var http = new HttpClientConfig(null, new HttpClientConfig.Authorization("Bearer", Secret.of("t0ken")), null,
                HttpClientConfig.TlsConfig.DEFAULT, HttpClientConfig.ProxyConfig.NONE, true, true, Map.of());
        return new HeartbeatConfig(Secret.of(url), method, 1_000, 2_000, http);
    }

    @Test
    void aBeatArrivesAndARefusedOneIsTriedAgain() {
        try (var clock = new SystemTime(); var clients = new HttpClients(Map.of()); var receiver = WebhookStandIn.start()) {
            var config = config(receiver.url() + "/ping/7e57", "POST");
            receiver.misbehave(Misbehaviour.status(503, "later"));
            var heartbeat = new Heartbeat(clock, config, () -> FINE, Beat.over(new HttpPoster(config.http(), clients, clock), config), "me");
            heartbeat.tick();
            assertThat(heartbeat.stats()).matches(s -> s.sent() == 0 && s.failed() == 1);
            heartbeat.tick();
            assertThat(heartbeat.stats()).matches(s -> s.sent() == 1 && s.failed() == 1 && s.lastSuccessMillis() > 0);
            heartbeat.tick();
            assertThat(receiver.accepted()).as("the next one is not due").hasSize(1);
            var request = receiver.accepted().getFirst();
            assertThat(request.path()).isEqualTo("/ping/7e57");
            assertThat(request.header("authorization")).isEqualTo("Bearer t0ken");
            assertThat(request.body()).startsWith("{\"instance\":\"me\",\"time\":\"2").contains("\"rule_groups\":0");
        }
    }

    @Test
    void aBeatMayBeAGetWithoutABody() {
        try (var clock = new SystemTime(); var clients = new HttpClients(Map.of()); var receiver = WebhookStandIn.start()) {
            var config = config(receiver.url() + "/ping", "GET");
            var beat = Beat.over(new HttpPoster(config.http(), clients, clock), config);
            assertThat(beat.send(new byte[] {'{', '}'})).as("the stand-in takes POST and PUT only").isEqualTo(405);
            assertThat(receiver.requests()).singleElement().matches(r -> r.method().equals("GET") && r.body().isEmpty());
        }
    }

    @Test
    void anAddressThatMakesNoSenseIsNotQuoted() {
        try (var clock = new SystemTime(); var clients = new HttpClients(Map.of())) {
            var config = config("http://[s3cret", "POST");
            var beat = Beat.over(new HttpPoster(config.http(), clients, clock), config);
            assertThatThrownBy(() -> beat.send(new byte[0])).hasMessageContaining("address is not valid").hasMessageNotContaining("s3cret");
        }
    }
}
