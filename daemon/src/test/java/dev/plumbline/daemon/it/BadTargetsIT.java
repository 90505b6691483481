package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that do everything wrong: each is down with an error that says what, and a good one beside them stays up. */
class BadTargetsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LARGE = 200L << 20;

    @TempDir
    private Path folder;

    private final Map<String, String> jobs = new LinkedHashMap<>();
    private final Map<String, String> expected = new LinkedHashMap<>();

    private void target(String job, String address, String settings, String error) {
        jobs.put(job, "- {job_name: " + job + ", static_configs: [{targets: ['" + address + "']}]" + settings + "}\n");
        expected.put(job, error);
    }

    @Test
    void eachSaysWhatIsWrongAndNoneHarmsTheOthers() throws Exception {
        var never = new CountDownLatch(1);
        try (var programs = new Programs(folder);
                var good = RawTarget.saying(RawTarget.OK + "\r\ngood 1\ngood 2\n");
                var garbage = RawTarget.saying("SSH-2.0-OpenSSH_9.9\r\n");
                var failing = RawTarget.saying("HTTP/1.1 500 Internal Server Error\r\n\r\n");
                var blank = RawTarget.saying("HTTP/1.1 200 OK\r\n\r\na 1\n");
                var html = RawTarget.saying("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>");
                var notText = RawTarget.saying(RawTarget.OK + "\r\na{b=\"\u00ff\"} 1\n");
                var broken = RawTarget.saying(RawTarget.OK + "\r\nfine 1\nbroken{ 1\n");
                var cut = RawTarget.saying(RawTarget.OK + "Content-Length: 100\r\n\r\na 1\n");
                var large = RawTarget.large(LARGE);
                var uncapped = RawTarget.large(LARGE);
                var endless = RawTarget.large(1L << 45);
                var drip = new RawTarget(out -> {
                    out.write((RawTarget.OK + "Content-Length: 1000\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
                    awaitForever(never, out);
                })) {
            target("good", good.address(), "", "");
            target("unreachable", "127.0.0.1:1", "", "onnection refused");
            target("garbage", garbage.address(), "", "malformed HTTP response");
            target("failing", failing.address(), "", "server returned HTTP status 500");
            target("blank", blank.address(), "", "blank Content-Type");
            target("html", html.address(), "", "text/html");
            target("not-text", notText.address(), "", "UTF-8");
            target("broken", broken.address(), "", "line 2");
            target("cut", cut.address(), "", "before all of 100 bytes");
            target("large", large.address(), ", body_size_limit: 10MB", "body size limit exceeded");
            target("uncapped", uncapped.address(), "", "body size limit exceeded"); // the heap is 256 MiB: the cap 32
            target("endless", endless.address(), ", body_size_limit: 1MB", "body size limit exceeded");
            target("drip", drip.address(), "", "deadline");
            var daemon = Daemon.start(programs, "global: {scrape_interval: 3s, scrape_timeout: 3s}\nscrape_configs:\n"
                    + String.join("", jobs.values()));
            for (String job : jobs.keySet()) { // a machine that is busy may run into the deadline first
                String words = Objects.requireNonNull(expected.get(job));
                Programs.await(job + " says: " + words, () -> says(daemon, job, words));
            }
            for (JsonNode target : targets(daemon)) {
                String job = target.path("scrapePool").asText();
                assertThat(target.path("health").asText()).as(job).isEqualTo(job.equals("good") ? "up" : "down");
            }
            assertThat(daemon.value("sum(up)")).isEqualTo(1);
            assertThat(daemon.value("good")).as("the first of two samples counts").isEqualTo(1);
            assertThat(daemon.query("fine")).as("nothing of a broken scrape stays").contains("\"result\":[]");
            assertThat(large.sent.get()).as("bytes read of 200 MiB").isLessThan(LARGE / 2);
            assertThat(daemon.get("/metrics").body()).doesNotContain("prometheus_target_scrapes_sample_duplicate_timestamp_total 0.0");
        } finally {
            never.countDown();
        }
    }

    /** A byte now and then, far too slowly. */
    private static void awaitForever(CountDownLatch never, java.io.OutputStream out) throws IOException {
        try {
            while (!never.await(200, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                out.write('a');
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static JsonNode targets(Daemon daemon) throws IOException, InterruptedException {
        return JSON.readTree(daemon.get("/api/v1/targets").body()).at("/data/activeTargets");
    }

    /** Whether a target was scraped and its error says so. */
    private static boolean says(Daemon daemon, String job, String error) {
        try {
            for (JsonNode target : targets(daemon)) {
                if (target.path("scrapePool").asText().equals(job)) {
                    return !target.path("health").asText().equals("unknown") && target.path("lastError").asText().contains(error);
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
