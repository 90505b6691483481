package dev.plumbline.daemon.notifiers.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.HttpClientConfig.Pem;
import dev.plumbline.daemon.config.HttpClientConfig.TlsConfig;
import dev.plumbline.daemon.config.alertmanager.Integration.Payload;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Messages;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.fleet.receivers.HttpStandIn;
import dev.plumbline.fleet.receivers.ReceivedRequest;
import dev.plumbline.fleet.receivers.SelfSigned;
import dev.plumbline.fleet.receivers.WebhookStandIn;
import dev.plumbline.model.Labels;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookNotifierTest {
    private static final String GOLDEN = """
            {"receiver":"on\\\\.call","status":"firing","alerts":[\
            {"status":"firing","labels":{"alertname":"X","instance":"i1","job":"api","team":"a"},\
            "annotations":{"runbook":"i1","summary":"it <burns> & smokes"},"startsAt":"2026-03-01T10:00:00.12Z",\
            "endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://g/i1","fingerprint":"00000000000000a1"},\
            {"status":"resolved","labels":{"alertname":"X","instance":"i2","job":"api","team":"a"},\
            "annotations":{"runbook":"i2","summary":"it <burns> & smokes"},"startsAt":"2026-03-01T10:00:00.12Z",\
            "endsAt":"2026-03-01T10:01:00.12Z","generatorURL":"http://g/i2","fingerprint":"00000000000000a2"}],\
            "notification_reason":"first notification","groupLabels":{"alertname":"X","team":"a"},\
            "commonLabels":{"alertname":"X","job":"api","team":"a"},"commonAnnotations":{"summary":"it <burns> & smokes"},\
            "externalURL":"http://plumbline.example","version":"4","groupKey":"{}:{alertname=\\"X\\", team=\\"a\\"}","truncatedAlerts":0}""";
    private final Messages messages = new Messages();
    private final WebhookStandIn server = WebhookStandIn.start();

    @AfterEach
    void stop() {
        messages.close();
        server.close();
    }

    private ReceivedRequest sent(int maxAlerts, Notification notification) {
        var config = Messages.webhook(server.url() + "/hook?a=b", maxAlerts, null, HttpClientConfig.DEFAULT);
        assertThat(new WebhookNotifier(config, messages.context()).send(notification)).isInstanceOf(Delivery.Delivered.class);
        return server.accepted().getLast();
    }

    @Test
    void theBodyIsAlertmanagers() {
        ReceivedRequest request = sent(0, Messages.firing());
        assertThat(request.body()).isEqualTo(GOLDEN);
        assertThat(request.path()).isEqualTo("/hook?a=b");
        assertThat(request.header("content-type")).isEqualTo("application/json");
        assertThat(request.header("idempotency-key")).isEqualTo("id-1");
        assertThat(request.header("x-plumbline-notification-id")).isEqualTo("id-1");
        assertThat(request.header("user-agent")).isEqualTo("Plumbline");
    }

    @Test
    void atMostSoManyAlertsWithTheStatusOfAll() {
        var notification = Messages.message(Messages.alert("i1", false), Messages.alert("i2", true));
        assertThat(sent(1, notification).body()).contains("\"status\":\"firing\",\"alerts\":[{\"status\":\"resolved\"")
                .contains("\"truncatedAlerts\":1").contains("\"commonLabels\":{\"alertname\":\"X\",\"instance\":\"i1\"").doesNotContain("http://g/i2");
        assertThat(sent(2, notification).body()).contains("\"truncatedAlerts\":0");
        assertThat(sent(0, Messages.resolved()).body()).contains("\"status\":\"resolved\",\"alerts\"");
    }

    @Test
    void aTestSaysSoAndOnlyATest() {
        assertThat(sent(0, Messages.marked(Messages.firing())).body()).endsWith("\"truncatedAlerts\":0,\"test\":true}");
        assertThat(sent(0, Messages.firing()).body()).doesNotContain("test");
    }

    @Test
    void labelsOfTheRouteAreToldWhereThereAreSome() {
        var n = Messages.firing();
        var routed = new Notification(n.key(), n.id(), n.receiver(), n.groupKey(), n.groupLabels(), Labels.of("tier", "1"), n.reason(), n.alerts(),
                n.createdAtMillis(), false);
        assertThat(sent(0, routed).body()).contains("\"routeLabels\":{\"tier\":\"1\"},\"externalURL\"");
    }

    @Test
    void aBodyOfTheUsersOwn() {
        var payload = new Payload.Fields(List.of(Map.entry("z", new Payload.Template("plain \"text\"")),
                Map.entry("n", new Payload.Literal("5")), Map.entry("number", new Payload.Template("17")), Map.entry("phone", new Payload.Template("0171")),
                Map.entry("list", new Payload.Items(List.of(new Payload.Template("{\"a\":[1]}"), new Payload.Literal("null"),
                        new Payload.Template("{not json"), new Payload.Template(""))))));
        var notifier = new WebhookNotifier(Messages.webhook(server.url(), 0, payload, HttpClientConfig.DEFAULT), messages.context());
        notifier.send(Messages.firing());
        assertThat(server.accepted().getLast().body()).isEqualTo(
                "{\"z\":\"plain \\\"text\\\"\",\"n\":5,\"number\":17,\"phone\":\"0171\",\"list\":[{\"a\":[1]},null,\"{not json\",\"\"]}");
        notifier.send(Messages.marked(Messages.firing()));
        assertThat(server.accepted().getLast().body()).endsWith("],\"test\":true}");
    }

    @Test
    void certificatesAreCheckedAsConfigured() {
        var certificate = SelfSigned.forLoopback();
        var named = SelfSigned.forName("hooks.example");
        try (var secure = WebhookStandIn.start(HttpStandIn.Options.DEFAULT.withTls(certificate));
                var other = WebhookStandIn.start(HttpStandIn.Options.DEFAULT.withTls(named))) {
            assertThat(send(secure, tls(certificate, null, false))).isInstanceOf(Delivery.Delivered.class);
            assertThat(send(secure, TlsConfig.DEFAULT)).isInstanceOfSatisfying(Delivery.Retry.class, r ->
                    assertThat(r.detail()).startsWith("TLS with 127.0.0.1:"));
            assertThat(send(other, tls(named, null, false))).as("another name").isInstanceOf(Delivery.Retry.class);
            assertThat(send(other, tls(named, "hooks.example", false))).isInstanceOf(Delivery.Delivered.class);
            assertThat(send(other, tls(named, "else.example", false))).isInstanceOf(Delivery.Retry.class);
            assertThat(send(other, tls(certificate, "hooks.example", false))).as("another issuer").isInstanceOf(Delivery.Retry.class);
            assertThat(send(other, tls(certificate, null, true))).as("no check").isInstanceOf(Delivery.Delivered.class);
        }
    }

    private static TlsConfig tls(SelfSigned trusted, @org.jspecify.annotations.Nullable String name, boolean skip) {
        return new TlsConfig(new Pem(trusted.pem(), null), null, null, name, skip, null, null);
    }

    private Delivery send(WebhookStandIn to, TlsConfig tls) {
        return new WebhookNotifier(Messages.webhook(to.url(), 0, null, Messages.http(tls)), messages.context()).send(Messages.firing());
    }

    @Test
    void goesThroughAProxy() {
        var d = HttpClientConfig.DEFAULT;
        var proxy = new HttpClientConfig.ProxyConfig(URI.create(server.url()), null, false, Map.of());
        var http = new HttpClientConfig(null, null, null, d.tls(), proxy, true, true, Map.of());
        new WebhookNotifier(Messages.webhook("http://hooks.example/x", 0, null, http), messages.context()).send(Messages.firing());
        assertThat(server.accepted()).extracting(ReceivedRequest::path).containsExactly("http://hooks.example/x");
    }
}
