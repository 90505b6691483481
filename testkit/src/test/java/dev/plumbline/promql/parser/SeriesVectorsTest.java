package dev.plumbline.promql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.HistogramText;
import dev.plumbline.testkit.script.SeriesDescription;
import dev.plumbline.testkit.script.SeriesDescription.Sample;
import dev.plumbline.testkit.vectors.VectorFile;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Lines of load blocks, and the text of histograms. */
class SeriesVectorsTest {
    @Test
    void floats() {
        VectorFile.open("series-description").ifPresent(file -> {
            file.section("cases", c -> {
                if (!c.get("valid").asBoolean()) {
                    assertThatThrownBy(() -> SeriesDescription.parse(c.get("input").asText()))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining(c.path("error_contains").asText(""));
                    return;
                }
                SeriesDescription s = SeriesDescription.parse(c.get("input").asText());
                assertThat(s.labels().toMap()).hasSameSizeAs(c.get("labels").properties());
                c.get("labels").properties().forEach(l -> assertThat(s.labels().get(l.getKey())).isEqualTo(l.getValue().asText()));
                assertThat(s.samples().stream().map(v -> v.omitted() ? "null" : Double.toString(v.value())))
                        .containsExactlyElementsOf(StreamSupport.stream(c.get("values").spliterator(), false)
                                .map(v -> v.isNull() ? "null" : Double.toString(v.asDouble())).toList());
            });
            file.finish();
        });
    }

    @Test
    void histograms() {
        VectorFile.open("series-description-histogram").ifPresent(file -> {
            file.section("cases", c -> {
                if (!c.get("valid").asBoolean()) {
                    assertThatThrownBy(() -> SeriesDescription.parse(c.get("input").asText())).hasMessageContaining("parse error: ");
                    return;
                }
                assertThat(SeriesDescription.parse("x" + c.get("input").asText()).samples().stream().map(Sample::histogram)
                        .map(h -> h == null ? "none" : HistogramText.print(h)))
                        .containsExactlyElementsOf(StreamSupport.stream(c.get("histograms").spliterator(), false)
                                .map(h -> HistogramText.print(histogram(h))).toList());
            });
            file.finish();
        });
    }

    @Test
    void texts() {
        VectorFile.open("histogram-text").ifPresent(file -> {
            file.section("cases", c -> assertThat(HistogramText.print(histogram(c.get("input")))).isEqualTo(c.get("text").asText()));
            file.finish();
        });
    }

    private static Histogram histogram(JsonNode h) {
        return new Histogram(h.path("Schema").asInt(), h.path("Count").asDouble(), h.path("Sum").asDouble(),
                h.path("ZeroThreshold").asDouble(), h.path("ZeroCount").asDouble(), buckets(h, "Positive"), buckets(h, "Negative"),
                new double[0], reset(h.path("CounterResetHint").asText("")));
    }

    private static CounterReset reset(String name) {
        return switch (name) {
            case "CounterReset" -> CounterReset.RESET;
            case "NotCounterReset" -> CounterReset.NOT_RESET;
            case "GaugeType" -> CounterReset.GAUGE;
            default -> CounterReset.UNKNOWN;
        };
    }

    private static Buckets buckets(JsonNode h, String sign) {
        JsonNode spans = h.path(sign + "Spans");
        return new Buckets(ints(spans, "Offset"), ints(spans, "Length"),
                StreamSupport.stream(h.path(sign + "Buckets").spliterator(), false).mapToDouble(JsonNode::asDouble).toArray());
    }

    private static int[] ints(JsonNode spans, String field) {
        return StreamSupport.stream(spans.spliterator(), false).mapToInt(s -> s.path(field).asInt()).toArray();
    }
}
