package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of scraping, again and again: what a query has shown is there after the restart. */
class CrashIT {
    private static final int KILLS = 6;
    private static final String EACH = "sum(sum_over_time(ticks[1h]))";
    private static final String COUNT = "sum(count_over_time(ticks[1h]))";

    @TempDir
    private Path folder;

    /** Gives each scrape the next number in fifty series. */
    private static Exporter ticking() throws IOException {
        return new Exporter(n -> IntStream.range(0, 50).mapToObj(i -> "ticks{i=\"" + i + "\"} " + n + "\n")
                .collect(Collectors.joining()));
    }

    private static String config(Exporter exporter) {
        return """
                global: {scrape_interval: 50ms, scrape_timeout: 50ms}
                scrape_configs:
                - {job_name: ticks, static_configs: [{targets: ['%s']}]}
                """.formatted(exporter.address());
    }

    @Test
    void everySampleThatWasSeenSurvivesSigkill() throws Exception {
        var random = new SplittableRandom(20261121);
        try (var programs = new Programs(folder); var exporter = ticking()) {
            var daemon = Daemon.start(programs, config(exporter));
            for (int kill = 0; kill < KILLS; kill++) {
                double floor = daemon.value(COUNT);
                double more = (Double.isNaN(floor) ? 0 : floor) + 50 * (2 + random.nextInt(20));
                Programs.await("more samples", () -> daemon.valueOrNaN(COUNT) >= more);
                String time = Long.toString(System.currentTimeMillis() / 1000 - 1);
                String samples = daemon.query(EACH, time);
                double seen = daemon.value(COUNT);
                daemon.killAndRestart();
                assertThat(daemon.query(EACH, time)).as("kill %d", kill).isEqualTo(samples);
                assertThat(daemon.value(COUNT)).as("kill %d", kill).isGreaterThanOrEqualTo(seen);
            }
        }
    }

    @Test
    void aTornTailIsCutCountedAndSurvived() throws Exception {
        try (var programs = new Programs(folder); var exporter = ticking()) {
            var daemon = Daemon.start(programs, config(exporter));
            Programs.await("samples", () -> daemon.valueOrNaN(COUNT) >= 500);
            double seen = daemon.value(COUNT);
            daemon.process().destroyForcibly().waitFor();
            try (var files = Files.walk(folder.resolve("data"))) {
                Path last = files.filter(f -> f.toString().endsWith(".wal")).sorted().toList().getLast();
                Files.write(last, new byte[] {17, 0, 0, 0, 1, 2, 3, 4, 5}, StandardOpenOption.APPEND);
            }
            daemon.killAndRestart();
            assertThat(daemon.value(COUNT)).isGreaterThanOrEqualTo(seen);
            assertThat(daemon.get("/metrics").body()).contains("prometheus_tsdb_wal_corruptions_total 1");
            assertThat(programs.log("daemon.log")).contains("is damaged at byte");
        }
    }
}
