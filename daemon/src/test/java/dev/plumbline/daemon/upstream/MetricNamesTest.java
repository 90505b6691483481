package dev.plumbline.daemon.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.Value;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.testkit.gen.RandomQueries;
import dev.plumbline.testkit.gen.RandomSeries;
import dev.plumbline.time.VirtualTime;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"rate(a[5m])", "max_over_time(a[5m])", "sum(a)", "sum without (x) (a)", "a + 1", "a > bool 1", "-a", "(rate(a[1m]))",
        "topk(1, rate(a[1m]))", "rate(a[1m]) or rate(b[1m])", "1 < rate(a[1m])", "abs(a)", "+rate(a[1m])"})
    void nobodyHasAName(String query) {
        assertThat(MetricNames.areGone(Asking.instant(query, 0).expr())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a[5m]", "last_over_time(a[5m])", "sum by (__name__) (a)", "topk(1, a)", "a > 1", "1 < a", "a and b", "rate(a[1m]) or b",
        "label_replace(rate(a[1m]), \"__name__\", \"x\", \"\", \"\")", "count_values(\"__name__\", a)", "sort(a)", "(a)", "+a"})
    void someMayHave(String query) {
        assertThat(MetricNames.areGone(Asking.instant(query, 0).expr())).isFalse();
    }

    /** Whatever is said to have lost its name has none in our engine's answers. */
    @Test
    void agreesWithTheEngine() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        var engine = new Engine(EngineOptions.defaults().withExperimental(true), new VirtualTime(0));
        var queries = new RandomQueries(random);
        try (var store = new InMemoryStorage()) {
            RandomSeries.load(store, random);
            for (int i = 0; i < 400; i++) {
                String query = queries.next();
                try {
                    if (MetricNames.areGone(engine.parse(query)) && engine.instant(store, query, 2_000_000).value() instanceof Value.Vector v) {
                        assertThat(v.elements()).as(query).noneMatch(e -> e.labels().has("__name__"));
                    }
                } catch (QueryException e) {
                    // it fails, as it may
                }
            }
        }
    }
}
