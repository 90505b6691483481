package dev.plumbline.promql.engine;

import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.EngineResources;
import dev.plumbline.promql.Feature;
import dev.plumbline.promql.MemoryPool;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.testkit.gen.RandomQueries;
import dev.plumbline.testkit.gen.RandomSeries;
import dev.plumbline.time.VirtualTime;
import dev.plumbline.tsdb.Tsdb;
import dev.plumbline.tsdb.TsdbOptions;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random expressions over random series: the engine and the naive evaluator agree at every step, in failing too. The engine
 * reads from memory and from the real store, on one thread and on several.
 * {@code -Dproperty.cases=N} asks that many queries instead of a few hundred, {@code -Dproperty.seed=S} begins with another seed.
 */
class EnginePropertyTest {
    private static final int QUERIES_PER_SEED = 40;
    private static final int STEPS = 7;
    private static final EngineOptions OPTIONS = EngineOptions.defaults()
            .withFeatures(EnumSet.complementOf(EnumSet.of(Feature.DELAYED_NAME_REMOVAL, Feature.TYPE_AND_UNIT_LABELS)));

    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final Engine alone = new Engine(OPTIONS, new VirtualTime(0));
    private final Engine parallel =
            new Engine(OPTIONS, new VirtualTime(0), new EngineResources(MemoryPool.unlimited(), pool, 3));

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    @TestFactory
    List<DynamicTest> agreesWithTheNaiveEvaluator() {
        long first = Long.getLong("property.seed", 1);
        int seeds = Math.ceilDiv(Integer.getInteger("property.cases", 400), QUERIES_PER_SEED);
        return LongStream.range(first, first + seeds)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> compareAll(seed))).toList();
    }

    private void compareAll(long seed) {
        try (var memory = new InMemoryStorage();
                var store = Tsdb.open(TsdbOptions.defaults(Path.of("/data")), new VirtualTime(0), new FaultyDisk(seed), e -> {})) {
            RandomSeries.load(memory, random(seed));
            RandomSeries.load(store, random(seed));
            List<NaiveSeries> data = NaiveSeries.all(memory);
            RandomGenerator random = random(-seed);
            var queries = new RandomQueries(random);
            for (int i = 0; i < QUERIES_PER_SEED; i++) {
                String query = queries.next();
                long start = random.nextLong(RandomSeries.END_MILLIS);
                long step = 1 + random.nextLong(200_000);
                var range = new Engine.Range(start, start + (STEPS - 1) * step + random.nextLong(step), step);
                var comparison = new EngineComparison(i % 2 == 0 ? alone : parallel, i % 3 == 0 ? memory : store, data,
                        "seed " + seed + ": " + query);
                comparison.range(query, range);
                comparison.instant(query, start);
            }
        }
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
