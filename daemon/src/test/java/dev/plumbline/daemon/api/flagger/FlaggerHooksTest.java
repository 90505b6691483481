package dev.plumbline.daemon.api.flagger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.verdicts.AnalysisKey;
import dev.plumbline.daemon.verdicts.GateAnswer;
import dev.plumbline.daemon.verdicts.GateQuestion;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Payloads as Flagger sends them, and what it makes of the answers. */
class FlaggerHooksTest {
    private static final String HOOK = "{\"name\":\"podinfo\",\"namespace\":\"test\",\"phase\":\"Progressing\",\"checksum\":\"85d557f47b\","
            + "\"metadata\":{%s}}";
    private final List<GateQuestion> asked = new ArrayList<>();
    private final List<GateQuestion> peeked = new ArrayList<>();
    private final InMemoryDocuments documents = new InMemoryDocuments();
    private final ReportedWeights weights = new ReportedWeights(new VirtualTime(0));
    private GateAnswer answer = judged(new Verdict.Go("error_rate 0.2 % <= 5 %\nand more"));
    private final FlaggerHooks hooks = new FlaggerHooks(q -> note(asked, q), q -> note(peeked, q), weights);

    @BeforeEach
    void open() {
        weights.opened(documents);
    }

    private GateAnswer note(List<GateQuestion> notes, GateQuestion question) {
        notes.add(question);
        return answer;
    }

    private static GateAnswer judged(Verdict verdict) {
        return new GateAnswer.Judged(verdict, "a-1", new AnalysisKey("test", "podinfo", "v", "85d557f47b", "5", "web"), 0,
                OptionalLong.of(1), verdict.ended() ? OptionalLong.of(2) : OptionalLong.empty(), null, null);
    }

    @Test
    void aFreezeHoldsAndTakesNothingBack() {
        answer = new GateAnswer.Judged(new Verdict.NoGo("change freeze until Monday"), null, new AnalysisKey("test", "podinfo", "v", "", "5", "web"),
                0, OptionalLong.empty(), OptionalLong.empty(), null, null);
        assertThat(hooks.gate(payload("")).status()).isEqualTo(409);
        assertThat(hooks.rollback(payload("")).status()).isEqualTo(412);
    }

    private static FlaggerPayload payload(String metadata) {
        return FlaggerPayload.parse(HOOK.formatted(metadata));
    }

    private static FlaggerPayload event(String message) {
        return payload("\"eventMessage\":\"" + message + "\",\"eventType\":\"Normal\",\"timestamp\":\"1795245828000\"");
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"go,200,412", "no-go,409,200", "pending,412,412", "inconclusive,412,412"})
    void yesOnlyOnTheVerdictThatIsAskedFor(String word, int gate, int rollback) {
        answer = judged(switch (word) {
            case "go" -> new Verdict.Go("r");
            case "no-go" -> new Verdict.NoGo("r");
            case "pending" -> new Verdict.Pending("r");
            default -> new Verdict.Inconclusive("r");
        });
        assertThat(hooks.gate(payload("")).status()).isEqualTo(gate);
        assertThat(hooks.rollback(payload("")).status()).isEqualTo(rollback);
        assertThat(text(hooks.gate(payload("")))).isEqualTo(word + " at stage 5: r\n");
    }

    @Test
    void aReasonIsOneLine() {
        assertThat(text(hooks.gate(payload("")))).isEqualTo("go at stage 5: error_rate 0.2 % <= 5 % and more\n");
    }

    @Test
    void wrongQuestionsFailClosed() {
        answer = new GateAnswer.NotFound("no policy governs service \"podinfo\"");
        assertThat(hooks.gate(payload("")).status()).isEqualTo(400);
        assertThat(hooks.rollback(payload("")).status()).isEqualTo(400);
        answer = new GateAnswer.BadQuestion("control characters");
        assertThat(hooks.gate(payload("")).status()).isEqualTo(400);
        assertThatThrownBy(() -> FlaggerPayload.parse("[]")).isInstanceOf(PlumblineException.class);
        assertThatThrownBy(() -> FlaggerPayload.parse("{\"name\":")).isInstanceOf(PlumblineException.class);
        assertThatThrownBy(() -> FlaggerPayload.parse("{\"namespace\":\"x\"}")).hasMessageContaining("lacks name");
        assertThatThrownBy(() -> FlaggerPayload.parse(" ".repeat(100_000))).hasMessageContaining("at most");
        assertThat(FlaggerHooks.trouble(PlumblineException.resource("no disk", null)).status()).isEqualTo(412);
        assertThat(FlaggerHooks.trouble(PlumblineException.internal("bug", null)).status()).isEqualTo(412);
    }

    @Test
    void identityByItsOwn() {
        hooks.gate(payload(""));
        assertThat(asked).containsExactly(new GateQuestion("podinfo", "85d557f47b", "podinfo-primary", "85d557f47b", "", "test", "", Map.of()));
    }

    @Test
    void identityByMetadata() {
        hooks.gate(payload("\"version\":\"6.0.1\",\"target\":\"podinfo-app\",\"stage\":\"25\",\"policy\":\"strict\",\"start\":\"open\""));
        assertThat(asked).containsExactly(new GateQuestion("podinfo", "6.0.1", "podinfo-app-primary", "85d557f47b", "25", "test", "strict", Map.of()));
        hooks.rollback(payload("\"version\":\"6.0.1\",\"stable\":\"6.0.0\""));
        assertThat(peeked).containsExactly(new GateQuestion("podinfo", "6.0.1", "6.0.0", "85d557f47b", "", "test", "", Map.of()));
        assertThat(asked).as("rollback starts nothing").hasSize(1);
    }

    @Test
    void theStageFollowsTheEvents() {
        assertThat(hooks.event(event("New revision detected! Scaling up podinfo.test")).status()).isEqualTo(200);
        hooks.gate(payload(""));
        hooks.event(event("Advance podinfo.test canary weight 5"));
        hooks.event(event("Halt podinfo.test advancement success rate 69.17% < 99%"));
        hooks.gate(payload(""));
        hooks.event(event("Advance podinfo.test canary weight 25"));
        var after = new ReportedWeights(new VirtualTime(0)); // a restart
        after.opened(documents);
        new FlaggerHooks(q -> note(asked, q), q -> note(peeked, q), after).gate(payload(""));
        assertThat(asked).extracting(GateQuestion::stage).containsExactly("", "5", "25");
    }

    @Test
    void aNewRevisionBeginsAgain() {
        hooks.event(event("Advance podinfo.test canary weight 25"));
        hooks.gate(FlaggerPayload.parse(HOOK.formatted("").replace("85d557f47b", "next")));
        assertThat(asked.getFirst().stage()).isEmpty();
    }

    @Test
    void theFirstIncreaseMayBeLetThrough() {
        answer = judged(new Verdict.Pending("no traffic"));
        String open = "\"start\":\"open\"";
        assertThat(hooks.gate(payload(open)).status()).as("nobody said that it is at weight 0").isEqualTo(412);
        hooks.event(event("Starting canary analysis for podinfo.test"));
        assertThat(hooks.gate(payload(open)).status()).isEqualTo(200);
        assertThat(hooks.gate(payload("")).status()).as("only where the hook says so").isEqualTo(412);
        hooks.event(event("Advance podinfo.test canary weight 5"));
        assertThat(hooks.gate(payload(open)).status()).isEqualTo(412);
    }

    @Test
    void beforeTheStoreIsOpenNothingPasses() {
        var starting = new FlaggerHooks(q -> note(asked, q), q -> note(peeked, q), new ReportedWeights(new VirtualTime(0)));
        assertThat(starting.gate(payload("")).status()).isEqualTo(412);
        assertThat(starting.rollback(payload("")).status()).isEqualTo(412);
        assertThat(asked).isEmpty();
    }
}
