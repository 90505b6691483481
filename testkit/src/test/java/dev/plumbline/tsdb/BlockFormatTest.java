package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.Samples;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Blocks of each version of the format, byte for byte (docs/formats/blocks.md): what was written once is read for ever. */
class BlockFormatTest {
    private static final Path FOLDER = Path.of("/data");
    private static final Path BLOCKS = FOLDER.resolve("blocks");
    private static final Path FIRST = BLOCKS.resolve("000000000001.block");
    private static final Path SECOND = BLOCKS.resolve("000000000002.block");
    private final VirtualTime clock = new VirtualTime(0);

    private Tsdb open(FaultyDisk disk) {
        return Tsdb.open(TsdbOptions.defaults(FOLDER), clock, disk, e -> {});
    }

    private FaultyDisk written(RetentionRules rules) {
        var disk = new FaultyDisk(1);
        try (Tsdb store = open(disk); RowAppender rows = store.rows("s")) {
            store.retain(rules);
            for (int i = 0; i < 3; i++) {
                rows.begin(i * 5_400_000L);
                rows.set(rows.column(Labels.of("__name__", "a")).index(), 1.5 * i);
                rows.commit();
            }
            clock.advance(10_800_000);
            store.maintain();
        }
        return disk;
    }

    private static String hex(FaultyDisk disk, Path file) {
        return HexFormat.of().formatHex(disk.bytes(file));
    }

    private Samples read(String golden) {
        var disk = new FaultyDisk(2);
        disk.put(SECOND, HexFormat.of().parseHex(golden));
        assertThat(BlockReport.of(FOLDER, disk, 1)).singleElement().satisfies(b -> assertThat(b.problems()).isEmpty());
        try (Tsdb store = open(disk); var querier = store.querier(0, Long.MAX_VALUE)) {
            Samples s = querier.select(List.of()).getFirst().samples(0, Long.MAX_VALUE);
            return Samples.floats(Arrays.copyOfRange(s.times(), s.from(), s.to()), Arrays.copyOfRange(s.values(), s.from(), s.to()), 0, s.size());
        }
    }

    @Test
    void versionOneIsRead() {
        Samples s = read(VERSION_1);
        assertThat(s.times()).containsExactly(0, 5_400_000);
        assertThat(s.values()).containsExactly(0, 1.5);
    }

    @Test
    void versionTwoIsRead() {
        assertThat(read(VERSION_2).values()).containsExactly(0, 1.5);
        Samples s = read(DOWNSAMPLED_2);
        assertThat(s.times()).containsExactly(0, 5_400_000);
        assertThat(s.values()).containsExactly(0, 1.5);
    }

    @Test
    void versionThreeStaysWhatItIs() {
        assertThat(hex(written(RetentionRules.NONE), FIRST)).isEqualTo(VERSION_3);
        assertThat(read(VERSION_3).values()).containsExactly(0, 1.5);
    }

    @Test
    void downsampledTablesStayWhatTheyAre() {
        var hours = new RetentionRule.Coarser(Duration.ofHours(1), Duration.ofHours(1));
        var rules = new RetentionRules(List.of(new RetentionRule(List.of(List.of()), Duration.ofDays(1), List.of(hours))));
        assertThat(hex(written(rules), SECOND)).isEqualTo(DOWNSAMPLED_3);
        Samples s = read(DOWNSAMPLED_3);
        assertThat(s.times()).containsExactly(0, 5_400_000);
        assertThat(s.values()).containsExactly(0, 1.5);
    }

    private static final int OBSERVED = 24;
    private static final List<Labels> HISTOGRAM = List.of(Labels.of("__name__", "h_count"), Labels.of("__name__", "h_bucket", "le", "1"),
            Labels.of("__name__", "h_bucket", "le", "+Inf"), Labels.of("__name__", "h_bucket", "le", "5"));

    /** The i-th series of the histogram at a row: a fifth and more of the observations are slower than 5. */
    private static double observed(int i, int row) {
        long all = 40_000 + 700L * row + row * row % 97;
        return switch (i) {
            case 1 -> all / 3 + row % 4;
            case 3 -> all - 9_000 - 150L * row;
            default -> all;
        };
    }

    @Test
    void columnsThatLeanStayWhatTheyAre() {
        var disk = new FaultyDisk(1);
        try (Tsdb store = open(disk); RowAppender rows = store.rows("s")) {
            for (int row = 0; row <= OBSERVED * 3 / 2; row++) {
                rows.begin(row * 300_000L);
                for (int i = 0; i < HISTOGRAM.size(); i++) {
                    rows.set(rows.column(HISTOGRAM.get(i)).index(), observed(i, row));
                }
                rows.commit();
            }
            clock.advance(OBSERVED * 450_000L);
            store.maintain();
        }
        assertThat(hex(disk, FIRST)).isEqualTo(LEANING);
        checkLeaning();
    }

    private void checkLeaning() {
        var disk = new FaultyDisk(2);
        disk.put(SECOND, HexFormat.of().parseHex(LEANING));
        assertThat(BlockReport.of(FOLDER, disk, 1)).singleElement().satisfies(b -> assertThat(b.problems()).isEmpty());
        try (Tsdb store = open(disk); var querier = store.querier(0, Long.MAX_VALUE)) {
            var found = querier.select(List.of());
            assertThat(found).hasSize(HISTOGRAM.size());
            found.forEach(series -> {
                Samples s = series.samples(0, Long.MAX_VALUE);
                assertThat(s.size()).isEqualTo(OBSERVED);
                for (int row = 0; row < OBSERVED; row++) {
                    assertThat(s.values()[s.from() + row]).isEqualTo(observed(HISTOGRAM.indexOf(series.labels()), row));
                }
            });
        }
    }

    private static final String VERSION_1 = "504c554d42424c4b010000000000000043bbcee70a08000202010022010608080100000500001e28bb185b00000000000000002000000010000000000000"
            + "0027000000000000000000000000000000c06552000000000000030000000000000008000000090000000a0000005f5f6e616d655f5f6173010000000000"
            + "0000010000001000000001000000010000001c00000000000000000100010100000001020000000100000002000000310000002700000000000000000000"
            + "0000000000c065520000000000000000005800000000000000760000000000000093000000000000009f000000000000000000000000000000c065520000"
            + "00000000dd6d000000000002000000000000000100000001000000a1aca7232648dee64b4c42424d554c50";

    private static final String VERSION_2 = "504c554d42424c4b020000000000000043bbcee70a08000202010022010608080100000500001e28bb185b0000000000000000200000001000000000"
            + "00000027000000000000000000000000000000c06552000000000000030000000000000008000000090000000a0000005f5f6e616d655f5f61730100"
            + "000000000000010000001000000001000000010000001c00000000000000000100010100000001020000000100000002000000310000002700000000"
            + "0000000000000000000000c0655200000000000000000000000000000000005800000000000000760000000000000093000000000000009f00000000"
            + "0000000000000000000000c06552000000000000dd6d00000000000200000000000000010000000100000000000000000000000000000000000000ff"
            + "ffffffffffff7fced1c39348c7d2cf4b4c42424d554c50";

    private static final String DOWNSAMPLED_2 = "504c554d42424c4b0200000000000000999d7a31089f1003090908080804000208000006100000badb08000006100000badb080100000500001e0801"
            + "00000500001e080100000500001ea2973abb00000000000000002000000010000000000000004a00000000000000000000000000000000dd6d000000"
            + "000000030000000000000008000000100000001100000040333630303030305f5f6e616d655f5f610100000001000000010000001000000002000000"
            + "010000001c00000000000000000101020100000001000000000100000002000000310000004a000000000000000000000000000000c0655200000000"
            + "0080ee3600000000000100000001000000000000007b00000000000000a000000000000000bd00000000000000c90000000000000000000000000000"
            + "00c06552000000000000dd6d00000000000200000000000000010000000100000080ee36000000000099c9d662c5049aefc0c17805000000009ab548"
            + "bb7d1578f44b4c42424d554c50";

    private static final String VERSION_3 = "504c554d42424c4b0300000000000000308298ee000a08000202010022010608080100000500001ee2e3dce500000000000000002000000010000000"
            + "0000000028000000000000000000000000000000c06552000000000000030000000000000008000000090000000a0000005f5f6e616d655f5f617301"
            + "00000000000000010000001000000001000000010000001c000000000000000001000101000000010200000001000000020000003100000028000000"
            + "000000000000000000000000c065520000000000000000000000000000000000590000000000000077000000000000009400000000000000a0000000"
            + "000000000000000000000000c06552000000000000dd6d00000000000200000000000000010000000100000000000000030000000000000000000000"
            + "ffffffffffffff7feb582d93d9eb6b6c4b4c42424d554c50";

    private static final String DOWNSAMPLED_3 = "504c554d42424c4b0300000000000000899d7a31089f1003090908080804000208000006100000badb08000006100000badb080100000500001e0801"
            + "00000500001e080100000500001ea2973abb00000000000000002000000010000000000000004a00000000000000000000000000000000dd6d000000"
            + "000000030000000000000008000000100000001100000040333630303030305f5f6e616d655f5f610100000001000000010000001000000002000000"
            + "010000001c00000000000000000101020100000001000000000100000002000000310000004a000000000000000000000000000000c0655200000000"
            + "0080ee3600000000000100000001000000000000007b00000000000000a000000000000000bd00000000000000c90000000000000000000000000000"
            + "00c06552000000000000dd6d00000000000200000000000000010000000100000080ee36000300000099c9d662c5049aefc0c17805000000009ab548"
            + "bb1e24443f4b4c42424d554c50";

    private static final String LEANING = "504c554d42424c4b0300000000000000687e0df2000d0b001884f104a4fc0117a60621080080f10400088e0b00130f0b07030004080cb114181ca124"
            + "282c9134893c407d6ce79d05010d0b001884f104a4fc0117a606011c3686f59b020c0a0018aed00194541798020f0c5f550d0300922aa9120ba9922a"
            + "08665804b4030d0b0018b4e403b0c60117a606180c4ac98707050100084108312620a53a636ebb0ce50509015709eb48000000000000000038000000"
            + "1000000000000000440000000000000058000000000000007900000000000000a4000000000000000000000000000000e09304000000000000080000"
            + "00000000000400000005000000060000000e000000160000001d0000001f000000200000002b496e6631355f5f6e616d655f5f685f6275636b657468"
            + "5f636f756e746c65730200000003000000020000001c00000006000000030000003400000004000000030000005800000005000000010000005b0000"
            + "0000000000010000005c00000001000000010000005d00000002000000010000005e00000000010103000102000000000a000000140000001e000000"
            + "020304060001000000170203040601010002001702030406020100030017010305010001001707000000040000001800000049000000a40000000000"
            + "000000000000000000002049690000000000000000000000000000000000ed0000000000000035010000000000009401000000000000ca0100000000"
            + "00000000000000000000204969000000000000dd6d00000000006000000000000000040000000100000000000000030000000000000000000000ffff"
            + "ffffffffff7fa26a93b5c123517f4b4c42424d554c50";
}
