package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Appender;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every flipped bit and every cut of the log is found, and where it is; looking changes nothing. */
class LogReportTest {
    private static final Path FOLDER = Path.of("/data");
    private static final Path WAL = FOLDER.resolve("wal");
    private final FaultyDisk disk = new FaultyDisk(1);

    @BeforeEach
    void fill() {
        var clock = new VirtualTime(1_700_000_000_000L);
        Tsdb store = Tsdb.open(TsdbOptions.defaults(FOLDER).withSegmentBytes(1 << 16), clock, disk, e -> {});
        var random = new Random(1);
        for (int i = 0; i < 4000; i++) {
            clock.advance(1000);
            try (Appender appender = store.appender()) {
                for (int s = 0; s < 4; s++) {
                    appender.append(Labels.of("__name__", "m", "s", "" + s), clock.wallMillis(), random.nextDouble());
                }
                appender.commit();
            }
            if (i == 1000) {
                store.snapshot(Path.of("/copy"), false);
            }
        }
        disk.killProcess();
    }

    private List<LogReport> report() {
        return LogReport.of(FOLDER, disk);
    }

    @Test
    void aWholeLogHasNoProblems() {
        assertThat(report()).hasSizeGreaterThan(2).allMatch(f -> f.problems().isEmpty() && f.unfinished() == 0);
        assertThat(report().stream().mapToLong(LogReport::records).sum()).isEqualTo(4000);
        assertThat(LogReport.of(Path.of("/copy"), disk)).allMatch(f -> f.problems().isEmpty());
    }

    @Test
    void everyFlippedBitIsFound() {
        Path file = WAL.resolve(report().getFirst().file());
        byte[] good = disk.bytes(file);
        var random = new Random(2);
        for (int i = 0; i < 300; i++) {
            long bit = i < 96 ? i : random.nextLong(good.length * 8L);
            disk.flip(file, bit);
            LogReport found = report().getFirst();
            boolean version = bit / 8 >= 8 && bit / 8 < 12 && found.problems().isEmpty(); // an older version is read, too
            assertThat(version || found.problems().size() == 1).as("bit %d", bit).isTrue();
            assertThat(found.problems()).allMatch(p -> p.contains(file.toString()));
            disk.flip(file, bit);
        }
        assertThat(disk.bytes(file)).isEqualTo(good);
    }

    @Test
    void aTornEndIsNormalInTheNewestOnly() {
        List<LogReport> whole = report();
        Path newest = WAL.resolve(whole.getLast().file());
        byte[] good = disk.bytes(newest);
        for (int cut : new int[] {1, 3, 7, 30}) {
            disk.put(newest, Arrays.copyOf(good, good.length - cut));
            LogReport torn = report().getLast();
            assertThat(torn.problems()).isEmpty();
            assertThat(torn.unfinished()).isPositive();
            assertThat(torn.records()).isEqualTo(whole.getLast().records() - 1);
        }
        Path older = WAL.resolve(whole.getFirst().file());
        byte[] bytes = disk.bytes(older);
        disk.put(older, Arrays.copyOf(bytes, bytes.length - 1));
        assertThat(report().getFirst().problems()).singleElement().asString().contains("torn record");
    }

    @Test
    void anyBytesEndInAnAnswer() {
        var random = new Random(3);
        Path file = WAL.resolve(report().getFirst().file());
        byte[] good = disk.bytes(file);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            System.arraycopy(good, 0, bytes, 0, Math.min(bytes.length, random.nextInt(40)));
            disk.put(file, bytes);
            LogReport.of(FOLDER, disk);
        }
    }
}
