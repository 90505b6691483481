package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.config.canary.RolloutAction;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What lasts: verdicts over restarts and failures of the store, and what follows from them. */
class DurableGateTest {
    private final GateWorld world = new GateWorld();

    @Test
    void aRunningAnalysisGoesOnWhereItWas() {
        GateAnswer.Judged first = world.ask();
        world.time.advance(32_000);
        world.restart();
        assertThat(world.ask().analysis()).isEqualTo(first.analysis());
        world.time.advance(6_000);
        GateAnswer.Judged last = world.ask();
        assertThat(last.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(last.sinceMillis()).isEqualTo(first.sinceMillis());
        assertThat(last.verdict().reason()).as("60 a second since the warm-up, none lost, none twice")
                .matches("error_rate 0.2 % <= 5 %; (1,8[0-9]0|1,9[0-8]0) requests");
    }

    @Test
    void aVerdictStaysOverRestarts() {
        world.ask();
        world.time.advance(60_000);
        GateAnswer.Judged decided = world.ask();
        assertThat(decided.verdict()).isInstanceOf(Verdict.Go.class);
        world.restart();
        assertThat(world.ask()).isEqualTo(decided);
        world.gate.policies(GateWorld.policies(GateWorld.POLICY.replace("fail_above: 5%", "fail_above: 0.01%")));
        assertThat(world.ask()).isEqualTo(decided);
        assertThat(world.sink.ids()).containsExactly("verdict");
    }

    @Test
    void nothingIsSaidBeforeItIsStored() {
        world.ask();
        world.documents.failsBefore = () -> true;
        world.time.advance(120_000);
        assertThat(world.ask().verdict().reason()).isEqualTo("there is a verdict, which is given when it can be kept: the disk is full");
        assertThat(world.word()).isEqualTo("pending");
        assertThat(world.sink.events).isEmpty();
        world.errors = 0.5;
        world.documents.failsBefore = () -> false;
        world.time.advance(2_000);
        assertThat(world.word()).as("the verdict of then").isEqualTo("go");
        assertThat(world.sink.ids()).containsExactly("verdict");
    }

    @Test
    void aStartThatCannotBeKeptSaysSo() {
        world.documents.failsBefore = () -> true;
        assertThat(world.ask().verdict()).isEqualTo(new Verdict.Pending("the analysis cannot be kept: the disk is full"));
        world.documents.failsBefore = () -> false;
        world.time.advance(2_000);
        assertThat(world.ask().verdict().reason()).startsWith("warming up");
        world.restart();
        assertThat(world.ask().analysis()).isNotNull();
        assertThat(world.gate.reports()).hasSize(1);
    }

    @Test
    void documentsThatCannotBeReadHoldEverythingBack() {
        world.ask();
        world.documents.failsBefore = () -> true;
        world.restart();
        assertThat(world.ask().verdict()).isEqualTo(new Verdict.Pending("the analyses that were kept cannot be read: the disk is full"));
        world.documents.failsBefore = () -> false;
        world.time.advance(2_000);
        assertThat(world.ask().analysis()).isNotNull();
        assertThat(world.gate.reports()).hasSize(1);
    }

    @Test
    void tellsWhatFollows() {
        world.errors = 0.2;
        world.ask();
        world.time.advance(60_000);
        VerdictEvent event = world.sink.events.getFirst();
        assertThat(event.verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThat(event.reaction().rollout()).isEqualTo(RolloutAction.ABORT);
        assertThat(event.reaction().receivers()).containsExactly("oncall");
        assertThat(event.metrics()).singleElement().satisfies(m -> assertThat(m.outcome()).isEqualTo("fail"));
        assertThat(event.weight()).isEqualTo(5);
        assertThat(event.lastStage()).isFalse();
        assertThat(event.reportUrl()).isEqualTo("https://p/" + event.analysis());
    }

    @Test
    void aSinkThatFailsIsToldAgainAndOnlyOnce() {
        world.sink.fails = true;
        world.ask();
        world.time.advance(60_000);
        assertThat(world.word()).isEqualTo("go");
        world.restart();
        world.sink.fails = false;
        world.time.advance(2_000);
        world.restart();
        world.time.advance(60_000);
        assertThat(world.sink.ids()).containsExactly("verdict");
    }

    @Test
    void whatWasLetGoIsWatched() {
        world.ask();
        world.time.advance(60_000);
        assertThat(world.word()).isEqualTo("go");
        world.errors = 0.4;
        world.time.advance(120_000);
        assertThat(world.word()).as("a verdict does not change").isEqualTo("go");
        assertThat(world.sink.ids()).containsExactly("verdict", "late_no_go");
        assertThat(world.sink.events.getLast().reaction().rollout()).isEqualTo(RolloutAction.NONE);
        assertThat(world.sink.events.getLast().reaction().receivers()).containsExactly("oncall");
        GateAnswer.Judged next = world.ask(GateWorld.CHECKOUT.withStage("25"));
        assertThat(next.lateNoGo()).startsWith("stage 5: error_rate ");
        assertThat(GateRendering.render(next, GateRequest.Form.JSON).body()).contains("\"late_no_go\":\"stage 5: error_rate");
        world.restart();
        assertThat(world.ask(GateWorld.CHECKOUT.withStage("25")).lateNoGo()).isEqualTo(next.lateNoGo());
        world.time.advance(60_000);
        assertThat(world.sink.ids()).containsExactly("verdict", "late_no_go", "verdict");
    }

    @Test
    void theNextStageEndsTheWatching() {
        world.ask();
        world.time.advance(60_000);
        world.word();
        world.ask(GateWorld.CHECKOUT.withStage("25"));
        world.errors = 0.5;
        world.time.advance(300_000);
        assertThat(world.sink.ids()).containsExactly("verdict", "verdict");
        assertThat(world.sink.events.getLast().verdict()).isInstanceOf(Verdict.NoGo.class);
    }

    @Test
    void aFreezeStopsTheGateAndNotTheAnalysis() {
        world.ask();
        Freeze all = world.gate.freezes().add(new Freeze("", "", "", 0, Long.MAX_VALUE, "ann", "incident 7"));
        assertThat(world.ask().verdict()).isEqualTo(new Verdict.NoGo("all changes are stopped until it is lifted by ann: incident 7"));
        assertThat(world.ask().decidedMillis()).isEmpty();
        world.restart();
        world.time.advance(60_000);
        assertThat(world.word()).isEqualTo("no-go");
        assertThat(world.gate.freezes().list()).containsExactly(all);
        assertThat(world.gate.freezes().lift(all.id())).isTrue();
        assertThat(world.gate.freezes().lift(all.id())).isFalse();
        assertThat(world.word()).as("the true state").isEqualTo("go");
        world.gate.freezes().add(new Freeze("", "", "cart", 0, Long.MAX_VALUE, "ann", "x"));
        assertThat(world.word()).isEqualTo("go");
        world.gate.freezes().add(new Freeze("", "shop", "", 0, world.time.wallMillis() + 60_000, "ann", "x"));
        assertThat(world.word()).isEqualTo("no-go");
        world.time.advance(60_000);
        assertThat(world.word()).as("over").isEqualTo("go");
        assertThatThrownBy(() -> world.gate.freezes().add(new Freeze("", "", "", 0, 5, "ann", "x"))).hasMessageContaining("until");
    }

    @Test
    void peopleDecideAndCancel() {
        String id = Objects.requireNonNull(world.ask().analysis());
        AnalysisView view = world.gate.analyses().decide(id, new Decision("inconclusive", "bob", "look at it first", 0));
        assertThat(view.verdict()).isEqualTo("inconclusive");
        assertThat(world.ask().verdict()).isEqualTo(new Verdict.Inconclusive("decided by bob: look at it first"));
        world.gate.analyses().decide(id, new Decision("go", "bob", "fine", 0));
        world.restart();
        assertThat(world.ask().verdict()).isEqualTo(new Verdict.Go("decided by bob: fine"));
        world.time.advance(1_000);
        assertThat(world.sink.ids()).containsExactly("decision-1", "decision-2");
        assertThat(world.sink.events.getLast().by()).isEqualTo("bob");
        assertThatThrownBy(() -> world.gate.analyses().decide(id, new Decision("no-go", "eve", "no", 0))).hasMessageContaining("which is final");
        String other = Objects.requireNonNull(world.ask(GateWorld.CHECKOUT.withRevision("r")).analysis());
        assertThatThrownBy(() -> world.gate.analyses().cancel(other, "", "x")).hasMessageContaining("by is missing");
        assertThat(world.gate.analyses().cancel(other, "bob", "wrong one").json()).contains("\"state\":\"canceled\"", "canceled by bob: wrong one");
        assertThat(world.ask(GateWorld.CHECKOUT.withRevision("r")).verdict()).isInstanceOf(Verdict.Inconclusive.class);
    }

    @Test
    void theEvidenceIsEnoughToJudgeAgain() {
        String id = Objects.requireNonNull(world.ask().analysis());
        world.time.advance(60_000);
        assertThat(world.word()).isEqualTo("go");
        var proof = world.gate.analyses().evidence(id).orElseThrow();
        assertThat(proof.sha256()).hasSize(64);
        assertThat(proof.text()).contains("\"software\":\"plumbline ", "http_requests_total{", "\"steps\":[\"", "\"verdict\":\"go\"");
        var replayed = world.gate.analyses().replay(id).orElseThrow();
        assertThat(replayed.same()).isTrue();
        assertThat(replayed.verdict()).isEqualTo("go");
        var forged = Evidences.replay(proof.text().replace("\"score\":100", "\"score\":90"));
        assertThat(forged.same()).isFalse();
    }

    @Test
    void aWindowInThePastIsJudgedAtOnce() {
        world.time.advance(600_000);
        var order = new AnalysisService.Order(GateWorld.CHECKOUT, "", OptionalLong.of(GateWorld.START + 300_000), OptionalLong.of(GateWorld.START + 500_000));
        var made = world.gate.analyses().order(order);
        assertThat(made.created()).isTrue();
        assertThat(made.view().verdict()).isEqualTo("go");
        assertThat(world.gate.analyses().find(made.view().id()).orElseThrow().verdict()).isEqualTo("go");
        assertThat(world.word()).as("it does not answer the gate").isEqualTo("pending");
        var strict = new AnalysisService.Order(GateWorld.CHECKOUT, "{\"name\": \"mine\", \"canary\": \"{service=\\\"{{service}}\\\"}\", \"stages\": [{\"name\": \"x\"}], "
                + "\"metrics\": [{\"name\": \"errors\", \"signal\": \"error_rate\", \"fail_above\": \"0.1%\"}], \"judge\": {\"warm_up\": \"5s\"}}",
                OptionalLong.of(GateWorld.START + 300_000), OptionalLong.of(GateWorld.START + 500_000));
        assertThat(world.gate.analyses().order(strict).view().verdict()).isEqualTo("no-go");
        var list = world.gate.analyses().list(new AnalysisService.Query("checkout", "", 0, Long.MAX_VALUE, 2, ""));
        assertThat(list.views()).hasSize(2);
        assertThat(list.next()).isPresent();
        assertThat(world.gate.analyses().list(new AnalysisService.Query("", "no-go", 0, Long.MAX_VALUE, 10, "")).views()).hasSize(1);
        world.time.advance(2_000);
        assertThat(world.sink.events).isEmpty();
    }

    @Test
    void wrongOrdersSayWhatWouldBeRight() {
        var service = world.gate.analyses();
        for (var order : List.of(new AnalysisService.Order(GateQuestion.about("nobody", "1"), "", OptionalLong.empty(), OptionalLong.empty()),
                new AnalysisService.Order(GateWorld.CHECKOUT, "{\"name\": \"x\"}", OptionalLong.empty(), OptionalLong.empty()),
                new AnalysisService.Order(GateWorld.CHECKOUT, "", OptionalLong.of(Long.MAX_VALUE / 2), OptionalLong.empty()),
                new AnalysisService.Order(GateWorld.CHECKOUT, "", OptionalLong.of(5), OptionalLong.of(6)))) {
            assertThatThrownBy(() -> service.order(order)).isInstanceOf(dev.plumbline.model.PlumblineException.class);
        }
        assertThat(service.find("a-none")).isEmpty();
    }
}
