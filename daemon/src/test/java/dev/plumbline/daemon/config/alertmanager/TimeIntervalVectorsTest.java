package dev.plumbline.daemon.config.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.daemon.config.alertmanager.TimeInterval.Range;
import dev.plumbline.daemon.config.alertmanager.TimeInterval.Window;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.Problem;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlDocument;
import dev.plumbline.testkit.vectors.VectorFile;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TimeIntervalVectorsTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Test
    void timeIntervals() {
        VectorFile.open("alertmanager-time-intervals").ifPresent(file -> {
            file.context("semantics");
            file.section("contains", TimeIntervalVectorsTest::contains);
            file.section("time_ranges", TimeIntervalVectorsTest::timeRange);
            file.section("parse_ok", TimeIntervalVectorsTest::parses);
            file.section("parse_errors", TimeIntervalVectorsTest::fails);
            Map<String, TimeInterval> named = new LinkedHashMap<>();
            file.section("mutes.intervals.evenings", c -> named.computeIfAbsent("evenings", name -> interval(name, JSON.arrayNode().add(c))));
            file.section("mutes.intervals.weekends", c -> named.computeIfAbsent("weekends", name -> interval(name, JSON.arrayNode().add(c))));
            file.section("mutes.cases", c -> assertThat(named.values().stream().filter(i -> i.contains(time(c.get("now"))))
                    .map(TimeInterval::name).toList()).isEqualTo(texts(c.get("muted_by"))));
            file.finish();
        });
    }

    private static void contains(JsonNode c) {
        TimeInterval interval = interval("x", c.get("intervals"));
        c.get("contains").forEach(t -> assertThat(interval.contains(time(t))).as(t.textValue()).isTrue());
        c.get("excludes").forEach(t -> assertThat(interval.contains(time(t))).as(t.textValue()).isFalse());
    }

    private static void timeRange(JsonNode c) {
        ObjectNode time = JSON.objectNode();
        time.set("start_time", c.get("start_time"));
        if (c.has("end_time")) {
            time.set("end_time", c.get("end_time"));
        }
        var problems = new Problems();
        Window window = window(JSON.objectNode().set("times", JSON.arrayNode().add(time)), problems);
        if (c.has("fails")) {
            assertThat(problems.fatal()).hasSize(1);
        } else {
            assertThat(problems.fatal()).isEmpty();
            assertThat(window.times()).containsExactly(new Range(c.get("minutes").get(0).intValue(), c.get("minutes").get(1).intValue()));
        }
    }

    private static void parses(JsonNode c) {
        var problems = new Problems();
        Window window = window(c.get("yaml"), problems);
        assertThat(problems.fatal()).isEmpty();
        JsonNode ranges = c.get("ranges");
        assertThat(window).isEqualTo(new Window(List.of(), ranges(ranges.path("weekdays")), ranges(ranges.path("days_of_month")),
                ranges(ranges.path("months")), ranges(ranges.path("years")), ZoneId.of(ranges.path("location").asText("UTC"))));
    }

    private static void fails(JsonNode c) {
        var problems = new Problems();
        window(c.get("yaml"), problems);
        assertThat(problems.fatal()).extracting(Problem::message).singleElement().asString().startsWith(c.get("error").textValue());
    }

    private static List<Range> ranges(JsonNode node) {
        var ranges = new ArrayList<Range>();
        node.forEach(r -> ranges.add(new Range(r.get(0).intValue(), r.get(1).intValue())));
        return ranges;
    }

    private static TimeInterval interval(String name, JsonNode windows) {
        var problems = new Problems();
        var list = new ArrayList<Window>();
        windows.forEach(w -> list.add(window(w, problems)));
        assertThat(problems.fatal()).isEmpty();
        return new TimeInterval(name, list);
    }

    private static Window window(JsonNode yaml, Problems problems) {
        var node = Objects.requireNonNull(YamlDocument.parse("t.yml", yaml.toString(), problems));
        return new WindowReader(MappingReader.of(node, "a time interval", problems)).read();
    }

    private static Instant time(JsonNode text) {
        return OffsetDateTime.parse(text.textValue()).toInstant();
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(e -> texts.add(e.textValue()));
        return texts;
    }
}
