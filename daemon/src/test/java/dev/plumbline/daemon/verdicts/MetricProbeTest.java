package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Window;
import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.analysis.canary.Exposure;
import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.canary.Quantity;
import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.analysis.canary.Unit;
import dev.plumbline.daemon.config.canary.Measure;
import dev.plumbline.daemon.config.canary.MetricDefinition;
import dev.plumbline.daemon.config.canary.Template;
import dev.plumbline.promql.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MetricProbeTest {
    private static final Window WINDOW = new Window(0, 30_000);
    private static final String SELECTOR = "{v=\"1\"}";
    private final ScriptedSource source = new ScriptedSource();

    private static MetricProbe probe(Measure measure) {
        var criterion = new Criterion("m", new Quantity(1, Unit.PLAIN), null, 1, Exposure.POINTS, NoData.HOLD, false);
        return new MetricProbe(new MetricDefinition(measure, criterion), SELECTOR, Map.of());
    }

    private static Measure query(String text) throws Template.TemplateException {
        return new Measure.Query(Template.parse(text, Set.of()));
    }

    @Test
    void takesTheFirstConventionWhoseSeriesExist() {
        source.number("count(grpc_server_handled_total", 1).number("count(http_requests_total{v=\"1\",code!=\"\"}", 1)
                .number("5..", 3).number("sum(increase(http_requests_total", 60);
        Evidence e = probe(new Measure.ErrorRate()).measure(source, WINDOW);
        assertThat(e).isEqualTo(new Evidence("m", new Reading.Number(0.05), 60, "http_requests_total{v=\"1\",code!=\"\"}",
                List.of("sum(increase(http_requests_total{v=\"1\",code!=\"\"}[30s]))",
                        "sum(increase(http_requests_total{v=\"1\",code!=\"\",code=~\"5..\"}[30s]))")));
    }

    @Test
    void noFailuresMeansNoSeriesOfFailures() {
        source.number("count(istio_requests_total", 1).on("5..", t -> ScriptedSource.vector()).number("sum(increase(istio_requests_total", 60);
        assertThat(probe(new Measure.ErrorRate()).measure(source, WINDOW).reading()).isEqualTo(new Reading.Number(0));
    }

    @Test
    void saysThatNothingIsKnown() {
        assertThat(probe(new Measure.ErrorRate()).measure(source, WINDOW).reading())
                .isEqualTo(new Reading.Missing("none of the known request counters exist for {v=\"1\"}"));
        assertThat(probe(new Measure.Latency(0.5)).measure(source, WINDOW).reading())
                .isEqualTo(new Reading.Missing("none of the known latency histograms exist for {v=\"1\"}"));
    }

    @Test
    void latencyIsInSecondsWhateverTheHistogramIsIn() {
        source.number("count(istio_request_duration_milliseconds_bucket", 1)
                .on("sum by (le)", t -> ScriptedSource.buckets(100, 100, Double.POSITIVE_INFINITY, 100));
        Evidence e = probe(new Measure.Latency(0.5)).measure(source, WINDOW);
        assertThat(e.reading()).isEqualTo(new Reading.Number(0.05));
        assertThat(e.amount()).isEqualTo(100);
    }

    @Test
    void trafficIsRequestsPerSecond() {
        source.number("count(http_server_request_duration_seconds_count", 1).number("sum(rate(", 20);
        assertThat(probe(new Measure.Traffic()).measure(source, WINDOW).reading()).isEqualTo(new Reading.Number(20));
    }

    @Test
    void aQueryWithoutAWindowIsAveragedOverItsEvaluations() throws Exception {
        source.on("gauge", t -> ScriptedSource.vector(t / 1000.0));
        MetricProbe probe = probe(query("max(gauge{{selector}})"));
        probe.measure(source, new Window(0, 10_000));
        Evidence e = probe.measure(source, new Window(0, 20_000));
        assertThat(e.reading()).isEqualTo(new Reading.Number(15));
        assertThat(e.amount()).isEqualTo(2);
        MetricProbe covering = probe(query("max_over_time(gauge{{selector}}[{{window}}])"));
        covering.measure(source, new Window(0, 10_000));
        assertThat(covering.measure(source, new Window(0, 20_500)).reading()).isEqualTo(new Reading.Number(20.5));
        assertThat(source.asked).last().isEqualTo("max_over_time(gauge{v=\"1\"}[20500ms])");
    }

    @Test
    void onlyOneNumberIsAnAnswer() throws Exception {
        MetricProbe probe = probe(query("up"));
        assertThat(probe.measure(source, WINDOW).reading()).isEqualTo(new Reading.Missing("the query returned nothing"));
        source.on("up", t -> ScriptedSource.vector(1, 2));
        assertThat(probe.measure(source, WINDOW).reading().toString()).contains("the query returned 2 series, must be one");
        source.on("up", t -> ScriptedSource.vector(Double.NaN));
        assertThat(probe.measure(source, WINDOW).reading()).isEqualTo(new Reading.Missing("the value is NaN"));
        source.on("up", t -> new Value.Text(t, "x"));
        assertThat(probe.measure(source, WINDOW).reading()).isInstanceOf(Reading.Unreadable.class);
        source.on("up", t -> new Value.Scalar(t, 0.5));
        Evidence e = probe.measure(source, WINDOW);
        assertThat(e.reading()).isEqualTo(new Reading.Number(0.5));
        assertThat(e.amount()).isEqualTo(1);
        source.failure = new IllegalStateException("boom");
        assertThat(probe.measure(source, WINDOW).reading()).isEqualTo(new Reading.Unreadable("boom"));
    }
}
