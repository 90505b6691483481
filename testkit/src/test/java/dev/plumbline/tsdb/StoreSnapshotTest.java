package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.SystemTime;
import dev.plumbline.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A snapshot is the store at one moment, whatever goes on; and one that fails leaves nothing behind. */
class StoreSnapshotTest {
    private static final Path DATA = Path.of("/data");
    private static final Path COPY = Path.of("/copy");
    private static final long START = 1_700_000_000_000L;

    private final VirtualTime clock = new VirtualTime(START);

    private static TsdbOptions options(Path folder) {
        return TsdbOptions.defaults(folder).withSegmentBytes(1 << 16).withRetention(Duration.ofDays(400)).withBlockRange(Duration.ofSeconds(40));
    }

    private Tsdb open(Path folder, Disk disk) {
        return Tsdb.open(options(folder), clock, disk, e -> assertThat(e).isNotInstanceOf(TsdbEvent.Corruption.class));
    }

    private void fill(Tsdb store, Random random, int steps, AtomicLong time) {
        try (RowAppender rows = store.rows("target")) {
            for (int step = 0; step < steps; step++) {
                long at = time.addAndGet(1000);
                clock.advance(1000);
                rows.begin(at);
                for (int c = 0; c < 7; c++) {
                    if (random.nextInt(5) > 0) {
                        rows.set(rows.column(Labels.of("__name__", "row", "c", "" + c)).index(), random.nextInt(1000) / 8.0);
                    }
                }
                rows.commit();
                if (random.nextInt(4) == 0) {
                    Appender appender = store.appender();
                    appender.append(Labels.of("__name__", "sent", "c", "" + random.nextInt(9)), at, random.nextDouble());
                    appender.commit();
                }
                if (random.nextInt(60) == 0) {
                    store.maintain();
                }
                if (random.nextInt(150) == 0) {
                    store.delete(List.of(LabelMatcher.equal("c", "" + random.nextInt(7))), at - 30_000, at - 10_000);
                }
            }
        }
    }

    /** Everything, by series and time. */
    private static TreeMap<String, List<String>> content(Tsdb store) {
        var all = new TreeMap<String, List<String>>();
        try (var querier = store.querier(0, Long.MAX_VALUE)) {
            for (var series : querier.select(List.of())) {
                var samples = series.samples(0, Long.MAX_VALUE);
                var list = new ArrayList<String>();
                for (int i = samples.from(); i < samples.to(); i++) {
                    list.add(samples.times()[i] + "=" + samples.values()[i]);
                }
                all.put(series.labels().toString(), list);
            }
        }
        all.values().removeIf(List::isEmpty);
        return all;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void holdsWhatTheStoreHeldAtThatMoment(long seed) {
        var random = new Random(seed);
        var disk = new FaultyDisk(seed);
        var time = new AtomicLong(START);
        Tsdb store = open(DATA, disk);
        for (int round = 0; round < 4; round++) {
            fill(store, random, random.nextInt(400), time);
            Path copy = Path.of("/copy" + round);
            store.snapshot(copy, false);
            var held = content(store);
            fill(store, random, random.nextInt(200), time);
            try (Tsdb opened = open(copy, disk)) {
                assertThat(content(opened)).isEqualTo(held);
            }
        }
        assertThat(disk.names(DATA.resolve("blocks"))).isNotEmpty();
        var held = content(store);
        disk.killProcess();
        try (Tsdb again = open(DATA, disk)) {
            assertThat(content(again)).isEqualTo(held);
        }
    }

    @Test
    void aCopyGoesOnByItself() {
        var disk = new FaultyDisk(1);
        var time = new AtomicLong(START);
        try (Tsdb store = open(DATA, disk)) {
            fill(store, new Random(1), 300, time);
            store.snapshot(COPY, false);
            var held = content(store);
            try (Tsdb copy = open(COPY, disk)) {
                fill(copy, new Random(2), 300, time);
                copy.maintain();
            }
            assertThat(content(store)).isEqualTo(held);
        }
    }

    @Test
    void anEmptyStoreHasASnapshot() {
        var disk = new FaultyDisk(1);
        try (Tsdb store = open(DATA, disk)) {
            store.snapshot(COPY, false);
        }
        try (Tsdb copy = open(COPY, disk)) {
            assertThat(content(copy)).isEmpty();
        }
    }

    @Test
    void withoutTheHeadItHasTheBlocksAndWhatIsDeletedStaysDeleted() {
        var disk = new FaultyDisk(1);
        var time = new AtomicLong(START);
        try (Tsdb store = open(DATA, disk)) {
            fill(store, new Random(3), 200, time);
            store.maintain();
            long cut = store.oldestMillis();
            assertThat(disk.names(DATA.resolve("blocks"))).isNotEmpty();
            store.delete(List.of(LabelMatcher.equal("c", "3")), 0, Long.MAX_VALUE);
            store.snapshot(COPY, true);
            try (Tsdb copy = open(COPY, disk)) {
                assertThat(content(copy)).isNotEmpty().doesNotContainKey(Labels.of("__name__", "row", "c", "3").toString());
                assertThat(copy.oldestMillis()).isEqualTo(cut);
                assertThat(copy.newestMillis()).isLessThan(store.newestMillis());
            }
        }
    }

    @Test
    void aFullDiskLeavesNothingBehindAndTheStoreGoesOn() {
        var disk = new FaultyDisk(1);
        var time = new AtomicLong(START);
        try (Tsdb store = open(DATA, disk)) {
            fill(store, new Random(3), 300, time);
            var held = content(store);
            for (long room : new long[] {0, 5, 11, 12, 13, 100, 1000, 3000}) {
                disk.leaveRoom(room);
                assertThatThrownBy(() -> store.snapshot(COPY, false)).isInstanceOf(PlumblineException.class).hasMessageContaining("space");
                disk.leaveRoom(Long.MAX_VALUE);
                assertThat(disk.names(COPY.resolve("wal"))).isEmpty();
                assertThat(disk.names(COPY.resolve("blocks"))).isEmpty();
                assertThat(content(store)).isEqualTo(held);
            }
            fill(store, new Random(4), 20, time);
            store.snapshot(COPY, false);
            try (Tsdb copy = open(COPY, disk)) {
                assertThat(content(copy)).isEqualTo(content(store));
            }
        }
    }

    @Test
    void aLogThatCannotBeSyncedIsNoSnapshot() {
        var disk = new FaultyDisk(1);
        try (Tsdb store = open(DATA, disk)) {
            fill(store, new Random(3), 30, new AtomicLong(START));
            disk.failSync(true);
            assertThatThrownBy(() -> store.snapshot(COPY, false)).hasMessageContaining("could not be synced");
            disk.failSync(false);
            assertThat(disk.names(COPY.resolve("wal"))).isEmpty();
            store.snapshot(COPY, false);
        }
    }

    @Test
    void aFolderWithSomethingInItIsRefused(@TempDir Path folder) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("copy"));
        Files.writeString(copy.resolve("mine"), "keep");
        try (var time = new SystemTime(); Tsdb store = Tsdb.open(options(folder.resolve("data")), time, new RealDisk(), e -> {})) {
            assertThatThrownBy(() -> store.snapshot(copy, false)).isInstanceOf(PlumblineException.class).hasMessageContaining("not empty");
        }
        assertThat(copy).isDirectoryContaining("glob:**/mine");
        assertThat(new RealDisk().list(copy)).containsExactly("mine");
    }

    @Test
    void aClosedStoreHasNoSnapshot() {
        Tsdb store = open(DATA, new FaultyDisk(1));
        store.close();
        assertThatThrownBy(() -> store.snapshot(COPY, false)).hasMessageContaining("closed");
    }

    @Test
    void onARealDiskItTakesNoRoomAndStaysWhenTheStoreMovesOn(@TempDir Path folder) throws IOException {
        var disk = new RealDisk();
        Path copy = folder.resolve("copy");
        var time = new AtomicLong(START);
        Tsdb store = open(folder.resolve("data"), disk);
        fill(store, new Random(5), 200, time);
        store.maintain();
        store.snapshot(copy, false);
        var held = content(store);
        String block = disk.list(copy.resolve("blocks")).getFirst();
        assertThat(Files.getAttribute(copy.resolve("blocks").resolve(block), "unix:nlink")).isEqualTo(2);
        fill(store, new Random(6), 2000, time);
        store.maintain();
        store.close();
        try (Tsdb opened = open(copy, disk)) {
            assertThat(content(opened)).isEqualTo(held);
        }
    }

    @Test
    void aSnapshotDuringAppendsIsACleanCut(@TempDir Path folder) throws InterruptedException {
        try (var time = new SystemTime(); Tsdb store = Tsdb.open(options(folder.resolve("data")), time, new RealDisk(), e -> {})) {
            var acknowledged = new AtomicLong();
            var going = new AtomicBoolean(true);
            Thread writer = Thread.ofPlatform().start(() -> append(store, acknowledged, going));
            for (int i = 0; i < 8; i++) {
                long seen = acknowledged.get();
                while (acknowledged.get() < seen + 200) {
                    Thread.onSpinWait();
                }
                Path copy = folder.resolve("copy" + i);
                long before = acknowledged.get();
                store.snapshot(copy, false);
                try (Tsdb opened = Tsdb.open(options(copy), time, new RealDisk(), e -> {})) {
                    var content = content(opened);
                    assertThat(content).hasSize(3);
                    int rows = content.firstEntry().getValue().size();
                    assertThat(rows).isGreaterThanOrEqualTo((int) before);
                    assertThat(content.get("{__name__=\"row\", c=\"1\"}")).as("whole rows").hasSize(rows);
                    assertThat(content.lastEntry().getValue()).hasSizeBetween(rows - 1, rows);
                }
            }
            going.set(false);
            writer.join();
        }
    }

    /** Rows 1, 2, 3 … and after each a transaction of the same time. */
    private static void append(Tsdb store, AtomicLong acknowledged, AtomicBoolean going) {
        try (RowAppender rows = store.rows("target")) {
            for (long row = 1; going.get(); row++) {
                rows.begin(START + row);
                rows.set(rows.column(Labels.of("__name__", "row", "c", "0")).index(), row);
                rows.set(rows.column(Labels.of("__name__", "row", "c", "1")).index(), -row);
                rows.commit();
                Appender appender = store.appender();
                appender.append(Labels.of("__name__", "sent"), START + row, row);
                appender.commit();
                acknowledged.set(row);
            }
        }
    }
}
