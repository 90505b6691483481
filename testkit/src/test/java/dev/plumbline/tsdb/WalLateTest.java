package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Samples;
import dev.plumbline.testkit.contract.RandomHistograms;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Late samples in the log: version 4 of the format, byte for byte; what is left of a damaged one; what changed bytes do. */
class WalLateTest {
    private static final Path FOLDER = Path.of("/data");
    private static final Path SEGMENT = FOLDER.resolve("wal/00000001.wal");
    private static final Labels SERIES = Labels.of("__name__", "m");
    private static final int LATE = 20;

    private final VirtualTime clock = new VirtualTime(1_700_000_000_000L);
    private final List<TsdbEvent> events = new ArrayList<>();

    private Tsdb open(FaultyDisk disk) {
        Tsdb store = Tsdb.open(TsdbOptions.defaults(FOLDER), clock, disk, events::add);
        store.outOfOrderWindow(1_000_000);
        return store;
    }

    private static void append(Tsdb store, long[] times, double... values) {
        try (var appender = store.appender()) {
            for (int i = 0; i < times.length; i++) {
                assertThat(appender.append(SERIES, times[i], values[i])).isEmpty();
            }
            appender.commit();
        }
    }

    private static Samples samples(Tsdb store) {
        try (var querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            var found = querier.select(List.of());
            return found.isEmpty() ? Samples.NONE : found.getFirst().samples(Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }

    private static List<Long> times(Tsdb store) {
        Samples s = samples(store);
        return Arrays.stream(s.times(), s.from(), s.to()).boxed().toList();
    }

    /** The payloads of the records, in hexadecimal digits. */
    private static List<String> payloads(byte[] log) {
        var payloads = new ArrayList<String>();
        for (int at = Wal.HEADER; at < log.length; at += Wal.RECORD_HEADER + Bytes.getInt(log, at)) {
            payloads.add(HexFormat.of().formatHex(log, at + Wal.RECORD_HEADER, at + Wal.RECORD_HEADER + Bytes.getInt(log, at)));
        }
        return payloads;
    }

    @Test
    void theBytesAreThoseOfTheFormat() {
        var disk = new FaultyDisk(1);
        try (Tsdb store = open(disk)) {
            append(store, new long[] {5000}, 1);
            append(store, new long[] {1000, 2000}, 1.5, 2);
            append(store, new long[] {3000}, 7);
        }
        byte[] log = disk.bytes(SEGMENT);
        assertThat(HexFormat.of().formatHex(log, 0, Wal.HEADER)).isEqualTo("504c554d4257414c" + "04000000");
        assertThat(payloads(log).subList(1, 3)).containsExactly(
                // entry, series 0, one label; two samples at 0 + 1000 and + 1000 ms; seven bytes: 15 / 10^1, then + 5
                "08" + "00" + "01" + "085f5f6e616d655f5f" + "016d" + "02" + "d00f" + "d00f" + "04" + "02011e" + "0e",
                // entry, series 0 as before; one sample at 3000 ms: 7
                "08" + "00" + "00" + "01" + "f02e" + "01" + "12");
        assertThat(HexFormat.of().formatHex(log)).isEqualTo(GOLDEN);
        disk.put(SEGMENT, HexFormat.of().parseHex(GOLDEN));
        try (Tsdb store = open(disk)) {
            assertThat(times(store)).containsExactly(1000L, 2000L, 3000L, 5000L);
        }
    }

    /** The whole file. */
    private static final String GOLDEN = "504c554d4257414c040000001a0000007445f68605000002000001085f5f6e616d655f5f016d04000300904e010618000000"
            + "7ac018b1080001085f5f6e616d655f5f016d02d00fd00f0402011e0e08000000bbf626db08000001f02e0112";

    private byte[] log() {
        var disk = new FaultyDisk(1);
        var random = new Random(4);
        try (Tsdb store = open(disk)) {
            append(store, new long[] {100_000}, 1);
            for (int i = 1; i <= LATE; i++) {
                try (var appender = store.appender()) {
                    if (i % 4 == 0) {
                        appender.append(SERIES, i, 1000L * i, RandomHistograms.next(random));
                    } else {
                        appender.append(SERIES, 1000L * i, random.nextInt(1000) / 8.0);
                    }
                    appender.commit();
                }
            }
        }
        return disk.bytes(SEGMENT);
    }

    @Test
    void everyTruncationLeavesAPrefix() {
        byte[] log = log();
        int before = 0;
        for (int length = 0; length <= log.length; length++) {
            var disk = new FaultyDisk(1);
            disk.put(SEGMENT, Arrays.copyOf(log, length));
            try (Tsdb store = open(disk)) {
                int samples = times(store).size();
                assertThat(samples).isBetween(before, LATE + 1);
                before = samples;
                if (samples > 0) {
                    append(store, new long[] {999}, 1); // the store goes on
                    assertThat(times(store)).hasSize(samples + 1);
                }
            }
        }
        assertThat(before).isEqualTo(LATE + 1);
    }

    @Test
    void everyFlippedBitIsReported() {
        byte[] log = log();
        for (long bit = Wal.HEADER * 8; bit < log.length * 8L; bit += 3) {
            var disk = new FaultyDisk(1);
            disk.put(SEGMENT, log);
            disk.flip(SEGMENT, bit);
            events.clear();
            try (Tsdb store = open(disk)) {
                assertThat(times(store).size()).isLessThan(LATE + 1);
                assertThat(events).anyMatch(TsdbEvent.Corruption.class::isInstance);
            }
        }
    }

    /** Changed bytes under a right checksum: what is applied can be read. */
    @Test
    void changedEntriesAreAppliedOrRefusedButStayReadable() {
        var random = new Random(8);
        byte[] log = log();
        for (int i = 0; i < 1500; i++) {
            byte[] bytes = log.clone();
            for (int at = Wal.HEADER; at < bytes.length; at += Wal.RECORD_HEADER + Bytes.getInt(log, at)) {
                int length = Bytes.getInt(log, at);
                if (random.nextInt(4) == 0) {
                    bytes[at + Wal.RECORD_HEADER + random.nextInt(length)] = (byte) random.nextInt(24);
                }
                var crc = new CRC32C();
                crc.update(bytes, at + Wal.RECORD_HEADER, length);
                Bytes.setInt(bytes, at + 4, (int) crc.getValue());
            }
            var disk = new FaultyDisk(1);
            disk.put(SEGMENT, bytes);
            try (Tsdb store = open(disk)) {
                assertThat(times(store)).isNotNull();
            }
        }
    }
}
