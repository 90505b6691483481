package dev.plumbline.daemon.api.flagger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.testkit.vectors.VectorFile;
import org.junit.jupiter.api.Test;

/** How Flagger reads answers, written down again here, against its own cases; our answers are then judged by the same reader. */
class FlaggerVectorsTest {

    @Test
    void contracts() {
        VectorFile.open("flagger-contracts").ifPresent(file -> {
            file.section("prometheusResponses", FlaggerVectorsTest::readsAValue);
            file.section("webhookOutcomes.cases", c -> assertThat(c.get("effect").textValue())
                    .startsWith(Flagger.effect(c.get("type").textValue(), c.get("httpStatus").intValue())));
            file.section("thresholds.cases", c -> assertThat(Flagger.within(c.get("value").doubleValue(), c.get("thresholdRange")))
                    .isEqualTo(c.get("pass").booleanValue()));
            file.context("webhookOutcomes.note");
            file.context("thresholds.note");
            file.context("payloadExample");
            file.context("retries");
            FlaggerPayload payload = FlaggerPayload.parse(file.root().at("/payloadExample/request").toString());
            assertThat(payload.metadata("key1", "")).isEqualTo("val1");
            file.finish();
        });
    }

    private static void readsAValue(JsonNode c) {
        String read = Flagger.read(c.get("httpStatus").intValue(), c.get("body").textValue());
        String error = c.path("error").asText("");
        if (error.isEmpty()) {
            assertThat(Double.parseDouble(read)).isEqualTo(c.get("value").doubleValue());
        } else {
            assertThat(read).matches(error.equals("any") ? "error|noValuesFound|multipleValuesReturned" : error);
        }
    }

    /** What Flagger does, as far as its cases tell. */
    private static final class Flagger {

        static String read(int status, String body) {
            try {
                JsonNode root = JsonMapper.builder().build().readTree(body);
                if (status >= 400 || !root.at("/data/result").isArray()) {
                    return "error";
                }
                String last = "noValuesFound";
                for (JsonNode series : root.at("/data/result")) {
                    if (series.has("values")) {
                        return "multipleValuesReturned";
                    }
                    if (!series.isObject()) {
                        return "error";
                    }
                    last = series.get("value").get(1).textValue();
                }
                return last.equals("NaN") ? "noValuesFound" : last;
            } catch (JsonProcessingException e) {
                return "error";
            }
        }

        static boolean within(double value, JsonNode range) {
            return (!range.has("min") || value >= range.get("min").doubleValue()) && (!range.has("max") || value <= range.get("max").doubleValue());
        }

        static String effect(String type, int status) {
            boolean yes = status <= 202;
            return switch (type) {
                case "confirm-rollout" -> yes ? "go on" : "phase Waiting";
                case "pre-rollout" -> yes ? "start shifting" : "failedChecks+1";
                case "rollout" -> yes ? "metric checks run" : status == 203 ? "failure" : "failedChecks+1";
                case "confirm-traffic-increase" -> yes ? "weight increases" : "hold weight";
                case "rollback" -> yes ? "rollback at once" : "normal";
                default -> yes ? "nothing" : "logged";
            };
        }
    }
}
