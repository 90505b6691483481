package dev.plumbline.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.time.VirtualTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineTest {
    private final InMemoryStorage storage = new InMemoryStorage();
    private final VirtualTime clock = new VirtualTime(0);
    private final Engine engine = new Engine(EngineOptions.defaults(), clock);

    @AfterEach
    void close() {
        storage.close();
    }

    private void load(Labels labels, long stepMillis, double... values) {
        try (var appender = storage.appender()) {
            for (int i = 0; i < values.length; i++) {
                appender.append(labels, i * stepMillis, values[i]);
            }
            appender.commit();
        }
    }

    private static Labels metric(String name, String... pairs) {
        return Labels.of(pairs).with(Labels.METRIC_NAME, name);
    }

    private List<Value.Element> vector(String query, long time) {
        return ((Value.Vector) engine.instant(storage, query, time).value()).elements();
    }

    private double single(String query, long time) {
        assertThat(vector(query, time)).hasSize(1);
        return vector(query, time).getFirst().value();
    }

    @Test
    void lookbackIsOpenOnTheLeft() {
        load(metric("a"), 60_000, 7);
        assertThat(vector("a", 299_999)).hasSize(1);
        assertThat(vector("a", 300_000)).isEmpty();
    }

    @Test
    void aStaleMarkerEndsASeriesAtOnce() {
        load(metric("a"), 60_000, 7, StaleMarker.VALUE);
        assertThat(vector("a", 59_999)).hasSize(1);
        assertThat(vector("a", 60_000)).isEmpty();
        assertThat(single("count_over_time(a[5m])", 60_000)).isEqualTo(1);
    }

    @Test
    void lookbackCanBeSetForOneQuery() {
        load(metric("a"), 60_000, 7);
        var shortSighted = new QueryControl(10_000, 0);
        assertThat(((Value.Vector) engine.instant(storage, "a", 11_000, shortSighted).value()).elements()).isEmpty();
    }

    @Test
    void rateExtrapolatesToTheBordersOfTheRange() {
        load(metric("a_total"), 60_000, 0, 60, 120, 180, 240, 300);
        assertThat(single("rate(a_total[5m])", 300_000)).isEqualTo(1.0);
        assertThat(single("increase(a_total[5m])", 330_000)).isEqualTo(300.0);
    }

    @Test
    void rateSaysWhenTheNameIsNoCountersAndWhere() {
        load(metric("a"), 60_000, 1, 2, 3);
        assertThat(engine.instant(storage, "sum(rate(a[5m]))", 120_000).infos()).containsExactly(
                "PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: \"a\" (1:10)");
    }

    @Test
    void rangeQueriesYieldSortedSeriesWithoutGapsFilled() {
        load(metric("a", "x", "2"), 60_000, 1, 2, StaleMarker.VALUE, 4);
        load(metric("a", "x", "1"), 60_000, 5, 6, 7, 8);
        var matrix = (Value.Matrix) engine.range(storage, "a", 0, 180_000, 60_000).value();
        assertThat(matrix.series()).extracting(p -> p.labels().get("x")).containsExactly("1", "2");
        assertThat(matrix.series().get(1).times()).containsExactly(0, 60_000, 180_000);
        assertThat(matrix.series().get(1).values()).containsExactly(1, 2, 4);
    }

    @Test
    void aFixedTimeIsEvaluatedOnceAndRepeated() {
        load(metric("a"), 60_000, 1, 2, 3);
        var result = engine.range(storage, "a @ 60", 0, 120_000, 60_000);
        assertThat(((Value.Matrix) result.value()).series().getFirst().values()).containsExactly(2, 2, 2);
        assertThat(result.stats().samplesRead()).isEqualTo(2);
    }

    @Test
    void subqueriesRunAtMultiplesOfTheirStep() {
        load(metric("a"), 1_000, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(single("sum_over_time(a[5s:2s])", 9_000)).isEqualTo(6 + 8);
        assertThat(single("sum_over_time(a[5s:2s] offset 1s)", 9_000)).isEqualTo(4 + 6 + 8);
    }

    @Test
    void namesGoOrEqualLabelSetsAreAnError() {
        load(metric("a"), 60_000, 1);
        load(metric("b"), 60_000, 2);
        assertThatThrownBy(() -> engine.instant(storage, "-{__name__=~\"a|b\"}", 0)).isInstanceOf(QueryException.class)
                .hasMessage("vector cannot contain metrics with the same labelset");
        var late = new Engine(EngineOptions.defaults().withDelayedNameRemoval(true), clock);
        var named = (Value.Vector) late.instant(storage, "label_replace(-a, \"__name__\", \"minus_$1\", \"__name__\", \"(.*)\")", 0)
                .value();
        assertThat(named.elements().getFirst().labels().metricName()).isEqualTo("minus_a");
    }

    @Test
    void countsThatFallAreReportedOnceForAllSteps() {
        load(metric("b", "le", "1"), 60_000, 5, 5, 5);
        load(metric("b", "le", "2"), 60_000, 3, 4.5, 3);
        load(metric("b", "le", "+Inf"), 60_000, 9, 9, 9);
        QueryResult result = engine.range(storage, "histogram_quantile(0.5, b)", 0, 120_000, 60_000);
        assertThat(result.infos()).containsExactly("PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see "
                + "https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile), from buckets 2 to 2, with a "
                + "max diff of 2, over 3 samples from 1970-01-01T00:00:00Z to 1970-01-01T00:02:00Z (1:25)");
    }

    @Test
    void aTextThatRepeatsIsThereOnceWithItsLastPlace() {
        load(metric("b", "le", "x"), 60_000, 5);
        QueryResult result = engine.instant(storage, "histogram_quantile(2, b) or histogram_quantile(2, b)", 0);
        assertThat(result.warnings()).containsExactlyInAnyOrder(
                "PromQL warning: quantile value should be between 0 and 1, got 2 (1:48)",
                "PromQL warning: bucket label \"le\" is missing or has a malformed value of \"x\" for metric name \"b\" (1:51)");
    }

    @Test
    void manyToManyNamesTheGroupAndBothSeries() {
        load(metric("l", "g", "1"), 60_000, 1);
        load(metric("r", "g", "1", "x", "1"), 60_000, 1);
        load(metric("r", "g", "1", "x", "2"), 60_000, 1);
        assertThatThrownBy(() -> engine.instant(storage, "l + on(g) r", 0)).hasMessage(
                "found duplicate series for the match group {g=\"1\"} on the right hand-side of the operation: ["
                        + "{__name__=\"r\", g=\"1\", x=\"2\"}, {__name__=\"r\", g=\"1\", x=\"1\"}];"
                        + "many-to-many matching not allowed: matching labels must be unique on one side");
        assertThatThrownBy(() -> engine.instant(storage, "r + on(g) l", 0)).hasMessage(
                "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)");
        assertThat(vector("r + on(g) group_left l", 0)).hasSize(2);
    }

    @Test
    void sumsDoNotLoseSmallValues() {
        load(metric("a", "i", "1"), 60_000, 1);
        load(metric("a", "i", "2"), 60_000, 1e100);
        load(metric("a", "i", "3"), 60_000, 1);
        load(metric("a", "i", "4"), 60_000, -1e100);
        assertThat(single("sum(a)", 0)).isEqualTo(2);
        assertThat(single("avg(a)", 0)).isEqualTo(0.5);
    }

    @Test
    void histogramQuantileInterpolatesInItsBucket() {
        load(metric("h_bucket", "le", "1"), 60_000, 1);
        load(metric("h_bucket", "le", "2"), 60_000, 3);
        load(metric("h_bucket", "le", "+Inf"), 60_000, 4);
        assertThat(single("histogram_quantile(0.5, h_bucket)", 0)).isEqualTo(1.5);
        assertThat(single("histogram_quantile(1, h_bucket)", 0)).isEqualTo(2);
        var outside = engine.instant(storage, "histogram_quantile(2, h_bucket)", 0);
        assertThat(outside.warnings()).containsExactly("PromQL warning: quantile value should be between 0 and 1, got 2 (1:20)");
    }

    @Test
    void tooManySamplesAreRefused() {
        load(metric("a"), 60_000, 1, 2, 3, 4);
        var small = new Engine(EngineOptions.defaults().withMaxSamples(3), clock);
        assertThatThrownBy(() -> small.instant(storage, "sum_over_time(a[10m])", 300_000))
                .hasMessage("query processing would load too many samples into memory in query execution");
        assertThat(small.instant(storage, "sum_over_time(a[2m])", 180_000).stats().peakSamples()).isEqualTo(2);
    }

    @Test
    void aCanceledQueryStops() {
        var control = QueryControl.none();
        control.cancel();
        assertThatThrownBy(() -> engine.instant(storage, "1", 0, control)).isInstanceOfSatisfying(QueryException.class,
                e -> assertThat(e.type()).isEqualTo(QueryException.Type.CANCELED));
    }

    @Test
    void aQueryEndsAtItsDeadline() {
        load(metric("a"), 60_000, 1);
        dev.plumbline.storage.Queryable slow = (min, max) -> {
            clock.advance(121_000);
            return storage.querier(min, max);
        };
        assertThatThrownBy(() -> engine.instant(slow, "a", 0)).isInstanceOfSatisfying(QueryException.class,
                e -> assertThat(e.type()).isEqualTo(QueryException.Type.TIMEOUT));
    }

    @Test
    void rangeQueriesOfRangeVectorsAreRefused() {
        assertThatThrownBy(() -> engine.range(storage, "a[5m]", 0, 60_000, 60_000))
                .hasMessageContaining("must be Scalar or instant Vector");
        assertThatThrownBy(() -> engine.range(storage, "a", 1, 0, 60_000)).isInstanceOf(QueryException.class);
    }

    @Test
    void instantQueriesOfRangeVectorsYieldTheSamplesAsTheyAre() {
        load(metric("a"), 60_000, 1, StaleMarker.VALUE, 3);
        var matrix = (Value.Matrix) engine.instant(storage, "a[5m]", 120_000).value();
        assertThat(matrix.series().getFirst().times()).containsExactly(0, 120_000);
    }
}
