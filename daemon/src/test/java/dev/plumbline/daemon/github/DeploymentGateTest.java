package dev.plumbline.daemon.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.config.GithubConfig;
import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.verdicts.AnalysisKey;
import dev.plumbline.daemon.verdicts.GateAnswer;
import dev.plumbline.daemon.verdicts.GateQuestion;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.fleet.receivers.GithubStandIn;
import dev.plumbline.fleet.receivers.Misbehaviour;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.VirtualTime;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a stand-in of GitHub over sockets, under virtual time. */
class DeploymentGateTest {
    private static final long NOW = 1_790_000_000_000L;
    private static final GateQuestion QUESTION = GateQuestion.about("checkout", "9fceb02").withRevision("42");
    private final VirtualTime time = new VirtualTime(NOW);
    private final GithubStandIn github = GithubStandIn.start(time::wallMillis);
    private final HttpClients clients = new HttpClients(Map.of());
    private final InMemoryDocuments documents = new InMemoryDocuments();
    private final List<GateQuestion> asked = new ArrayList<>();
    private GateAnswer answer = judged(new Verdict.Pending("warming up"));
    private DeploymentGate gate = begin();

    private DeploymentGate begin() {
        var made = new DeploymentGate(time, clients, q -> {
            asked.add(q);
            return answer;
        });
        made.apply(config(github.privateKey()));
        return made;
    }

    private GithubConfig config(String key) {
        return new GithubConfig(GithubStandIn.APP, Secret.of(key), Secret.of("hush"), URI.create(github.url()), List.of(), HttpClientConfig.DEFAULT);
    }

    private static GateAnswer judged(Verdict verdict) {
        return new GateAnswer.Judged(verdict, "a-1", new AnalysisKey("shop", "checkout", "9fceb02", "42", "25", "web"), 0, OptionalLong.of(1),
                verdict.ended() ? OptionalLong.of(2) : OptionalLong.empty(), "https://p/a-1", null);
    }

    @BeforeEach
    void start() {
        gate.start(documents);
    }

    @AfterEach
    void stop() {
        gate.close();
        clients.close();
        github.close();
    }

    private DeploymentOrder order(String id) {
        return new DeploymentOrder(id, "production", GithubStandIn.INSTALLATION, github.callback("acme/checkout", 30433642), QUESTION, time.wallMillis());
    }

    private List<String> sent() {
        return github.accepted().stream().map(r -> r.body()).toList();
    }

    private String kept() {
        return documents.get("github-deployment", "d-1").orElseThrow().body();
    }

    @Test
    void reportsOnceWhileItWaitsAndThenApproves() {
        gate.take(order("d-1"));
        time.advance(10_000);
        assertThat(sent()).containsExactly("{\"environment_name\":\"production\",\"comment\":\"pending: checkout 9fceb02, stage 25: warming up (analysis a-1) https://p/a-1\"}");
        answer = judged(new Verdict.Go("error_rate 0.2 % <= 5 %"));
        time.advance(1_000);
        assertThat(sent()).hasSize(2).last().isEqualTo("{\"environment_name\":\"production\",\"state\":\"approved\",\"comment\":"
                + "\"go: checkout 9fceb02, stage 25: error_rate 0.2 % <= 5 % (analysis a-1) https://p/a-1\"}");
        assertThat(gate.waiting()).isZero();
        assertThat(kept()).contains("\"state\":\"answered\"", "approved, go: ");
        gate.take(order("d-1"));
        time.advance(10_000);
        assertThat(sent()).as("told again").hasSize(2);
        assertThat(asked).allMatch(QUESTION::equals);
        assertThat(github.tokensGiven()).as("one for all calls").isOne();
    }

    @Test
    void rejectsANoGoAndAWrongQuestion() {
        answer = judged(new Verdict.NoGo("error_rate 7 % > 5 %"));
        gate.take(order("d-1"));
        time.advance(1_000);
        assertThat(sent()).singleElement().asString().contains("\"state\":\"rejected\"", "no-go: checkout");
        answer = new GateAnswer.NotFound("no policy governs checkout");
        gate.take(new DeploymentOrder("d-2", "test", GithubStandIn.INSTALLATION, github.callback("acme/checkout", 2), QUESTION, NOW));
        time.advance(1_000);
        assertThat(sent().getLast()).contains("\"state\":\"rejected\",\"comment\":\"no policy governs checkout\"");
    }

    @Test
    void aPersonMayStillDecideAnInconclusiveOne() {
        answer = judged(new Verdict.Inconclusive("too few requests"));
        gate.take(order("d-1"));
        time.advance(600_000);
        assertThat(sent()).singleElement().asString().contains("inconclusive: ").doesNotContain("\"state\"");
        answer = judged(new Verdict.Go("decided by ann: looked"));
        time.advance(1_000);
        assertThat(sent().getLast()).contains("approved", "decided by ann");
    }

    @Test
    void reportsAreFew() {
        gate.take(order("d-1"));
        for (int i = 0; i < 20; i++) {
            answer = judged(i % 2 == 0 ? new Verdict.Inconclusive("x") : new Verdict.Pending("y"));
            time.advance(1_000);
        }
        assertThat(sent()).hasSize(DeploymentGate.MAX_REPORTS);
    }

    @Test
    void aDecisionOutlivesARestartAndDoesNotChange() {
        answer = judged(new Verdict.Go("fine"));
        github.misbehaveAlways(Misbehaviour.status(503, "busy"));
        gate.take(order("d-1"));
        time.advance(5_000);
        assertThat(kept()).contains("\"state\":\"approving\"");
        gate.close();
        github.misbehaveAlways(null);
        answer = judged(new Verdict.NoGo("changed its mind"));
        gate = begin();
        gate.start(documents);
        time.advance(1_000);
        assertThat(sent()).singleElement().asString().contains("\"state\":\"approved\"", "go: checkout");
    }

    @Test
    void waitsAsLongAsGithubAsks() {
        answer = judged(new Verdict.Go("fine"));
        github.misbehave(Misbehaviour.rateLimited(90));
        gate.take(order("d-1"));
        time.advance(89_000);
        assertThat(github.requests()).hasSize(1);
        time.advance(3_000);
        assertThat(sent()).hasSize(1);
    }

    @Test
    void aTokenThatIsTakenBackOrOldIsReplaced() {
        gate.take(order("d-1"));
        time.advance(1_000);
        github.revokeTokens();
        answer = judged(new Verdict.Go("fine"));
        time.advance(5_000);
        assertThat(sent().getLast()).contains("approved");
        assertThat(github.tokensGiven()).isEqualTo(2);
        time.advance(3_400_000);
        gate.take(new DeploymentOrder("d-2", "production", GithubStandIn.INSTALLATION, github.callback("acme/checkout", 2), QUESTION, NOW));
        time.advance(1_000);
        assertThat(github.tokensGiven()).as("five minutes before it expires").isEqualTo(3);
    }

    @Test
    void aSecondDecisionIsRefusedByGithubAndOver() {
        answer = judged(new Verdict.Go("fine"));
        gate.take(order("d-1"));
        gate.take(order("d-2"));
        time.advance(3_000);
        assertThat(sent()).hasSize(1);
        assertThat(gate.waiting()).isZero();
        assertThat(documents.get("github-deployment", "d-2").orElseThrow().body()).contains("\"state\":\"refused\"", "422: Validation Failed");
    }

    @Test
    void aKeyThatIsPutRightIsUsed() {
        gate.apply(config("no key"));
        answer = judged(new Verdict.Go("fine"));
        gate.take(order("d-1"));
        time.advance(10_000);
        assertThat(github.requests()).isEmpty();
        gate.apply(config(github.privateKey()));
        time.advance(60_000);
        assertThat(sent()).hasSize(1);
    }

    @Test
    void anAppThatIsNotInstalledIsNoUse() {
        answer = judged(new Verdict.Go("fine"));
        gate.take(new DeploymentOrder("d-1", "production", "8", github.callback("acme/checkout", 1), QUESTION, NOW));
        time.advance(1_000);
        assertThat(kept()).contains("\"state\":\"refused\"", "the app is not installed as 8");
    }

    @Test
    void afterThirtyDaysNobodyWaits() {
        gate.take(new DeploymentOrder("d-1", "production", GithubStandIn.INSTALLATION, github.callback("a/b", 1), QUESTION, NOW - 30L * 86_400_000));
        time.advance(1_000);
        assertThat(kept()).contains("\"state\":\"expired\"");
        assertThat(github.requests()).isEmpty();
    }

    @Test
    void withoutAConfigurationOrStoreNothingHappens() {
        gate.apply(null);
        gate.take(order("d-1"));
        time.advance(10_000);
        assertThat(asked).isEmpty();
        assertThat(gate.waiting()).isOne();
        var early = new DeploymentGate(time, clients, q -> answer);
        assertThatThrownBy(() -> early.take(order("d-9"))).isInstanceOf(PlumblineException.class).hasMessageContaining("starting");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://api.github.example.evil/repos/a/b", "https://api.github.example@evil.example/x", "http://api.github.example/repos/a/b",
        "https://api.github.example/../admin", "https://api.github.example/repos/../../admin", "https://api.github.example/%2e%2e/x", "https://api.github.example",
        "https://api.github.example/a?b", "https://api.github.example/a#b", "https://api.github.example//evil", "https://API.github.example/a", "not a url", "https://api.github.example/ a"})
    void nothingBesideTheApiIsCalled(String address) {
        assertThat(DeploymentGate.isUnder(URI.create("https://api.github.example"), address)).isFalse();
    }

    @Test
    void whatIsUnderTheApiIsCalled() {
        assertThat(DeploymentGate.isUnder(URI.create("https://api.github.com"), "https://api.github.com/repos/a/b.c/actions/runs/1/deployment_protection_rule")).isTrue();
        assertThat(DeploymentGate.isUnder(URI.create("https://g.example/api/v3"), "https://g.example/api/v3/repos/a/b")).isTrue();
        assertThat(DeploymentGate.isUnder(URI.create("https://g.example/api/v3"), "https://g.example/api/v33/repos/a/b")).isFalse();
    }
}
