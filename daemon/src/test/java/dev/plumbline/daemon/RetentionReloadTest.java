package dev.plumbline.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Appender;
import dev.plumbline.time.VirtualTime;
import dev.plumbline.tsdb.RealDisk;
import dev.plumbline.tsdb.Tsdb;
import dev.plumbline.tsdb.TsdbOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A changed retention is in force after {@code POST /-/reload}: blocks of a real store go, or become coarser, by the daemon's own maintenance. */
class RetentionReloadTest {
    private static final long START = 1_700_006_400_000L; // a whole number of days
    private static final int MINUTES = 4 * 1440;
    private static final int SIX_HOURS = 360;
    private static final int MOST_ASKED = 100_000;
    private static final Pattern VALUE = Pattern.compile("\"value\":\\[[^,]*,\"([^\"]*)\"");

    @TempDir
    private Path folder;

    private final VirtualTime clock = new VirtualTime(START);
    private final HttpClient client = HttpClient.newHttpClient();
    private Daemon daemon;
    private Path config = Path.of("");

    @BeforeEach
    void fourDaysOfTwoSeries() throws Exception {
        config = folder.resolve("plumbline.yml");
        var options = TsdbOptions.defaults(folder.resolve("data")).withRetention(Duration.ofDays(5));
        try (Tsdb store = Tsdb.open(options, clock, new RealDisk(), e -> {})) {
            for (int minute = 0; minute < MINUTES; minute++) {
                clock.advance(60_000);
                try (Appender appender = store.appender()) {
                    appender.append(Labels.of("__name__", "m", "env", "dev"), clock.wallMillis(), minute);
                    appender.append(Labels.of("__name__", "m", "env", "prod"), clock.wallMillis(), minute);
                    appender.commit();
                }
                if (minute % 60 == 0) {
                    store.maintain();
                }
            }
        }
        write("");
        daemon = Daemon.start(RunSettings.of(RunFlagsTest.byPicocli("--config", config.toString(), "--port", "0", "--data", folder.resolve("data").toString(),
                "--storage.tsdb.retention.time", "5d", "--web.enable-lifecycle")), clock);
        for (int asked = 0; !daemon.isReady(); asked++) {
            assertThat(asked).as("the store is not opened").isLessThan(MOST_ASKED);
            client.send(HttpRequest.newBuilder(URI.create(daemon.url() + "/-/ready")).build(), HttpResponse.BodyHandlers.discarding());
        }
    }

    @AfterEach
    void stop() {
        daemon.close();
        client.close();
    }

    private void write(String text) throws IOException {
        Files.writeString(config, text);
    }

    private HttpResponse<String> reload() throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(daemon.url() + "/-/reload")).POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The new file is in force, and two hours of maintenance have passed. */
    private void reloaded(String text) throws Exception {
        write(text);
        HttpResponse<String> answer = reload();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        clock.advance(7_200_000);
    }

    private String get(String path) throws Exception {
        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(URI.create(daemon.url() + path)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** What an expression is at the end of the four days; 0 when there is nothing. */
    private int value(String expression) throws Exception {
        String body = get("/api/v1/query?time=" + (START / 1000 + MINUTES * 60) + "&query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        Matcher found = VALUE.matcher(body);
        return found.find() ? (int) Double.parseDouble(found.group(1)) : 0;
    }

    private int samples(String env) throws Exception {
        return value("count_over_time(m{env=\"" + env + "\"}[30d])");
    }

    /** At how many of an hour's minutes, three days ago, a series is seen. */
    private int seen(String env) throws Exception {
        return value("count_over_time((m{env=\"" + env + "\"} * 1)[1h:1m] offset 3d)");
    }

    @Test
    void rulesApplyAfterAReloadAndWrongOnesKeepTheOldOnes() throws Exception {
        clock.advance(7_200_000);
        assertThat(samples("dev")).isEqualTo(MINUTES);
        assertThat(seen("prod")).isEqualTo(60);
        reloaded("""
                retention:
                  rules:
                  - {match: 'm{env="dev"}', keep: 3d}
                  - {match: 'm{env="prod"}', keep: 5d, downsample: [{after: 2d, resolution: 1h}]}
                """);
        assertThat(samples("dev")).as("to a block of six hours").isBetween(3 * 1440, 3 * 1440 + SIX_HOURS);
        assertThat(seen("prod")).as("one sample an hour, found for five minutes").isBetween(1, 6);
        int before = samples("dev");
        write("""
                retention:
                  rules:
                  - {match: 'm{env="dev"}', keep: 1d}
                  - {match: 'm{env="prod"}', keep: soon}
                """);
        HttpResponse<String> refused = reload();
        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(refused.body()).contains("plumbline.yml:4:36: keep must be a duration such as 30s, 5m or 1h30m");
        clock.advance(7_200_000);
        assertThat(samples("dev")).as("not a day's").isEqualTo(before);
        reloaded("retention: {rules: [{match: 'm{env=\"dev\"}', keep: 1d}]}\n");
        assertThat(samples("dev")).isBetween(1440, 1440 + SIX_HOURS);
        assertThat(value("m{env=\"prod\"}")).as("what no rule matches any more stays").isEqualTo(MINUTES - 1);
    }

    @Test
    void timeAndSizeOfTheFileComeBeforeThoseOfTheCommandLine() throws Exception {
        assertThat(get("/api/v1/status/runtimeinfo")).contains("\"storageRetention\":\"5d\"");
        reloaded("storage: {tsdb: {retention: {time: 2d}}}\n");
        assertThat(get("/api/v1/status/runtimeinfo")).contains("\"storageRetention\":\"2d\"");
        int kept = samples("prod");
        assertThat(kept).isBetween(2 * 1440, 2 * 1440 + SIX_HOURS);
        write("storage: {tsdb: {retention: {time: 2d, size: much}}}\n");
        assertThat(reload().body()).contains("plumbline.yml:1:46: size must be a size such as 512KB");
        reloaded("");
        assertThat(get("/api/v1/status/runtimeinfo")).as("the command line's again").contains("\"storageRetention\":\"5d\"");
        assertThat(samples("prod")).as("what is gone does not come back").isEqualTo(kept);
        reloaded("storage: {tsdb: {retention: {size: 1B}}}\n");
        assertThat(samples("prod")).as("what is in memory").isBetween(1, 360);
    }
}
