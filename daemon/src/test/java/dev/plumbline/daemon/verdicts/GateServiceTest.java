package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.config.canary.CanaryFiles;
import dev.plumbline.daemon.config.canary.Policies;
import dev.plumbline.daemon.config.canary.PromqlSyntax;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.time.VirtualTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gate over a scripted source under virtual time: from the question to the verdict. */
class GateServiceTest {
    private static final String POLICY = """
            policies:
            - name: web
              match: {namespace: shop, service: checkout}
              canary: '{service="{{service}}", version="{{version}}"}'
              stages: [{weight: 5, at_most: 5m}, {weight: 25, at_most: 10m}]
              metrics:
              - {name: error_rate, signal: error_rate, fail_above: 5%}
              - {name: latency_p99, signal: latency, quantile: 0.99, fail_above: 1000ms}
              judge: {method: thresholds, min_requests: 200, warm_up: 5s}
              decision_valid_for: 1h
            """;
    private static final GateQuestion CHECKOUT = GateQuestion.about("checkout", "2.4.1");

    private final VirtualTime time = new VirtualTime(1_790_000_000_000L);
    private final ScriptedSource source = new ScriptedSource();
    private Optional<String> doubt = Optional.empty();
    private GateService gate = gate(GateOptions.DEFAULTS);

    private GateService gate(GateOptions options) {
        var made = new GateService(new GateService.Surroundings(time, new Random(7), source, () -> doubt), options);
        made.policies(policies(POLICY));
        made.start();
        return made;
    }

    private static Policies policies(String text) {
        var loaded = CanaryFiles.load(List.of(new CanaryFiles.Source("c.yml", text)), new PromqlSyntax(ParserOptions.STABLE));
        assertThat(loaded.problems()).isEmpty();
        return loaded.policies();
    }

    @BeforeEach
    void aCanaryWithTraffic() {
        source.number("count(http_requests_total", 3);
        source.number("count(http_request_duration_seconds_bucket", 30);
        canary(0.002, 0.2);
    }

    /** 60 requests a second since the beginning, a share of them failed, nearly all faster than the given seconds. */
    private void canary(double errors, double p99) {
        source.on("5..", t -> ScriptedSource.counter(t, x -> requests(x) * errors));
        source.on("http_requests_total{", t -> ScriptedSource.counter(t, GateServiceTest::requests));
        source.on("http_request_duration_seconds_bucket{", t -> ScriptedSource.histogram(t, GateServiceTest::requests,
                p99 * 0.9, 0.98, p99, 0.999, Double.POSITIVE_INFINITY, 1));
    }

    private static double requests(double timeMillis) {
        return (timeMillis - 1_790_000_000_000L) * 60 / 1000.0;
    }

    private GateAnswer.Judged ask(GateQuestion question) {
        return (GateAnswer.Judged) gate.ask(question);
    }

    @Test
    void aGoodCanaryIsPendingThenGoes() {
        GateAnswer.Judged first = ask(CHECKOUT);
        assertThat(first.verdict()).isEqualTo(new Verdict.Pending("warming up, 5 s left; nothing is measured yet"));
        assertThat(first.key()).isEqualTo(new AnalysisKey("shop", "checkout", "2.4.1", "", "5", "web"));
        assertThat(first.analysis()).matches("a-[0-9A-HJKMNP-TV-Z]{26}");
        time.advance(20_000);
        assertThat(ask(CHECKOUT).verdict().reason()).startsWith("measuring for another").contains("error_rate 0.2 % <= 5 %");
        time.advance(21_000);
        GateAnswer.Judged last = ask(CHECKOUT);
        assertThat(last.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(last.verdict().reason()).matches("error_rate 0.2 % <= 5 %, latency_p99 1\\d\\d ms <= 1000 ms; 1,\\d+ requests");
        assertThat(last.score()).isEqualTo(100);
        assertThat(last.analysis()).isEqualTo(first.analysis());
        assertThat(last.decidedMillis().getAsLong() - last.sinceMillis().getAsLong()).isBetween(35_000L, 40_000L);
    }

    @Test
    void aBadCanaryIsStoppedEarly() {
        canary(0.12, 1.8);
        ask(CHECKOUT);
        time.advance(12_000);
        assertThat(ask(CHECKOUT).verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThat(ask(CHECKOUT).verdict().reason()).contains("error_rate 12 % > 5 %", "latency_p99", "> 1000 ms", "requests");
    }

    @Test
    void aVerdictIsFinalUntilItExpires() {
        ask(CHECKOUT);
        time.advance(60_000);
        GateAnswer.Judged decided = ask(CHECKOUT);
        canary(0.5, 3);
        time.advance(3_500_000);
        assertThat(ask(CHECKOUT).withLateNoGo(null)).isEqualTo(decided);
        assertThat(ask(CHECKOUT).lateNoGo()).startsWith("stage 5: error_rate ").contains("> 5 %");
        time.advance(100_000);
        GateAnswer.Judged again = ask(CHECKOUT);
        assertThat(again.verdict()).isInstanceOf(Verdict.Pending.class);
        assertThat(again.analysis()).isNotEqualTo(decided.analysis());
        time.advance(60_000);
        assertThat(ask(CHECKOUT).verdict()).isInstanceOf(Verdict.NoGo.class);
    }

    @Test
    void withoutTrafficItHoldsAndEndsWithoutAnAnswer() {
        source.on("http_requests_total{", t -> ScriptedSource.counter(t, x -> 7))
                .on("http_request_duration_seconds_bucket{", t -> ScriptedSource.histogram(t, x -> 7, Double.POSITIVE_INFINITY, 1));
        ask(CHECKOUT);
        time.advance(290_000);
        assertThat(ask(CHECKOUT).verdict().reason()).contains("error_rate has no data (no requests)", "latency_p99 has no data");
        assertThat(ask(CHECKOUT).verdict()).isInstanceOf(Verdict.Pending.class);
        time.advance(11_000);
        assertThat(ask(CHECKOUT).verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(ask(CHECKOUT).verdict().reason()).startsWith("no answer within 5 min");
    }

    @Test
    void aSourceThatFailsHoldsAndSaysWhy() {
        source.failure = PlumblineException.resource("the store is being repaired", null);
        ask(CHECKOUT);
        time.advance(100_000);
        assertThat(ask(CHECKOUT).verdict()).isInstanceOf(Verdict.Pending.class);
        assertThat(ask(CHECKOUT).verdict().reason()).contains("error_rate could not be looked up: the store is being repaired");
        source.failure = null;
        time.advance(10_000);
        assertThat(ask(CHECKOUT).verdict()).isInstanceOf(Verdict.Go.class);
    }

    @Test
    void whileNotReadyItStartsNothingAndAsksNothing() {
        doubt = Optional.of("the daemon is starting");
        GateAnswer.Judged answer = ask(CHECKOUT);
        assertThat(answer.verdict()).isEqualTo(new Verdict.Pending("the daemon is starting"));
        assertThat(answer.analysis()).isNull();
        time.advance(60_000);
        assertThat(gate.reports()).isEmpty();
        doubt = Optional.empty();
        ask(CHECKOUT);
        time.advance(60_000);
        doubt = Optional.of("the store cannot be read");
        assertThat(ask(CHECKOUT).verdict()).as("decided before").isInstanceOf(Verdict.Go.class);
    }

    @Test
    void answeringCostsNoQuery() {
        ask(CHECKOUT);
        time.advance(7_000);
        int before = source.asked.size();
        assertThat(before).isPositive();
        for (int i = 0; i < 100; i++) {
            gate.ask(CHECKOUT);
            gate.peek(CHECKOUT);
        }
        assertThat(source.asked).hasSize(before);
    }

    @Test
    void headStartsNothing() {
        var answer = (GateAnswer.Judged) gate.peek(CHECKOUT);
        assertThat(answer.verdict()).isEqualTo(new Verdict.Pending("no analysis runs for this question; a GET starts one"));
        assertThat(gate.reports()).isEmpty();
        ask(CHECKOUT);
        assertThat(((GateAnswer.Judged) gate.peek(CHECKOUT)).analysis()).isNotNull();
    }

    @Test
    void beyondMaxRunningItSaysSo() {
        gate.stop();
        gate = gate(new GateOptions(2, 2, 1_000, "https://plumbline.example/ui/analyses/", null));
        ask(CHECKOUT.withRevision("a"));
        ask(CHECKOUT.withRevision("b"));
        assertThat(ask(CHECKOUT.withRevision("c")).verdict().reason()).startsWith("2 analyses run already, which is the most (max_running)");
        assertThat(ask(CHECKOUT.withRevision("c")).analysis()).isNull();
        time.advance(60_000);
        GateAnswer.Judged started = ask(CHECKOUT.withRevision("c"));
        assertThat(started.reportUrl()).isEqualTo("https://plumbline.example/ui/analyses/" + started.analysis());
        assertThat(gate.reports()).hasSize(2);
    }

    @Test
    void stagesAndRevisionsAreJudgedApart() {
        assertThat(List.of(ask(CHECKOUT), ask(CHECKOUT.withStage("25")), ask(CHECKOUT.withRevision("r")), ask(GateQuestion.about("checkout", "3"))))
                .extracting(GateAnswer.Judged::analysis).doesNotHaveDuplicates();
        assertThat(ask(CHECKOUT.withStage("5")).analysis()).isEqualTo(ask(CHECKOUT).analysis());
        assertThat(ask(CHECKOUT.withNamespace("shop").withPolicy("web")).analysis()).isEqualTo(ask(CHECKOUT).analysis());
    }

    @Test
    void aReloadLeavesRunningAnalysesTheirPolicy() {
        ask(CHECKOUT);
        gate.policies(policies(POLICY.replace("fail_above: 5%", "fail_above: 0.1%")));
        time.advance(60_000);
        assertThat(ask(CHECKOUT).verdict()).isInstanceOf(Verdict.Go.class);
        ask(CHECKOUT.withRevision("next"));
        time.advance(60_000);
        assertThat(ask(CHECKOUT.withRevision("next")).verdict()).isInstanceOf(Verdict.NoGo.class);
    }

    @Test
    void wrongQuestionsSayWhatWouldBeRight() {
        assertThat(gate.ask(GateQuestion.about("checkout", ""))).isEqualTo(new GateAnswer.BadQuestion(
                "version is missing: add version=, the version of the canary of service \"checkout\""));
        assertThat(gate.ask(GateQuestion.about("", "1"))).isInstanceOf(GateAnswer.BadQuestion.class);
        assertThat(gate.ask(GateQuestion.about("cart", "1"))).isEqualTo(new GateAnswer.NotFound(
                "no policy governs service \"cart\"; there are web (namespace=shop, service=checkout)"));
        assertThat(gate.ask(CHECKOUT.withPolicy("wbe"))).isEqualTo(new GateAnswer.NotFound("there is no policy \"wbe\"; there are: web"));
        assertThat(gate.ask(CHECKOUT.withStage("7"))).isEqualTo(new GateAnswer.NotFound("policy \"web\" has no stage \"7\"; it has 5, 25"));
        assertThat(gate.ask(CHECKOUT.withNamespace("lab"))).isInstanceOf(GateAnswer.NotFound.class);
        assertThat(gate.ask(GateQuestion.about("checkout", "v".repeat(257)))).isEqualTo(new GateAnswer.BadQuestion(
                "version has 257 characters, at most 256 are allowed"));
        assertThat(gate.ask(CHECKOUT.withRevision("a\nb"))).isEqualTo(new GateAnswer.BadQuestion(
                "revision has the character U+000A at position 2; control characters and broken text are not allowed"));
        assertThat(gate.ask(CHECKOUT.withRevision("\ud800"))).isInstanceOf(GateAnswer.BadQuestion.class);
        assertThat(gate.ask(CHECKOUT.withRevision("🙂"))).isInstanceOf(GateAnswer.Judged.class);
        assertThat(gate.reports()).hasSize(1);
    }

    @Test
    void asksForWhatThePolicyNeeds() {
        gate.policies(policies(POLICY.replace("version=\"{{version}}\"", "pod_hash=\"{{revision}}\"")));
        assertThat(gate.ask(CHECKOUT)).isEqualTo(new GateAnswer.BadQuestion(
                "revision is missing: policy \"web\" uses {{revision}}, add revision="));
    }

    @Test
    void hostileVersionsStayInsideOfTheirString() {
        gate.ask(GateQuestion.about("checkout", "1\"} or up{x=\""));
        time.advance(10_000);
        assertThat(source.asked).isNotEmpty().allMatch(q -> q.contains("version=\"1\\\"} or up{x=\\\"\""));
    }

    @Test
    void tellsTheSeriesAndQueriesItUsed() {
        ask(CHECKOUT);
        time.advance(12_000);
        var result = gate.reports().getFirst().judgement().results().getFirst();
        assertThat(result.evidence().source()).isEqualTo("http_requests_total{service=\"checkout\", version=\"2.4.1\",status_code!=\"\"}");
        assertThat(result.evidence().queries()).first().asString()
                .matches("http_requests_total\\{.*}\\[\\d+ms]");
    }

    @Test
    void writesTheStateSetAndEndsItWithTheAnalysis() {
        ask(CHECKOUT);
        time.advance(60_000);
        var samples = VerdictSample.of(gate.reports());
        assertThat(samples).hasSize(5);
        assertThat(samples.stream().filter(s -> s.labels().get("verdict").equals("go"))).singleElement()
                .satisfies(s -> assertThat(s.value()).isEqualTo(1));
        assertThat(samples.stream().filter(s -> s.labels().metricName().equals("plumbline_verdict")).mapToDouble(VerdictSample::value).sum()).isEqualTo(1);
        var storage = new InMemoryStorage();
        var series = new VerdictSeries(storage);
        assertThat(series.write(samples, time.wallMillis())).isZero();
        time.advance(3_700_000);
        assertThat(gate.reports()).isEmpty();
        assertThat(series.write(VerdictSample.of(gate.reports()), time.wallMillis())).isZero();
        try (var querier = storage.querier(0, Long.MAX_VALUE)) {
            assertThat(querier.select(List.of())).hasSize(5).allSatisfy(s -> {
                var points = s.samples(0, Long.MAX_VALUE);
                assertThat(points.size()).isEqualTo(2);
                assertThat(points.values()[1]).isNaN();
            });
        }
    }

    @Test
    void aWallClockThatJumpsNeverMakesItGo() {
        source.on("http_requests_total{", t -> ScriptedSource.counter(t, x -> requests(x) / 1000));
        ask(CHECKOUT);
        time.advance(8_000);
        time.jumpWall(-600_000);
        time.advance(2_000);
        assertThat(ask(CHECKOUT).verdict()).isInstanceOf(Verdict.Pending.class);
        time.jumpWall(86_400_000);
        time.advance(2_000);
        assertThat(ask(CHECKOUT).verdict()).isInstanceOf(Verdict.Inconclusive.class);
    }
}
