package dev.plumbline.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.Value;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.time.VirtualTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random expressions over random series: the engine in columns and the naive evaluator agree at every step. */
class EnginePropertyTest {
    private static final int QUERIES = 60;
    private static final long END = 3_600_000;
    private final Engine engine = new Engine(EngineOptions.defaults(), new VirtualTime(0));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithTheNaiveEvaluator(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        try (var storage = new InMemoryStorage()) {
            load(storage, random);
            var naive = new NaiveEvaluator(storage);
            for (int i = 0; i < QUERIES; i++) {
                String query = expression(random, 2);
                long start = random.nextLong(END);
                long step = 1 + random.nextLong(200_000);
                var matrix = (Value.Matrix) engine.range(storage, query, start, start + 10 * step, step).value();
                for (int s = 0; s <= 10; s++) {
                    long time = start + s * step;
                    assertAgree(naive.at(engine.parse(query), time), at(matrix, time), seed + ": " + query + " at " + time);
                }
            }
        }
    }

    private static void assertAgree(Map<Labels, Double> expected, Map<Labels, Double> actual, String what) {
        assertThat(actual.keySet()).as(what).isEqualTo(expected.keySet());
        expected.forEach((labels, v) -> {
            double tolerance = 1e-9 * Math.max(1, Math.abs(v));
            assertThat(Math.abs(actual.get(labels) - v)).as("%s %s", what, labels).isLessThanOrEqualTo(tolerance);
        });
    }

    private static Map<Labels, Double> at(Value.Matrix matrix, long time) {
        var out = new TreeMap<Labels, Double>();
        for (Value.Points p : matrix.series()) {
            for (int i = 0; i < p.times().length; i++) {
                if (p.times()[i] == time) {
                    out.put(p.labels(), p.values()[i]);
                }
            }
        }
        return out;
    }

    private static void load(InMemoryStorage storage, RandomGenerator random) {
        try (var appender = storage.appender()) {
            for (String name : new String[] {"m_total", "n_total"}) {
                for (int i = 0; i < 6; i++) {
                    loadSeries(appender, Labels.of(Labels.METRIC_NAME, name, "i", "" + i, "g", "" + i % 2), random);
                }
            }
            appender.commit();
        }
    }

    private static void loadSeries(dev.plumbline.storage.Appender appender, Labels labels, RandomGenerator random) {
        long time = random.nextLong(60_000);
        double value = 0;
        while (time < END) {
            value = random.nextInt(12) == 0 ? 0 : value + random.nextInt(50);
            appender.append(labels, time, random.nextInt(20) == 0 ? StaleMarker.VALUE : value);
            time += random.nextInt(15) == 0 ? 600_000 : 10_000 + random.nextLong(40_000);
        }
    }

    private static String expression(RandomGenerator random, int depth) {
        String[] names = {"m_total", "n_total"};
        String name = names[random.nextInt(2)] + (random.nextBoolean() ? "{i=~\"[0-3]\"}" : "");
        String offset = random.nextInt(3) == 0 ? " offset " + (random.nextInt(10) - 3) + "m" : "";
        return switch (depth == 0 ? random.nextInt(2) : random.nextInt(5)) {
            case 0 -> name + offset;
            case 1 -> new String[] {"rate", "increase", "sum_over_time"}[random.nextInt(3)] + "(" + name + "["
                    + (1 + random.nextInt(20)) + "m]" + offset + ")";
            case 2 -> "sum by (g) (" + expression(random, depth - 1) + ")";
            case 3 -> "sum by (g) (" + expression(random, depth - 1) + ") " + (random.nextBoolean() ? "+" : "-")
                    + " on (g) sum by (g) (" + expression(random, depth - 1) + ")";
            default -> "sum without (i) (" + expression(random, depth - 1) + ") + ignoring () sum without (i) ("
                    + expression(random, depth - 1) + ")";
        };
    }
}
