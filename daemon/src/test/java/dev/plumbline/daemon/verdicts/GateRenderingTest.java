package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Verdict;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateRenderingTest {
    private static final AnalysisKey KEY = new AnalysisKey("shop", "checkout", "2.4.1", "6d4", "25", "web");

    private static GateAnswer answer(String state) {
        return switch (state) {
            case "go" -> judged(new Verdict.Go("why"));
            case "no-go" -> judged(new Verdict.NoGo("why"));
            case "pending" -> judged(new Verdict.Pending("why"));
            case "inconclusive" -> judged(new Verdict.Inconclusive("why"));
            case "not found" -> new GateAnswer.NotFound("why");
            default -> new GateAnswer.BadQuestion("why");
        };
    }

    private static GateAnswer judged(Verdict verdict) {
        return new GateAnswer.Judged(verdict, null, KEY, 0, OptionalLong.empty(), OptionalLong.empty(), null, null);
    }

    @ParameterizedTest
    @CsvSource({"go, 200, 200", "no-go, 200, 409", "pending, 200, 412", "inconclusive, 200, 412", "not found, 404, 404", "bad, 400, 400"})
    void everyRowOfTheTable(String state, int json, int status) {
        var inJson = GateRendering.render(answer(state), GateRequest.Form.JSON);
        var inStatus = GateRendering.render(answer(state), GateRequest.Form.STATUS);
        assertThat(inJson.status()).isEqualTo(json);
        assertThat(inStatus.status()).isEqualTo(status);
        if (json == 200) {
            assertThat(inJson.contentType()).isEqualTo("application/json");
            assertThat(inJson.body()).startsWith("{\"verdict\":\"" + state + "\",\"reason\":\"why\"");
            assertThat(inStatus.contentType()).isEqualTo("text/plain; charset=utf-8");
            assertThat(inStatus.body()).isEqualTo(state + ": why\n");
        } else {
            assertThat(inJson).isEqualTo(inStatus);
            assertThat(inJson.contentType()).isEqualTo("application/problem+json");
            assertThat(inJson.body()).endsWith("\"status\":" + json + ",\"detail\":\"why\"}");
        }
    }

    @Test
    void theWholeRecord() {
        var answer = new GateAnswer.Judged(new Verdict.Go("all \"well\""), "a-01J", KEY, 100, OptionalLong.of(1_795_255_200_000L),
                OptionalLong.of(1_795_255_590_000L), "https://p/ui/analyses/a-01J", null);
        assertThat(GateRendering.render(answer, GateRequest.Form.JSON).body()).isEqualTo("{\"verdict\":\"go\",\"reason\":\"all \\\"well\\\"\","
                + "\"analysis\":\"a-01J\",\"namespace\":\"shop\",\"service\":\"checkout\",\"version\":\"2.4.1\",\"revision\":\"6d4\",\"stage\":\"25\","
                + "\"policy\":\"web\",\"score\":100,\"since\":\"2026-11-21T10:00:00Z\",\"decided\":\"2026-11-21T10:06:30Z\","
                + "\"reportUrl\":\"https://p/ui/analyses/a-01J\"}");
    }

    @Test
    void statusIsOneLineWhateverAMessageHolds() {
        var answer = judged(new Verdict.Pending("first\r\nX-Header: evil\n"));
        assertThat(GateRendering.render(answer, GateRequest.Form.STATUS).body()).isEqualTo("pending: first X-Header: evil \n");
        assertThat(GateRendering.render(new GateRequest.Unreadable("no")).status()).isEqualTo(400);
    }
}
