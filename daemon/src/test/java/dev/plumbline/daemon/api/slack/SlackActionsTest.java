package dev.plumbline.daemon.api.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.config.alertmanager.Receiver;
import dev.plumbline.daemon.config.yaml.JsonView;
import dev.plumbline.daemon.verdicts.Gates;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackActionsTest {
    private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    private static final String HOOKS = "https://hooks.slack.com/actions/T1/1/x";
    private final Gates gates = new Gates();
    private final List<String> replies = new ArrayList<>();
    private final SlackApps apps = new SlackApps();
    private final SlackActions actions = new SlackActions(apps, gates.gate().analyses(), (to, body) -> replies.add(to + " " + body), gates.time());
    private final String analysis = gates.ask();

    SlackActionsTest() {
        use(Secret.of("another app's"), Secret.of(SECRET));
    }

    private void use(@Nullable Secret... secrets) {
        var integrations = new ArrayList<Integration>();
        for (Secret secret : secrets) {
            integrations.add(new Integration.Slack(false, Secret.of("https://slack.internal:8443/services/x"), null, "", Map.of(), false, false, List.of(),
                    List.of(), List.of(), null, secret, HttpClientConfig.DEFAULT));
        }
        apps.replace(List.of(new Receiver("r", integrations)));
    }

    private String payload(String word, String why) {
        return """
                {"type":"block_actions","user":{"id":"U1","username":"ann","name":"ann.b"},"response_url":"%s",
                 "state":{"values":{"plumbline_why":{"plumbline_why":{"type":"plain_text_input","value":%s}}}},
                 "message":{"attachments":[{"title":"INCONCLUSIVE: checkout &lt;2&gt;","title_link":"https://p/a","text":"too few","ts":"17",
                   "fields":[{"title":"error_rate","value":"pending","short":false}],"id":1},{"fallback":"Go?"}]},
                 "actions":[{"type":"button","action_id":"plumbline_%s","block_id":"b","value":"%s","action_ts":"1"}]}
                """.formatted(HOOKS, why, word, analysis);
    }

    private Answer send(String payload) {
        return send(payload, SECRET, gates.time().wallMillis() / 1_000);
    }

    private Answer send(String payload, String secret, long seconds) {
        byte[] body = ("payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        String timestamp = Long.toString(seconds);
        return actions.take(new SlackActions.Signed(timestamp, SlackSignature.of(secret, timestamp, body), body));
    }

    private String decisions() {
        String json = gates.gate().analyses().find(analysis).orElseThrow().json();
        return json.substring(json.indexOf("\"decisions\":"));
    }

    /** The example of Slack's documentation. */
    @Test
    void signsAsSlackDoes() {
        byte[] body = ("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA"
                + "&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F"
                + "96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c").getBytes(StandardCharsets.UTF_8);
        assertThat(SlackSignature.of("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body))
                .isEqualTo("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
    }

    @ParameterizedTest
    @CsvSource({"go,GO,good", "no-go,NO-GO,danger", "inconclusive,HOLD,warning"})
    void recordsWhoDecidedAndWhy(String word, String label, String color) {
        Answer answer = send(payload(word, "\"looked <at> it\""));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(decisions()).startsWith("\"decisions\":[{\"verdict\":\"" + word + "\",\"by\":\"ann (Slack U1)\",\"why\":\"looked <at> it\"");
        assertThat(replies).singleElement().asString().startsWith(HOOKS + " {\"replace_original\":true,\"attachments\":[{\"title\":"
                + "\"INCONCLUSIVE: checkout &lt;2&gt;\",\"title_link\":\"https://p/a\",\"text\":\"too few\",\"fields\":[{\"title\":\"error_rate\",\"value\":\"pending\",\"short\":false}]}")
                .contains("\"text\":\"*" + label + "* decided by ann (Slack U1): looked &lt;at&gt; it\"", "\"color\":\"" + color + "\"").doesNotContain("blocks");
    }

    @Test
    void aReasonMayBeLeftOut() {
        send(payload("go", "null"));
        assertThat(decisions()).contains("\"why\":\"pressed in Slack, without a reason\"");
    }

    @Test
    void whatIsFinalStaysAndThePersonIsTold() {
        gates.advance(60_000);
        assertThat(send(payload("no-go", "null")).status()).isEqualTo(200);
        assertThat(decisions()).startsWith("\"decisions\":[]");
        assertThat(replies).singleElement().asString().contains("\"response_type\":\"ephemeral\",\"replace_original\":false",
                "Nothing was decided: analysis " + analysis + " has answered go, which is final");
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, -1_700_000_000})
    void oldAndFutureRequestsAreRefused(long offset) {
        assertThat(send(payload("go", "null"), SECRET, gates.time().wallMillis() / 1_000 + offset).status()).isEqualTo(401);
        assertThat(decisions()).startsWith("\"decisions\":[]");
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, 300})
    void fiveMinutesAreAllowed(long offset) {
        assertThat(send(payload("go", "null"), SECRET, gates.time().wallMillis() / 1_000 + offset).status()).isEqualTo(200);
    }

    @Test
    void nothingUnsignedCounts() {
        assertThat(send(payload("go", "null"), "wrong", gates.time().wallMillis() / 1_000).status()).isEqualTo(401);
        byte[] body = "payload={}".getBytes(StandardCharsets.UTF_8);
        for (String timestamp : List.of("", "soon", "-5", "99999999999999999999")) {
            assertThat(actions.take(new SlackActions.Signed(timestamp, SlackSignature.of(SECRET, timestamp, body), body)).status()).isEqualTo(401);
        }
        String now = Long.toString(gates.time().wallMillis() / 1_000);
        assertThat(actions.take(new SlackActions.Signed(now, "", body)).status()).isEqualTo(401);
        assertThat(actions.take(new SlackActions.Signed(now, SlackSignature.of(SECRET, now, body), "payload={ }".getBytes(StandardCharsets.UTF_8))).status())
                .as("another body").isEqualTo(401);
        assertThat(actions.take(new SlackActions.Signed(now, "", new byte[300_000])).status()).isEqualTo(413);
        assertThat(replies).isEmpty();
    }

    @Test
    void withoutAnAppThereIsNoSuchPlace() {
        use((Secret) null);
        assertThat(send(payload("go", "null")).status()).isEqualTo(404);
        apps.replace(List.of());
        assertThat(send(payload("go", "null")).status()).isEqualTo(404);
    }

    @Test
    void anEmptySecretSignsNothingAndAMissingFileIsOurTrouble() {
        use(Secret.of(""));
        assertThat(send(payload("go", "null"), "x", gates.time().wallMillis() / 1_000).status()).isEqualTo(401);
        use(Secret.inFile(Path.of("no/such/file")), Secret.of(SECRET));
        assertThat(send(payload("go", "null")).status()).isEqualTo(200);
        assertThatThrownBy(() -> send(payload("go", "null"), "wrong", gates.time().wallMillis() / 1_000)).hasMessageContaining("cannot read the secret file");
    }

    @Test
    void otherActionsAreWelcomeAndForgotten() {
        assertThat(send("{\"type\":\"view_submission\"}").status()).isEqualTo(200);
        assertThat(send(payload("go", "null").replace("plumbline_go", "open_report")).status()).isEqualTo(200);
        assertThat(send("{\"type\":\"block_actions\",\"actions\":[]}").status()).isEqualTo(200);
        assertThat(decisions()).startsWith("\"decisions\":[]");
        assertThatThrownBy(() -> send(payload("maybe", "null"))).hasMessageContaining("none of go, no-go, inconclusive");
        assertThatThrownBy(() -> send("[]")).hasMessageContaining("must be one JSON object");
    }

    @ParameterizedTest
    @CsvSource({"https://hooks.slack.com/x,true", "https://slack.internal:8443/r,true", "http://hooks.slack.com/x,false", "https://evil.example/x,false",
        "https://hooks.slack.com@evil.example/x,false", "https://hooks.slack.com.evil.example/,false", "http://127.0.0.1:9480/-/quit,false", "'',false"})
    void repliesGoToSlackAlone(String url, boolean sent) {
        send(payload("go", "null").replace(HOOKS, url));
        assertThat(decisions()).contains("\"verdict\":\"go\"");
        assertThat(replies).hasSize(sent ? 1 : 0);
    }

    @Test
    void longTextsAreCut() {
        send(payload("go", "\"" + "x".repeat(5_000) + "\"").replace("\"ann\"", "\"" + "😀".repeat(500) + "\""));
        assertThat(decisions()).contains("x".repeat(899) + "…", "😀…");
        assertThat(JsonView.of("reply", replies.getFirst().substring(replies.getFirst().indexOf(' '))).exists()).isTrue();
        assertThat(URI.create(replies.getFirst().substring(0, replies.getFirst().indexOf(' ')))).isEqualTo(URI.create(HOOKS));
    }
}
