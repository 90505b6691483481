package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.verdicts.ReleaseWorld.Behaviour;
import dev.plumbline.documents.Document;
import dev.plumbline.documents.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The sequential judge through the gate: a store, the engine, a stable version and a canary. */
class SequentialGateTest {
    private static final String POLICY = """
            policies:
            - name: web
              match: {namespace: shop, service: checkout}
              canary: '{service="{{service}}", version="{{version}}"}'
              baseline: '{service="{{service}}", version="{{stable}}"}'
              stages: [{weight: 50, at_most: 30m}]
              metrics:
              - {name: error_rate, signal: error_rate, margin: 1pp, fail_above: 5%, critical: true}
              - {name: latency_p90, signal: latency, quantile: 0.9, margin: 25%}
              - {name: memory, query: 'avg(memory_mib{{selector}})', margin: 20%}
              decision_valid_for: 1h
            """;
    private static final Behaviour USUAL = new Behaviour(20, 0.01, 0.1, 200);

    private static ReleaseWorld world(Behaviour canary, boolean natively) {
        var world = new ReleaseWorld(42, POLICY, natively);
        world.pod("1.0", 3, USUAL);
        world.run(2_000);
        world.pod("2.0", 11, canary);
        world.run(20);
        return world;
    }

    private static GateAnswer.Judged decided(Behaviour canary) {
        return world(canary, false).untilDecided();
    }

    private static long minutes(GateAnswer.Judged answer) {
        return (answer.decidedMillis().orElseThrow() - answer.sinceMillis().orElseThrow()) / 60_000;
    }

    @Test
    void aGoodCanaryGoesBeforeItsTimeIsOver() {
        GateAnswer.Judged answer = decided(USUAL);
        assertThat(answer.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(answer.verdict().reason()).contains("error_rate", " vs ", "within", "margin 1 pp", "latency_p90", "memory", "requests");
        assertThat(minutes(answer)).isLessThan(20);
    }

    @Test
    void aFailingCanaryIsStoppedWithinMinutes() {
        GateAnswer.Judged answer = decided(new Behaviour(20, 0.06, 0.1, 200));
        assertThat(answer.verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThat(answer.verdict().reason()).startsWith("error_rate 6").contains("proven beyond", "error probability at most");
        assertThat(minutes(answer)).isLessThan(6);
        assertThat(answer.score()).isZero();
    }

    @Test
    void aSlowCanaryIsStopped() {
        GateAnswer.Judged answer = decided(new Behaviour(20, 0.01, 0.2, 200));
        assertThat(answer.verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThat(answer.verdict().reason()).startsWith("latency_p90").contains("proven beyond margin 25 %");
        assertThat(minutes(answer)).isLessThan(6);
    }

    @Test
    void aCanaryThatTakesMoreMemoryIsStopped() {
        GateAnswer.Judged answer = decided(new Behaviour(20, 0.01, 0.1, 260));
        assertThat(answer.verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThat(answer.verdict().reason()).startsWith("memory 260").contains("proven beyond margin 20 %");
    }

    @Test
    void saysHowMuchMoreItNeeds() {
        ReleaseWorld world = world(USUAL, false);
        world.ask();
        world.run(200);
        assertThat(world.ask().verdict().reason()).contains("not known yet against", "needs about", "more requests");
    }

    @Test
    void aRestartInTheMiddleChangesNothing() {
        GateAnswer.Judged straight = decided(USUAL);
        ReleaseWorld world = world(USUAL, false);
        world.ask();
        world.run(150);
        world.restart(130);
        world.run(20);
        world.restart(1);
        GateAnswer.Judged restarted = world.untilDecided();
        assertThat(restarted.verdict()).isEqualTo(straight.verdict());
        assertThat(restarted.decidedMillis()).isEqualTo(straight.decidedMillis());
    }

    @Test
    void whatCannotBeJudgedHoldsUpNoOther() {
        ReleaseWorld world = world(USUAL, false);
        String id = String.valueOf(world.ask().analysis());
        world.run(300);
        Document kept = world.documents.get(AnalysisStore.ANALYSIS, id).orElseThrow();
        String damaged = kept.body().replaceFirst("\"steps\":.\"([0-9]+ [0-9]+) [^\"]*\"", "\"steps\":[\"$1 -7 -7\"");
        assertThat(damaged).isNotEqualTo(kept.body());
        world.documents.write(List.of(new Write.Put(Document.of(kept.kind(), id, kept.timeMillis(), kept.fields(), damaged))));
        world.restart(1);
        assertThat(world.gate.reports().getFirst().judgement().results()).isEmpty();
        GateAnswer.Judged other = world.untilDecided(GateQuestion.about("checkout", "2.0").withStable("1.0").withRevision("other"));
        assertThat(other.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(world.ask().verdict()).isInstanceOf(Verdict.Pending.class);
        assertThat(world.ask().verdict().reason()).startsWith("it could not be judged: ");
        world.run(1_800);
        assertThat(world.ask().verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(world.told).filteredOn(e -> e.analysis().equals(id)).singleElement().satisfies(e -> assertThat(e.verdict()).isInstanceOf(Verdict.Inconclusive.class));
    }

    @Test
    void aCanaryThatFailsAfterItsGoIsReportedSoon() {
        var world = new ReleaseWorld(42, POLICY);
        world.pod("1.0", 3, USUAL);
        world.run(2_000);
        ReleaseWorld.Pod canary = world.pod("2.0", 11, USUAL);
        world.run(20);
        assertThat(world.untilDecided().verdict()).isInstanceOf(Verdict.Go.class);
        canary.behaviour = new Behaviour(20, 0.06, 0.1, 200);
        long broke = world.time.wallMillis();
        for (int i = 0; i < 1_800 && world.told.getLast().kind() != VerdictEvent.Kind.LATE_NO_GO; i++) {
            world.run(1);
        }
        VerdictEvent late = world.told.getLast();
        assertThat(late.kind()).isEqualTo(VerdictEvent.Kind.LATE_NO_GO);
        assertThat(late.verdict().reason()).startsWith("error_rate ").contains("margin 1 pp");
        assertThat(world.time.wallMillis() - broke).as("since how the stable version varies is known from before").isLessThanOrEqualTo(240_000);
        assertThat(world.ask().lateNoGo()).contains(late.verdict().reason());
    }

    @Test
    void theSameIsFoundFromThePastAndByReplay() {
        ReleaseWorld world = world(new Behaviour(20, 0.03, 0.1, 200), false);
        GateAnswer.Judged live = world.untilDecided();
        long since = live.sinceMillis().orElseThrow();
        world.run((int) (1_800 - (world.time.wallMillis() - since) / 1000 + 5));
        var order = new AnalysisService.Order(GateQuestion.about("checkout", "2.0").withStable("1.0"), "", OptionalLong.of(since),
                OptionalLong.of(since + 1_800_000));
        AnalysisView past = world.gate.analyses().order(order).view();
        assertThat(past.json()).contains("\"reason\":\"" + live.verdict().reason() + "\"");
        assertThat(past.verdict()).isEqualTo(live.verdict().word());
        assertThat(world.gate.analyses().replay(past.id()).orElseThrow().same()).isTrue();
        assertThat(world.gate.analyses().replay(String.valueOf(live.analysis())).orElseThrow().same()).isTrue();
    }

    @Test
    void nativeHistogramsGiveWhatClassicOnesGive() {
        for (double latency : new double[] {0.1, 0.2}) {
            var behaviour = new Behaviour(20, 0.01, latency, 200);
            GateAnswer.Judged natively = world(behaviour, true).untilDecided();
            assertThat(natively.verdict()).isEqualTo(decided(behaviour).verdict());
        }
    }

    @Test
    void whatItIsComparedWithIsFoundByTheLabel() {
        var world = new ReleaseWorld(42, POLICY);
        world.pod("1.0", 3, USUAL);
        world.pod("1.0", 8, USUAL);
        world.pod("0.9", 7, new Behaviour(20, 0.5, 0.1, 200));
        world.run(2_000);
        world.pod("2.0", 11, new Behaviour(20, 0.06, 0.1, 200));
        GateAnswer.Judged answer = world.untilDecided(GateQuestion.about("checkout", "2.0"));
        assertThat(answer.verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThat(answer.verdict().reason()).as("the version with the most series").startsWith("error_rate").contains(" vs 1.6 %");
        assertThat(world.gate.analyses().replay(String.valueOf(answer.analysis())).orElseThrow().same()).isTrue();
    }

    @Test
    void theVersionThatWasReleasedLastComesFirst() {
        var world = new ReleaseWorld(42, POLICY);
        world.pod("0.9", 3, USUAL);
        world.pod("0.9", 8, USUAL);
        world.run(2_000);
        world.pod("1.0", 9, USUAL);
        assertThat(world.untilDecided(GateQuestion.about("checkout", "1.0")).verdict()).isInstanceOf(Verdict.Go.class);
        world.pod("2.0", 11, USUAL);
        String id = String.valueOf(world.untilDecided(GateQuestion.about("checkout", "2.0")).analysis());
        assertThat(world.gate.analyses().evidence(id).orElseThrow().text()).contains("\"stable\":\"1.0\"");
    }

    @Test
    void aFirstReleaseIsHeldToItsLimitsWhereThePolicyAllowsIt() {
        var world = new ReleaseWorld(1, POLICY.replace(", critical: true", ", no_data: ignore").replace("margin: 25%", "margin: 25%, no_data: ignore")
                .replace("margin: 20%", "margin: 20%, no_data: ignore"));
        world.pod("2.0", 5, USUAL);
        GateAnswer.Judged answer = world.untilDecided(GateQuestion.about("checkout", "2.0"));
        assertThat(answer.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(answer.verdict().reason()).contains("within <= 5 %, not compared: the baseline has no data (no other version has series",
                "latency_p90", "ignored as this policy says");
    }

    @Test
    void aReleaseWithoutABaselineIsHeldAndNeverGoes() {
        var world = new ReleaseWorld(1, POLICY);
        world.pod("2.0", 5, USUAL);
        world.run(60);
        GateAnswer.Judged answer = world.untilDecided();
        assertThat(answer.verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(answer.verdict().reason()).contains("the baseline has 0 requests of at least 200 requests");
    }

    @Test
    void goodCanariesAreSeldomRefusedAndMostGoEarly() {
        int refused = 0;
        var minutes = new ArrayList<Long>();
        for (int seed = 0; seed < 20; seed++) {
            var world = new ReleaseWorld(seed, POLICY);
            world.pod("1.0", seed % 15, USUAL);
            world.run(2_000);
            world.pod("2.0", (seed + 4) % 15, USUAL);
            GateAnswer.Judged answer = world.untilDecided();
            refused += answer.verdict() instanceof Verdict.NoGo ? 1 : 0;
            minutes.add(answer.verdict() instanceof Verdict.Go ? minutes(answer) : 31);
        }
        minutes.sort(null);
        assertThat(refused).as("of 20, where 1 is to be expected at most").isLessThanOrEqualTo(2);
        assertThat(minutes.get(10)).as("median").isLessThan(15);
    }

    @Test
    void limitsAloneAreProvenWithinMinutes() {
        String limits = POLICY.replaceAll("(?m)^  - .name: (latency|memory).*$", "").replace("margin: 1pp, ", "");
        for (int seed = 0; seed < 5; seed++) {
            var world = new ReleaseWorld(seed, limits);
            world.pod("2.0", seed, USUAL);
            GateAnswer.Judged answer = world.untilDecided();
            assertThat(answer.verdict()).isInstanceOf(Verdict.Go.class);
            assertThat(minutes(answer)).isLessThan(5);
        }
    }

    @Test
    void aDryRunAnswersGoAndKeepsTheTruth() {
        var world = new ReleaseWorld(42, POLICY.replace("decision_valid_for", "dry_run: true\n  decision_valid_for"));
        world.pod("1.0", 3, USUAL);
        world.run(2_000);
        world.pod("2.0", 11, new Behaviour(20, 0.06, 0.1, 200));
        GateAnswer.Judged first = world.ask();
        assertThat(first.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(first.verdict().reason()).startsWith("dry run of policy web, which answers go whatever is found; so far it is pending: ");
        world.run(600);
        assertThat(world.ask().verdict().reason()).contains("it is no-go: error_rate 5.84 % vs");
        AnalysisView view = world.gate.analyses().find(String.valueOf(first.analysis())).orElseThrow();
        assertThat(view.verdict()).isEqualTo("no-go");
        assertThat(view.json()).contains("\"dry_run\":true");
    }

    @Test
    void theReportShowsEveryMetricOverTime() {
        ReleaseWorld world = world(USUAL, false);
        GateAnswer.Judged answer = world.untilDecided();
        JsonObject report = JsonObject.read("report", world.gate.analyses().find(String.valueOf(answer.analysis())).orElseThrow().report());
        assertThat(report.text("verdict")).isEqualTo("go");
        assertThat(report.text("method")).isEqualTo("sequential");
        List<JsonObject> metrics = report.objects("metrics");
        assertThat(metrics).extracting(m -> m.text("metric")).containsExactly("error_rate", "latency_p90", "memory");
        for (JsonObject m : metrics) {
            assertThat(m.list("times").size()).isGreaterThan(5).isEqualTo(m.list("canary").size()).isEqualTo(m.list("baselineAmount").size());
            JsonObject effect = Objects.requireNonNull(m.object("effect"));
            assertThat(Double.parseDouble(effect.text("low"))).isLessThan(Double.parseDouble(effect.text("difference")));
            assertThat(Double.parseDouble(m.text("alphaSpent"))).isPositive().isLessThan(Double.parseDouble(m.text("alphaShare")));
        }
        assertThat(metrics.get(1).list("bounds")).hasSize(ReleaseWorld.BOUNDS.length).last().isEqualTo("+Inf");
    }

    private static GateAnswer.Judged inTwoRegions(String quorum) {
        var world = new ReleaseWorld(42, POLICY.replace("decision_valid_for", "each: {label: region, values: [eu, us]" + quorum + "}\n  decision_valid_for"));
        world.pod("1.0", 3, USUAL);
        world.pod("1.0", 9, USUAL);
        world.run(2_000);
        world.pod("2.0", 5, USUAL);
        world.pod("2.0", 11, new Behaviour(20, 0.06, 0.1, 200));
        return world.untilDecided();
    }

    @Test
    void everyRegionIsJudgedByItself() {
        GateAnswer.Judged worst = inTwoRegions("");
        assertThat(worst.verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThat(worst.verdict().reason()).startsWith("error_rate[us] ").doesNotContain("[eu]");
        GateAnswer.Judged one = inTwoRegions(", quorum: 1");
        assertThat(one.verdict()).as("one of two is enough").isInstanceOf(Verdict.Go.class);
        assertThat(one.verdict().reason()).contains("error_rate[us] ", "proven beyond", "error_rate[eu] ");
    }
}
