package dev.plumbline.daemon.api.spinnaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.verdicts.Decision;
import dev.plumbline.daemon.verdicts.Freeze;
import dev.plumbline.daemon.verdicts.Gates;
import dev.plumbline.daemon.verdicts.JsonObject;
import dev.plumbline.model.PlumblineException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpinnakerApiTest {
    private static final String PAYLOAD = "{'service': 'checkout', 'version': '2.4.1', 'revision': '01J'}";
    private final Gates gates = new Gates();
    private final SpinnakerApi api = new SpinnakerApi(gates.gate(), gates.time());

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private Answer start() {
        return api.start(bytes(PAYLOAD), path -> "http://p" + path);
    }

    private String begun() {
        return Objects.requireNonNull(start().headers().get("Location")).substring("http://p/spinnaker/".length());
    }

    private JsonObject status(String id) {
        Answer answer = api.status(id, path -> path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
        return JsonObject.read("answer", text(answer));
    }

    private void expect(String id, String status, String percent, String reason) {
        JsonObject o = status(id);
        assertThat(o.text("status")).isEqualTo(status);
        assertThat(o.text("percentComplete")).isEqualTo(percent);
        assertThat(o.text("reason")).contains(reason).isNotEmpty();
        assertThat(o.text("analysis")).isEqualTo(id);
    }

    @Test
    void oneAnalysisHoweverOftenItIsStarted() {
        Answer made = start();
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.headers().get("Location")).startsWith("http://p/spinnaker/a-");
        assertThat(text(made)).startsWith("{\"status\":\"RUNNING\",\"percentComplete\":0,").contains("\"statusUrl\":\"" + made.headers().get("Location") + "\"");
        Answer again = start();
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.headers()).isEqualTo(made.headers());
    }

    @Test
    void goesOnToPass() {
        String id = begun();
        expect(id, "RUNNING", "0", "warming up");
        gates.advance(3_000);
        expect(id, "RUNNING", "1", "");
        gates.advance(60_000);
        expect(id, "PASS", "100", "error_rate 0.2 %");
        gates.restart();
        assertThat(new SpinnakerApi(gates.gate(), gates.time()).status(id, p -> p).body()).asString().contains("\"status\":\"PASS\"");
    }

    @Test
    void failsWithTheReason() {
        gates.fail();
        String id = begun();
        gates.advance(60_000);
        expect(id, "FAIL", "100", "error_rate 50");
    }

    @ParameterizedTest
    @CsvSource({"go,PASS", "no-go,FAIL", "inconclusive,INCONCLUSIVE"})
    void peopleDecide(String word, String status) {
        String id = begun();
        gates.gate().analyses().decide(id, new Decision(word, "ann", "looked", 0));
        expect(id, status, "100", "decided by ann: looked");
    }

    @Test
    void aFreezeFailsAndShowsTheTruthWhenItIsLifted() {
        String id = begun();
        Freeze freeze = gates.gate().freezes().add(new Freeze("", "", "", 0, Long.MAX_VALUE, "ann", "black friday"));
        expect(id, "FAIL", "0", "black friday");
        assertThat(status(id).text("verdict")).isEqualTo("no-go");
        assertThat(gates.gate().freezes().lift(freeze.id())).isTrue();
        expect(id, "RUNNING", "0", "warming up");
    }

    @Test
    void doubtsOfOursFailNoStage() {
        String id = begun();
        gates.doubt("the store is starting");
        gates.advance(3_000);
        expect(id, "RUNNING", "1", "");
    }

    @Test
    void isCanceledByItsPayloadOrItsName() {
        String id = begun();
        assertThat(text(api.cancel(bytes(PAYLOAD), p -> p))).contains("\"status\":\"CANCELED\"", "canceled by spinnaker", "\"analysis\":\"" + id + "\"");
        expect(id, "CANCELED", "100", "canceled by spinnaker");
        assertThat(api.cancel(bytes(PAYLOAD), p -> p).status()).as("again").isEqualTo(200);
        assertThat(text(api.cancel(bytes(PAYLOAD.replace("01J", "02J")), p -> p))).contains("no analysis runs");
        String other = Objects.requireNonNull(api.start(bytes(PAYLOAD.replace("01J", "03J")), p -> p).headers().get("Location")).substring(11);
        assertThat(text(api.cancel(other, p -> p))).contains("\"status\":\"CANCELED\"");
        assertThat(api.cancel("a-none", p -> p).status()).isEqualTo(404);
    }

    @Test
    void aVerdictIsNotCanceledAway() {
        String id = begun();
        gates.advance(60_000);
        assertThat(text(api.cancel(bytes(PAYLOAD), p -> p))).contains("\"status\":\"PASS\"");
        expect(id, "PASS", "100", "error_rate");
    }

    @Test
    void aPersonsGoAfterACancelCounts() {
        String id = begun();
        assertThat(api.cancel(id, p -> p).status()).isEqualTo(200);
        gates.gate().analyses().decide(id, new Decision("go", "ann", "it was fine", 0));
        expect(id, "PASS", "100", "it was fine");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'service': 'checkout'}                                         | needs version
            {'version': '1'}                                                | needs service
            {'service': 'checkout', 'version': '1', 'colour': 'red'}        | unknown field "colour"
            {'service': 'checkout', 'version': '1', 'stage': '77'}          | it has 5, 25
            {'service': 'nobody', 'version': '1'}                           | nobody
            []                                                              | must be one JSON object
            """)
    void wrongPayloadsSaySo(String payload, String message) {
        assertThatThrownBy(() -> api.start(bytes(payload), p -> p)).isInstanceOf(PlumblineException.class).hasMessageContaining(message);
        assertThatThrownBy(() -> api.cancel(bytes(payload), p -> p)).isInstanceOf(PlumblineException.class).hasMessageContaining(message);
    }

    @Test
    void nothingAndTooMuchAreRefused() {
        assertThatThrownBy(() -> api.start(null, p -> p)).hasMessageContaining("no body");
        assertThatThrownBy(() -> api.start(new byte[70_000], p -> p)).hasMessageContaining("more than 65536 bytes");
        assertThat(api.status("a-none", p -> p).status()).isEqualTo(404);
    }
}
