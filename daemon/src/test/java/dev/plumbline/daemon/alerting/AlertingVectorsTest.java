package dev.plumbline.daemon.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.daemon.config.alertmanager.InhibitRule;
import dev.plumbline.daemon.config.alertmanager.matcher.Matcher;
import dev.plumbline.daemon.config.alertmanager.matcher.MatcherParser;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.testkit.vectors.VectorFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Merging, deduplication and inhibition, case by case. */
class AlertingVectorsTest {
    private static final long NOW = 1_790_000_000_000L;

    static Labels labels(JsonNode node) {
        var labels = new Labels.Builder();
        node.properties().forEach(field -> labels.set(field.getKey(), field.getValue().asText()));
        return labels.build();
    }

    @Test
    void mergesAlerts() {
        VectorFile.open("alertmanager-alert-merge").ifPresent(file -> {
            file.context("unit");
            file.context("symmetric");
            file.section("cases", c -> {
                Alert a = alert(c.get("a"));
                Alert b = alert(c.get("b"));
                assertThat(a.merge(b, NOW)).isEqualTo(alert(c.get("expected")));
                assertThat(b.merge(a, NOW)).isEqualTo(alert(c.get("expected")));
            });
            file.finish();
        });
    }

    private static Alert alert(JsonNode node) {
        return new Alert(Labels.of("alertname", "x"), Labels.EMPTY, NOW + 1_000 * node.get("startsAt").asLong(),
                NOW + 1_000 * node.get("endsAt").asLong(), NOW + 1_000 * node.get("updatedAt").asLong(),
                node.get("timeout").asBoolean(), "");
    }

    @Test
    void deduplicates() {
        VectorFile.open("alertmanager-dedup").ifPresent(file -> {
            file.section("cases", c -> {
                JsonNode entry = c.get("entry");
                LogEntry told = entry.isNull() ? null : new LogEntry(hashes(entry.get("firing")), hashes(entry.get("resolved")), 0);
                long age = entry.isNull() ? 0 : entry.get("age_s").isNumber() ? entry.get("age_s").asLong() * 1_000 : NOW;
                Optional<Notification.Reason> reason = Dedup.decide(told, age, hashes(c.get("firing")), hashes(c.get("resolved")),
                        new Dedup.Policy(c.get("repeat_interval_s").asLong() * 1_000, c.get("send_resolved").asBoolean()));
                assertThat(reason.isPresent()).isEqualTo(c.get("notify").asBoolean());
                assertThat(reason.map(Notification.Reason::text).orElse("none")).isEqualTo(c.get("reason").asText());
            });
            file.finish();
        });
    }

    private static Set<String> hashes(JsonNode list) {
        var hashes = new HashSet<String>();
        list.forEach(hash -> hashes.add(hash.asText()));
        return hashes;
    }

    @Test
    void inhibits() {
        VectorFile.open("alertmanager-inhibition").ifPresent(file -> {
            file.context("rule");
            file.section("sets", set -> {
                List<InhibitRule> rules = new ArrayList<>();
                set.get("rules").forEach(rule -> rules.add(new InhibitRule("", matchers(rule.get("source_matchers")),
                        matchers(rule.get("target_matchers")), texts(rule.get("equal")))));
                if (set.has("steps")) {
                    set.get("steps").forEach(step -> checkMuted(rules, step));
                } else {
                    checkMuted(rules, set);
                }
            });
            file.section("has_equal", c -> {
                var sources = new Inhibition.Sources(new InhibitRule("", List.of(), List.of(), texts(c.get("equal"))));
                c.get("sources").forEach(source -> {
                    if (!source.path("resolved").asBoolean(false)) {
                        sources.add(labels(source.get("labels")), false);
                    }
                });
                assertThat(sources.hasEqual(labels(c.get("target")), false)).isEqualTo(c.get("expected").asBoolean());
            });
            file.finish();
        });
    }

    private static void checkMuted(List<InhibitRule> rules, JsonNode step) {
        var firing = new ArrayList<Labels>();
        step.get("firing").forEach(labels -> firing.add(labels(labels)));
        var inhibition = new Inhibition(rules, firing);
        for (JsonNode c : step.get("cases")) {
            assertThat(inhibition.mutes(labels(c.get("target")))).as(c.toString()).isEqualTo(c.get("muted").asBoolean());
        }
    }

    private static List<LabelMatcher> matchers(JsonNode list) {
        return texts(list).stream().flatMap(text -> MatcherParser.parse(text).matchers().stream()).map(Matcher::compiled).toList();
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
