package dev.plumbline.daemon.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.Question;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.Value;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.testkit.gen.RandomQueries;
import dev.plumbline.testkit.gen.RandomSeries;
import dev.plumbline.time.VirtualTime;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the query: the old steps from who has everything and the recent ones from who has the recent samples are the whole. */
class SplitPropertyTest {
    private static final int QUERIES = 150;
    private static final int STEPS = 9;
    private final Engine engine = new Engine(EngineOptions.defaults().withExperimental(true), new VirtualTime(0));
    private int cut;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void bothHalvesAreTheWhole(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        try (var all = new InMemoryStorage(); var recent = new InMemoryStorage()) {
            RandomSeries.load(all, random);
            long since = 1_500_000;
            copy(all, recent, since);
            var queries = new RandomQueries(random);
            for (int i = 0; i < QUERIES; i++) {
                long start = random.nextLong(RandomSeries.END_MILLIS);
                long step = 1 + random.nextLong(300_000);
                compare(queries.next(), new Engine.Range(start, start + (STEPS - 1) * step + random.nextLong(step), step), List.of(all, recent), since);
            }
        }
        assertThat(cut).as("queries that were cut").isGreaterThan(10);
    }

    private static void copy(InMemoryStorage from, InMemoryStorage to, long since) {
        try (var querier = from.querier(since, Long.MAX_VALUE); var appender = to.appender()) {
            for (Series series : querier.select(List.of(new LabelMatcher(LabelMatcher.Type.NOT_EQUAL, "__name__", "")))) {
                Samples samples = series.samples(since, Long.MAX_VALUE);
                for (int i = samples.from(); i < samples.to(); i++) {
                    appender.append(series.labels(), samples.times()[i], samples.values()[i]);
                }
            }
            appender.commit();
        }
    }

    private void compare(String query, Engine.Range range, List<InMemoryStorage> allAndRecent, long since) {
        List<Value.Points> whole;
        Split split;
        try {
            split = Split.of(new Question(engine.parse(query), query, range.startMillis(), range.endMillis(), range.stepMillis(), true, 300_000), since);
            whole = series(allAndRecent.getFirst(), query, range);
        } catch (QueryException e) {
            return; // as a whole it fails, as it may
        }
        cut += split.far() != null && split.near() != null ? 1 : 0;
        List<Value.Points> merged = Merge.of(part(allAndRecent.getFirst(), split.far()), part(allAndRecent.getLast(), split.near())).series();
        same(query + " " + range, merged, whole);
    }

    private List<Value.Points> part(InMemoryStorage store, @Nullable Question part) {
        return part == null ? List.of() : series(store, part.text(), new Engine.Range(part.startMillis(), part.endMillis(), part.stepMillis()));
    }

    private List<Value.Points> series(InMemoryStorage store, String query, Engine.Range range) {
        return ((Value.Matrix) engine.range(store, query, range.startMillis(), range.endMillis(), range.stepMillis()).value()).series();
    }

    private static void same(String what, List<Value.Points> merged, List<Value.Points> whole) {
        assertThat(merged).as(what).extracting(Value.Points::labels).isEqualTo(whole.stream().map(Value.Points::labels).toList());
        for (int i = 0; i < whole.size(); i++) {
            assertThat(merged.get(i).times()).as(what).isEqualTo(whole.get(i).times());
            for (int j = 0; j < whole.get(i).values().length; j++) {
                double expected = whole.get(i).values()[j];
                double actual = merged.get(i).values()[j];
                if (Double.isFinite(expected)) {
                    assertThat(actual).as(what).isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
                } else {
                    assertThat(actual).as(what).isEqualTo(Double.valueOf(expected));
                }
            }
        }
    }
}
