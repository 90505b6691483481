package dev.plumbline.daemon.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.notifiers.VerdictMessage;
import dev.plumbline.daemon.notifiers.VerdictMessage.Purpose;
import dev.plumbline.daemon.notifiers.VerdictMessages;
import dev.plumbline.daemon.notifiers.VerdictReport;
import dev.plumbline.daemon.notifiers.VerdictReport.Kind;
import dev.plumbline.daemon.notifiers.VerdictReport.Outcome;
import dev.plumbline.daemon.notifiers.VerdictReport.Subject;
import dev.plumbline.documents.Document;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Write;
import dev.plumbline.model.PlumblineException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerdictsTest {
    private static final String CONFIG = """
            route: {receiver: chat, group_wait: 1s}
            receivers:
            - name: chat
              webhook_configs: [{url: 'http://h/0'}, {url: 'http://h/1'}]
            - name: duty
              pagerduty_configs: [{routing_key: '0123456789abcdef0123456789abcdef'}]
            """;
    private final Harness h = new Harness(CONFIG);

    private VerdictReport report(String service, String version, Outcome outcome, int number) {
        var subject = new Subject("shop", service, version, "", "25", "web");
        return new VerdictReport("a-" + number + "/verdict", Kind.VERDICT, outcome, subject, "because", 90,
                VerdictMessages.report(Kind.VERDICT, outcome).metrics(), "a-" + number, "", "https://p/" + number,
                new VerdictReport.Picture("https://p/" + number + ".png", "errors"), h.time.wallMillis());
    }

    private VerdictReport report(Outcome outcome, int number) {
        return report("checkout", "2.4." + number, outcome, number);
    }

    private List<String> sent() {
        return h.sent.stream().map(s -> s.out().target().receiver() + s.out().target().index() + " " + s.out().message().id()).toList();
    }

    private List<String> sentToDuty() {
        return h.sent.stream().filter(s -> s.out().target().receiver().equals("duty")).map(s -> (VerdictMessage) s.out().message())
                .map(m -> m.purpose() + " " + m.report().id()).toList();
    }

    private long kept() {
        return h.disk.count(Draft.DELIVERY, new Filter.All());
    }

    @Test
    void everyIntegrationIsToldOnceWhateverIsRepeated() {
        VerdictReport report = report(Outcome.NO_GO, 1);
        h.alerting.post(report, List.of("chat", "duty", "chat"));
        h.alerting.post(report, List.of("chat", "duty"));
        h.run(2);
        h.alerting.post(report, List.of("chat", "duty"));
        h.restart(CONFIG);
        h.alerting.post(report, List.of("chat", "duty"));
        h.run(2);
        assertThat(sent()).containsExactlyInAnyOrder("chat0 a-1/verdict", "chat1 a-1/verdict", "duty0 a-1/verdict");
        assertThat(h.alerting.status().waiting()).isZero();
    }

    @Test
    void itReturnsOnlyWhenAllIsKept() {
        h.run(1);
        h.documents.mode = FaultyDocuments.Mode.FAILS_BEFORE;
        assertThatThrownBy(() -> h.alerting.post(report(Outcome.GO, 1), List.of("chat"))).isInstanceOf(PlumblineException.class);
        assertThat(kept()).isZero();
        h.run(60);
        assertThat(sent()).isEmpty(); // not even from memory, as a page would
        assertThat(h.unpersisted).isZero();
        h.documents.mode = FaultyDocuments.Mode.WORKS;
        h.alerting.post(report(Outcome.GO, 1), List.of("chat"));
        assertThat(kept()).isEqualTo(2);
        h.run(1);
        assertThat(sent()).containsExactlyInAnyOrder("chat0 a-1/verdict", "chat1 a-1/verdict");
    }

    @Test
    void whatWaitsSurvivesARestartAsItWas() {
        h.answers.put("duty", Harness.DOWN);
        VerdictReport report = VerdictMessages.report(Kind.DECISION, Outcome.INCONCLUSIVE);
        h.alerting.post(report, List.of("duty"));
        h.run(1);
        h.answers.clear();
        h.sent.clear();
        h.restart(CONFIG);
        h.run(5);
        assertThat(h.sent).hasSize(1);
        var message = (VerdictMessage) h.sent.getFirst().out().message();
        assertThat(message.report()).isEqualTo(report);
        assertThat(message.receiver()).isEqualTo("duty");
        assertThat(message.purpose()).isEqualTo(Purpose.TELL);
        assertThat(message.createdAtMillis()).isEqualTo(Harness.START);
    }

    @Test
    void aServicesVerdictsArriveInOrderAndHoldUpNoOthers() {
        h.answers.put("chat", Harness.DOWN);
        h.alerting.post(report(Outcome.NO_GO, 1), List.of("chat"));
        h.run(3);
        h.alerting.post(report(Outcome.GO, 2), List.of("chat", "duty"));
        h.run(1);
        assertThat(sent()).contains("duty0 a-2/verdict").doesNotContain("chat0 a-2/verdict");
        h.answers.clear();
        h.sent.clear();
        h.run(60);
        assertThat(sent()).filteredOn(s -> s.startsWith("chat0")).containsExactly("chat0 a-1/verdict", "chat0 a-2/verdict");
    }

    @Test
    void aLaterGoOfAnotherVersionEndsTheIncidentThoughItIsToldToOthersOnly() {
        h.alerting.post(report(Outcome.NO_GO, 1), List.of("duty"));
        h.alerting.post(report("search", "1", Outcome.NO_GO, 2), List.of("duty"));
        h.run(1);
        h.restart(CONFIG);
        h.alerting.post(report("checkout", "2.4.1", Outcome.GO, 3), List.of("chat")); // of the same version: nothing ends
        h.alerting.post(report(Outcome.INCONCLUSIVE, 4), List.of("chat"));
        h.run(1);
        assertThat(sentToDuty()).containsExactlyInAnyOrder("TELL a-1/verdict", "TELL a-2/verdict");
        h.alerting.post(report(Outcome.GO, 5), List.of("chat"));
        h.alerting.post(report(Outcome.GO, 5), List.of("chat"));
        h.alerting.post(report(Outcome.GO, 6), List.of());
        h.run(1);
        assertThat(sentToDuty()).endsWith("END a-5/verdict").hasSize(3);
        assertThat(h.sent).filteredOn(s -> s.out().message().key().equals(Fingerprint.sha256("verdict", "shop", "checkout", "2.4.1")))
                .extracting(s -> s.out().message().id()).contains("a-1/verdict").last().asString().startsWith("a-5/verdict/ends-");
    }

    @Test
    void theIncidentEndsBeforeTheGoIsTold() {
        h.alerting.post(report(Outcome.NO_GO, 1), List.of("duty"));
        h.alerting.post(report(Outcome.NO_GO, 2), List.of("duty"));
        h.alerting.post(report(Outcome.GO, 3), List.of("duty"));
        h.run(1);
        assertThat(sentToDuty()).containsExactly("TELL a-1/verdict", "TELL a-2/verdict", "END a-3/verdict", "END a-3/verdict", "TELL a-3/verdict");
    }

    @Test
    void anEarlierGoThatComesLateEndsNothing() {
        VerdictReport go = report(Outcome.GO, 1);
        h.run(1);
        h.alerting.post(report(Outcome.NO_GO, 2), List.of("duty"));
        h.alerting.post(go, List.of("duty"));
        h.run(1);
        assertThat(sentToDuty()).containsExactly("TELL a-2/verdict", "TELL a-1/verdict");
    }

    @Test
    void aFullQueueTakesNoMoreAndLosesNone() {
        h.alerting = h.start(Configs.parse(CONFIG), new AlertingLimits(10, 3, 1 << 20, 1 << 20, 4, 4));
        h.answers.put("duty", Harness.DOWN);
        for (int i = 1; i <= 3; i++) {
            h.alerting.post(report(Outcome.GO, i), List.of("duty"));
        }
        assertThatThrownBy(() -> h.alerting.post(report(Outcome.GO, 4), List.of("duty", "chat")))
                .isInstanceOfSatisfying(PlumblineException.class, e -> assertThat(e.kind()).isEqualTo(PlumblineException.Kind.RESOURCE))
                .hasMessageContaining("duty").hasMessageNotContaining("chat");
        h.answers.clear();
        h.run(60);
        h.alerting.post(report(Outcome.GO, 4), List.of("duty", "chat"));
        h.run(1);
        assertThat(sent()).contains("duty0 a-1/verdict", "duty0 a-2/verdict", "duty0 a-3/verdict", "duty0 a-4/verdict")
                .containsOnlyOnce("chat0 a-4/verdict");
        assertThat(h.replacements).isZero();
    }

    @Test
    void whoIsNotConfiguredIsLeftOut() {
        h.alerting.post(report(Outcome.GO, 1), List.of("nobody", "duty"));
        h.run(1);
        assertThat(sent()).containsExactly("duty0 a-1/verdict");
        assertThat(h.drops).containsExactly(AlertingListener.Drop.UNCONFIGURED);
    }

    @Test
    void aRefusedVerdictIsGivenUpForGood() {
        h.answers.put("duty", Harness.NO);
        h.alerting.post(report(Outcome.GO, 1), List.of("duty"));
        h.run(1);
        h.alerting.post(report(Outcome.GO, 1), List.of("duty"));
        h.run(1);
        assertThat(sent()).hasSize(1);
        assertThat(h.drops).containsExactly(AlertingListener.Drop.REFUSED);
    }

    @Test
    void itIsForgottenAfterAWhileAndNeverWhileAnIncidentIsOpen() {
        h.alerting.post(report(Outcome.NO_GO, 1), List.of("duty"));
        h.alerting.post(report("search", "1", Outcome.GO, 2), List.of("duty"));
        h.run(1);
        assertThat(kept()).isEqualTo(2);
        h.time.advance(9L * 24 * 3_600_000);
        h.run(1);
        assertThat(kept()).isEqualTo(1);
        h.alerting.post(report(Outcome.GO, 3), List.of());
        h.run(1);
        assertThat(sentToDuty()).last().isEqualTo("END a-3/verdict");
    }

    @Test
    void whatIsRememberedIsBounded() {
        for (int i = 1; i <= VerdictLog.MAX_ENDED + 50; i++) {
            h.alerting.post(report(Outcome.NO_GO, i), List.of("duty"));
            h.run(0.05);
        }
        h.run(1);
        Document document = h.disk.search(Search.of(Draft.DELIVERY, new Filter.All(), 10))
                .documents().getFirst();
        JsonText log = Objects.requireNonNull(JsonText.read("d", document.body()).object("verdicts"));
        assertThat(log.texts("ended")).hasSize(VerdictLog.MAX_ENDED).contains("a-" + (VerdictLog.MAX_ENDED + 50) + "/verdict");
        assertThat(log.objects("incidents")).hasSize(VerdictLog.MAX_INCIDENTS);
    }

    @Test
    void documentsOfBeforeVerdictsAreReadAndLaterOnesAreLeftAlone() {
        h.answers.put("chat", Harness.DOWN);
        h.fire("A");
        h.run(3);
        assertThat(h.alerting.status().waiting()).isEqualTo(2);
        rewrite("\"format\":2,", "");
        h.restart(CONFIG);
        h.run(1);
        assertThat(h.alerting.status().waiting()).isEqualTo(2);
        rewrite("{\"", "{\"format\":3,\"was");
        h.restart(CONFIG);
        h.alerting.restore();
        assertThat(h.alerting.status().waiting()).isZero();
    }

    private void rewrite(String what, String with) {
        var all = Search.of(Draft.DELIVERY, new Filter.All(), 10);
        for (Document d : h.disk.search(all).documents()) {
            String body = d.body().startsWith("{\"format\"") && what.equals("{\"") ? d.body().replace("\"format\":2", "\"format\":3")
                    : d.body().replace(what, with);
            h.disk.write(List.of(new Write.Put(Document.of(d.kind(), d.id(), d.timeMillis(), d.fields(), body))));
        }
    }

    @Test
    void withoutAConfigurationOnlyWhatNeedsNoneIsTaken() {
        var unconfigured = new Alerting(new Alerting.Surroundings(h.time, new Random(1), h.documents, (out, done) -> {}, () -> {}, h),
                AlertingLimits.DEFAULTS);
        unconfigured.post(report(Outcome.GO, 1), List.of());
        assertThatThrownBy(() -> unconfigured.post(report(Outcome.GO, 2), List.of("duty"))).isInstanceOf(PlumblineException.class);
    }

    @Test
    void manyServicesAreToldAtOnce() {
        IntStream.range(0, 50).forEach(i -> h.alerting.post(report("s" + i, "1", Outcome.GO, i), List.of("duty")));
        h.run(5);
        assertThat(sentToDuty()).hasSize(50).doesNotHaveDuplicates();
    }
}
