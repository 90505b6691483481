package dev.plumbline.daemon.posting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.alerting.Alerting;
import dev.plumbline.daemon.alerting.AlertingLimits;
import dev.plumbline.daemon.alerting.AlertingListener;
import dev.plumbline.daemon.alerting.Outgoing;
import dev.plumbline.daemon.config.alertmanager.AlertmanagerConfig;
import dev.plumbline.daemon.config.alertmanager.AlertmanagerLoader;
import dev.plumbline.daemon.config.canary.Reaction;
import dev.plumbline.daemon.config.canary.RolloutAction;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.notifiers.Messages;
import dev.plumbline.daemon.notifiers.Notifier;
import dev.plumbline.daemon.notifiers.integrations.Notifiers;
import dev.plumbline.daemon.verdicts.AnalysisKey;
import dev.plumbline.daemon.verdicts.VerdictEvent;
import dev.plumbline.daemon.verdicts.VerdictEvent.Kind;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.fleet.receivers.Misbehaviour;
import dev.plumbline.fleet.receivers.PagerDutyStandIn;
import dev.plumbline.fleet.receivers.SlackStandIn;
import dev.plumbline.fleet.receivers.SmtpStandIn;
import dev.plumbline.fleet.receivers.WebhookStandIn;
import dev.plumbline.model.Labels;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events in, requests at stand-ins for the real receivers out, over real sockets; the daemon's clock is ours. */
class VerdictDeliveryTest {
    private static final List<String> EVERYBODY = List.of("releases", "oncall", "owners");
    private final SlackStandIn slack = SlackStandIn.start();
    private final PagerDutyStandIn pagerDuty = PagerDutyStandIn.start();
    private final WebhookStandIn webhook = WebhookStandIn.start();
    private final SmtpStandIn smtp = SmtpStandIn.start();
    private final Messages messages = new Messages();
    private final VirtualTime time = new VirtualTime(Messages.T0);
    private final InMemoryDocuments documents = new InMemoryDocuments();
    private final Map<Outgoing.Target, Notifier> notifiers = new HashMap<>();
    private Alerting alerting = start();

    @AfterEach
    void stop() {
        messages.close();
        slack.close();
        pagerDuty.close();
        webhook.close();
        smtp.close();
    }

    private AlertmanagerConfig config() {
        String text = """
                route: {receiver: releases}
                receivers:
                - name: releases
                  slack_configs: [{api_url: '%s', channel: '#releases'}]
                  webhook_configs: [{url: '%s/verdicts', signing_secret: hush-hush-hush}]
                - name: oncall
                  pagerduty_configs: [{routing_key: '%s', url: '%s'}]
                - name: owners
                  email_configs: [{to: o@x.example, from: p@x.example, smarthost: '127.0.0.1:%d', require_tls: false}]
                """.formatted(slack.webhookUrl(), webhook.url(), Messages.ROUTING_KEY, pagerDuty.enqueueUrl(), smtp.port());
        var problems = new Problems();
        AlertmanagerLoader.Read read = AlertmanagerLoader.parse(Path.of("am.yml"), text, Map.of(), problems);
        if (read == null || problems.isFatal()) {
            throw new AssertionError(problems.toString());
        }
        return read.config();
    }

    private Alerting start() {
        AlertmanagerConfig config = config();
        config.receivers().values().forEach(receiver -> {
            for (int i = 0; i < receiver.integrations().size(); i++) {
                var integration = receiver.integrations().get(i);
                notifiers.put(new Outgoing.Target(receiver.name(), integration.kind(), i), Notifiers.of(integration, messages.context()));
            }
        });
        var started = new Alerting(new Alerting.Surroundings(time, new Random(1), documents,
                (out, done) -> done.accept(Objects.requireNonNull(notifiers.get(out.target())).send(out.message())), () -> {}, AlertingListener.NONE), AlertingLimits.DEFAULTS);
        started.apply(config, Labels.EMPTY, List.of());
        return started;
    }

    private void tell(int number, String version, Kind kind, Verdict verdict, List<String> receivers) {
        var key = new AnalysisKey("shop", "checkout", version, "", "25", "web");
        String analysis = "a-" + number;
        new VerdictPoster(alerting).accept(new VerdictEvent(analysis + "/verdict", kind, verdict, analysis, key, "2.4.0", 25, false, 50,
                List.of(new VerdictEvent.Line("error_rate", "fail", "7 % > 5 %")), "", "https://p.example/" + analysis, null, time.wallMillis(), null,
                new Reaction(RolloutAction.NONE, receivers)));
    }

    private void pass(int seconds) {
        for (int i = 0; i < 2 * seconds; i++) {
            time.advance(500);
            alerting.tick();
        }
    }

    @Test
    void everybodyIsToldOnceAndTheIncidentEndsWithTheNextVersion() {
        tell(1, "2.4.1", Kind.VERDICT, new Verdict.NoGo("error_rate 7 % > 5 %"), EVERYBODY);
        pass(1);
        assertThat(slack.accepted().getLast().body()).contains("\"channel\":\"#releases\"", "NO-GO: shop/checkout 2.4.1, stage 25", "danger");
        assertThat(webhook.accepted().getLast().header("x-plumbline-signature-256")).startsWith("sha256=").hasSize(71);
        assertThat(smtp.mails()).hasSize(1);
        assertThat(pagerDuty.incidents()).singleElement().satisfies(i -> assertThat(i.state()).isEqualTo(PagerDutyStandIn.State.TRIGGERED));
        alerting = start();
        tell(1, "2.4.1", Kind.VERDICT, new Verdict.NoGo("error_rate 7 % > 5 %"), EVERYBODY); // that it was taken was not kept
        tell(2, "2.4.2", Kind.VERDICT, new Verdict.Go("fine"), List.of("releases"));
        pass(1);
        assertThat(pagerDuty.incidents()).singleElement().satisfies(i -> {
            assertThat(i.state()).isEqualTo(PagerDutyStandIn.State.RESOLVED);
            assertThat(i.triggers()).isEqualTo(1);
        });
        assertThat(webhook.accepted().stream().map(r -> r.header("idempotency-key"))).containsExactly("a-1/verdict", "a-2/verdict");
        assertThat(slack.accepted()).hasSize(2);
        assertThat(smtp.mails()).hasSize(1);
    }

    @Test
    void receiversThatMisbehaveHearEverythingInOrder() {
        for (var server : List.of(slack, pagerDuty, webhook)) {
            server.misbehave(Misbehaviour.rateLimited(3), new Misbehaviour.Answer(503, "text/plain", "", Map.of()),
                    Misbehaviour.rateLimited(1));
        }
        for (int i = 1; i <= 5; i++) {
            tell(i, "2.4." + i, Kind.VERDICT, i % 2 == 0 ? new Verdict.Go("fine") : new Verdict.NoGo("bad"), EVERYBODY);
            pass(1);
            alerting = start();
        }
        pass(120);
        assertThat(alerting.status().waiting()).isZero();
        assertThat(webhook.accepted().stream().map(r -> r.header("idempotency-key")))
                .containsExactly("a-1/verdict", "a-2/verdict", "a-3/verdict", "a-4/verdict", "a-5/verdict");
        assertThat(slack.accepted()).hasSize(5);
        assertThat(smtp.mails()).hasSize(5);
        assertThat(pagerDuty.opened()).isEqualTo(3);
        assertThat(pagerDuty.incidents().stream().filter(i -> i.state() != PagerDutyStandIn.State.RESOLVED)).hasSize(1);
    }

    @Test
    void anAnswerThatIsLostMeansTheSameIdAgain() {
        webhook.misbehave(new Misbehaviour.HangUpAfterAccepting());
        tell(1, "2.4.1", Kind.LATE_NO_GO, new Verdict.Go("was fine"), List.of("releases"));
        pass(5);
        assertThat(webhook.requests().stream().map(r -> r.header("idempotency-key"))).containsExactly("a-1/verdict", "a-1/verdict");
        assertThat(webhook.requests().getFirst().body()).isEqualTo(webhook.requests().getLast().body());
        assertThat(slack.accepted()).hasSize(1);
    }
}
