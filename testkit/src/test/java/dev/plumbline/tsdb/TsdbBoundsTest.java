package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.Rejection;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Retention, the memory budget, the limit of series, shared times, and the log's bytes. */
class TsdbBoundsTest {
    private static final Path FOLDER = Path.of("/data");
    private final VirtualTime clock = new VirtualTime(0);
    private final FaultyDisk disk = new FaultyDisk(3);
    private final List<TsdbEvent> events = new ArrayList<>();

    private Tsdb open(TsdbOptions options) {
        return Tsdb.open(options, clock, disk, events::add);
    }

    private static Labels series(String name) {
        return Labels.of("__name__", name);
    }

    @Test
    void retentionDropsFramesSegmentsSeriesAndGroups() {
        Tsdb store = open(TsdbOptions.defaults(FOLDER).withRetention(Duration.ofHours(1)));
        RowAppender gone = store.rows("gone");
        gone.begin(0);
        gone.set(gone.column(series("gone")).index(), 1);
        gone.commit();
        gone.close();
        RowAppender rows = store.rows("s");
        for (int i = 1; i <= 400; i++) {
            clock.advance(30_000);
            rows.begin(clock.wallMillis());
            rows.set(rows.column(series("a")).index(), i);
            rows.commit();
            store.maintain();
        }
        TsdbStats stats = store.stats();
        assertThat(stats.series()).isEqualTo(1);
        assertThat(stats.groups()).isEqualTo(1);
        assertThat(stats.seriesRemoved()).isEqualTo(1);
        assertThat(stats.walSegments()).isBetween(1, 20);
        assertThat(store.oldestMillis()).isGreaterThan(clock.wallMillis() - 2 * 3_600_000);
        assertThat(disk.names(FOLDER.resolve("wal")).stream().filter(name -> name.endsWith(".wal"))).hasSize(stats.walSegments());
        disk.killProcess();
        try (Tsdb again = open(TsdbOptions.defaults(FOLDER).withRetention(Duration.ofHours(1)))) {
            assertThat(again.oldestMillis()).isGreaterThan(clock.wallMillis() - 2 * 3_600_000);
        }
    }

    @Test
    void theMemoryBudgetWritesABlockEarlyAndSaysSo() {
        var random = new Random(1);
        Tsdb store = open(TsdbOptions.defaults(FOLDER).withMemoryBytes(1 << 20));
        RowAppender rows = store.rows("s");
        for (int i = 1; i <= 4000; i++) {
            rows.begin(1000L * i);
            for (int c = 0; c < 100; c++) {
                rows.set(rows.column(series("m" + c)).index(), random.nextDouble());
            }
            rows.commit();
        }
        clock.advance(4_000_000);
        store.maintain();
        TsdbStats stats = store.stats();
        assertThat(stats.openBytes() + stats.sealedBytes()).isLessThan(1 << 20);
        assertThat(stats.blocks()).isEqualTo(1);
        assertThat(stats.series()).isEqualTo(100);
        assertThat(events).anyMatch(TsdbEvent.CutEarly.class::isInstance);
        try (var querier = store.querier(0, 4_000_000)) {
            assertThat(querier.select(List.of())).hasSize(100).allMatch(s -> s.samples(0, 4_000_000).size() == 4000);
        }
        store.close();
    }

    @Test
    void aSampleFromTheFutureCutsNothingOff() {
        clock.advance(86_400_000);
        Tsdb store = open(TsdbOptions.defaults(FOLDER).withMemoryBytes(1 << 20));
        try (var appender = store.appender()) {
            appender.append(series("broken"), 4_102_444_800_000L, 1);
            appender.commit();
        }
        RowAppender rows = store.rows("s");
        var random = new Random(1);
        for (int i = 0; i < 600; i++) {
            clock.advance(15_000);
            rows.begin(clock.wallMillis());
            for (int c = 0; c < 400; c++) {
                rows.set(rows.column(series("m" + c)).index(), random.nextDouble());
            }
            assertThat(rows.commit().rejected()).isZero();
            store.maintain();
        }
        assertThat(store.stats().blocks()).isPositive();
        try (var querier = store.querier(0, clock.wallMillis())) {
            assertThat(querier.select(List.of())).hasSize(400).allMatch(s -> s.samples(0, clock.wallMillis()).size() == 600);
        }
        store.close();
    }

    @Test
    void theLimitOfSeriesRejects() {
        Tsdb store = open(TsdbOptions.defaults(FOLDER).withMaxSeries(2));
        RowAppender rows = store.rows("s");
        rows.column(series("a"));
        rows.column(series("b"));
        assertThat(rows.column(series("c")).rejection()).containsInstanceOf(Rejection.LimitReached.class);
        try (var appender = store.appender()) {
            assertThat(appender.append(series("c"), 1, 1)).containsInstanceOf(Rejection.LimitReached.class);
        }
        assertThat(store.stats().rejected()).containsEntry("limit", 2L);
        store.close();
    }

    @Test
    void seriesThatComeTogetherShareTheirTimes() {
        Tsdb store = open(TsdbOptions.defaults(FOLDER));
        RowAppender rows = store.rows("s");
        for (int i = 1; i <= 300; i++) {
            rows.begin(1000L * i);
            rows.set(rows.column(series("a")).index(), i);
            rows.set(rows.column(series("b")).index(), 2 * i);
            rows.commit();
        }
        try (var querier = store.querier(0, 1_000_000)) {
            var found = querier.select(List.of());
            assertThat(found.get(0).samples(0, 250_000).times()).isSameAs(found.get(1).samples(0, 250_000).times());
            assertThat(found.get(0).samples(100_500, 250_000).size()).isEqualTo(150);
        }
        store.close();
    }

    @Test
    void formatVersionOneStaysWhatItIs() {
        Tsdb store = open(TsdbOptions.defaults(FOLDER));
        RowAppender rows = store.rows("s");
        rows.begin(1000);
        rows.set(rows.column(series("a")).index(), 1.5);
        rows.commit();
        rows.begin(2000);
        rows.set(0, 2.5);
        rows.commit();
        store.close();
        String written = HexFormat.of().formatHex(disk.bytes(FOLDER.resolve("wal/00000001.wal")));
        assertThat(written).isEqualTo(GOLDEN.replace("57414c01", "57414c04")); // all else is the same since
        disk.put(FOLDER.resolve("wal/00000001.wal"), HexFormat.of().parseHex(GOLDEN));
        try (Tsdb again = open(TsdbOptions.defaults(FOLDER)); var querier = again.querier(0, 9000)) {
            assertThat(querier.select(List.of()).getFirst().samples(0, 9000).size()).isEqualTo(2);
        }
    }

    @Test
    void formatVersionThreeStaysWhatItIs() {
        Tsdb store = open(TsdbOptions.defaults(FOLDER));
        RowAppender rows = store.rows("s");
        for (int i = 1; i <= 3; i++) {
            rows.begin(1000L * i);
            rows.set(rows.column(series("a")).index(), new Histogram(3, 4 + i, 1.5 * i, 0x1p-128, 1,
                    new Buckets(new int[] {-2, 3}, new int[] {1, 2}, new double[] {1, i, 2}), Buckets.NONE, new double[0], CounterReset.UNKNOWN));
            rows.setStart(0, 500);
            rows.commit();
        }
        store.close();
        String written = HexFormat.of().formatHex(disk.bytes(FOLDER.resolve("wal/00000001.wal")));
        assertThat(written).isEqualTo(GOLDEN_3.replace("57414c03", "57414c04")); // all else is the same since
        disk.put(FOLDER.resolve("wal/00000001.wal"), HexFormat.of().parseHex(GOLDEN_3));
        try (Tsdb again = open(TsdbOptions.defaults(FOLDER)); var querier = again.querier(0, 9000)) {
            assertThat(querier.select(List.of()).getFirst().samples(0, 9000).size()).isEqualTo(3);
        }
    }

    private static final String GOLDEN_3 =
            "504c554d4257414c030000003a000000bfd6770f01000173040002000001085f5f6e616d655f5f01610300d00f200211e8070210160403000000000000f037"
            + "000203010602000a0202020402011e10000000553d279e0300a01f0b0210070202000202000122100000000548abb40300f02e0b0210070202000202000122";
    private static final String GOLDEN =
            "504c554d4257414c010000001d000000a4dcc7e801000173040002000001085f5f6e616d655f5f01610300d00f0302011e06000000154a35530300a01f0118";
}
