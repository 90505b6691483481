package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.fleet.receivers.Misbehaviour;
import dev.plumbline.fleet.receivers.ReceivedRequest;
import dev.plumbline.fleet.receivers.WebhookStandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random moments while alerts fire, end, and are paged to a receiver that now and then answers 500: every
 * alert that fired is delivered, every end after it, and no message twice unless a kill came in between.
 */
class PageCrashIT {
    private static final int KILLS = 6;
    private static final int PODS = 12;
    private static final String RULES = """
            groups:
            - name: pages
              interval: 500ms
              rules:
              - {alert: Broken, expr: broken == 1, for: 500ms, labels: {severity: critical}}
            """;
    private static final String ROUTING = """
            route: {receiver: pager, group_by: [alertname, pod], group_wait: 200ms, group_interval: 500ms, repeat_interval: 1h}
            receivers:
            - name: pager
              webhook_configs: [{url: '%s/page'}]
            """;

    @TempDir
    private Path folder;

    private volatile long endMillis = Long.MAX_VALUE;

    /** Each pod breaks for some seconds again and again, in a rhythm of its own, until the end. */
    private String text() {
        long now = System.currentTimeMillis();
        var text = new StringBuilder();
        for (int pod = 0; pod < PODS; pod++) {
            boolean broken = now < endMillis && (now / 500 + 3 * pod) % (16 + pod) < 7;
            text.append("broken{pod=\"").append(pod).append("\"} ").append(broken ? 1 : 0).append('\n');
        }
        return text.toString();
    }

    @Test
    void noPageIsLostAndNoneIsSentTwiceWithoutReason() throws Exception {
        var random = new SplittableRandom(20261121);
        Files.writeString(folder.resolve("rules.yml"), RULES);
        var killedAfter = new ArrayList<Integer>();
        try (var programs = new Programs(folder); var target = new Exporter(n -> text()); var pager = WebhookStandIn.start()) {
            Files.writeString(folder.resolve("alertmanager.yml"), ROUTING.formatted(pager.url()));
            var daemon = Daemon.start(programs, config(target));
            for (int kill = 0; kill < KILLS; kill++) {
                pager.misbehave(Misbehaviour.status(500, "not now"), new Misbehaviour.Behave(), Misbehaviour.status(503, "nor now"));
                int more = pager.accepted().size() + 1 + random.nextInt(6);
                Programs.await("more pages", () -> pager.accepted().size() >= more);
                Thread.sleep(random.nextInt(400)); // anywhere in the half second of an evaluation and its page
                daemon.process().destroyForcibly().waitFor();
                killedAfter.add(pager.accepted().size());
                daemon.killAndRestart();
            }
            endMillis = System.currentTimeMillis();
            Programs.await("every group has ended", () -> open(pager.accepted()).isEmpty());
            var told = firings(pager.accepted());
            assertThat(firedPods(daemon)).as("pods that fired").isSubsetOf(told.keySet()).isNotEmpty();
            assertThat(unexplained(pager.accepted(), killedAfter)).as("messages sent twice with no kill in between").isEmpty();
        }
    }

    /** Pods that the store says fired, from the series of their alerts. */
    private static List<String> firedPods(Daemon daemon) throws Exception {
        JsonNode answer = Json.get(daemon.url() + "/api/v1/query?query="
                + Daemon.encode("count by (pod) (count_over_time(ALERTS{alertname=\"Broken\",alertstate=\"firing\"}[1h]) >= 3)"));
        var pods = new ArrayList<String>();
        answer.at("/data/result").forEach(element -> pods.add(element.at("/metric/pod").asText()));
        return pods;
    }

    /** How often each pod was told to fire. */
    private static Map<String, Integer> firings(List<ReceivedRequest> pages) {
        var firings = new TreeMap<String, Integer>();
        for (ReceivedRequest page : pages) {
            JsonNode message = Json.parse(page.body());
            if (message.path("status").asText().equals("firing")) {
                firings.merge(message.at("/groupLabels/pod").asText(), 1, Integer::sum);
            }
        }
        return firings;
    }

    /** Groups whose last message says that something fires. */
    private static Map<String, String> open(List<ReceivedRequest> pages) {
        var last = new HashMap<String, String>();
        for (ReceivedRequest page : pages) {
            JsonNode message = Json.parse(page.body());
            last.put(message.path("groupKey").asText(), message.path("status").asText());
        }
        last.values().removeIf(status -> status.equals("resolved"));
        return last;
    }

    /** Ids of messages that came twice although no kill lies between both. */
    private static List<String> unexplained(List<ReceivedRequest> pages, List<Integer> killedAfter) {
        var first = new LinkedHashMap<String, Integer>();
        var unexplained = new ArrayList<String>();
        for (int i = 0; i < pages.size(); i++) {
            String id = pages.get(i).header("idempotency-key");
            Integer before = first.put(id, i);
            int second = i;
            if (before != null && killedAfter.stream().noneMatch(kill -> before < kill && kill <= second)) {
                unexplained.add(id);
            }
        }
        return unexplained;
    }

    private static String config(Exporter target) {
        return """
                global: {scrape_interval: 100ms, scrape_timeout: 100ms}
                rule_files: [rules.yml]
                alertmanager_config_file: alertmanager.yml
                scrape_configs:
                - {job_name: pods, static_configs: [{targets: ['%s']}]}
                """.formatted(target.address());
    }
}
