package dev.plumbline.daemon.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.kayenta.MeasuredSeries;
import dev.plumbline.daemon.queries.Queries;
import dev.plumbline.daemon.queries.QueryLimits;
import dev.plumbline.daemon.queries.QueryListener;
import dev.plumbline.daemon.queries.QueryStatus;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GovernedRangesTest {
    private final VirtualTime time = new VirtualTime(600_000);
    private final List<String> finished = new ArrayList<>();

    /** A source without series. */
    static final class Nothing implements RangeSource {
        @Override
        public void check(String promql) {}

        @Override
        public List<MeasuredSeries> range(String promql, long startMillis, long endMillis, long stepMillis) {
            return List.of();
        }

        @Override
        public List<String> metricNames(String part, int most) {
            return List.of();
        }
    }

    private GovernedRanges ranges(Executor threads, int waiting) {
        var storage = new InMemoryStorage();
        try (var appender = storage.appender()) {
            for (int t = 0; t <= 600_000; t += 60_000) {
                appender.append(Labels.of("__name__", "up", "job", "a"), t, t / 60_000.0);
                appender.append(Labels.of("__name__", "Down", "job", "b"), t, 1);
            }
            appender.commit();
        }
        var listener = new QueryListener() {
            @Override
            public void finished(QueryStatus query) {
                finished.add(query.request().agent() + " " + query.request().text() + " " + query.outcome());
            }

            @Override
            public void slow(QueryStatus query) {}

            @Override
            public void refused() {}
        };
        return new GovernedRanges(new Engine(EngineOptions.defaults(), time), storage, new Queries(new QueryLimits(1, waiting, 60_000, 0), threads, time, listener));
    }

    @Test
    void givesSeriesAndIsListedAmongTheQueries() {
        List<MeasuredSeries> series = ranges(Runnable::run, 1).range("up", 60_000, 180_000, 60_000);
        assertThat(series).singleElement().satisfies(s -> {
            assertThat(s.tags()).containsExactly(Map.entry("job", "a"));
            assertThat(s.stepMillis()).isEqualTo(60_000);
            assertThat(s.endMillis()).as("three points, one step behind the last").isEqualTo(240_000);
        });
        assertThat(finished).containsExactly("kayenta up success");
    }

    @Test
    void isRefusedLikeAllOthersWhenThereAreTooMany() {
        var outer = new AtomicReference<GovernedRanges>();
        var ranges = ranges(task -> {
            assertThatThrownBy(() -> outer.get().range("up", 0, 60_000, 60_000)).as("while another has the one place")
                    .isInstanceOfSatisfying(PlumblineException.class, e -> assertThat(e.kind()).isEqualTo(PlumblineException.Kind.RESOURCE))
                    .hasMessageContaining("too many queries");
            task.run();
        }, 0);
        outer.set(ranges);
        assertThat(ranges.range("up", 0, 60_000, 60_000)).hasSize(1);
    }

    @Test
    void refusesWhatCannotBeCompared() {
        var ranges = ranges(Runnable::run, 1);
        assertThatThrownBy(() -> ranges.check("up[5m]")).hasMessageContaining("the query gives a range vector");
        assertThatThrownBy(() -> ranges.check("up{")).isInstanceOf(PlumblineException.class);
        assertThatThrownBy(() -> ranges.range("{job=~\"a|b\"} * on () {job=~\"a|b\"}", 0, 600_000, 60_000)).isInstanceOf(PlumblineException.class);
        ranges.check("1");
        assertThat(ranges.range("1", 0, 60_000, 60_000)).hasSize(1);
    }

    @Test
    void findsNamesOfMetrics() {
        var ranges = ranges(Runnable::run, 1);
        assertThat(ranges.metricNames("", 10)).containsExactly("Down", "up");
        assertThat(ranges.metricNames("dow", 10)).containsExactly("Down");
        assertThat(ranges.metricNames("", 1)).hasSize(1);
    }
}
