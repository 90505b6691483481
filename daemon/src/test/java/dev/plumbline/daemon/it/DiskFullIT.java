package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log cannot grow any more: the daemon says so, goes on serving, and has lost nothing that a query had shown. */
class DiskFullIT {
    private static final int SERIES = 400;
    private static final String COUNT = "sum(count_over_time(noise[1h]))";

    @TempDir
    private Path folder;

    /** Values that do not compress, so that the log is full soon. */
    private static String noise(long scrape) {
        var random = new SplittableRandom(scrape);
        return IntStream.range(0, SERIES).mapToObj(i -> "noise{i=\"" + i + "\"} " + random.nextDouble() + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void saysSoKeepsServingAndLosesNothing() throws Exception {
        try (var programs = new Programs(folder); var exporter = new Exporter(DiskFullIT::noise)) {
            Files.writeString(folder.resolve("plumbline.yml"), """
                    global: {scrape_interval: 50ms, scrape_timeout: 50ms}
                    scrape_configs:
                    - {job_name: noise, static_configs: [{targets: ['%s']}]}
                    """.formatted(exporter.address()));
            int port = Programs.freePort();
            // No file may grow beyond 256 KiB: a write to the log beyond it fails as on a full disk.
            var process = Daemon.launch(programs, port, List.of("bash", "-c", "ulimit -f 256; exec \"$@\"", "limited"));
            var daemon = Daemon.attach(programs, port, process);
            daemon.awaitReady();
            Programs.await("the log is full", () -> metric(daemon, "plumbline_tsdb_wal_write_failures_total") > 3);
            assertThat(daemon.get("/-/healthy").status()).isEqualTo(200);
            assertThat(daemon.get("/api/v1/targets").body()).contains("cannot write");
            double before = daemon.value(COUNT);
            assertThat(before).isGreaterThan(SERIES);
            String time = Long.toString(System.currentTimeMillis() / 1000 - 1);
            String samples = daemon.query("noise", time);
            daemon.killAndRestart(); // without the limit: the disk has room again
            assertThat(daemon.query("noise", time)).isEqualTo(samples);
            Programs.await("samples are taken again", () -> daemon.valueOrNaN(COUNT) > before + 3 * SERIES);
        }
    }

    private static double metric(Daemon daemon, String name) {
        try {
            return daemon.get("/metrics").body().lines().filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1))).sum();
        } catch (IOException e) {
            return Double.NaN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Double.NaN;
        }
    }
}
