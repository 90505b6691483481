package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Blocks that are damaged, cut short, swapped or cannot be written: found, told, and no other series suffers. */
class BlockDamageTest {
    private static final Path FOLDER = Path.of("/data");
    private static final Path BLOCKS = FOLDER.resolve("blocks");
    private static final int ROWS = 320;
    private final VirtualTime clock = new VirtualTime(0);
    private final List<TsdbEvent> events = new ArrayList<>();

    private Tsdb open(FaultyDisk disk) {
        return Tsdb.open(TsdbOptions.defaults(FOLDER), clock, disk, events::add);
    }

    private void fill(Tsdb store, Random random) {
        var rows = List.of(store.rows("a"), store.rows("b"));
        for (int i = 1; i <= ROWS; i++) {
            for (RowAppender target : rows) {
                target.begin(60_000L * i);
                for (int s = 0; s < 4; s++) {
                    target.set(target.column(Labels.of("__name__", "m" + s, "job", target == rows.getFirst() ? "a" : "b")).index(),
                            s == 0 ? random.nextDouble() : i * s);
                }
                target.commit();
            }
        }
        rows.forEach(RowAppender::close);
        clock.advance(60_000L * ROWS);
    }

    private FaultyDisk written() {
        var disk = new FaultyDisk(1);
        Tsdb store = open(disk);
        fill(store, new Random(1));
        store.maintain();
        assertThat(store.stats().blocks()).isEqualTo(2);
        store.close();
        return disk;
    }

    private static FaultyDisk copy(FaultyDisk disk) {
        var copy = new FaultyDisk(2);
        for (Path folder : List.of(BLOCKS, FOLDER.resolve("wal"))) {
            disk.names(folder).forEach(name -> copy.put(folder.resolve(name), disk.bytes(folder.resolve(name))));
        }
        return copy;
    }

    /** What each series has; null for one whose reading fails as it should. */
    private static Map<String, Map<Long, Double>> read(Tsdb store) {
        var all = new TreeMap<String, Map<Long, Double>>();
        try (var querier = store.querier(0, Long.MAX_VALUE)) {
            for (Series series : querier.select(List.of())) {
                all.put(series.labels().toString(), read(series));
            }
        } catch (PlumblineException e) {
            assertThat(e.kind()).isEqualTo(PlumblineException.Kind.INTERNAL);
            assertThat(e.getMessage()).contains("/data/blocks/");
        }
        return all;
    }

    private static Map<Long, Double> read(Series series) {
        var values = new HashMap<Long, Double>();
        try {
            Samples s = series.samples(0, Long.MAX_VALUE);
            for (int i = s.from(); i < s.to(); i++) {
                values.put(s.times()[i], s.values()[i]);
            }
        } catch (PlumblineException e) {
            assertThat(e.kind()).isEqualTo(PlumblineException.Kind.INTERNAL);
            assertThat(e.getMessage()).contains("/data/blocks/").contains("damaged");
        }
        return values;
    }

    @Test
    void aFlippedBitChangesNoAnswer() {
        FaultyDisk disk = written();
        Map<String, Map<Long, Double>> whole = read(open(copy(disk)));
        assertThat(whole).hasSize(8).allSatisfy((series, samples) -> assertThat(samples).hasSize(ROWS));
        var random = new Random(7);
        int failed = 0;
        for (int round = 0; round < 400; round++) {
            FaultyDisk damaged = copy(disk);
            Path block = BLOCKS.resolve(disk.names(BLOCKS).get(random.nextInt(2)));
            long bits = 8L * disk.bytes(block).length;
            long bit = random.nextLong(bits);
            if (bit / 8 >= 8 && bit / 8 < 16) {
                continue; // the version is for the next test; what follows it is not read
            }
            damaged.flip(block, bit);
            events.clear();
            try (Tsdb store = open(damaged)) {
                Map<String, Map<Long, Double>> found = read(store);
                int lost = (int) found.values().stream().filter(samples -> samples.size() < ROWS).count();
                found.forEach((series, samples) -> assertThat(whole.get(series)).as("bit " + bit).containsAllEntriesOf(samples));
                assertThat(lost == 0 && found.size() == 8).as("bit %d of %d of %s", bit, bits, block)
                        .isEqualTo(events.stream().noneMatch(e -> e instanceof TsdbEvent.Damaged || e instanceof TsdbEvent.Corruption));
                failed += lost == 1 ? 1 : 0;
            }
        }
        assertThat(failed).as("rounds in which one series suffered, and no other").isPositive();
    }

    @Test
    void anInspectionFindsWhatIsDamagedAndCountsWhatIsThere() {
        FaultyDisk disk = written();
        List<BlockReport> whole = BlockReport.of(FOLDER, disk, 3);
        assertThat(whole).hasSize(2).allMatch(b -> b.problems().isEmpty() && b.series() == 8 && b.tables() == 2);
        assertThat(whole.getFirst().samples()).isEqualTo(8 * 119);
        assertThat(whole.getFirst().minMillis()).isEqualTo(60_000);
        assertThat(whole.getFirst().metrics()).containsExactly(new BlockReport.Cardinality("m0", 2), new BlockReport.Cardinality("m1", 2),
                new BlockReport.Cardinality("m2", 2));
        assertThat(whole.getFirst().labels()).containsExactly(new BlockReport.Cardinality("__name__", 4), new BlockReport.Cardinality("job", 2));
        var random = new Random(9);
        for (int round = 0; round < 100; round++) {
            FaultyDisk damaged = copy(disk);
            Path block = BLOCKS.resolve(disk.names(BLOCKS).get(1));
            damaged.flip(block, 16 * 8 + random.nextLong(8L * (disk.bytes(block).length - 16)));
            List<BlockReport> found = BlockReport.of(FOLDER, damaged, 3);
            assertThat(found.get(0)).isEqualTo(whole.get(0));
            assertThat(found.get(1).problems()).isNotEmpty().allMatch(p -> p.contains(block.toString()));
        }
    }

    @Test
    void aBlockThatIsCutShortOrForeignIsSetAsideAndTheRestServes() {
        FaultyDisk disk = written();
        Path first = BLOCKS.resolve(disk.names(BLOCKS).getFirst());
        byte[] bytes = disk.bytes(first);
        for (byte[] damaged : List.of(Arrays.copyOf(bytes, bytes.length - 1), Arrays.copyOf(bytes, 10), new byte[0], new byte[500],
                Arrays.copyOf(bytes, bytes.length + 5))) {
            FaultyDisk copy = copy(disk);
            copy.put(first, damaged);
            events.clear();
            try (Tsdb store = open(copy)) {
                assertThat(events).anyMatch(TsdbEvent.Corruption.class::isInstance);
                assertThat(store.stats().blocks()).isEqualTo(1);
                assertThat(copy.names(BLOCKS)).contains(first.getFileName() + ".corrupt");
                assertThat(read(store)).hasSize(8).allSatisfy((series, samples) -> assertThat(samples).hasSize(ROWS - 119));
            }
        }
    }

    @Test
    void anUnknownVersionIsRefusedClearly() {
        FaultyDisk disk = written();
        Path first = BLOCKS.resolve(disk.names(BLOCKS).getFirst());
        disk.flip(first, 8 * 8 + 3);
        assertThatThrownBy(() -> open(disk)).isInstanceOf(PlumblineException.class).hasMessageContaining("format version 11");
    }

    @Test
    void aDiskThatIsFullLosesNothing() {
        for (long room = 0; room < 40_000; room += 997) {
            var disk = new FaultyDisk(room);
            Tsdb store = open(disk);
            fill(store, new Random(3));
            Map<String, Map<Long, Double>> before = read(store);
            disk.leaveRoom(room);
            store.maintain();
            assertThat(read(store)).as("room for %d bytes", room).isEqualTo(before);
            disk.killProcess();
            disk.leaveRoom(Long.MAX_VALUE);
            try (Tsdb again = open(disk)) {
                assertThat(read(again)).as("room for %d bytes, opened again", room).isEqualTo(before);
                again.maintain();
                assertThat(again.stats().blocks()).isEqualTo(2);
                assertThat(read(again)).isEqualTo(before);
            }
            assertThat(disk.names(BLOCKS)).noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    @Test
    void powerLossAfterACutLosesNothingThatWasSynced() {
        for (int seed = 0; seed < 20; seed++) {
            var disk = new FaultyDisk(seed);
            Tsdb store = open(disk);
            fill(store, new Random(seed));
            clock.advance(5_000); // the fsync of the log
            Map<String, Map<Long, Double>> before = read(store);
            store.maintain();
            disk.losePower();
            try (Tsdb again = open(disk)) {
                assertThat(read(again)).isEqualTo(before);
            }
        }
    }
}
