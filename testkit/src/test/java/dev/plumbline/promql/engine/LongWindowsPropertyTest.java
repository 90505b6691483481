package dev.plumbline.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.EngineResources;
import dev.plumbline.promql.Feature;
import dev.plumbline.promql.MemoryPool;
import dev.plumbline.promql.QueryResult;
import dev.plumbline.promql.parser.PromqlParser;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.Queryable;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.SampleBuffer;
import dev.plumbline.storage.Storage;
import dev.plumbline.storage.WindowFigures;
import dev.plumbline.storage.WindowFigures.Figure;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import dev.plumbline.tsdb.ChunkedStorage;
import dev.plumbline.tsdb.LongSeries;
import dev.plumbline.tsdb.Tsdb;
import dev.plumbline.tsdb.TsdbOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Queries of long windows over a store with summaries of chunks answer with the bits, the annotations and the count of samples that they
 * answer with over samples; sums and averages within the last place of the largest sum on the way.
 */
class LongWindowsPropertyTest {
    private static final long MINUTE = 60_000;
    private static final int SECOND_BLOCK = 480; // rows before it
    private static final List<String> EXACT = List.of("rate", "increase", "delta", "resets", "changes", "count_over_time", "present_over_time",
            "first_over_time", "last_over_time", "min_over_time", "max_over_time");
    private static final List<String> ROUNDED = List.of("sum_over_time", "avg_over_time");
    private static final EngineOptions OPTIONS =
            EngineOptions.defaults().withFeatures(EnumSet.of(Feature.EXPERIMENTAL_FUNCTIONS, Feature.EXTENDED_RANGE_SELECTORS));

    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final Engine alone = new Engine(OPTIONS, new VirtualTime(0));
    private final Engine parallel = new Engine(OPTIONS, new VirtualTime(0), new EngineResources(MemoryPool.unlimited(), pool, 3));

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void answersAreThoseOfTheSamples(long seed) {
        RandomGenerator random = random(seed);
        int frameRows = 8 << random.nextInt(3);
        int rows = 600 + random.nextInt(1200);
        try (var memory = new InMemoryStorage()) {
            LongSeries.load(memory, random, rows);
            var chunked = new ChunkedStorage(memory, frameRows);
            for (LongSeries.Kind kind : LongSeries.Kind.values()) {
                for (String function : EXACT) {
                    compare(memory, chunked, query(random, function, kind.name()), random.nextInt(240, rows + 30) * MINUTE, true);
                }
                if (kind != LongSeries.Kind.huge && kind != LongSeries.Kind.wild) {
                    for (String function : ROUNDED) {
                        compare(memory, chunked, query(random, function, kind.name()), random.nextInt(240, rows + 30) * MINUTE, false);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void answersFromBlocksAreThoseOfTheSamples(long seed) {
        var clock = new VirtualTime(0);
        int rows = 1500 + (int) seed * 20;
        var options = TsdbOptions.defaults(Path.of("/data")).withBlockRange(Duration.ofMinutes(40 * (seed - 18)));
        try (var memory = new InMemoryStorage(); var store = Tsdb.open(options, clock, new FaultyDisk(seed), e -> {})) {
            LongSeries.load(memory, random(seed), rows);
            LongSeries.load(store, random(seed), rows);
            clock.advance(rows * MINUTE);
            store.maintain();
            assertThat(store.stats().blocks()).isPositive();
            RandomGenerator random = random(seed + 100);
            for (LongSeries.Kind kind : LongSeries.Kind.values()) {
                for (String function : EXACT) {
                    compare(memory, store, query(random, function, kind.name()), random.nextInt(240, rows + 30) * MINUTE, true);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void answersOfSeriesThatMovedToAnotherSourceAndBackAreThoseOfTheSamples(long seed) {
        var clock = new VirtualTime(0);
        int rows = 1500; // two blocks, and the last hours in memory
        var options = TsdbOptions.defaults(Path.of("/data")).withBlockRange(Duration.ofMinutes(SECOND_BLOCK));
        try (var memory = new InMemoryStorage(); var store = Tsdb.open(options, clock, new FaultyDisk(seed), e -> {})) {
            loadMoved(memory, random(seed), rows);
            loadMoved(store, random(seed), rows);
            clock.advance(rows * MINUTE);
            store.maintain();
            assertThat(store.stats().blocks()).isEqualTo(2);
            try (var querier = store.querier(0, rows * MINUTE)) {
                assertThat(querier.select(PromqlParser.parseSelector("moved_total"))).as("not read where tables do not overlap")
                        .allMatch(s -> s.window(10 * MINUTE, (rows - 10) * MINUTE, new SampleBuffer(), new WindowFigures(Figure.COUNT)));
            }
            RandomGenerator random = random(seed + 100);
            for (String function : EXACT) {
                for (int i = 0; i < 4; i++) {
                    compare(memory, store, query(random, function, "moved_total"), random.nextInt(240, rows + 30) * MINUTE, true);
                }
            }
        }
    }

    /**
     * Two sources, each with a series that stays and four that are now in the one, now in the other, but in the second block: their tables overlap, their samples
     * do not.
     */
    private static void loadMoved(Storage storage, RandomGenerator random, int rows) {
        try (RowAppender x = storage.rows("x"); RowAppender y = storage.rows("y")) {
            RowAppender[] sources = {x, y};
            double[] values = new double[4];
            int[] in = new int[values.length];
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < values.length; i++) {
                    boolean stays = row >= SECOND_BLOCK && row < 2 * SECOND_BLOCK;
                    in[i] = !stays && random.nextInt(150) == 0 ? 1 - in[i] : in[i];
                    values[i] = random.nextInt(60) == 0 ? random.nextInt(9) : values[i] + random.nextInt(100);
                }
                for (int source = 0; source < sources.length; source++) {
                    RowAppender rowsOf = sources[source];
                    rowsOf.begin(row * MINUTE);
                    rowsOf.set(rowsOf.column(Labels.of(Labels.METRIC_NAME, "stays", "g", "" + source)).index(), row);
                    for (int i = 0; i < values.length; i++) {
                        if (in[i] == source && random.nextInt(200) > i) {
                            rowsOf.set(rowsOf.column(Labels.of(Labels.METRIC_NAME, "moved_total", "i", "" + i, "g", "" + i % 2)).index(), values[i]);
                        }
                    }
                    rowsOf.commit();
                }
            }
        }
    }

    private static String query(RandomGenerator random, String function, String metric) {
        String range = "[" + (240 + random.nextInt(600)) + "m]";
        String modifier = switch (random.nextInt(5)) {
            case 0 -> " offset " + random.nextInt(1, 90) + "m";
            case 1 -> " @ " + random.nextInt(60, 90_000);
            case 2 -> " @ end() offset -7m";
            default -> "";
        };
        String call = function + "(" + metric + range + modifier + ")";
        return switch (random.nextInt(4)) {
            case 0 -> "max by (g) (" + call + ")";
            case 1 -> call + " > bool 3";
            default -> call;
        };
    }

    private void compare(Queryable samples, Queryable summaries, String query, long end, boolean exact) {
        QueryResult bySummaries = alone.instant(summaries, query, end);
        QueryResult bySamples = alone.instant(samples, query, end);
        assertSame(bySamples, bySummaries, query, exact);
        assertThat(bySummaries.stats().samplesRead()).as(query).isEqualTo(bySamples.stats().samplesRead());
        assertSame(alone.instant(samples, query, end), parallel.instant(summaries, query, end), query, exact);
        long step = 200 * MINUTE;
        assertSame(alone.range(samples, query, end - 2 * step, end, step), alone.range(summaries, query, end - 2 * step, end, step),
                query + " at three steps", exact);
    }

    private static void assertSame(QueryResult expected, QueryResult actual, String query, boolean exact) {
        assertThat(actual.warnings()).as(query).isEqualTo(expected.warnings());
        assertThat(actual.infos()).as(query).isEqualTo(expected.infos());
        Map<String, Double> e = ValuesByPoint.of(expected.value());
        Map<String, Double> a = ValuesByPoint.of(actual.value());
        assertThat(a.keySet()).as(query).isEqualTo(e.keySet());
        e.forEach((key, v) -> {
            double w = Objects.requireNonNull(a.get(key));
            boolean agree = exact || !query.contains("_over_time")
                    ? Double.doubleToRawLongBits(v) == Double.doubleToRawLongBits(w) : v == w || Math.abs(v - w) <= Math.ulp(v);
            assertThat(agree).as("%s: %s is %s by samples, %s by summaries", query, key, v, w).isTrue();
        });
    }

    @Test
    void aLongWindowUnpacksTwoFrames() {
        try (var memory = new InMemoryStorage()) {
            LongSeries.load(memory, random(5), 2000);
            var chunked = new ChunkedStorage(memory, 64);
            alone.instant(chunked, "rate(INTEGER_total{i=\"0\"}[20h])", 1515 * MINUTE);
            assertThat(chunked.unpacked()).isBetween(2L, 128L);
            alone.instant(chunked, "max_over_time(gauge{i=\"0\"}[20h])", 1515 * MINUTE);
            assertThat(chunked.unpacked()).isBetween(2L, 512L);
            alone.instant(chunked, "count_over_time(gauge{i=\"0\"}[20h])", 1515 * MINUTE);
            assertThat(chunked.unpacked()).isZero();
        }
    }

    @Test
    void shortAndOverlappingWindowsAreRead() {
        try (var memory = new InMemoryStorage()) {
            LongSeries.load(memory, random(6), 2000);
            var chunked = new ChunkedStorage(memory, 8);
            alone.instant(chunked, "rate(INTEGER_total[239m])", 1500 * MINUTE);
            alone.range(chunked, "rate(INTEGER_total[5h])", 400 * MINUTE, 1500 * MINUTE, 5 * MINUTE);
            alone.instant(chunked, "rate(INTEGER_total[10h] smoothed)", 1500 * MINUTE);
            alone.instant(chunked, "stddev_over_time(gauge[10h])", 1500 * MINUTE);
            assertThat(chunked.unpacked()).isZero();
        }
    }

    @Test
    void startTimesAreLookedAtInSamples() {
        var engine = new Engine(OPTIONS.withFeatures(EnumSet.of(Feature.START_TIMESTAMPS)), new VirtualTime(0));
        try (var memory = new InMemoryStorage()) {
            LongSeries.load(memory, random(7), 1000);
            var chunked = new ChunkedStorage(memory, 16);
            String query = "increase(started_total[12h])";
            assertSame(engine.instant(memory, query, 900 * MINUTE), engine.instant(chunked, query, 900 * MINUTE), query, true);
            assertThat(chunked.unpacked()).isZero();
        }
    }
}
