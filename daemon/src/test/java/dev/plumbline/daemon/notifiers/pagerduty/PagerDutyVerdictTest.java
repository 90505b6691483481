package dev.plumbline.daemon.notifiers.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration.PagerDuty;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Message;
import dev.plumbline.daemon.notifiers.Messages;
import dev.plumbline.daemon.notifiers.VerdictMessages;
import dev.plumbline.daemon.notifiers.VerdictReport.Kind;
import dev.plumbline.daemon.notifiers.VerdictReport.Outcome;
import dev.plumbline.fleet.receivers.Misbehaviour;
import dev.plumbline.fleet.receivers.PagerDutyStandIn;
import dev.plumbline.fleet.receivers.PagerDutyStandIn.State;
import dev.plumbline.fleet.receivers.ReceivedRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PagerDutyVerdictTest {
    private final Messages messages = new Messages();
    private final PagerDutyStandIn server = PagerDutyStandIn.start();

    @AfterEach
    void stop() {
        messages.close();
        server.close();
    }

    private Delivery send(Message message) {
        return new PagerDutyNotifier(Messages.pagerDuty(server.enqueueUrl(), Map.of()), messages.context()).send(message);
    }

    private ReceivedRequest last() {
        return server.accepted().getLast();
    }

    private State state(String key) {
        return Objects.requireNonNull(server.incident(key)).state();
    }

    @Test
    void aNoGoOpensAnIncidentWithEverythingInIt() {
        assertThat(send(VerdictMessages.message(Outcome.NO_GO))).isEqualTo(new Delivery.Delivered("HTTP 202: Event processed"));
        assertThat(last().path()).isEqualTo("/v2/enqueue");
        assertThat(last().body()).isEqualTo("""
                {"routing_key":"%s","dedup_key":"incident-key","event_action":"trigger",\
                "payload":{"summary":"NO-GO: shop/checkout 2.4.1, stage 25: error_rate 7 %% > 5 %% & <more>; 5,210 requests","source":"plumbline",\
                "severity":"critical","timestamp":"2026-03-01T10:00:00.120Z","component":"checkout","group":"shop","class":"release",\
                "custom_details":{"verdict":"no-go","kind":"verdict","namespace":"shop","service":"checkout","version":"2.4.1","revision":"6d4cf56db6",\
                "stage":"25","policy":"web","reason":"error_rate 7 %% > 5 %% & <more>; 5,210 requests","score":40,"analysis":"a-01J",\
                "metrics":{"error_rate":"fail: 7 %% > 5 %%","latency_p99":"pass: 412 ms <= 1000 ms"}}},\
                "client":"Plumbline","client_url":"https://plumbline.example/ui/analyses/a-01J",\
                "links":[{"href":"https://plumbline.example/ui/analyses/a-01J","text":"Report of a-01J"}],\
                "images":[{"src":"https://plumbline.example/v1/analyses/a-01J/picture.png?signature=c2ln","alt":"error_rate: canary red, limit <dashed>"}]}""".formatted(Messages.ROUTING_KEY));
        assertThat(state(VerdictMessages.KEY)).isEqualTo(State.TRIGGERED);
    }

    @Test
    void aLateNoGoIsTheSameIncident() {
        send(VerdictMessages.message(Outcome.NO_GO));
        send(VerdictMessages.message(VerdictMessages.report(Kind.LATE_NO_GO, Outcome.NO_GO)));
        assertThat(server.opened()).isEqualTo(1);
        assertThat(last().body()).contains("\"summary\":\"LATE NO-GO: ", "\"kind\":\"late_no_go\"");
    }

    @Test
    void whatWakesNobodyIsAChange() {
        for (Outcome outcome : List.of(Outcome.GO, Outcome.INCONCLUSIVE)) {
            assertThat(send(VerdictMessages.message(outcome))).isEqualTo(new Delivery.Delivered("HTTP 202: Change event processed"));
            assertThat(last().path()).isEqualTo("/v2/change/enqueue");
        }
        send(VerdictMessages.message(VerdictMessages.report(Kind.DECISION, Outcome.NO_GO)));
        assertThat(last().path()).isEqualTo("/v2/change/enqueue");
        assertThat(last().body()).startsWith("{\"routing_key\":\"" + Messages.ROUTING_KEY + "\",\"payload\":{\"summary\":\"NO-GO decided by alice <a&b>: ")
                .contains("\"timestamp\":\"2026-03-01T10:00:00.120Z\"", "\"by\":\"alice <a&b>\"", "\"links\":[{");
        assertThat(server.incidents()).isEmpty();
    }

    @Test
    void anEarlierIncidentEnds() {
        var plain = VerdictMessages.message(Outcome.NO_GO);
        send(new dev.plumbline.daemon.notifiers.VerdictMessage("earlier-key", "x", "on.call", plain.report(), plain.purpose(), Messages.T0));
        send(VerdictMessages.end());
        assertThat(state("earlier-key")).isEqualTo(State.RESOLVED);
        assertThat(last().body()).isEqualTo("{\"routing_key\":\"" + Messages.ROUTING_KEY + "\",\"dedup_key\":\"earlier-key\",\"event_action\":\"resolve\"}");
    }

    @Test
    void theOldInterfaceKnowsIncidentsOnly() {
        var d = Messages.pagerDuty(server.enqueueUrl(), Map.of());
        var old = new PagerDuty(true, null, Secret.of("service-key"), d.url(), d.templates(), Map.of(), List.of(), List.of(), 2_000L, HttpClientConfig.DEFAULT);
        var notifier = new PagerDutyNotifier(old, messages.context());
        assertThat(notifier.send(VerdictMessages.message(Outcome.GO))).isInstanceOfSatisfying(Delivery.Delivered.class,
                told -> assertThat(told.detail()).startsWith("not told"));
        assertThat(server.requests()).isEmpty();
        notifier.send(VerdictMessages.message(Outcome.NO_GO));
        assertThat(last().path()).startsWith("/generic/");
        assertThat(state(VerdictMessages.KEY)).isEqualTo(State.TRIGGERED);
    }

    @Test
    void whateverGoesWrongItIsTriedAgainOrGivenUp() {
        for (Message message : List.of(VerdictMessages.message(Outcome.GO), VerdictMessages.message(Outcome.NO_GO), VerdictMessages.end())) {
            server.misbehave(Misbehaviour.rateLimited(7));
            assertThat(send(message)).isInstanceOfSatisfying(Delivery.Retry.class, r -> assertThat(r.afterMillis()).isEqualTo(7_000));
            server.misbehave(new Misbehaviour.HangUpAfterAccepting());
            assertThat(send(message)).isInstanceOf(Delivery.Retry.class);
            server.misbehave(new Misbehaviour.Answer(400, "application/json", "{\"message\":\"no\"}", Map.of()));
            assertThat(send(message)).isInstanceOfSatisfying(Delivery.Failed.class, f ->
                    assertThat(f.detail()).doesNotContain(Messages.ROUTING_KEY));
            assertThat(send(message)).isInstanceOf(Delivery.Delivered.class);
        }
    }
}
