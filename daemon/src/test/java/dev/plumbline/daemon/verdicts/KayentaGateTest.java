package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.verdicts.ReleaseWorld.Behaviour;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Kayenta's judge through the gate: a store, the engine, a stable version, a canary and a canary configuration. */
class KayentaGateTest {
    private static final String CONFIG = """
            {"name": "web", "metrics": [
              {"name": "errors", "groups": ["web"], "analysisConfigurations": {"canary": {"direction": "increase", "nanStrategy": "remove"}},
               "query": {"type": "prometheus", "customInlineTemplate": "PromQL:sum(rate(http_requests_total{version=\\"${scope}\\",status_code=~\\"5..\\"}[1m])) / sum(rate(http_requests_total{version=\\"${scope}\\"}[1m]))"}},
              {"name": "memory", "groups": ["system"], "analysisConfigurations": {"canary": {"direction": "increase"}},
               "query": {"type": "prometheus", "metricName": "memory_mib", "groupByFields": ["region"]}}],
             "classifier": {"groupWeights": {"web": 20, "system": 80}}}""".replace("\n", " ");
    private static final String POLICY = """
            policies:
            - name: web
              match: {namespace: shop, service: checkout}
              canary: '{service="{{service}}", version="{{version}}"}'
              baseline: '{service="{{service}}", version="{{stable}}"}'
              stages: [{weight: 50, at_most: 31m}]
              judge: {method: kayenta, interval: 1m, config: '%s'}
              decision_valid_for: 1h
            """.formatted(CONFIG);
    private static final String COMPATIBLE = POLICY.replace("interval: 1m", "interval: 1m, mode: compatible");
    private static final Behaviour USUAL = new Behaviour(20, 0.02, 0.1, 200);
    private static final Behaviour FAILING = new Behaviour(20, 0.1, 0.1, 200);
    private static final Behaviour BROKEN = new Behaviour(20, 0.1, 0.1, 300);

    private static ReleaseWorld world(String policy, Behaviour canary) {
        var world = new ReleaseWorld(42, policy);
        world.pod("1.0", 3, USUAL);
        world.run(300);
        world.pod("2.0", 7, canary);
        world.run(20);
        return world;
    }

    private static long seconds(GateAnswer.Judged answer) {
        return (answer.decidedMillis().orElseThrow() - answer.sinceMillis().orElseThrow()) / 1000;
    }

    @Test
    void aGoodCanaryGoesAtTheEndOfTheStage() {
        ReleaseWorld world = world(POLICY, USUAL);
        world.ask();
        world.run(900);
        assertThat(world.ask().verdict()).isInstanceOf(Verdict.Pending.class);
        assertThat(world.ask().verdict().reason()).startsWith("so far score 100 ");
        GateAnswer.Judged answer = world.untilDecided();
        assertThat(answer.verdict()).as(answer.verdict().reason()).isInstanceOf(Verdict.Go.class);
        assertThat(answer.verdict().reason()).isEqualTo("score 100 (pass from 95, marginal from 75): 2 of 2 metrics pass; 31 points; "
                + "by Kayenta's rules, without error control");
        assertThat(answer.score()).isEqualTo(100);
        assertThat(seconds(answer)).isBetween(1_860L, 1_880L);
    }

    @Test
    void aBrokenCanaryIsStoppedAtTheEndOfTheStage() {
        GateAnswer.Judged answer = world(POLICY, BROKEN).untilDecided();
        assertThat(answer.verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThat(answer.verdict().reason()).startsWith("score 0 ").contains("errors: the canary lies 0.0", "memory: the canary lies 100", "too high", "without error control");
        assertThat(seconds(answer)).isGreaterThanOrEqualTo(1_860);
    }

    @Test
    void aCanaryBetweenBothIsInconclusive() {
        GateAnswer.Judged answer = world(POLICY, FAILING).untilDecided();
        assertThat(answer.verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(answer.verdict().reason()).startsWith("score 80 (pass from 95, marginal from 75): 1 of 2 metrics pass; errors");
        assertThat(answer.score()).isEqualTo(80);
    }

    @Test
    void noDataIsNoGoAheadAndNoCanarysFault() {
        var without = new ReleaseWorld(42, POLICY);
        without.pod("1.0", 3, USUAL);
        without.run(300);
        GateAnswer.Judged answer = without.untilDecided();
        assertThat(answer.verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(answer.verdict().reason()).contains("not known: errors: the canary has no data", "memory: the canary has no data");
    }

    @Test
    void withoutAStableVersionThereIsNothingToCompareWith() {
        var alone = new ReleaseWorld(42, COMPATIBLE);
        alone.pod("2.0", 3, USUAL);
        alone.run(300);
        GateAnswer.Judged answer = alone.untilDecided(GateQuestion.about("checkout", "2.0"));
        assertThat(answer.verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(answer.verdict().reason()).startsWith("no answer at the end of the stage: errors has nothing to be compared with (no other version has series");
    }

    @Test
    void aStableVersionThatIsFoundLateIsComparedFromTheBeginning() {
        GateAnswer.Judged said = world(POLICY, FAILING).untilDecided();
        ReleaseWorld world = world(POLICY, FAILING);
        GateAnswer.Judged found = world.untilDecided(GateQuestion.about("checkout", "2.0"));
        assertThat(found.verdict()).isEqualTo(said.verdict());
    }

    @Test
    void aRestartInTheMiddleChangesNothing() {
        GateAnswer.Judged straight = world(POLICY, FAILING).untilDecided();
        ReleaseWorld world = world(POLICY, FAILING);
        world.ask();
        world.run(150);
        world.restart(430);
        world.run(20);
        world.restart(1);
        GateAnswer.Judged restarted = world.untilDecided();
        assertThat(restarted.verdict()).isEqualTo(straight.verdict());
        assertThat(restarted.decidedMillis()).isEqualTo(straight.decidedMillis());
        assertThat(restarted.score()).isEqualTo(straight.score());
    }

    @Test
    void whatIsKeptIsJudgedAgainTheSame() {
        for (String policy : List.of(POLICY, COMPATIBLE)) {
            ReleaseWorld world = world(policy, FAILING);
            GateAnswer.Judged live = world.untilDecided();
            String id = String.valueOf(live.analysis());
            assertThat(world.gate.analyses().replay(id).orElseThrow()).extracting(AnalysisService.Replayed::same, AnalysisService.Replayed::reason,
                    AnalysisService.Replayed::genuine).containsExactly(true, live.verdict().reason(), true);
            long since = live.sinceMillis().orElseThrow();
            var order = new AnalysisService.Order(GateQuestion.about("checkout", "2.0").withStable("1.0"), "", OptionalLong.of(since),
                    OptionalLong.of(since + 31 * 60_000));
            AnalysisView past = world.gate.analyses().order(order).view();
            assertThat(past.json()).as("of the past").contains("\"reason\":\"" + live.verdict().reason() + "\"");
            assertThat(world.gate.analyses().replay(past.id()).orElseThrow().same()).isTrue();
        }
    }

    @Test
    void compatibleModeSaysSo() {
        GateAnswer.Judged answer = world(COMPATIBLE, FAILING).untilDecided();
        assertThat(answer.verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(answer.verdict().reason()).endsWith("; judged in compatible mode, as Kayenta does, without error control");
    }

    @Test
    void compatibleModeEndsEarlyWhereThatIsAskedFor() {
        String often = COMPATIBLE.replace("mode: compatible", "mode: compatible, analysis_interval: 10m");
        GateAnswer.Judged answer = world(often, BROKEN).untilDecided();
        assertThat(answer.verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThat(answer.verdict().reason()).contains("ended before its time, as it is looked at every 600 s");
        assertThat(seconds(answer)).as("a minute of warming up and one interval").isBetween(660L, 680L);
        assertThat(world(often, USUAL).untilDecided().verdict()).isInstanceOf(Verdict.Go.class);
    }

    @Test
    void whatIsSeenAfterAGoIsNotHeldAgainstIt() {
        ReleaseWorld world = world(POLICY, USUAL);
        GateAnswer.Judged answer = world.untilDecided();
        world.pod("2.0", 2, BROKEN);
        world.run(2_400);
        assertThat(world.ask().verdict()).isEqualTo(answer.verdict());
        assertThat(world.ask().lateNoGo()).isNull();
    }

    @Test
    void theReportShowsEveryMetricOverTime() {
        ReleaseWorld world = world(POLICY, FAILING);
        GateAnswer.Judged answer = world.untilDecided();
        JsonObject report = JsonObject.read("report", world.gate.analyses().find(String.valueOf(answer.analysis())).orElseThrow().report());
        assertThat(report.text("method")).isEqualTo("kayenta");
        List<JsonObject> metrics = report.objects("metrics");
        assertThat(metrics).extracting(m -> m.text("metric") + " " + m.text("outcome")).containsExactly("errors fail", "memory pass");
        for (JsonObject m : metrics) {
            assertThat(m.list("times")).hasSize(31);
            assertThat(m.list("canary")).hasSize(31);
            assertThat(Double.parseDouble(Objects.requireNonNull(m.object("effect")).text("low"))).isFinite();
        }
    }
}
