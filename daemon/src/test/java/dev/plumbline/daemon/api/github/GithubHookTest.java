package dev.plumbline.daemon.api.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.config.GithubConfig;
import dev.plumbline.daemon.config.GithubConfig.Rule;
import dev.plumbline.daemon.config.GithubConfig.Version;
import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.github.DeploymentGate;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.verdicts.AnalysisKey;
import dev.plumbline.daemon.verdicts.GateAnswer;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.time.VirtualTime;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GithubHookTest {
    private static final String EVENT = "deployment_protection_rule";
    private static final String PAYLOAD = """
            {"action":"requested","environment":"production","event":"push",
             "deployment_callback_url":"https://api.github.com/repos/acme/checkout/actions/runs/30433642/deployment_protection_rule",
             "deployment":{"id":42,"sha":"9fceb02d0ae598e95dc970b74767f19372d61af8","ref":"v2.4.1","task":"deploy"},"pull_requests":[],
             "repository":{"id":1,"name":"checkout","full_name":"acme/checkout"},"installation":{"id":7},"sender":{"login":"ann"}}
            """;
    private final VirtualTime time = new VirtualTime(1_790_000_000_000L);
    private final HttpClients clients = new HttpClients(Map.of());
    private final InMemoryDocuments documents = new InMemoryDocuments();
    private final DeploymentGate deployments = new DeploymentGate(time, clients, q -> new GateAnswer.Judged(new Verdict.Pending("x"), null,
            new AnalysisKey("", "", "", "", "", ""), 0, OptionalLong.empty(), OptionalLong.empty(), null, null));
    private final GithubHook hook = new GithubHook(deployments, time);

    @BeforeEach
    void start() {
        var rules = List.of(new Rule("Acme/Checkout", "Production", "checkout", "shop", "", "25", "web", Version.SHA),
                new Rule("acme/checkout", "test", "checkout", "", "", "", "", Version.REF));
        deployments.apply(new GithubConfig("1", Secret.of("key"), Secret.of("hush"), URI.create("https://api.github.com"), rules, HttpClientConfig.DEFAULT));
        deployments.start(documents);
    }

    @AfterEach
    void stop() {
        deployments.close();
        clients.close();
    }

    private Answer send(String event, String payload) {
        byte[] body = payload.getBytes(StandardCharsets.UTF_8);
        return hook.take(new GithubHook.Delivery(event, GithubHook.sign("hush", body), body));
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /** The example of GitHub's documentation, "Validating webhook deliveries". */
    @Test
    void signsAsGithubDoes() {
        assertThat(GithubHook.sign("It's a Secret to Everybody", "Hello, World!".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
    }

    @Test
    void aRequestedRuleBecomesAnOrderOnce() {
        Answer answer = send(EVENT, PAYLOAD);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(text(answer)).isEqualTo("{\"state\":\"waiting\",\"deployment\":\"acme/checkout/42/production\"}");
        assertThat(send(EVENT, PAYLOAD).status()).isEqualTo(202);
        assertThat(deployments.waiting()).isOne();
        assertThat(documents.get("github-deployment", "acme/checkout/42/production").orElseThrow().body()).contains("\"state\":\"waiting\"",
                "\"installation\":\"7\"", "\"service\":\"checkout\",\"version\":\"9fceb02d0ae598e95dc970b74767f19372d61af8\",\"stable\":\"\",\"revision\":\"42\",\"stage\":\"25\","
                        + "\"namespace\":\"shop\",\"policy\":\"web\"");
        send(EVENT, PAYLOAD.replace("\"environment\":\"production\"", "\"environment\":\"test\""));
        assertThat(documents.get("github-deployment", "acme/checkout/42/test").orElseThrow().body()).contains("\"version\":\"v2.4.1\"");
    }

    @Test
    void nothingUnsignedCounts() {
        byte[] body = PAYLOAD.getBytes(StandardCharsets.UTF_8);
        for (String signature : List.of("", "sha256=", GithubHook.sign("guess", body), GithubHook.sign("hush", new byte[0]), GithubHook.sign("hush", body).toUpperCase(java.util.Locale.ROOT))) {
            assertThat(hook.take(new GithubHook.Delivery(EVENT, signature, body)).status()).as(signature).isEqualTo(401);
        }
        assertThat(hook.take(new GithubHook.Delivery(EVENT, "", new byte[2 << 20])).status()).isEqualTo(413);
        assertThat(deployments.waiting()).isZero();
        deployments.apply(null);
        assertThat(send(EVENT, PAYLOAD).status()).isEqualTo(404);
    }

    @Test
    void otherEventsAreWelcomeAndForgotten() {
        assertThat(send("ping", "{\"zen\":\"x\"}").status()).isEqualTo(200);
        assertThat(text(send("push", "not even JSON"))).contains("\"state\":\"ignored\"");
        assertThat(text(send(EVENT, PAYLOAD.replace("requested", "withdrawn")))).contains("the action \\\"withdrawn\\\"");
        assertThat(deployments.waiting()).isZero();
    }

    @Test
    void placesThatAreNotGithubsAndEnvironmentsWithoutARuleAreRefused() {
        Answer elsewhere = send(EVENT, PAYLOAD.replace("https://api.github.com/", "https://evil.example/"));
        assertThat(elsewhere.status()).isEqualTo(400);
        assertThat(text(elsewhere)).contains("not under https://api.github.com");
        Answer unknown = send(EVENT, PAYLOAD.replace("\"environment\":\"production\"", "\"environment\":\"moon\""));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(text(unknown)).contains("about environment \\\"moon\\\" of acme/checkout");
        assertThat(deployments.waiting()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"'\"environment\":\"production\",',environment is missing", "'\"id\":42,',deployment.id is missing", "'\"full_name\":\"acme/checkout\"',repository.full_name",
        "'\"id\":7',installation.id is missing or no number"})
    void incompletePayloadsSayWhatIsMissing(String part, String message) {
        String payload = PAYLOAD.replace(part, part.endsWith(",") ? "" : "\"x\":1");
        assertThatThrownBy(() -> send(EVENT, payload)).hasMessageContaining(message);
    }

    @Test
    void noJsonIsNoPayload() {
        assertThatThrownBy(() -> send(EVENT, "[]")).hasMessageContaining("must be one JSON object");
    }
}
