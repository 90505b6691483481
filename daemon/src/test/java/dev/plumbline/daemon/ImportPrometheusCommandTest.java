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
}
