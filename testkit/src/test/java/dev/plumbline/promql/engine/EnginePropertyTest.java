package dev.plumbline.promql.engine;

import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.Feature;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.testkit.gen.RandomQueries;
import dev.plumbline.testkit.gen.RandomSeries;
import dev.plumbline.time.VirtualTime;
import java.util.EnumSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random expressions over random series: the engine and the naive evaluator agree at every step, in failing too.
 * {@code -Dproperty.cases=N} asks that many queries instead of a few hundred, {@code -Dproperty.seed=S} begins with another seed.
 */
class EnginePropertyTest {
    private static final int QUERIES_PER_SEED = 40;
    private static final int STEPS = 7;
    private static final EngineOptions OPTIONS = EngineOptions.defaults()
            .withFeatures(EnumSet.complementOf(EnumSet.of(Feature.DELAYED_NAME_REMOVAL, Feature.TYPE_AND_UNIT_LABELS)));

    private final Engine engine = new Engine(OPTIONS, new VirtualTime(0));

    @TestFactory
    List<DynamicTest> agreesWithTheNaiveEvaluator() {
        long first = Long.getLong("property.seed", 1);
        int seeds = Math.ceilDiv(Integer.getInteger("property.cases", 400), QUERIES_PER_SEED);
        return LongStream.range(first, first + seeds)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> compareAll(seed))).toList();
    }

    private void compareAll(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        try (var storage = new InMemoryStorage()) {
            RandomSeries.load(storage, random);
            List<NaiveSeries> data = NaiveSeries.all(storage);
            var queries = new RandomQueries(random);
            for (int i = 0; i < QUERIES_PER_SEED; i++) {
                String query = queries.next();
                long start = random.nextLong(RandomSeries.END_MILLIS);
                long step = 1 + random.nextLong(200_000);
                var range = new Engine.Range(start, start + (STEPS - 1) * step + random.nextLong(step), step);
                var comparison = new EngineComparison(engine, storage, data, "seed " + seed + ": " + query);
                comparison.range(query, range);
                comparison.instant(query, start);
            }
        }
    }
}
