package dev.plumbline.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.model.Labels;
import dev.plumbline.testkit.vectors.VectorFile;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExpositionVectorsTest {

    @Test
    void acceptsAndRejects() {
        VectorFile.open("exposition-accept-reject").ifPresent(file -> {
            file.section("cases", ExpositionVectorsTest::acceptOrReject);
            file.finish();
        });
    }

    @Test
    void readsDocuments() {
        VectorFile.open("exposition-documents").ifPresent(file -> {
            file.section("cases", ExpositionVectorsTest::document);
            file.finish();
        });
    }

    @Test
    void choosesParsers() {
        VectorFile.open("content-type-choice").ifPresent(file -> {
            file.section("cases", ExpositionVectorsTest::choice);
            file.finish();
        });
    }

    private static void acceptOrReject(JsonNode c) {
        byte[] body = body(c.get("input"));
        var lines = new PredictedLines(1);
        if (c.get("valid").asBoolean()) {
            lines.parse(body, body.length, format(c), new RecordingSink());
        } else {
            assertThatThrownBy(() -> lines.parse(body, body.length, format(c), new RecordingSink()))
                    .isInstanceOf(ExpositionException.class).hasMessageStartingWith("line ");
        }
    }

    private static byte[] body(JsonNode input) {
        return input.isTextual() ? input.asText().getBytes(StandardCharsets.UTF_8)
                : HexFormat.of().parseHex(input.get("bytes").asText());
    }

    private static ExpositionFormat format(JsonNode c) {
        return c.get("content_type").asText().equals("text/plain") ? ExpositionFormat.TEXT : ExpositionFormat.OPENMETRICS;
    }

    /** Twice: the second time everything is as predicted and must give the same. */
    private static void document(JsonNode c) {
        byte[] body = body(c.get("input"));
        var lines = new PredictedLines(1);
        var sink = new RecordingSink();
        lines.parse(body, body.length, format(c), sink);
        check(c, sink);
        lines.keep();
        checkMetadata(c, lines);
        sink.entries.clear();
        sink.exemplars.clear();
        sink.firstSights = 0;
        lines.parse(body, body.length, format(c), sink);
        check(c, sink);
        assertThat(sink.firstSights).isZero();
    }

    private static void check(JsonNode c, RecordingSink sink) {
        int at = 0;
        int exemplar = 0;
        for (JsonNode entry : c.get("entries")) {
            String text = entry.path("m").asText();
            if (text.endsWith("_created\"}") || !entry.has("lset")) {
                continue;
            }
            RecordingSink.Entry found = sink.entries.get(at++);
            if (found.labels().metricName().endsWith("_created")) {
                found = sink.entries.get(at++); // Stored as a series, where the vector has it as a start time.
            }
            assertThat(found.labels()).as(text).isEqualTo(labels(entry.get("lset")));
            assertThat(found.value()).as(text).isEqualTo(entry.path("v").asDouble());
            assertThat(found.time().orElse(0)).as(text).isEqualTo(entry.path("t").asLong());
            for (JsonNode e : entry.path("exemplars")) {
                Exemplar seen = sink.exemplars.get(exemplar++);
                assertThat(seen.labels()).isEqualTo(labels(e.get("labels")));
                assertThat(seen.value()).isEqualTo(e.get("value").asDouble());
            }
        }
        assertThat(at).isEqualTo(sink.entries.size());
        assertThat(exemplar).isEqualTo(sink.exemplars.size());
    }

    private static Labels labels(JsonNode node) {
        JsonNode set = node.path("off").isObject() ? node.get("off") : node;
        Map<String, String> map = new HashMap<>();
        set.properties().forEach(p -> map.put(p.getKey(), p.getValue().asText()));
        return Labels.of(map);
    }

    private static void checkMetadata(JsonNode c, PredictedLines lines) {
        var metadata = lines.metadata();
        for (JsonNode entry : c.get("entries")) {
            String metric = entry.path("m").asText();
            if (entry.has("typ")) {
                assertThat(Objects.requireNonNull(metadata.get(metric)).type()).isEqualTo(entry.get("typ").asText());
            } else if (entry.has("help")) {
                assertThat(Objects.requireNonNull(metadata.get(metric)).help()).isEqualTo(entry.get("help").asText());
            } else if (entry.has("unit")) {
                assertThat(Objects.requireNonNull(metadata.get(metric)).unit()).isEqualTo(entry.get("unit").asText());
            }
        }
    }

    private static void choice(JsonNode c) {
        var choice = ContentTypeChoice.choose(c.get("content_type").asText(), c.get("fallback").asText());
        assertThat(choice.format().map(f -> f.name().toLowerCase(Locale.ROOT)).orElse("none")).isEqualTo(c.get("parser").asText());
        if (c.get("error").isNull()) {
            assertThat(choice.problem()).isEmpty();
        } else {
            assertThat(choice.problem().orElse("")).contains(c.get("error").asText());
        }
    }
}
