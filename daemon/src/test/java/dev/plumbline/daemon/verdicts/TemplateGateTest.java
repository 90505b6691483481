package dev.plumbline.daemon.verdicts;

import static dev.plumbline.daemon.verdicts.TemplateWorld.question;
import static dev.plumbline.daemon.verdicts.TemplateWorld.seconds;
import static dev.plumbline.daemon.verdicts.TemplateWorld.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.argo.Phase;
import dev.plumbline.model.PlumblineException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Templates through the gate, over the real engine. */
class TemplateGateTest {
    private static final String RATE = template("success-rate", """
            args:
            - name: service
            - {name: threshold, value: "0.95"}
            metrics:
            - name: success-rate
              initialDelay: 30s
              interval: 1m
              count: 5
              failureLimit: 1
              successCondition: result[0] >= {{args.threshold}}
              provider: {prometheus: {query: 'ratio{service="{{args.service}}"}'}}
            """);
    private static final GateQuestion ASKED = question("success-rate");

    private static TemplateWorld world(String template) {
        var world = new TemplateWorld(template);
        world.run(60);
        return world;
    }

    private static String reason(String spec) {
        return world(template("t", spec)).untilDecided(question("t")).verdict().reason();
    }

    private static List<Measurements.Taken> taken(TemplateWorld world, GateAnswer.Judged answer, int metric) {
        return Objects.requireNonNull(world.record(answer).inputs().get(metric).measurements()).kept();
    }

    @Test
    void aGoodReleaseGoesAfterItsLastMeasurement() {
        TemplateWorld world = world(RATE);
        GateAnswer.Judged answer = world.untilDecided(ASKED);
        assertThat(answer.verdict()).isEqualTo(new Verdict.Go("success-rate successful with 5 good, 0 bad, 0 inconclusive measurements, 0 errors"));
        assertThat(seconds(answer)).isEqualTo(30 + 4 * 60);
        assertThat(answer.score()).isEqualTo(100);
        long since = answer.sinceMillis().orElseThrow();
        assertThat(taken(world, answer, 0)).containsExactly(good(since, 30), good(since, 90), good(since, 150), good(since, 210), good(since, 270));
    }

    private static Measurements.Taken good(long since, int second) {
        return new Measurements.Taken(since + second * 1_000L, Phase.SUCCESSFUL, "[0.99]", "");
    }

    @Test
    void aBadReleaseIsStoppedWithTheFailureThatIsOneTooMany() {
        TemplateWorld world = world(RATE);
        world.ratio = second -> second > 200 ? 0.5 : 0.99;
        GateAnswer.Judged answer = world.untilDecided(ASKED);
        assertThat(answer.verdict()).isEqualTo(new Verdict.NoGo("success-rate failed with 2 good, 2 bad, 0 inconclusive measurements, 0 errors"));
        assertThat(seconds(answer)).isEqualTo(30 + 3 * 60);
        assertThat(answer.score()).isZero();
    }

    @Test
    void aGaugeThatIsNotThereIsAnErrorAndNoFaultOfTheRelease() {
        TemplateWorld world = new TemplateWorld(RATE);
        world.ratio = second -> Double.NaN;
        GateAnswer.Judged answer = world.untilDecided(ASKED);
        assertThat(answer.verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(answer.verdict().reason()).startsWith("could not be measured: success-rate error with 0 good").endsWith("5 errors");
        assertThat(seconds(answer)).as("errors are tried again after 10 s").isEqualTo(30 + 4 * 10);
        assertThat(taken(world, answer, 0).getFirst().value()).isEqualTo("[]");
        assertThat(taken(world, answer, 0).getFirst().message()).isNotEmpty();
    }

    @Test
    void theArgumentsOfAQuestionAreJudgedBy() {
        TemplateWorld world = world(RATE);
        GateAnswer.Judged answer = world.untilDecided(ASKED.withArgs(Map.of("threshold", "0.995")));
        assertThat(answer.verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThat(world.record(answer).subject().values()).containsEntry("args.threshold", "0.995").containsEntry("args.service", "checkout");
        assertThat(world.gate.ask(ASKED.withArgs(Map.of("threshold", "0.5")))).isEqualTo(new GateAnswer.BadQuestion("this release is judged with args.threshold=0.995 "
                + "already, in analysis " + answer.analysis() + "; leave it out, or ask about another revision"));
        assertThat(world.ask(ASKED).analysis()).isEqualTo(answer.analysis());
        assertThat(world.gate.ask(ASKED.withArgs(Map.of("none", "1")))).isInstanceOf(GateAnswer.BadQuestion.class);
    }

    @Test
    void aRestartInTheMiddleChangesNothing() {
        TemplateWorld through = world(RATE);
        through.ratio = second -> second % 120 < 60 ? 0.99 : 0.5;
        TemplateWorld killed = world(RATE);
        killed.ratio = through.ratio;
        GateAnswer.Judged one = through.untilDecided(ASKED);
        killed.ask(ASKED);
        killed.run(100);
        killed.restart(45);
        GateAnswer.Judged other = killed.untilDecided(ASKED);
        assertThat(other.verdict()).isEqualTo(one.verdict());
        assertThat(other.decidedMillis()).isEqualTo(one.decidedMillis());
        assertThat(killed.record(other).inputs()).isEqualTo(through.record(one).inputs());
        assertThat(killed.record(other).subject().policy()).isEqualTo(through.record(one).subject().policy());
    }

    @Test
    void aReplayJudgesTheSame() {
        TemplateWorld world = world(RATE);
        String id = String.valueOf(world.untilDecided(ASKED).analysis());
        var replayed = world.gate.analyses().replay(id).orElseThrow();
        assertThat(replayed.same()).isTrue();
        assertThat(replayed.genuine()).isTrue();
        String evidence = world.gate.analyses().evidence(id).orElseThrow().text();
        assertThat(evidence).contains("\\\"kind\\\":\\\"AnalysisTemplate\\\"", "\"phase\":\"successful\",\"value\":\"[0.99]\"", "ratio{service=");
        assertThat(Evidences.replay(evidence.replace("\"phase\":\"successful\"", "\"phase\":\"failed\"")).same()).isFalse();
    }

    @Test
    void theReportShowsEveryMeasurement() {
        TemplateWorld world = world(RATE);
        String id = String.valueOf(world.untilDecided(ASKED).analysis());
        var view = world.gate.analyses().find(id).orElseThrow();
        assertThat(view.report()).contains("\"method\":\"argo\"", "\"canary\":[0.99,0.99,0.99,0.99,0.99]", "\"phase\":\"Successful\"").doesNotContain("failAbove");
        assertThat(view.json()).contains("\"metric\":\"success-rate\",\"outcome\":\"pass\",\"reason\":\"Successful: 5 good", "\"value\":0.99,\"amount\":5,\"source\":\"prometheus\"");
    }

    @Test
    void aMetricOfADryRunFailsNobody() {
        assertThat(reason("""
                metrics:
                - {name: good, successCondition: 'result[0] > 0.5', provider: {prometheus: {query: ratio}}}
                - {name: bad, successCondition: 'result[0] < 0.5', provider: {prometheus: {query: ratio}}}
                dryRun: [{metricName: bad}]
                """)).contains("good successful with 1 good", "bad failed (dry run) with 0 good, 1 bad");
    }

    @Test
    void aScalarIsANumberAndARangeIsAllNumbers() {
        assertThat(reason("""
                metrics:
                - {name: scalar, successCondition: result == 7, provider: {prometheus: {query: '7'}}}
                - name: range
                  initialDelay: 1m
                  successCondition: len(result) == 5 and all(result, {# > 0.9})
                  provider: {prometheus: {query: ratio, rangeQuery: {start: 'now() - duration("20s")', end: now(), step: 5s}}}
                """)).contains("scalar successful with 1 good", "range successful with 1 good");
    }

    @Test
    void enoughGoodOnesInARowEndTheRun() {
        TemplateWorld world = world(template("t", """
                metrics:
                - name: m
                  interval: 10s
                  failureLimit: -1
                  consecutiveSuccessLimit: 3
                  successCondition: result[0] > 0.9
                  provider: {prometheus: {query: ratio}}
                """));
        world.ratio = second -> second < 100 ? 0.1 : 0.99;
        GateAnswer.Judged answer = world.untilDecided(question("t"));
        assertThat(answer.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(answer.verdict().reason()).contains("4 good, 4 bad");
    }

    @Test
    void oneWithoutAnEndRunsForAnHourAndKeepsWhatIsBounded() {
        TemplateWorld world = world(template("background", """
                metrics:
                - {name: m, interval: 10s, failureLimit: 3, failureCondition: 'result[0] < 0.9', provider: {prometheus: {query: ratio}}}
                """));
        GateAnswer.Judged answer = world.untilDecided(question("background"));
        assertThat(answer.verdict()).isEqualTo(new Verdict.Go("m successful with 360 good, 0 bad, 0 inconclusive measurements, 0 errors"));
        assertThat(seconds(answer)).isEqualTo(3_600);
        assertThat(taken(world, answer, 0)).hasSize(240);
        assertThat(world.gate.analyses().replay(String.valueOf(answer.analysis())).orElseThrow().same()).isTrue();
        assertThat(AnalysisJson.read("a", AnalysisJson.write(world.record(answer)))).isEqualTo(world.record(answer));
    }

    @Test
    void whatIsNotMeasuredInTimeIsInconclusive() {
        TemplateWorld world = world(template("t", """
                metrics:
                - {name: m, interval: 1m, count: 3, consecutiveErrorLimit: 1000, successCondition: 'result[0] > 0.5', provider: {prometheus: {query: 'ratio offset 1h'}}}
                """));
        var order = new AnalysisService.Order(question("t"), "", OptionalLong.empty(), OptionalLong.of(world.time.wallMillis() + 300_000));
        String id = world.gate.analyses().order(order).view().id();
        world.run(310);
        assertThat(world.gate.analyses().find(id).orElseThrow().json()).contains("\"verdict\":\"inconclusive\"", "the time is over before all was measured: m has 0 of 3");
    }

    @Test
    void thePastIsJudgedAtOnce() {
        TemplateWorld world = world(RATE);
        world.run(600);
        var order = new AnalysisService.Order(ASKED, "", OptionalLong.of(world.time.wallMillis() - 500_000), OptionalLong.of(world.time.wallMillis()));
        AnalysisView view = world.gate.analyses().order(order).view();
        assertThat(view.verdict()).isEqualTo("go");
        assertThat(view.ended()).isTrue();
    }

    @Test
    void manyShortIntervalsOfThePastAreAllMadeUpFor() {
        TemplateWorld world = world(template("t", """
                metrics:
                - {name: m, interval: 1s, successCondition: 'result[0] > 0.5', provider: {prometheus: {query: ratio}}}
                """));
        world.run(3_000);
        var order = new AnalysisService.Order(question("t"), "", OptionalLong.of(world.time.wallMillis() - 2_900_000), OptionalLong.of(world.time.wallMillis()));
        assertThat(world.gate.analyses().order(order).view().json()).contains("2900 good, 0 bad");
    }

    @Test
    void aWebMetricCannotMeasureThePast() {
        TemplateWorld world = world(template("t", "metrics:\n- {name: m, provider: {web: {url: 'http://127.0.0.1:1/'}}}\n"));
        var order = new AnalysisService.Order(question("t"), "", OptionalLong.of(world.time.wallMillis() - 50_000), OptionalLong.empty());
        assertThatThrownBy(() -> world.gate.analyses().order(order)).isInstanceOf(PlumblineException.class).hasMessageContaining("web metrics, which measure the present only");
    }

    @Test
    void everyStageIsAnsweredFor() {
        TemplateWorld world = world(RATE);
        GateAnswer.Judged first = world.ask(ASKED.withStage("25"));
        assertThat(first.key().stage()).isEqualTo("25");
        assertThat(world.ask(ASKED.withStage("50")).analysis()).isNotEqualTo(first.analysis());
        assertThat(world.ask(ASKED).key().stage()).isEqualTo("analysis");
        world.restart(10);
        assertThat(world.ask(ASKED.withStage("25")).analysis()).isEqualTo(first.analysis());
    }
}
