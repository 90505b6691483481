package dev.plumbline.daemon.notifiers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.notifiers.integrations.Notifiers;
import dev.plumbline.fleet.receivers.Misbehaviour;
import dev.plumbline.fleet.receivers.PagerDutyStandIn;
import dev.plumbline.fleet.receivers.SlackStandIn;
import dev.plumbline.fleet.receivers.WebhookStandIn;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No outcome tells a secret, even when the other side quotes it. */
class SecretsTest {
    private final Messages messages = new Messages();
    private final String secret = "s" + Long.toHexString(new SplittableRandom(7).nextLong()) + "Z";
    private final HttpClientConfig http = new HttpClientConfig(new HttpClientConfig.BasicAuth(Secret.of("me"), Secret.of(secret)), null, null,
            HttpClientConfig.TlsConfig.DEFAULT, HttpClientConfig.ProxyConfig.NONE, true, true,
            Map.of("X-Key", new HttpClientConfig.Header(List.of(Secret.of(secret + "-header")))));

    @AfterEach
    void stop() {
        messages.close();
    }

    private void assertSilent(Notifier notifier) {
        assertThat(notifier.send(Messages.firing()).toString()).doesNotContain(secret).doesNotContain("bWU6");
    }

    @Test
    void webhooks() {
        try (var server = WebhookStandIn.start()) {
            String url = server.url() + "/" + secret + "?key=" + secret;
            var notifier = Notifiers.of(Messages.webhook(url, 0, null, http), messages.context());
            notifier.send(Messages.firing());
            String quoted = url + " /" + secret + " " + server.requests().getFirst().headers();
            assertThat(quoted).contains(secret, "Basic ");
            server.misbehave(Misbehaviour.status(400, quoted), Misbehaviour.status(500, quoted), Misbehaviour.status(200, quoted),
                    new Misbehaviour.HangUpAfterRequest(), Misbehaviour.redirect("http://[" + secret));
            for (int i = 0; i < 6; i++) {
                assertSilent(notifier);
            }
            server.close();
            assertSilent(notifier);
            assertSilent(Notifiers.of(Messages.webhook("http://no.such.host.invalid/" + secret), messages.context()));
            assertSilent(Notifiers.of(Messages.webhook("http:// /" + secret), messages.context()));
            assertSilent(Notifiers.of(Messages.webhook("gopher://127.0.0.1/" + secret), messages.context()));
        }
    }

    @Test
    void slackAndPagerDuty() {
        try (var slack = SlackStandIn.start(); var pagerDuty = PagerDutyStandIn.start()) {
            var config = Messages.slack("", Map.of());
            var token = new Integration.Slack(true, null, Secret.of(secret), slack.postMessageUrl(), config.templates(), false, false, List.of(),
                    List.of(), List.of(), 2_000L, null, HttpClientConfig.DEFAULT);
            slack.misbehave(Misbehaviour.json("{\"ok\":false,\"error\":\"bad " + secret + "\"}"));
            assertSilent(Notifiers.of(token, messages.context()));
            assertThat(slack.requests().getFirst().header("authorization")).isEqualTo("Bearer " + secret);
            var events = Messages.pagerDuty(pagerDuty.enqueueUrl(), Map.of());
            var keyed = new Integration.PagerDuty(true, Secret.of(secret), null, events.url(), events.templates(), Map.of(), List.of(), List.of(),
                    2_000L, HttpClientConfig.DEFAULT);
            pagerDuty.misbehave(Misbehaviour.status(400, "{\"message\":\"key " + secret + "\",\"errors\":[\"" + secret + "\"]}"));
            assertSilent(Notifiers.of(keyed, messages.context()));
        }
    }

    @Test
    void aSecretsFileThatIsAwayIsRetried() {
        var away = new Integration.Webhook(true, Secret.inFile(Path.of("/no/such/file")), 0, null, java.util.Optional.empty(), null, http);
        assertThat(Notifiers.of(away, messages.context()).send(Messages.firing())).isInstanceOfSatisfying(Delivery.Retry.class, r ->
                assertThat(r.detail()).contains("cannot read the secret file"));
    }

    @Test
    void credentialsGoNowhereElse() {
        try (var first = WebhookStandIn.start(); var second = WebhookStandIn.start()) {
            first.misbehave(Misbehaviour.redirect(second.url() + "/x"));
            Notifiers.of(Messages.webhook(first.url(), 0, null, http), messages.context()).send(Messages.firing());
            assertThat(first.requests().getFirst().header("authorization")).startsWith("Basic ");
            assertThat(second.accepted()).hasSize(1);
            assertThat(second.accepted().getFirst().headers().toString()).doesNotContain(secret, "Basic");
        }
    }
}
