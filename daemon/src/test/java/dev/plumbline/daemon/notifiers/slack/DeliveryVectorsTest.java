package dev.plumbline.daemon.notifiers.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.daemon.http.HttpAnswer;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Messages;
import dev.plumbline.daemon.notifiers.delivery.StatusRule;
import dev.plumbline.daemon.notifiers.integrations.Notifiers;
import dev.plumbline.daemon.notifiers.message.Truncation;
import dev.plumbline.daemon.notifiers.pagerduty.PagerDutyAnswer;
import dev.plumbline.fleet.receivers.PagerDutyStandIn;
import dev.plumbline.testkit.vectors.VectorFile;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limits, answers and reasons of all receivers; here, because Slack's answers are. */
class DeliveryVectorsTest {

    @Test
    void delivery() {
        VectorFile.open("alertmanager-delivery").ifPresent(file -> {
            file.section("truncate", DeliveryVectorsTest::truncates);
            file.section("failure_reason", c -> assertThat(StatusRule.reason(c.get(0).intValue()).text()).isEqualTo(c.get(1).textValue()));
            file.section("slack_response", DeliveryVectorsTest::judges);
            file.context("retry_by_status");
            file.context("pagerduty_400_detail");
            file.context("pagerduty_oversize");
            saysWhatPagerDutySays(file.root().get("pagerduty_400_detail"));
            replacesDetails(file.root().get("pagerduty_oversize"));
            file.finish();
        });
    }

    private static void truncates(JsonNode c) {
        String input = c.get("input").textValue();
        int n = c.get("n").intValue();
        assertThat(Truncation.runes(input, n)).isEqualTo(
                new Truncation(c.get("runes").textValue(), c.get("runes_truncated").booleanValue()));
        assertThat(Truncation.bytes(input, n)).isEqualTo(
                new Truncation(c.get("bytes").textValue(), c.get("bytes_truncated").booleanValue()));
    }

    private static void judges(JsonNode c) {
        String type = c.path("json").booleanValue() ? "application/json; charset=utf-8" : "text/plain";
        Delivery outcome = SlackAnswer.judge(answer(c.get("status").intValue(), type, c.path("body").asText("")), 0);
        assertThat(outcome instanceof Delivery.Delivered).isEqualTo(c.get("ok").booleanValue());
        assertThat(outcome instanceof Delivery.Retry).isEqualTo(c.path("retry").booleanValue());
    }

    private static HttpAnswer answer(int status, String type, String body) {
        return new HttpAnswer(status, type, "", body.getBytes(StandardCharsets.UTF_8));
    }

    private static void saysWhatPagerDutySays(JsonNode c) {
        assertThat(PagerDutyAnswer.said(answer(400, "application/json", c.get("body").toString()))).isEqualTo(c.get("expected").textValue());
    }

    private static void replacesDetails(JsonNode c) {
        try (var server = PagerDutyStandIn.start(); var messages = new Messages()) {
            var details = Map.of("much", "x".repeat(c.get("details_bytes").intValue()));
            Notifiers.of(Messages.pagerDuty(server.enqueueUrl(), details), messages.context()).send(Messages.firing());
            JsonNode sent = JsonMapper.builder().build().readTree(server.accepted().getFirst().body());
            assertThat(sent.at("/payload/custom_details")).isEqualTo(c.get("custom_details"));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
