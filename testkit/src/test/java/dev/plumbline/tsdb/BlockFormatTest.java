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
    void versionTwoStaysWhatItIs() {
        assertThat(hex(written(RetentionRules.NONE), FIRST)).isEqualTo(VERSION_2);
        assertThat(read(VERSION_2).values()).containsExactly(0, 1.5);
    }

    @Test
    void downsampledTablesStayWhatTheyAre() {
        var hours = new RetentionRule.Coarser(Duration.ofHours(1), Duration.ofHours(1));
        var rules = new RetentionRules(List.of(new RetentionRule(List.of(List.of()), Duration.ofDays(1), List.of(hours))));
        assertThat(hex(written(rules), SECOND)).isEqualTo(DOWNSAMPLED);
        Samples s = read(DOWNSAMPLED);
        assertThat(s.times()).containsExactly(0, 5_400_000);
        assertThat(s.values()).containsExactly(0, 1.5);
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

    private static final String DOWNSAMPLED = "504c554d42424c4b0200000000000000999d7a31089f1003090908080804000208000006100000badb08000006100000badb080100000500001e0801"
            + "00000500001e080100000500001ea2973abb00000000000000002000000010000000000000004a00000000000000000000000000000000dd6d000000"
            + "000000030000000000000008000000100000001100000040333630303030305f5f6e616d655f5f610100000001000000010000001000000002000000"
            + "010000001c00000000000000000101020100000001000000000100000002000000310000004a000000000000000000000000000000c0655200000000"
            + "0080ee3600000000000100000001000000000000007b00000000000000a000000000000000bd00000000000000c90000000000000000000000000000"
            + "00c06552000000000000dd6d00000000000200000000000000010000000100000080ee36000000000099c9d662c5049aefc0c17805000000009ab548"
            + "bb7d1578f44b4c42424d554c50";
}
