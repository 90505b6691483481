package dev.plumbline.daemon.notifiers.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.config.alertmanager.Integration.PagerDuty;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Delivery.FailureReason;
import dev.plumbline.daemon.notifiers.Messages;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.message.GroupHash;
import dev.plumbline.fleet.receivers.Misbehaviour;
import dev.plumbline.fleet.receivers.PagerDutyStandIn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PagerDutyNotifierTest {
    private static final String KEY = GroupHash.of(Messages.firing().groupKey());
    private final Messages messages = new Messages();
    private final PagerDutyStandIn server = PagerDutyStandIn.start();

    @AfterEach
    void stop() {
        messages.close();
        server.close();
    }

    private Delivery send(PagerDuty config, Notification notification) {
        return new PagerDutyNotifier(config, messages.context()).send(notification);
    }

    private PagerDuty config(Map<String, String> changes) {
        var plain = Messages.pagerDuty(server.enqueueUrl(), Map.of());
        var templates = new HashMap<>(plain.templates());
        templates.putAll(changes);
        return new PagerDuty(true, plain.routingKey(), null, plain.url(), templates, Map.of("n", "2", "list", "[{\"a\":1}]", "words", "two words"),
                List.of(new PagerDuty.Image("http://h", "https://i", "alt"), new PagerDuty.Image("", "", "none")),
                List.of(new PagerDuty.Link("http://l", "link"), new PagerDuty.Link("", "none")), 2_000L, HttpClientConfig.DEFAULT);
    }

    private String body() {
        return server.accepted().getLast().body();
    }

    @Test
    void everyFieldIsInItsPlace() {
        var config = config(Map.of("class", "c", "component", "k", "group", "g", "client_url", "http://p"));
        assertThat(send(config, Messages.firing())).isEqualTo(new Delivery.Delivered("HTTP 202: Event processed"));
        assertThat(body()).isEqualTo("""
                {"routing_key":"%s","dedup_key":"%s","event_action":"trigger","payload":{"summary":"X is on fire","source":"Plumbline",\
                "severity":"critical","class":"c","component":"k","group":"g","custom_details":{"list":[{"a":1}],"n":2,"words":"two words"}},\
                "client":"Plumbline","client_url":"http://p","images":[{"src":"https://i","alt":"alt","href":"http://h"}],\
                "links":[{"href":"http://l","text":"link"}]}""".formatted(Messages.ROUTING_KEY, KEY));
    }

    @Test
    void anIncidentLivesAsLongAsOneAlertFires() {
        var config = config(Map.of());
        send(config, Messages.message(Messages.alert("i1", true), Messages.alert("i2", true)));
        send(config, Messages.firing());
        assertThat(incident()).isEqualTo(new PagerDutyStandIn.Incident(KEY, "X is on fire", PagerDutyStandIn.State.TRIGGERED, 2));
        send(config, Messages.resolved());
        assertThat(incident().state()).isEqualTo(PagerDutyStandIn.State.RESOLVED);
        assertThat(server.opened()).isEqualTo(1);
        send(config, Messages.firing());
        assertThat(server.opened()).isEqualTo(2);
    }

    private PagerDutyStandIn.Incident incident() {
        return Objects.requireNonNull(server.incident(KEY));
    }

    @Test
    void whatPagerDutyWouldRefuseForItsFormIsPutRight() {
        assertThat(send(config(Map.of("severity", "page", "source", "", "client", "", "description", "")), Messages.firing()))
                .isInstanceOf(Delivery.Delivered.class);
        assertThat(body()).contains("\"summary\":\"[FIRING:1] X a (api)\",\"source\":\"plumbline\",\"severity\":\"error\"");
        assertThat(send(config(Map.of("severity", " Warning ", "description", "é".repeat(3000))), Messages.firing()))
                .isInstanceOf(Delivery.Delivered.class);
        assertThat(body()).contains("\"severity\":\"warning\"").contains("\"" + "é".repeat(1023) + "…\"");
    }

    @Test
    void aTestIsMarked() {
        send(config(Map.of()), Messages.marked(Messages.firing()));
        assertThat(body()).contains("\"summary\":\"[TEST] X is on fire\"");
    }

    @Test
    void itsOwnWordsExplainARefusal() {
        var plain = Messages.pagerDuty(server.enqueueUrl(), Map.of());
        var wrong = new PagerDuty(true, Secret.of("short"), null, plain.url(), plain.templates(), Map.of(), List.of(), List.of(), null,
                HttpClientConfig.DEFAULT);
        assertThat(send(wrong, Messages.firing())).isEqualTo(new Delivery.Failed(FailureReason.CLIENT_ERROR,
                "HTTP 400: Event object is invalid: Length of 'routing_key' is incorrect (should be 32 characters)"));
    }

    @Test
    void theOldInterfaceIsSpokenWithAServiceKey() {
        var config = config(Map.of());
        var old = new PagerDuty(true, null, Secret.of("service"), config.url(), config.templates(), config.details(), List.of(), List.of(), 2_000L,
                HttpClientConfig.DEFAULT);
        assertThat(send(old, Messages.firing())).isInstanceOf(Delivery.Delivered.class);
        assertThat(server.accepted().getLast().path()).isEqualTo("/generic/2010-04-15/create_event.json");
        assertThat(body()).isEqualTo("{\"service_key\":\"service\",\"incident_key\":\"" + KEY + "\",\"event_type\":\"trigger\","
                + "\"description\":\"X is on fire\",\"client\":\"Plumbline\",\"details\":{\"list\":[{\"a\":1}],\"n\":2,\"words\":\"two words\"}}");
        server.misbehave(Misbehaviour.status(403, "too often"));
        assertThat(send(old, Messages.resolved())).isInstanceOf(Delivery.Retry.class);
        send(old, Messages.resolved());
        assertThat(incident().state()).isEqualTo(PagerDutyStandIn.State.RESOLVED);
        assertThat((Integration) old).extracting(Integration::kind).isEqualTo("pagerduty");
    }
}
