package dev.plumbline.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.GithubConfig;
import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.config.alertmanager.Receiver;
import dev.plumbline.daemon.verdicts.Gates;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.fleet.receivers.GithubStandIn;
import dev.plumbline.fleet.receivers.Misbehaviour;
import dev.plumbline.fleet.receivers.SlackStandIn;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gate's callers over the real server. */
class CallersHttpTest {
    private final Gates gates = new Gates();
    private final ServedStore served = ServedStore.of(gates.gate(), gates.time());

    @AfterEach
    void stop() {
        served.close();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return served.send(HttpRequest.newBuilder(served.uri(path)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    @Test
    void spinnakerStartsFollowsAndCancels() throws Exception {
        var made = post("/spinnaker", "{'service': 'checkout', 'version': '2.4.1'}");
        assertThat(made.statusCode()).isEqualTo(201);
        String location = made.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(served.uri("/spinnaker/a-").toString());
        assertThat(made.body()).contains("\"statusUrl\":\"" + location + "\"");
        String path = location.substring(served.uri("").toString().length());
        assertThat(served.get(path).body()).contains("\"status\":\"RUNNING\"");
        gates.advance(60_000);
        assertThat(served.get(path).body()).contains("\"status\":\"PASS\"", "\"percentComplete\":100");
        assertThat(post("/spinnaker/cancel", "{'service': 'checkout', 'version': '3'}").statusCode()).isEqualTo(200);
        assertThat(post(path + "/cancel", "").body()).contains("\"status\":\"PASS\"");
        var wrong = post("/spinnaker", "{'service': 'checkout'}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("needs version");
        assertThat(served.get("/spinnaker/a-none").statusCode()).isEqualTo(404);
    }

    @Test
    void kubernetesReadsExternalMetrics() throws Exception {
        gates.ask();
        gates.advance(60_000);
        String root = "/apis/external.metrics.k8s.io";
        assertThat(served.get(root).body()).startsWith("{\"kind\":\"APIGroup\"");
        assertThat(served.get(root + "/v1beta1").body()).startsWith("{\"kind\":\"APIResourceList\"");
        var values = served.get(root + "/v1beta1/namespaces/shop/plumbline_verdict?labelSelector=service%3Dcheckout%2Cverdict+in+%28go%29");
        assertThat(values.statusCode()).isEqualTo(200);
        assertThat(values.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(values.body()).contains("\"metricName\":\"plumbline_verdict\"", "\"verdict\":\"go\"", "\"value\":\"1\"");
        assertThat(served.get(root + "/v1beta1/namespaces/kube-system/dummy-metric").body()).endsWith("\"items\":[]}");
        var wrong = served.get(root + "/v1beta1/namespaces/shop/plumbline_score?labelSelector=%3D");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("\"kind\":\"Status\"", "\"reason\":\"BadRequest\"", "expected the name of a label");
    }

    @Test
    void aPictureIsOnlyForWhoWasToldItsAddress() throws Exception {
        gates.ask();
        gates.advance(60_000);
        var forged = served.get("/v1/analyses/" + gates.ask() + "/picture.png?signature=bm8");
        assertThat(forged.statusCode()).isEqualTo(404);
        assertThat(forged.body()).contains("the signature is not that of analysis");
        assertThat(served.get("/v1/analyses/a-none/picture.png").statusCode()).isEqualTo(404);
    }

    /** KEDA's metrics-api scaler takes valueLocation as a path to a number. */
    @Test
    void kedaReadsTheScoreAtTheGate() throws Exception {
        gates.ask();
        gates.advance(60_000);
        var answer = served.get("/v1/gate/checkout?namespace=shop&version=2.4.1");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"verdict\":\"go\"").containsPattern("\"score\":100[,}]");
    }

    @Test
    void slackButtonsDecide() throws Exception {
        try (SlackStandIn slack = SlackStandIn.start()) {
            var receiver = new Integration.Slack(false, Secret.of(slack.webhookUrl()), null, "", Map.of(), false, false, List.of(), List.of(), List.of(),
                    null, Secret.of("hush"), HttpClientConfig.DEFAULT);
            served.callers.slackApps().replace(List.of(new Receiver("releases", List.of(receiver))));
            String id = gates.ask();
            String form = "payload=" + URLEncoder.encode("{\"type\":\"block_actions\",\"user\":{\"id\":\"U1\",\"username\":\"ann\"},\"response_url\":\""
                    + slack.url() + "/services/T/B/answer\",\"actions\":[{\"type\":\"button\",\"action_id\":\"plumbline_go\",\"value\":\"" + id + "\"}]}",
                    StandardCharsets.UTF_8);
            assertThat(press(form, "00").statusCode()).isEqualTo(401);
            assertThat(press(form, hmac("v0:" + gates.time().wallMillis() / 1_000 + ":" + form)).statusCode()).isEqualTo(200);
            assertThat(served.get("/v1/gate/checkout?version=2.4.1").body()).contains("\"verdict\":\"go\"", "decided by ann (Slack U1)");
            slack.misbehave(Misbehaviour.status(503, "busy"), Misbehaviour.status(429, "slow down"));
            gates.advance(0);
            assertThat(slack.accepted()).isEmpty();
            gates.advance(60_000);
            assertThat(slack.accepted()).singleElement().satisfies(r -> assertThat(r.body()).contains("\"replace_original\":true", "*GO* decided by ann"));
            assertThat(slack.requests()).hasSize(3);
        }
    }

    @Test
    void githubAsksAndIsAnswered() throws Exception {
        try (GithubStandIn github = GithubStandIn.start(gates.time()::wallMillis)) {
            var rule = new GithubConfig.Rule("acme/checkout", "production", "checkout", "shop", "", "", "", GithubConfig.Version.REF);
            served.callers.deployments().apply(new GithubConfig(GithubStandIn.APP, Secret.of(github.privateKey()), Secret.of("hush"),
                    URI.create(github.url()), List.of(rule), HttpClientConfig.DEFAULT));
            served.callers.start(new InMemoryDocuments());
            String payload = ("{'action':'requested','environment':'production','deployment_callback_url':'" + github.callback("acme/checkout", 3)
                    + "','deployment':{'id':42,'sha':'9fceb02','ref':'2.4.1'},'repository':{'full_name':'acme/checkout'},'installation':{'id':7}}").replace('\'', '"');
            assertThat(deliver(payload, hmac("other")).statusCode()).isEqualTo(401);
            assertThat(deliver(payload, hmac(payload)).statusCode()).isEqualTo(202);
            gates.advance(3_000);
            assertThat(github.accepted()).singleElement().satisfies(r -> assertThat(r.body()).contains("pending: checkout 2.4.1").doesNotContain("state"));
            gates.advance(60_000);
            assertThat(github.accepted()).hasSize(2).last().satisfies(r -> assertThat(r.body()).contains("\"state\":\"approved\"", "error_rate 0.2 %"));
        }
    }

    private HttpResponse<String> deliver(String payload, String hex) throws Exception {
        return served.send(HttpRequest.newBuilder(served.uri("/github")).header("Content-Type", "application/json")
                .header("X-GitHub-Event", "deployment_protection_rule").header("X-Hub-Signature-256", "sha256=" + hex)
                .POST(HttpRequest.BodyPublishers.ofString(payload)));
    }

    private HttpResponse<String> press(String form, String hex) throws Exception {
        return served.send(HttpRequest.newBuilder(served.uri("/slack/actions")).header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Slack-Request-Timestamp", "" + gates.time().wallMillis() / 1_000).header("X-Slack-Signature", "v0=" + hex)
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private static String hmac(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("hush".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
