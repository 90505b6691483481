package dev.plumbline.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.time.SystemTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportPrometheusCommandTest {
    private final SystemTime clock = new SystemTime();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void aLogOfOneSeriesWithTwoSamples() throws IOException {
        Files.createDirectories(folder.resolve("source/wal"));
        Files.write(folder.resolve("source/wal/00000000"), log(clock.wallMillis() - 60_000));
    }

    @AfterEach
    void stop() {
        clock.close();
    }

    /** Two records: series 1, {@code {__name__="up"}}; its samples 1.0 at the time and 2.0 a millisecond later. */
    private static byte[] log(long time) {
        var series = ByteBuffer.allocate(22).put((byte) 1).putLong(1).put((byte) 1).put((byte) 8)
                .put("__name__".getBytes(StandardCharsets.UTF_8)).put((byte) 2).put("up".getBytes(StandardCharsets.UTF_8));
        var samples = ByteBuffer.allocate(37).put((byte) 2).putLong(1).putLong(time).put((byte) 0).put((byte) 0).putDouble(1)
                .put((byte) 0).put((byte) 2).putDouble(2);
        var log = ByteBuffer.allocate(22 + 37 + 2 * 7);
        for (ByteBuffer record : new ByteBuffer[] {series, samples}) {
            var crc = new CRC32C();
            crc.update(record.array());
            log.put((byte) 1).putShort((short) record.capacity()).putInt((int) crc.getValue()).put(record.array());
        }
        return log.array();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Plumbline.commandLine(clock).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(arguments);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void importsOnce() {
        assertThat(run("import", "prometheus", path("source"), "--data", path("target"))).as(err.toString()).isZero();
        assertThat(out.toString()).contains("imported 2 samples (0 native histograms) in 1 series").contains("0 blocks and 1 files of the log");
        assertThat(run("import", "prometheus", path("source"), "--data", path("target"))).isEqualTo(3);
        assertThat(err.toString()).contains("has samples already").contains("empty directory");
    }

    @Test
    void aDryRunWritesNothing() {
        assertThat(run("import", "prometheus", path("source"), "--data", path("target"), "--dry-run", "--output", "json")).isZero();
        assertThat(out.toString().strip()).startsWith("{\"done\":\"read\",\"blocks\":0,\"logFiles\":1,\"ranges\":1,\"series\":1,\"samples\":2,")
                .endsWith("\"damages\":0,\"damaged\":[]}");
        assertThat(folder.resolve("target")).doesNotExist();
    }

    @Test
    void damageIsNamedAndMakesOne() throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve("source/wal/00000000"));
        bytes[60] ^= 1;
        Files.write(folder.resolve("source/wal/00000000"), bytes);
        Files.createFile(folder.resolve("source/lock"));
        assertThat(run("import", "prometheus", path("source"), "--dry-run")).isOne();
        assertThat(err.toString()).contains("damaged: wal/00000000 at byte 29: the checksum of a record is wrong").contains("Prometheus runs on this");
        assertThat(run("import", "prometheus", path("source"), "--dry-run", "--output", "json")).isOne();
        assertThat(out.toString()).contains("\"damaged\":[{\"file\":\"wal/00000000\",\"offset\":29,");
    }

    @Test
    void whatCannotBeDoneIsThree() {
        assertThat(run("import", "prometheus", path("nowhere"), "--dry-run")).isEqualTo(3);
        assertThat(err.toString()).contains("is not a folder");
        assertThat(run("import", "prometheus", path("source"), "--output", "yaml")).isEqualTo(3);
        assertThat(run("import", "prometheus", path("source"), "--storage.tsdb.retention.time", "soon")).isEqualTo(3);
        assertThat(err.toString()).contains("\"soon\" is not a duration");
        assertThat(run("import")).isEqualTo(3);
        assertThat(err.toString()).contains("prometheus");
    }

    @Test
    void whatIsOlderThanTheRetentionIsLeft() {
        assertThat(run("import", "prometheus", path("source"), "--data", path("target"), "--storage.tsdb.retention.time", "1s")).isZero();
        assertThat(out.toString()).contains("imported 0 samples");
    }

    /** A log of one record of series and one of a sample of each. */
    private static byte[] log(long time, String... tenants) {
        var series = ByteBuffer.allocate(1000).put((byte) 1);
        var samples = ByteBuffer.allocate(1000).put((byte) 2).putLong(1).putLong(time);
        for (int i = 0; i < tenants.length; i++) {
            series.putLong(i + 1).put((byte) 2);
            for (String text : List.of("__name__", "m" + i, "tenant", tenants[i])) {
                series.put((byte) text.length()).put(text.getBytes(StandardCharsets.UTF_8));
            }
            samples.put((byte) (2 * i)).put((byte) 0).putDouble(1); // zigzag
        }
        var log = ByteBuffer.allocate(3000);
        for (ByteBuffer record : List.of(series, samples)) {
            byte[] bytes = Arrays.copyOf(record.array(), record.position());
            var crc = new CRC32C();
            crc.update(bytes);
            log.put((byte) 1).putShort((short) bytes.length).putInt((int) crc.getValue()).put(bytes);
        }
        return Arrays.copyOf(log.array(), log.position());
    }

    @Test
    void tenantsAboveTheirLimitAreNamedAndKeepAllTheyHad() throws IOException {
        Files.write(folder.resolve("source/wal/00000000"), log(clock.wallMillis() - 60_000, "a", "a", "a", "b", "b", "c"));
        Path config = Files.writeString(folder.resolve("p.yml"), """
                tenants:
                  limits:
                    default: {series: 1, samples_per_second: 1, label_value_length: 1}
                    a: {series: 2}
                    all: {series: 5}
                """);
        assertThat(run("import", "prometheus", path("source"), "--data", path("target"), "--config", config.toString())).as(err.toString()).isZero();
        assertThat(out.toString()).contains("imported 6 samples");
        assertThat(err.toString().lines()).containsExactly(
                "warning: all tenants together have 6 series in memory, above the limit of 5: all were imported, but new series are refused"
                        + " until enough of these are gone, or tenants.limits.all.series is raised",
                "warning: tenant \"a\" has 3 series in memory, above the limit of 2: all were imported, but new series are refused"
                        + " until enough of these are gone, or tenants.limits.a.series is raised",
                "warning: tenant \"b\" has 2 series in memory, above the limit of 1: all were imported, but new series are refused"
                        + " until enough of these are gone, or tenants.limits.default.series is raised");
        assertThat(run("import", "prometheus", path("source"), "--data", path("other"), "--config", config.toString(), "--output", "json")).isZero();
        assertThat(out.toString()).contains("\"overLimit\":[{\"series\":6,\"limit\":5,\"key\":\"tenants.limits.all.series\"},"
                + "{\"tenant\":\"a\",\"series\":3,\"limit\":2,\"key\":\"tenants.limits.a.series\"},{\"tenant\":\"b\",");
        assertThat(run("import", "prometheus", path("source"), "--data", path("third"), "--output", "json")).as("nobody knows of limits").isZero();
        assertThat(out.toString()).contains("\"overLimit\":[]");
    }

    @Test
    void aWrongConfigurationIsToldBeforeAnythingIsImported() throws IOException {
        Path config = Files.writeString(folder.resolve("p.yml"), "tenants:\n  limits:\n    a: {serie: 2}\n");
        assertThat(run("import", "prometheus", path("source"), "--data", path("target"), "--config", config.toString())).isEqualTo(3);
        assertThat(err.toString()).contains("nothing was imported").contains("p.yml:3:9: ").contains("serie");
        assertThat(folder.resolve("target")).doesNotExist();
        assertThat(run("import", "prometheus", path("source"), "--dry-run", "--config", config.toString())).isEqualTo(3);
        assertThat(err.toString()).contains("--config goes with an import, not with --dry-run");
    }
}
