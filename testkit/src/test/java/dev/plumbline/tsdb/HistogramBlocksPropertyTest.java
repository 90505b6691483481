package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.Queryable;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.SampleBuffer;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.storage.WindowFigures;
import dev.plumbline.storage.WindowFigures.Figure;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import dev.plumbline.tsdb.ObservedHistograms.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks whose columns lean on others give back what was written: after a cut, a merge, deletions, downsampling, a restart. */
class HistogramBlocksPropertyTest {
    private static final Path FOLDER = Path.of("/data");
    private static final long STEP = 15_000;
    private static final int ROWS = 1_200;
    private static final TsdbOptions OPTIONS = TsdbOptions.defaults(FOLDER).withRetention(Duration.ofDays(4)).withBlockRange(Duration.ofMinutes(40));

    private final VirtualTime clock = new VirtualTime(0);
    private final FaultyDisk disk = new FaultyDisk(5);
    private final InMemoryStorage oracle = new InMemoryStorage();
    private Tsdb store = open();

    private Tsdb open() {
        return Tsdb.open(OPTIONS, clock, disk, e -> assertThat(e).isInstanceOf(TsdbEvent.Replayed.class));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void fill(Random random, int from, int to, ObservedHistograms observed) {
        try (RowAppender rows = store.rows("s"); RowAppender wanted = oracle.rows("s")) {
            for (int row = from; row < to; row++) {
                long time = (row + 1) * STEP + (random.nextInt(9) == 0 ? random.nextInt(20) : 0);
                observed.append(time, row, rows, wanted);
                clock.advance(Math.max(0, time - clock.wallMillis()));
                if (row % 160 == 159) {
                    store.maintain();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyReaderGetsWhatWasWritten(long seed) throws IOException {
        var random = new Random(seed);
        var observed = new ObservedHistograms(random, 1, 3 << random.nextInt(7), Kind.values());
        fill(random, 0, ROWS, observed);
        store.maintain();
        assertThat(store.stats().blocks()).as("cuts and merges").isBetween(2, 5);
        compare(random);
        assertThat(leaning().getOrDefault("PLAIN", 0)).isPositive();
        assertThat(leaning()).doesNotContainKeys("WITHOUT_INFINITE", "HAS_STARTS");

        delete(List.of(LabelMatcher.equal("le", "+Inf"), LabelMatcher.equal("kind", "PLAIN"), LabelMatcher.equal("n", "0")), 0, Long.MAX_VALUE);
        delete(List.of(LabelMatcher.equal("le", "0.3")), 100 * STEP, 600 * STEP);
        compare(random);
        store.cleanTombstones();
        compare(random);
        store.close();
        store = open();
        compare(random);
        assertThat(BlockReport.of(FOLDER, disk, 1)).isNotEmpty().allSatisfy(b -> assertThat(b.problems()).isEmpty());
    }

    private void delete(List<LabelMatcher> matchers, long from, long to) {
        store.delete(matchers, from, to);
        oracle.delete(matchers, from, to);
    }

    /** How many frames lean on another, by kind. */
    private Map<String, Integer> leaning() throws IOException {
        var counts = new TreeMap<String, Integer>();
        for (Block block : blocks().all()) {
            for (int id = 0; id < block.seriesCount(); id++) {
                for (BlockIndex.Place place : block.places(id)) {
                    BlockTable table = block.tables()[place.table()];
                    BlockColumn column = table.column(place.column());
                    column.seek(table.frames());
                    for (int f = 0; f < table.frames(); f++) {
                        boolean leans = column.length(f) > 0 && (column.frames(f, f + 1)[0] & ColumnPacker.BODY) == ColumnPacker.RATIO;
                        if (leans) {
                            counts.merge(block.labels(id).get("kind"), 1, Integer::sum);
                        }
                    }
                }
            }
        }
        return counts;
    }

    /** The files as another reader sees them. */
    private Blocks blocks() throws IOException {
        var blocks = new Blocks(new Store(OPTIONS, clock), disk, e -> assertThat(e).isNull());
        blocks.open();
        return blocks;
    }

    private void compare(Random random) {
        compare(Long.MIN_VALUE, Long.MAX_VALUE);
        for (int i = 0; i < 2; i++) {
            long from = random.nextInt(ROWS) * STEP + random.nextInt(3);
            compare(from, from + random.nextInt(ROWS) * STEP);
        }
    }

    private void compare(long from, long to) {
        Map<Labels, Series> wanted = select(oracle, from, to);
        Map<Labels, Series> found = select(store, from, to);
        assertThat(found.keySet()).containsAll(wanted.keySet());
        wanted.forEach((labels, series) -> {
            Series read = found.getOrDefault(labels, series);
            Samples samples = series.samples(from, to);
            assertThat(numbers(read.samples(from, to))).as("%s from %d to %d", labels, from, to).isEqualTo(numbers(samples));
            for (Figure figure : Figure.values()) {
                compare(read, figure, from, to, samples);
            }
        });
    }

    private static void compare(Series read, Figure figure, long from, long to, Samples samples) {
        var found = new WindowFigures(figure);
        var wanted = new WindowFigures(figure);
        if (!read.window(from, to, new SampleBuffer(), found) || samples.histograms() != null) {
            return;
        }
        wanted.add(samples);
        String what = read.labels() + " " + figure + " from " + from + " to " + to;
        assertThat(found.samples()).as(what).isEqualTo(wanted.samples());
        assertThat(found.markers()).as(what).isEqualTo(wanted.markers());
        if (wanted.samples() == 0) {
            return;
        }
        switch (figure) {
            case COUNT -> { }
            case ENDS, RESETS, CHANGES -> {
                same(found.first(), wanted.first(), what);
                same(found.last(), wanted.last(), what);
                same(figure == Figure.RESETS ? found.increase() : 0, figure == Figure.RESETS ? wanted.increase() : 0, what);
            }
            case MIN, MAX -> same(found.extreme(), wanted.extreme(), what);
            case SUM -> same(found.sum(), wanted.sum(), what);
        }
    }

    private static void same(double found, double wanted, String what) {
        assertThat(Double.doubleToLongBits(found)).as(what).isEqualTo(Double.doubleToLongBits(wanted)); // all NaN are the same
    }

    private static Map<Labels, Series> select(Queryable from, long min, long max) {
        var all = new TreeMap<Labels, Series>();
        try (var querier = from.querier(min, max)) {
            querier.select(List.of()).forEach(s -> all.put(s.labels(), s));
        }
        return all;
    }

    /** Time, value, start and count of a native histogram of each sample. */
    private static long[] numbers(Samples s) {
        return IntStream.range(s.from(), s.to()).boxed().flatMapToLong(i -> {
            Histogram histogram = s.histogram(i);
            return LongStream.of(s.times()[i], Double.doubleToRawLongBits(s.values()[i]), s.startTime(i),
                    histogram == null ? -1 : Double.doubleToRawLongBits(histogram.count()));
        }).toArray();
    }

    @Test
    void aggregateRowsAreThoseOfTheSamples() throws IOException {
        var random = new Random(8);
        fill(random, 0, ROWS, new ObservedHistograms(random, 1, 40, Kind.PLAIN, Kind.HAS_GAPS, Kind.ENDS_STALE, Kind.FALLING));
        store.close();
        Blocks blocks = blocks();
        var rewrite = new BlockRewrite(new Store(OPTIONS, clock), blocks);
        long resolution = Duration.ofMinutes(5).toMillis();
        long end = blocks.all().stream().mapToLong(Block::until).max().orElseThrow();
        assertThat(rewrite.run(blocks.all(), new BlockRewrite.Order((block, series) -> resolution, AgeMark.NONE))).isTrue();
        Block made = blocks.all().getFirst();
        BlockTable table = made.tables()[0];
        Map<Labels, Series> wanted = select(oracle, 0, end - 1);
        assertThat(made.seriesCount()).isEqualTo(wanted.size()).isEqualTo(4 * 9);
        for (int id = 0; id < made.seriesCount(); id++) {
            Samples samples = java.util.Objects.requireNonNull(wanted.get(made.labels(id))).samples(0, end - 1);
            assertThat(table.aggregateRows(made.places(id).getFirst().column())).as("%s", made.labels(id))
                    .isEqualTo(new Downsampler(resolution).rows(samples));
        }
    }

    @Test
    void lateSamplesAndUnitedTablesLeanToo() throws IOException {
        var random = new Random(9);
        store.outOfOrderWindow(Duration.ofHours(6).toMillis());
        oracle.outOfOrderWindow(Duration.ofHours(6).toMillis());
        var observed = new ObservedHistograms(random, 2, 90, Kind.PLAIN, Kind.HAS_GAPS);
        fill(random, 600, 900, observed);
        fill(random, 0, 590, observed);
        fill(random, 900, ROWS, observed);
        store.maintain();
        compare(random);
        var tables = new ArrayList<String>();
        for (Block block : blocks().all()) {
            Arrays.stream(block.tables()).forEach(t -> tables.add(t.name()));
        }
        assertThat(tables).anyMatch(LateCut::isOwn);
        assertThat(leaning()).containsKeys("PLAIN", "HAS_GAPS");
    }
}
