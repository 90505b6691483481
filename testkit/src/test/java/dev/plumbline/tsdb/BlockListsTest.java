package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lists of series, names and values where the samples are in blocks, and what the store says of its blocks. */
class BlockListsTest {
    private static final long MINUTE = 60_000;
    private static final int ROWS = 320;
    private static final Labels LASTING = Labels.of("__name__", "m", "job", "a");
    private static final Labels SHORT = Labels.of("__name__", "m", "job", "short", "zone", "z");
    private static final List<LabelMatcher> M = List.of(LabelMatcher.equal("__name__", "m"));
    private final VirtualTime clock = new VirtualTime(0);
    private final FaultyDisk disk = new FaultyDisk(1);
    private Tsdb store = open();

    private Tsdb open() {
        return Tsdb.open(TsdbOptions.defaults(Path.of("/data")), clock, disk, e -> { });
    }

    /** The short one has samples in the first ten rows only; all but the newest rows go to blocks. */
    private void fill() {
        try (RowAppender rows = store.rows("a")) {
            for (int i = 1; i <= ROWS; i++) {
                rows.begin(MINUTE * i);
                rows.set(rows.column(LASTING).index(), i);
                if (i <= 10) {
                    rows.set(rows.column(SHORT).index(), i);
                }
                rows.commit();
            }
        }
        clock.advance(MINUTE * ROWS);
        store.maintain();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void listsWhatHasSamplesInTheRange() {
        fill();
        for (int round = 0; round < 2; round++) { // the second time from what is remembered
            try (var early = store.querier(MINUTE, 20 * MINUTE); var late = store.querier(300 * MINUTE, ROWS * MINUTE)) {
                assertThat(early.labelSets(M)).containsExactly(LASTING, SHORT);
                assertThat(early.labelNames(M)).containsExactly("__name__", "job", "zone");
                assertThat(early.labelValues("job", M)).containsExactly("a", "short");
                assertThat(early.labelValues("zone", List.of())).containsExactly("z");
                assertThat(late.labelSets(M)).containsExactly(LASTING);
                assertThat(late.labelNames(M)).containsExactly("__name__", "job");
                assertThat(late.labelValues("zone", M)).isEmpty();
                assertThat(late.labelSets(List.of(LabelMatcher.equal("job", "nothing")))).isEmpty();
            }
        }
    }

    @Test
    void listsTheSameAfterRestart() {
        fill();
        store.close();
        store = open();
        try (var all = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            assertThat(all.labelSets(M)).containsExactly(LASTING, SHORT);
            assertThat(all.labelNames(List.of())).containsExactly("__name__", "job", "zone");
            assertThat(all.labelValues("job", List.of())).containsExactly("a", "short");
        }
    }

    @Test
    void describesItsBlocks() {
        assertThat(store.blocks()).isEmpty();
        fill();
        List<StoredBlock> blocks = store.blocks();
        assertThat(blocks).hasSize(store.stats().blocks()).isNotEmpty();
        assertThat(blocks.stream().mapToLong(StoredBlock::bytes).sum()).isEqualTo(store.stats().blockBytes());
        StoredBlock first = blocks.getFirst();
        assertThat(first.minMillis()).isEqualTo(MINUTE);
        assertThat(first.maxMillis()).isBetween(100 * MINUTE, 130 * MINUTE);
        assertThat(first.samples()).isEqualTo(first.maxMillis() / MINUTE + 10);
        assertThat(first.series()).isEqualTo(2);
        assertThat(first.sources()).isEmpty();
        assertThat(blocks).extracting(StoredBlock::number).doesNotHaveDuplicates();
    }
}
