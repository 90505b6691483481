package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.verdicts.ReleaseWorld.Behaviour;
import dev.plumbline.documents.Document;
import dev.plumbline.documents.Write;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Objectives in Keptn's way through the gate: a store, the engine, and one release after the other. */
class KeptnGateTest {
    private static final String POLICY = """
            policies:
            - name: web
              match: {namespace: shop, service: checkout}
              canary: '{service="{{service}}", version="{{version}}"}'
              stages: [{weight: 50, at_most: 5m}]
              metrics:
              - {name: error_rate, signal: error_rate, pass: ["<0.03"], weight: 2, key_sli: true}
              - {name: latency_p90, signal: latency, quantile: 0.9, pass: ["<=400ms"], warning: ["<=900ms"]}
              - {name: memory, query: 'avg(memory_mib{{selector}})', pass: ["<=+10%", "<400"], warning: ["<=+20%"]}
              - {name: traffic, signal: traffic}
              judge: {method: keptn, compare: {with: several, releases: 2, include: pass_or_warn, aggregate: avg}, warm_up: 30s, min_window: 1m}
              decision_valid_for: 1m
            """;
    private static final Behaviour USUAL = new Behaviour(20, 0.01, 0.1, 200);

    private static Behaviour memory(double mib) {
        return new Behaviour(20, 0.01, 0.1, mib);
    }

    private static GateQuestion question(String version) {
        return GateQuestion.about("checkout", version);
    }

    private static GateAnswer.Judged release(ReleaseWorld world, String version, Behaviour behaviour) {
        world.pod(version, Math.floorMod(version.hashCode(), 15), behaviour);
        world.run(20);
        return world.untilDecided(question(version));
    }

    private static GateAnswer.Judged first(Behaviour behaviour) {
        return release(new ReleaseWorld(42, POLICY), "1.0", behaviour);
    }

    private static AnalysisView view(ReleaseWorld world, GateAnswer.Judged answer) {
        return world.gate.analyses().find(String.valueOf(answer.analysis())).orElseThrow();
    }

    @Test
    void aFirstReleaseIsHeldToWhatIsAbsolute() {
        GateAnswer.Judged good = first(USUAL);
        assertThat(good.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(good.verdict().reason()).startsWith("score 100 % (pass from 90 %, warning from 75 %): error_rate 0.0").contains(" meets <0.03",
                "memory 200", "no past release to compare with, relative criteria hold", "traffic 19.7", " requests, ").endsWith(" points");
        assertThat(good.score()).isEqualTo(100);
        assertThat(good.decidedMillis().orElseThrow() - good.sinceMillis().orElseThrow()).as("not before the time is over").isBetween(300_000L, 302_000L);
        GateAnswer.Judged big = first(memory(500));
        assertThat(big.verdict()).as("one of four only warns").isInstanceOf(Verdict.Inconclusive.class);
    }

    @Test
    void aKeyIndicatorFailsEverything() {
        GateAnswer.Judged answer = first(new Behaviour(20, 0.06, 0.1, 200));
        assertThat(answer.verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThat(answer.verdict().reason()).startsWith("score 50 %").contains("key objective not met: error_rate", "does not meet <0.03");
        assertThat(answer.score()).isEqualTo(50);
    }

    @Test
    void aWarningIsInconclusive() {
        GateAnswer.Judged answer = first(new Behaviour(20, 0.01, 0.3, 200));
        assertThat(answer.verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(answer.verdict().reason()).startsWith("score 87.5 %").contains("warns, meets <=0.9 but not <=0.4");
        assertThat(answer.score()).isEqualTo(87);
    }

    @Test
    void whileItRunsItSaysHowItStands() {
        var world = new ReleaseWorld(42, POLICY);
        world.pod("1.0", 3, USUAL);
        world.run(20);
        assertThat(world.gate.ask(question("1.0"))).isInstanceOf(GateAnswer.Judged.class);
        world.run(5);
        assertThat(((GateAnswer.Judged) world.gate.ask(question("1.0"))).verdict().reason()).startsWith("warming up, ");
        world.run(35);
        assertThat(((GateAnswer.Judged) world.gate.ask(question("1.0"))).verdict().reason()).startsWith("so far score 0 %")
                .contains("error_rate is not known", "of at least 10 points").doesNotContain("key objective not met");
    }

    @Test
    void releasesAreComparedWithThoseBefore() {
        var world = new ReleaseWorld(42, POLICY);
        assertThat(release(world, "1.0", memory(200)).verdict()).isInstanceOf(Verdict.Go.class);
        GateAnswer.Judged second = release(world, "1.1", memory(215));
        assertThat(second.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(second.verdict().reason()).contains(" meets <=+10% and <400, before 20");
        assertThat(view(world, second).json()).contains("\"pastReleases\":[\"1.0\"]");
        GateAnswer.Judged third = release(world, "1.2", memory(300));
        assertThat(third.verdict()).as("45 % more than the mean of both").isInstanceOf(Verdict.Inconclusive.class);
        assertThat(third.verdict().reason()).contains("does not meet <=+20%, before 207.");
        assertThat(view(world, third).json()).contains("\"pastReleases\":[\"1.1\",\"1.0\"]");
        release(world, "1.3", new Behaviour(20, 0.06, 0.1, 300));
        GateAnswer.Judged fifth = release(world, "1.4", memory(250));
        assertThat(view(world, fifth).json()).as("one that failed is not let in").contains("\"pastReleases\":[\"1.2\",\"1.1\"]");
        assertThat(fifth.verdict()).as("within 10 % of 257").isInstanceOf(Verdict.Go.class);
        for (GateAnswer.Judged answer : new GateAnswer.Judged[] {second, third, fifth}) {
            assertThat(world.gate.analyses().replay(String.valueOf(answer.analysis())).orElseThrow().same()).isTrue();
        }
    }

    @Test
    void aRestartInTheMiddleChangesNothing() {
        var straight = new ReleaseWorld(42, POLICY);
        var restarted = new ReleaseWorld(42, POLICY);
        release(straight, "1.0", memory(200));
        release(restarted, "1.0", memory(200));
        GateAnswer.Judged expected = release(straight, "1.1", memory(215));
        restarted.pod("1.1", Math.floorMod("1.1".hashCode(), 15), memory(215));
        restarted.run(20);
        restarted.gate.ask(question("1.1"));
        restarted.run(100);
        restarted.restart(1);
        restarted.run(9);
        restarted.restart(1);
        GateAnswer.Judged answer = restarted.untilDecided(question("1.1"));
        assertThat(answer.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(answer.score()).isEqualTo(expected.score());
        assertThat(answer.verdict().reason()).contains(", before 20").doesNotContain("no past release");
        assertThat(view(restarted, answer).json()).contains("\"pastReleases\":[\"1.0\"]");
        assertThat(restarted.gate.analyses().replay(String.valueOf(answer.analysis())).orElseThrow().same()).isTrue();
    }

    @Test
    void whatIsDamagedIsNotComparedWith() {
        var world = new ReleaseWorld(42, POLICY);
        release(world, "1.0", memory(200));
        String id = String.valueOf(release(world, "1.1", memory(210)).analysis());
        Document kept = world.documents.get(AnalysisStore.ANALYSIS, id).orElseThrow();
        world.documents.write(List.of(new Write.Put(Document.of(kept.kind(), id, kept.timeMillis(), kept.fields(), "{}"))));
        GateAnswer.Judged answer = release(world, "1.2", memory(205));
        assertThat(answer.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(view(world, answer).json()).contains("\"pastReleases\":[\"1.0\"]");
    }

    @Test
    void theSameIsFoundFromThePast() {
        var world = new ReleaseWorld(42, POLICY);
        release(world, "1.0", memory(200));
        GateAnswer.Judged live = release(world, "1.1", memory(300));
        long since = live.sinceMillis().orElseThrow();
        world.run(10);
        var order = new AnalysisService.Order(question("1.1"), "", OptionalLong.of(since), OptionalLong.of(since + 300_000));
        AnalysisView past = world.gate.analyses().order(order).view();
        assertThat(past.verdict()).isEqualTo("inconclusive").isEqualTo(live.verdict().word());
        assertThat(past.json()).contains("\"pastReleases\":[\"1.0\"]", "does not meet <=+20%, before 20");
    }

    @Test
    void noDataHoldsUnlessThePolicySaysOtherwise() {
        String held = POLICY.replace("avg(memory_mib", "avg(memory_gib");
        GateAnswer.Judged holding = release(new ReleaseWorld(42, held), "1.0", USUAL);
        assertThat(holding.verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(holding.verdict().reason()).contains("memory is not known (the query returned nothing)");
        GateAnswer.Judged ignoring = release(new ReleaseWorld(42, held.replace("warning: [\"<=+20%\"]}", "no_data: ignore}")), "1.0", USUAL);
        assertThat(ignoring.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(ignoring.verdict().reason()).contains("ignored as this policy says");
        String failing = held.replace("warning: [\"<=+20%\"]}", "no_data: fail, key_sli: true}");
        assertThat(release(new ReleaseWorld(42, failing), "1.0", USUAL).verdict()).isInstanceOf(Verdict.NoGo.class);
    }

    @Test
    void aReleaseThatFailsAfterItsGoIsSeen() {
        var world = new ReleaseWorld(42, POLICY.replace("decision_valid_for: 1m", "decision_valid_for: 1h"));
        ReleaseWorld.Pod pod = world.pod("1.0", 3, USUAL);
        world.run(20);
        assertThat(world.untilDecided(question("1.0")).verdict()).isInstanceOf(Verdict.Go.class);
        pod.behaviour = new Behaviour(20, 0.2, 0.1, 200);
        world.run(900);
        GateAnswer.Judged answer = (GateAnswer.Judged) world.gate.ask(question("1.0"));
        assertThat(answer.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(answer.lateNoGo()).contains("key objective not met: error_rate");
    }
}
