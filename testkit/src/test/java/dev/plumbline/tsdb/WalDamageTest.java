package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.testkit.contract.RandomHistograms;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is left of a damaged log is a prefix of what was written, reported, and never an exception. */
class WalDamageTest {
    private static final Path FOLDER = Path.of("/data");
    private static final Path SEGMENT = FOLDER.resolve("wal/00000001.wal");
    private static final int ROWS = 12;

    private final VirtualTime clock = new VirtualTime(1_700_000_000_000L);
    private final List<TsdbEvent> events = new ArrayList<>();

    private Tsdb open(FaultyDisk disk) {
        return Tsdb.open(TsdbOptions.defaults(FOLDER), clock, disk, events::add);
    }

    private static void append(RowAppender rows, int row) {
        rows.begin(1_000L * row);
        rows.set(rows.column(Labels.of("__name__", "a")).index(), row);
        int b = rows.column(Labels.of("__name__", "b")).index();
        rows.set(b, row * 0.25);
        rows.setStart(b, 500L + row / 5);
        rows.set(rows.column(Labels.of("__name__", "c")).index(), histogram(row));
        rows.commit();
    }

    private static Histogram histogram(int row) {
        return new Histogram(2, 3.0 * row, 0.5 * row, 0.001, row, new Buckets(new int[] {-1}, new int[] {2}, new double[] {row, row}),
                Buckets.NONE, new double[0], CounterReset.UNKNOWN);
    }

    private byte[] smallLog() {
        var disk = new FaultyDisk(1);
        try (Tsdb store = open(disk); var rows = store.rows("s")) {
            for (int i = 1; i <= ROWS; i++) {
                append(rows, i);
            }
        }
        return disk.bytes(SEGMENT);
    }

    /** Number of rows in the store; checks that they are the first ones, with both columns and their values. */
    private static int prefix(Tsdb store) {
        try (var querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            var series = querier.select(List.of());
            if (series.isEmpty()) {
                return 0;
            }
            var a = series.get(0).samples(Long.MIN_VALUE, Long.MAX_VALUE);
            var b = series.get(1).samples(Long.MIN_VALUE, Long.MAX_VALUE);
            var c = series.get(2).samples(Long.MIN_VALUE, Long.MAX_VALUE);
            assertThat(a.size()).isEqualTo(b.size()).isEqualTo(c.size());
            for (int i = 0; i < a.size(); i++) {
                assertThat(a.times()[a.from() + i]).isEqualTo(1000L * (i + 1));
                assertThat(a.values()[a.from() + i]).isEqualTo(i + 1);
                assertThat(b.values()[b.from() + i]).isEqualTo((i + 1) * 0.25);
                assertThat(b.startTime(b.from() + i)).isEqualTo(500 + (i + 1) / 5);
                assertThat(c.histogram(c.from() + i)).isNotNull().extracting(RandomHistograms::unhinted).isEqualTo(histogram(i + 1));
            }
            return a.size();
        }
    }

    @Test
    void everyTruncationLeavesAPrefix() {
        byte[] log = smallLog();
        int before = 0;
        for (int length = 0; length <= log.length; length++) {
            var disk = new FaultyDisk(1);
            disk.put(SEGMENT, Arrays.copyOf(log, length));
            events.clear();
            try (Tsdb store = open(disk)) {
                int rows = prefix(store);
                assertThat(rows).isBetween(before, ROWS);
                before = rows;
                append(store.rows("s"), ROWS + 1); // the store goes on
            }
        }
        assertThat(before).isEqualTo(ROWS);
    }

    private static void transact(Tsdb store, int first, int count, int sample) {
        try (var appender = store.appender()) {
            for (int i = first; i < first + count; i++) {
                assertThat(appender.append(Labels.of("__name__", "t", "i", "" + (100 + i)), 1000L * sample, sample + i)).isEmpty();
            }
            appender.commit();
        }
    }

    /** Sums of samples by series; each series must have its first ones. */
    private static int transacted(Tsdb store) {
        int samples = 0;
        try (var querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            for (var series : querier.select(List.of())) {
                var s = series.samples(Long.MIN_VALUE, Long.MAX_VALUE);
                int i = Integer.parseInt(series.labels().get("i")) - 100;
                for (int k = 0; k < s.size(); k++) {
                    assertThat(s.times()[s.from() + k]).isEqualTo(1000L * (k + 1));
                    assertThat(s.values()[s.from() + k]).isEqualTo(k + 1 + i);
                }
                samples += s.size();
            }
        }
        return samples;
    }

    @Test
    void everyTruncationOfTransactionsLeavesAPrefix() {
        var whole = new FaultyDisk(1);
        try (Tsdb store = open(whole)) {
            for (int sample = 1; sample <= 4; sample++) {
                transact(store, 0, 5, sample);
                transact(store, 5, sample == 2 ? 3 : 4, sample);
                if (sample == 2) {
                    transact(store, 8, 1, 2);
                }
            }
        }
        byte[] log = whole.bytes(SEGMENT);
        int before = 0;
        for (int length = 0; length <= log.length; length++) {
            var disk = new FaultyDisk(1);
            disk.put(SEGMENT, Arrays.copyOf(log, length));
            try (Tsdb store = open(disk)) {
                int samples = transacted(store);
                assertThat(samples).isBetween(before, 36);
                before = samples;
                transact(store, 20, 3, 1); // the store goes on
                assertThat(transacted(store)).isEqualTo(samples + 3);
            }
        }
        assertThat(before).isEqualTo(36);
    }

    @Test
    void everyFlippedBitIsReportedAndLeavesAPrefix() {
        byte[] log = smallLog();
        for (long bit = 12 * 8; bit < log.length * 8L; bit++) {
            var disk = new FaultyDisk(1);
            disk.put(SEGMENT, log);
            disk.flip(SEGMENT, bit);
            events.clear();
            try (Tsdb store = open(disk)) {
                assertThat(prefix(store)).isLessThan(ROWS);
                assertThat(events).anyMatch(TsdbEvent.Corruption.class::isInstance);
                assertThat(store.stats().corruptions()).isEqualTo(1);
                assertThat(disk.names(FOLDER.resolve("wal"))).contains("00000001.wal.corrupt");
            }
        }
    }

    @Test
    void damageInOneSegmentLeavesTheOthers() {
        var disk = new FaultyDisk(1);
        for (int part = 0; part < 3; part++) {
            try (Tsdb store = open(disk); var rows = store.rows("s")) {
                append(rows, 2 * part + 1);
                append(rows, 2 * part + 2);
            }
        }
        Path middle = FOLDER.resolve("wal/00000002.wal");
        disk.flip(middle, 8L * disk.bytes(middle).length - 1);
        try (Tsdb store = open(disk); var querier = store.querier(0, 100_000)) {
            var samples = querier.select(List.of()).getFirst().samples(0, 100_000);
            assertThat(Arrays.copyOfRange(samples.times(), samples.from(), samples.to())).containsExactly(1000, 2000, 3000, 5000, 6000);
        }
        assertThat(events).anyMatch(e -> e instanceof TsdbEvent.Corruption c && c.file().equals(middle));
    }

    @Test
    void randomBytesNeverThrow() {
        var random = new Random(7);
        byte[] log = smallLog();
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = Arrays.copyOf(log, 12 + random.nextInt(200));
            var payload = new byte[bytes.length - 12];
            random.nextBytes(payload);
            System.arraycopy(payload, 0, bytes, 12, payload.length);
            if (payload.length > 8) { // with a right checksum, so that the entries are read
                payload[8] = (byte) (1 + random.nextInt(6));
                var record = new Bytes(payload.length);
                record.bytes(payload, 0, payload.length);
                Wal.finish(record);
                System.arraycopy(record.array, 0, bytes, 12, record.length);
            }
            var disk = new FaultyDisk(1);
            disk.put(SEGMENT, bytes);
            open(disk).close();
        }
    }

    private byte[] mixedLog() {
        var disk = new FaultyDisk(1);
        try (Tsdb store = open(disk); var rows = store.rows("s")) {
            for (int i = 1; i <= ROWS; i++) {
                append(rows, i);
                transact(store, 0, i % 3 + 1, i);
                if (i == 7) {
                    store.delete(List.of(LabelMatcher.equal("__name__", "t")), 2000, 3000);
                }
            }
        }
        return disk.bytes(SEGMENT);
    }

    /** Changed bytes under a right checksum: what is applied can be read. */
    @Test
    void changedEntriesAreAppliedOrRefusedButStayReadable() {
        var random = new Random(8);
        byte[] log = mixedLog();
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = log.clone();
            for (int at = Wal.HEADER; at < bytes.length; at += Wal.RECORD_HEADER + Bytes.getInt(bytes, at)) {
                int length = Bytes.getInt(log, at);
                if (random.nextInt(3) == 0) {
                    bytes[at + Wal.RECORD_HEADER + random.nextInt(length)] = (byte) random.nextInt(24);
                }
                var crc = new java.util.zip.CRC32C();
                crc.update(bytes, at + Wal.RECORD_HEADER, length);
                Bytes.setInt(bytes, at + 4, (int) crc.getValue());
            }
            var disk = new FaultyDisk(1);
            disk.put(SEGMENT, bytes);
            try (Tsdb store = open(disk); var querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
                querier.select(List.of()).forEach(s -> s.samples(Long.MIN_VALUE, Long.MAX_VALUE));
            }
        }
    }

    @Test
    void anUnknownVersionIsRefusedClearly() {
        byte[] log = smallLog();
        log[8] = 5;
        var disk = new FaultyDisk(1);
        disk.put(SEGMENT, log);
        assertThatThrownBy(() -> open(disk)).isInstanceOf(PlumblineException.class).hasMessageContaining("format version 5");
        assertThat(disk.bytes(SEGMENT)).isEqualTo(log);
        log[8] = 1;
        disk.put(SEGMENT, log);
        open(disk).close(); // and the lock was let go of
    }

    @Test
    void aFullDiskRefusesTheCommitAndLaterOnesAreTriedAgain() {
        var disk = new FaultyDisk(1);
        Tsdb store = open(disk);
        RowAppender rows = store.rows("s");
        append(rows, 1);
        for (int room = 0; room < 14; room++) {
            disk.leaveRoom(room);
            assertThatThrownBy(() -> append(rows, 2)).isInstanceOf(PlumblineException.class)
                    .satisfies(e -> assertThat(((PlumblineException) e).kind()).isEqualTo(PlumblineException.Kind.RESOURCE))
                    .hasMessageContaining("No space left");
            assertThat(prefix(store)).isEqualTo(1);
        }
        disk.failTruncate(true);
        assertThatThrownBy(() -> append(rows, 2)).isInstanceOf(PlumblineException.class);
        disk.failTruncate(false);
        disk.leaveRoom(Long.MAX_VALUE);
        append(rows, 2);
        append(rows, 3);
        assertThat(prefix(store)).isEqualTo(3);
        assertThat(store.stats().writeFailures()).isEqualTo(15);
        disk.killProcess();
        try (Tsdb again = open(disk)) {
            assertThat(prefix(again)).isEqualTo(3);
        }
    }

    @Test
    void aPowerLossLosesNoMoreThanTheLastSecond() {
        for (int seed = 0; seed < 50; seed++) {
            var disk = new FaultyDisk(seed);
            Tsdb store = open(disk);
            RowAppender rows = store.rows("s");
            for (int i = 1; i <= ROWS; i++) {
                append(rows, i);
                clock.advance(250);
            }
            disk.losePower();
            try (Tsdb again = open(disk)) {
                assertThat(prefix(again)).isBetween(ROWS - 4, ROWS);
            }
        }
    }

    @Test
    void aFailedSyncIsToldAndTheLogGoesOnInANewSegment() {
        var disk = new FaultyDisk(1);
        Tsdb store = open(disk);
        RowAppender rows = store.rows("s");
        append(rows, 1);
        disk.failSync(true);
        clock.advance(1000);
        disk.failSync(false);
        append(rows, 2);
        assertThat(events).anyMatch(TsdbEvent.SyncFailed.class::isInstance);
        assertThat(store.stats().walSegments()).isEqualTo(2);
        assertThat(prefix(store)).isEqualTo(2);
    }

    @Test
    void aSecondOwnerIsRefused() {
        var disk = new FaultyDisk(1);
        try (Tsdb store = open(disk)) {
            assertThatThrownBy(() -> open(disk)).isInstanceOf(PlumblineException.class).hasMessageContaining("another process");
            assertThat(store.stats().series()).isZero();
        }
    }
}
