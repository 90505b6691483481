package dev.plumbline.prometheusdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusDirectoryTest {
    private static final String FIRST = "01AAAAAAAAAAAAAAAAAAAAAAAA";
    private static final String SECOND = "01BBBBBBBBBBBBBBBBBBBBBBBB";
    private static final String THIRD = "01CCCCCCCCCCCCCCCCCCCCCCCC";
    private static final Labels A = Labels.of("__name__", "a", "x", "1");
    private static final Labels B = Labels.of("__name__", "b");
    private final List<ImportReport> reports = new ArrayList<>();

    @TempDir
    private Path root;

    private Collected read() {
        return Collected.read(root, reports);
    }

    private ImportReport report() {
        return reports.getFirst();
    }

    @Test
    void aBlockOfEveryIndexVersionReads() throws IOException {
        for (int version = 1; version <= 3; version++) {
            new TinyBlock(root, FIRST).version(version).chunk(B, 2000, 10, 7).chunk(A, 1000, 10, 1, 2, 3).chunk(A, 1500, 1, 4).write(1000, 3000);
            Collected read = read();
            assertThat(read.series).hasSize(2).containsEntry(A, List.of("1000=1.0", "1010=2.0", "1020=3.0", "1500=4.0")).containsEntry(B, List.of("2000=7.0"));
            assertThat(read.ranges).containsExactly("1000..3000");
            assertThat(report().skipped()).isEmpty();
            assertThat(report().samples()).isEqualTo(5);
            assertThat(report().blocks()).isOne();
        }
    }

    @Test
    void longBlocksAreHandedOutRangeByRange() throws IOException {
        new TinyBlock(root, FIRST).chunk(A, 59_000, 1000, 1, 2, 3).chunk(A, 300_000, 1, 9).write(59_000, 300_001);
        Collected read = Collected.read(root, ImportOptions.DEFAULTS.withMaxRangeMillis(60_000).withMaxLogSamples(1), reports);
        assertThat(read.ranges).containsExactly("59000..60000", "60000..120000", "300000..300001");
        assertThat(read.series.get(A)).containsExactly("59000=1.0", "60000=2.0", "61000=3.0", "300000=9.0");
    }

    @Test
    void overlappingBlocksAreOne() throws IOException {
        new TinyBlock(root, FIRST).chunk(A, 1000, 10, 1, 2, 3).chunk(B, 1000, 1, 5).write(1000, 2000);
        new TinyBlock(root, SECOND).compaction(", \"hints\": [\"from-out-of-order\"]").chunk(A, 1005, 5, 50, 60, 70).write(1000, 4000);
        new TinyBlock(root, THIRD).chunk(A, 2000, 10, 4).write(2000, 3000);
        Collected read = read();
        assertThat(read.series.get(A)).containsExactly("1000=1.0", "1005=50.0", "1010=2.0", "1015=70.0", "1020=3.0", "2000=4.0");
        assertThat(report().left()).containsEntry("samples that were there twice", 1L);
        assertThat(read.series.get(B)).hasSize(1);
    }

    @Test
    void parentsOfABlockAreLeftOut() throws IOException {
        new TinyBlock(root, FIRST).chunk(A, 1000, 10, 1, 2, 3).write(1000, 2000);
        new TinyBlock(root, SECOND).compaction(", \"parents\": [{\"ulid\": \"" + FIRST + "\", \"minTime\": 1}]").chunk(A, 1000, 10, 1).write(1000, 2000);
        new TinyBlock(root, THIRD).compaction(", \"deletable\": true").chunk(B, 1000, 10, 1).write(1000, 2000);
        assertThat(read().series).hasSize(1).containsEntry(A, List.of("1000=1.0"));
        assertThat(report().left()).containsEntry("blocks of which another block was made", 1L);
    }

    @Test
    void whatWasDeletedStaysDeleted() throws IOException {
        var block = new TinyBlock(root, FIRST).chunk(A, 1000, 10, 1, 2, 3, 4).chunk(A, 1100, 10, 5, 6).chunk(B, 1000, 10, 1);
        block.index();
        block.tombstone(A, 1010, 1020).tombstone(A, 1100, 1110).tombstone(B, 0, 5000).write(1000, 2000);
        assertThat(read().series).hasSize(1).containsEntry(A, List.of("1000=1.0", "1030=4.0"));
    }

    @Test
    void orderIsOursAlsoWhereBytesOrderOtherwise() throws IOException {
        Labels high = Labels.of("__name__", "\uffee");
        Labels beyond = Labels.of("__name__", "\ud83d\ude00", "x", "1");
        new TinyBlock(root, FIRST).chunk(high, 1000, 10, 1).chunk(beyond, 1000, 10, 2).chunk(A, 1000, 10, 3).write(1000, 2000);
        assertThat(read().series.keySet()).containsExactly(A, beyond, high);
        assertThat(report().skipped()).isEmpty();
    }

    @Test
    void theLogHasWhatIsNewerThanTheBlocks() throws IOException {
        new TinyBlock(root, FIRST).chunk(A, 1000, 10, 1, 2, 3).write(1000, 2000);
        new TinyLog().snappy().series(1, A).series(7, B).samples(1, 1000, 10, 1, 2, 3).samples(1, 2000, 10, 4, 5).samples(9, 2000, 1, 0)
                .write(root.resolve("wal"), "00000003");
        new TinyLog().samples(7, 2005, 10, 1, StaleMarker.VALUE).series(8, A).samples(8, 2030, 10, 6).tombstone(7, 2005, 2006)
                .write(root.resolve("wal"), "00000004");
        Collected read = read();
        assertThat(read.series.get(A)).containsExactly("1000=1.0", "1010=2.0", "1020=3.0", "2000=4.0", "2010=5.0", "2030=6.0");
        assertThat(read.series.get(B)).containsExactly("2015=stale");
        assertThat(report().left()).containsEntry("samples of the log that the blocks have", 3L).containsEntry("deleted samples", 1L)
                .containsKey("samples of the log whose series it does not name (they were dropped, or the record is damaged)");
        assertThat(report().logSegments()).isEqualTo(2);
        assertThat(report().skipped()).isEmpty();
    }

    @Test
    void theNewestCheckpointStandsForSegments() throws IOException {
        Path wal = root.resolve("wal");
        new TinyLog().series(1, A).samples(1, 10, 1, 111).write(wal.resolve("checkpoint.00000001"), "00000000");
        new TinyLog().series(1, A).samples(1, 20, 1, 1).write(wal.resolve("checkpoint.00000002"), "00000000");
        new TinyLog().samples(1, 15, 1, 222).write(wal, "00000002");
        new TinyLog().samples(1, 30, 1, 2).write(wal, "00000003");
        assertThat(read().series).containsEntry(A, List.of("20=1.0", "30=2.0"));
    }

    @Test
    void theLogIsReadInParts() throws IOException {
        var log = new TinyLog().series(1, A).series(2, B);
        for (int minute = 0; minute < 50; minute++) {
            log.samples(1, minute * 60_000L, 1000, 1, 2, 3).samples(2, minute * 60_000L + 5, 1000, minute);
        }
        log.samples(1, 30_500, 1, 77).write(root.resolve("wal"), "00000000");
        Collected read = Collected.read(root, ImportOptions.DEFAULTS.withMaxRangeMillis(3_600_000).withMaxLogSamples(20), reports);
        assertThat(read.ranges).hasSize(11).startsWith("0..240000", "240000..540000");
        assertThat(read.series.get(A)).hasSize(151).contains("30500=77.0");
        assertThat(read.series.get(B)).hasSize(50);
        assertThat(report().left()).isEmpty();
    }

    @Test
    void whatCameLateIsMergedIntoItsTime() throws IOException {
        new TinyBlock(root, FIRST).chunk(A, 100_000, 1000, 1, 2, 3).write(100_000, 200_000);
        new TinyBlock(root, SECOND).chunk(A, 500_000, 1000, 4).write(500_000, 600_000);
        new TinyLog().series(1, A).series(2, B).samples(1, 600_000, 1000, 5, 6).write(root.resolve("wal"), "00000000");
        new TinyLog().samples(1, 100_500, 1000, 15, 25).samples(1, 300_000, 1, 35).samples(2, 601_500, 1, 7).samples(1, 600_500, 1, 55)
                .write(root.resolve("wbl"), "00000000");
        Collected read = read();
        assertThat(read.series.get(A)).containsExactly("100000=1.0", "100500=15.0", "101000=2.0", "101500=25.0", "102000=3.0", "300000=35.0",
                "500000=4.0", "600000=5.0", "600500=55.0", "601000=6.0");
        assertThat(read.series.get(B)).containsExactly("601500=7.0");
    }

    @Test
    void hintsOfResetsHoldOnlyBehindTheirOwn() throws IOException {
        var log = new TinyLog().series(1, A);
        for (int i = 0; i < 3; i++) {
            log.record(new Bytes().u8(7).be64(1).be64(1000 + i * 10).varint(0).varint(0).u8(i == 2 ? 3 : 2).varint(1).float64(0.5).uvarint(1)
                    .uvarint(6).float64(9).uvarint(1).varint(0).uvarint(2).uvarint(0).uvarint(2).varint(2).varint(1).uvarint(0).toBytes());
        }
        log.write(root.resolve("wal"), "00000000");
        Samples samples = Objects.requireNonNull(read().runs.get(A)).getFirst();
        var first = Objects.requireNonNull(samples.histogram(0));
        assertThat(first.positive().counts()).containsExactly(2, 3);
        assertThat(first.reset()).isEqualTo(CounterReset.UNKNOWN);
        assertThat(Objects.requireNonNull(samples.histogram(2)).reset()).isEqualTo(CounterReset.GAUGE);
        assertThat(report().histograms()).isEqualTo(3);
    }

    @Test
    void whatIsNoDataDirectoryIsSaidToBeNone() throws IOException {
        assertThatThrownBy(() -> Collected.read(root.resolve("absent"), reports)).isInstanceOf(PlumblineException.class)
                .hasMessageContaining("--storage.tsdb.path");
        assertThatThrownBy(this::read).hasMessageContaining("neither blocks nor a log");
        Files.createDirectories(root.resolve("wal"));
        assertThat(read().series).isEmpty();
    }

    @Test
    void whatTheSinkThrowsEndsTheReading() throws IOException {
        new TinyBlock(root, FIRST).chunk(A, 1000, 10, 1).write(1000, 2000);
        var full = PlumblineException.resource("the disk is full", null);
        assertThatThrownBy(() -> new PrometheusDirectory(root, ImportOptions.DEFAULTS).read(new ImportSink() {
            @Override
            public void begin(long minMillis, long maxMillis) {
                throw full;
            }

            @Override
            public void series(Labels labels, Samples samples) {
                throw new AssertionError();
            }

            @Override
            public void end() {
                throw new AssertionError();
            }
        }, progress -> { })).isSameAs(full);
    }

    @Test
    void nothingBeforeWhatIsAskedForIsRead() throws IOException {
        new TinyBlock(root, FIRST).chunk(A, 100_000, 10_000, 1, 2, 3).write(100_000, 200_000);
        Collected read = Collected.read(root, ImportOptions.DEFAULTS.withMaxRangeMillis(60_000).withFromMillis(125_000), reports);
        assertThat(read.series).isEmpty();
        assertThat(report().left()).containsEntry("ranges of time that were not asked for", 1L);
        assertThat(Collected.read(root, ImportOptions.DEFAULTS.withFromMillis(105_000), reports).series.get(A)).containsExactly("110000=2.0", "120000=3.0");
    }

    @Test
    void aLogThatGrowsIsSaidToGrow() throws IOException {
        Path wal = root.resolve("wal");
        new TinyLog().series(1, A).samples(1, 1000, 10, 1).write(wal, "00000000");
        assertThat(read().series).hasSize(1);
        assertThat(report().growing()).isFalse();
        var sink = new Collected();
        ImportReport report = new PrometheusDirectory(root, ImportOptions.DEFAULTS).read(new ImportSink() {
            @Override
            public void begin(long minMillis, long maxMillis) {
                sink.begin(minMillis, maxMillis);
            }

            @Override
            public void series(Labels labels, Samples samples) {
                sink.series(labels, samples);
            }

            @Override
            public void end() {
                try {
                    new TinyLog().samples(1, 2000, 10, 1).write(wal, "00000001");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }, progress -> { });
        assertThat(report.growing()).isTrue();
        assertThat(sink.series.get(A)).containsExactly("1000=1.0");
    }

    @Test
    void aStoreTakesWhatIsRead() throws IOException {
        new TinyBlock(root, FIRST).chunk(A, 1000, 10, 1, 2, StaleMarker.VALUE).chunk(B, 1000, 10, 7).write(1000, 2000);
        var store = new InMemoryStorage();
        var ranges = new int[1];
        var sink = new StoreSink(store, () -> ranges[0]++);
        new PrometheusDirectory(root, ImportOptions.DEFAULTS).read(sink, progress -> { });
        assertThat(sink.refused()).isEmpty();
        assertThat(ranges[0]).isOne();
        assertThat(store.oldestMillis()).isEqualTo(1000);
        var late = new StoreSink(store, () -> { });
        late.begin(0, 2000);
        late.series(A, Samples.floats(new long[] {500, 1010}, new double[] {1, 2}, 0, 2));
        late.end();
        assertThat(late.refused()).containsOnly(Map.entry("out_of_order", 2L));
        assertThat(late.firstRefusal()).contains("500 ms is before the newest");
    }
}
