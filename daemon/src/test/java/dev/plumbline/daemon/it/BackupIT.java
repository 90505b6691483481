package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup of a daemon that scrapes, is written to and asked; then the daemon is killed, and another one goes on from the backup. */
class BackupIT {
    private static final String RULES = """
            groups:
            - {name: g, interval: 200ms, rules: [{alert: Always, expr: vector(1), labels: {severity: page}}]}
            """;
    @TempDir
    private Path folder;

    private String config(Exporter exporter) {
        return """
                global: {scrape_interval: 100ms, scrape_timeout: 100ms}
                rule_files: [rules.yml]
                scrape_configs:
                - {job_name: ticks, static_configs: [{targets: ['%s']}]}
                """.formatted(exporter.address());
    }

    /** Sends the numbers 1, 2, 3 … to a daemon, each once it has taken the one before. */
    private static Thread sending(Daemon daemon, AtomicLong acknowledged, AtomicBoolean going) {
        return Thread.ofVirtual().start(() -> {
            long start = System.currentTimeMillis();
            for (long n = 1; going.get(); n++) {
                var request = new RemoteWriter().series(Labels.of("__name__", "sent"), new long[] {start + n}, new double[] {n});
                try {
                    if (request.sendTo(daemon.url()).startsWith("204")) {
                        acknowledged.set(n);
                    }
                } catch (Exception e) {
                    return; // killed
                }
            }
        });
    }

    private static String activeAt(Daemon daemon) throws Exception {
        return Json.get(daemon.url() + "/api/v1/alerts").at("/data/alerts/0/activeAt").asText();
    }

    private static void freeze(Daemon daemon) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(daemon.url() + "/v1/freezes")).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"by\":\"ann\",\"why\":\"the fair\"}"));
        assertThat(HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    }

    private static String[] run(String... more) {
        return Stream.concat(Stream.of("--web.enable-remote-write-receiver", "--web.enable-admin-api"),
                Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void everythingBeforeTheBackupIsThereAfterARestore() throws Exception {
        Files.writeString(folder.resolve("rules.yml"), RULES);
        try (var programs = new Programs(folder); var exporter = new Exporter(n -> IntStream.range(0, 20)
                .mapToObj(i -> "ticks{i=\"" + i + "\"} " + n + "\n").collect(Collectors.joining()))) {
            var daemon = Daemon.start(programs, config(exporter), run());
            freeze(daemon);
            var acknowledged = new AtomicLong();
            var going = new AtomicBoolean(true);
            Thread sender = sending(daemon, acknowledged, going);
            Programs.await("samples and an alert", () -> acknowledged.get() > 50 && daemon.valueOrNaN("sum(count_over_time(ticks[1h]))") > 200);
            Programs.await("the alert fires", () -> daemon.valueOrNaN("ALERTS{alertname=\"Always\",alertstate=\"firing\"}") == 1);
            long before = acknowledged.get();
            double ticks = daemon.value("sum(count_over_time(ticks[1h]))");
            String active = activeAt(daemon);
            var backup = programs.run(Daemon.command("backup", "--url", daemon.url(), "backup"));
            assertThat(backup.exit()).as(backup.output()).isZero();
            assertThat(backup.output()).contains("wrote ");
            Programs.await("more samples", () -> acknowledged.get() > before + 50);
            daemon.process().destroyForcibly().waitFor();
            going.set(false);
            sender.join();
            assertThat(folder.resolve("data/snapshots")).isEmptyDirectory();

            var restore = programs.run(Daemon.command("restore", "backup", "--data", "restored"));
            assertThat(restore.exit()).as(restore.output()).isZero();
            assertThat(restore.output()).contains("restored ").contains(" freeze");
            Files.move(folder.resolve("data"), folder.resolve("lost"));
            Files.move(folder.resolve("restored"), folder.resolve("data"));
            daemon.killAndRestart(run());
            assertThat(daemon.value("count_over_time(sent[1h])")).isGreaterThanOrEqualTo(before);
            assertThat(daemon.value("sum(count_over_time(ticks[1h]))")).isGreaterThanOrEqualTo(ticks);
            assertThat(daemon.value("max_over_time(sent[1h])")).isGreaterThanOrEqualTo(before);
            assertThat(daemon.get("/v1/freezes").body()).contains("the fair");
            Programs.await("the alert goes on", () -> daemon.valueOrNaN("ALERTS{alertname=\"Always\",alertstate=\"firing\"}") == 1);
            assertThat(activeAt(daemon)).isEqualTo(active);
        }
    }

    @Test
    void refusesWhatItCannotDoAndSaysWhy() throws Exception {
        try (var programs = new Programs(folder); var exporter = new Exporter(n -> "ticks " + n + "\n")) {
            Files.writeString(folder.resolve("rules.yml"), RULES);
            var daemon = Daemon.start(programs, config(exporter));
            Programs.await("samples", () -> daemon.valueOrNaN("count_over_time(ticks[1h])") > 3);
            var disabled = programs.run(Daemon.command("backup", "--url", daemon.url(), "backup"));
            assertThat(disabled.exit()).isEqualTo(3);
            assertThat(disabled.output()).contains("--web.enable-admin-api");
            var locked = programs.run(Daemon.command("backup", "--offline", "backup"));
            assertThat(locked.exit()).isEqualTo(3);
            assertThat(locked.output()).contains("locked by another process").contains("--url");
            assertThat(folder.resolve("backup")).doesNotExist();
            daemon.process().destroyForcibly().waitFor();

            var offline = programs.run(Daemon.command("backup", "--offline", "--output", "json", "backup"));
            assertThat(offline.exit()).as(offline.output()).isZero();
            assertThat(Json.parse(offline.output()).at("/files").asInt()).isPositive();
            var full = programs.run(Daemon.command("restore", "backup", "--data", "data"));
            assertThat(full.exit()).isEqualTo(3);
            assertThat(full.output()).contains("not empty");

            Path damaged;
            try (var files = Files.walk(folder.resolve("backup/wal"))) {
                damaged = files.filter(Files::isRegularFile).sorted().toList().getLast();
            }
            byte[] bytes = Files.readAllBytes(damaged);
            bytes[bytes.length / 2] ^= 1;
            Files.write(damaged, bytes);
            var refused = programs.run(Daemon.command("restore", "backup", "--data", "restored", "--output", "json"));
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(Json.parse(refused.output()).at("/restored").asBoolean()).isFalse();
            assertThat(Json.parse(refused.output()).at("/damage/0").asText()).contains("backup/wal/" + damaged.getFileName());
            assertThat(folder.resolve("restored")).doesNotExist();
        }
    }
}
