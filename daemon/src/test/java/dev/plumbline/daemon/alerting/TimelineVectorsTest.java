package dev.plumbline.daemon.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.model.Labels;
import dev.plumbline.testkit.vectors.VectorFile;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Scenarios with the times at which receivers must be told, run under virtual time. */
class TimelineVectorsTest {
    private static final double TOLERANCE_SECONDS = 0.15;
    private static final double SECONDS = 14;

    @Test
    void notifiesWhenAlertmanagerDoes() {
        VectorFile.open("alertmanager-timelines").ifPresent(file -> {
            file.context("unit");
            file.section("timelines", TimelineVectorsTest::run);
            file.finish();
        });
    }

    private static void run(JsonNode timeline) {
        var harness = new Harness(config(timeline));
        silence(harness, timeline.get("silence"));
        var pushes = new TreeMap<Double, JsonNode>();
        timeline.get("push").forEach(push -> pushes.put(push.get("at").asDouble(), push));
        for (double at = 0; at < SECONDS; at = round(at + 0.05)) {
            failing(harness, timeline.path("failing_until"), at);
            var due = pushes.get(at);
            if (due != null) {
                push(harness, due);
            }
            harness.run(0.05);
        }
        timeline.get("want").properties().forEach(want -> check(harness, want.getKey(), want.getValue()));
    }

    private static double round(double seconds) {
        return Math.round(seconds * 20) / 20.0;
    }

    private static String config(JsonNode timeline) {
        JsonNode given = timeline.get("config");
        String global = given.has("global") ? "global: " + given.get("global") + "\n" : "";
        var names = new TreeSet<String>();
        timeline.get("want").properties().forEach(want -> names.add(want.getKey()));
        var webhooks = new StringBuilder();
        var routes = new StringBuilder();
        for (String name : names) {
            boolean resolved = given.path(name).path("send_resolved").asBoolean(true);
            webhooks.append("- {name: ").append(name).append(", webhook_configs: [{url: 'http://h/', send_resolved: ")
                    .append(resolved).append("}]}\n");
            routes.append("  - {receiver: ").append(name).append(", continue: true}\n");
        }
        var route = new StringBuilder();
        given.get("route").properties().forEach(field -> route.append("  ").append(field.getKey()).append(": ")
                .append(field.getValue()).append('\n'));
        return global + "route:\n  receiver: " + names.first() + "\n" + route + "  routes:\n" + routes + "receivers:\n" + webhooks;
    }

    private static void silence(Harness harness, @Nullable JsonNode silence) {
        if (silence != null) {
            Labels match = AlertingVectorsTest.labels(silence.get("match"));
            harness.alerting.silencing((labels, now) -> {
                double at = (now - Harness.START) / 1e3;
                return labels.keep(match.toMap().keySet()).equals(match)
                        && at >= silence.get("startsAt").asDouble() && at < silence.get("endsAt").asDouble();
            });
        }
    }

    private static void failing(Harness harness, JsonNode until, double at) {
        until.properties().forEach(entry -> harness.answers.put(entry.getKey(),
                at < entry.getValue().asDouble() ? Harness.DOWN : Harness.OK));
    }

    private static void push(Harness harness, JsonNode push) {
        var alerts = new ArrayList<ExternalAlert>();
        for (JsonNode alert : push.get("alerts")) {
            alerts.add(new ExternalAlert(AlertingVectorsTest.labels(alert.get("labels")), Labels.EMPTY,
                    millis(alert.get("startsAt")), millis(alert.get("endsAt")), ""));
        }
        harness.alerting.acceptExternal(alerts);
    }

    private static @Nullable Long millis(@Nullable JsonNode seconds) {
        return seconds == null ? null : Harness.START + Math.round(seconds.asDouble() * 1_000);
    }

    private static void check(Harness harness, String receiver, JsonNode wants) {
        for (JsonNode want : wants) {
            double from = want.get("between").get(0).asDouble() - TOLERANCE_SECONDS;
            double to = want.get("between").get(1).asDouble() + TOLERANCE_SECONDS;
            List<Harness.Sent> there = harness.sent.stream()
                    .filter(s -> s.out().target().receiver().equals(receiver) && s.seconds() >= from && s.seconds() <= to).toList();
            if (want.has("nothing")) {
                assertThat(there).isEmpty();
                continue;
            }
            assertThat(there).as(receiver + " " + want).hasSize(1);
            assertSame(there.getFirst(), want);
        }
    }

    private static void assertSame(Harness.Sent sent, JsonNode want) {
        if (want.has("alerts") && want.get("alerts").get(0).isObject()) {
            for (int i = 0; i < want.get("alerts").size(); i++) {
                JsonNode expected = want.get("alerts").get(i);
                var alert = sent.message().alerts().get(i);
                assertThat(alert.labels()).isEqualTo(AlertingVectorsTest.labels(expected.get("labels")));
                assertThat(alert.startsAtMillis()).isEqualTo(millis(expected.get("startsAt")));
                assertThat(alert.firing()).isEqualTo(!expected.has("endsAt"));
                if (expected.has("endsAt")) {
                    assertThat(alert.endsAtMillis()).isEqualTo(millis(expected.get("endsAt")));
                }
            }
            return;
        }
        JsonNode firing = want.has("firing") ? want.get("firing") : want.get("alerts");
        String label = firing.get(0).asText().startsWith("v") ? "lbl" : "alertname";
        assertThat(sent.firing(label)).containsExactlyInAnyOrderElementsOf(texts(firing));
        assertThat(sent.resolved(label)).containsExactlyInAnyOrderElementsOf(texts(want.path("resolved")));
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
