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
import dev.plumbline.daemon.config.canary.JudgeMethod;
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

    private record Probe(MetricDefinition metric, MetricProbe probe) {
        Evidence measure(MetricsSource source, Window window) {
            return probe.measure(source, window).evidence(metric, new JudgeMethod.Thresholds(), new MetricInputs.Comparison(0, ""));
        }
    }

    private static Probe probe(Measure measure) {
        var criterion = new Criterion("m", new Quantity(1, Unit.PLAIN), null, null, 1, Exposure.POINTS, NoData.HOLD, false);
        var arm = new ArmProbe.Arm(SELECTOR, Map.of(), true, false, "{v=\"0\"}");
        return new Probe(new MetricDefinition(measure, criterion, false, ""),
                new MetricProbe(new ArmProbe(measure, arm, ArmInputs.NONE), null, null));
    }

    private static Measure query(String text) throws Template.TemplateException {
        return new Measure.Query(Template.parse(text, Set.of()));
    }

    @Test
    void takesTheFirstConventionWhoseSeriesExist() {
        source.number("count(grpc_server_handled_total", 1).number("count(http_requests_total{v=\"1\",code!=\"\"}", 1)
                .on("count(", t -> ScriptedSource.vector()).on("5..", t -> ScriptedSource.counter(t, x -> x / 10_000)).on("http_requests_total{", t -> ScriptedSource.counter(t, x -> x / 500));
        Evidence e = probe(new Measure.ErrorRate()).measure(source, WINDOW);
        assertThat(e).isEqualTo(new Evidence("m", new Reading.Number(0.05), 60, "http_requests_total{v=\"1\",code!=\"\"}",
                List.of("http_requests_total{v=\"1\",code!=\"\"}[330000ms]", "http_requests_total{v=\"1\",code!=\"\",code=~\"5..\"}[330000ms]")));
    }

    @Test
    void noFailuresMeansNoSeriesOfFailures() {
        source.number("count(istio_requests_total", 1).on("5..", t -> new Value.Matrix(List.of()))
                .on("istio_requests_total{", t -> ScriptedSource.counter(t, x -> x / 500));
        assertThat(probe(new Measure.ErrorRate()).measure(source, WINDOW).reading()).isEqualTo(new Reading.Number(0));
    }

    @Test
    void looksAtIncrementsAndAddsThemUp() {
        source.number("count(http_requests_total", 1).on("5..", t -> new Value.Matrix(List.of()))
                .on("http_requests_total{", t -> ScriptedSource.counter(t, x -> x / 500));
        Probe probe = probe(new Measure.ErrorRate());
        for (int seconds = 7; seconds <= 600; seconds += 7) {
            probe.measure(source, new Window(0, seconds * 1000L));
        }
        assertThat(probe.measure(source, new Window(0, 600_000)).amount()).as("2 a second").isEqualTo(1_200);
        assertThat(source.asked).last().asString().as("the last of them, not the window").contains("[65000ms]");
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
                .on("istio_request_duration_milliseconds_bucket{", t -> ScriptedSource.histogram(t, x -> x / 300, 100, 1, Double.POSITIVE_INFINITY, 1));
        Evidence e = probe(new Measure.Latency(0.5)).measure(source, WINDOW);
        assertThat(e.reading()).isEqualTo(new Reading.Number(0.05));
        assertThat(e.amount()).isEqualTo(100);
    }

    @Test
    void trafficIsRequestsPerSecond() {
        source.number("count(http_server_request_duration_seconds_count", 1).on("http_server_request_duration_seconds_count{", t -> ScriptedSource.counter(t, x -> x / 50));
        assertThat(probe(new Measure.Traffic()).measure(source, WINDOW).reading()).isEqualTo(new Reading.Number(20));
    }

    @Test
    void nativeHistogramsComeBeforeClassicOnes() {
        source.number("count(http_request_duration_seconds{", 1).number("count(http_request_duration_seconds_bucket", 1)
                .number("histogram_count(sum(increase(http_request_duration_seconds{v=\"1\"}[30s])))", 250.7)
                .number("histogram_quantile(0.99, sum(increase(", 0.4);
        Evidence e = probe(new Measure.Latency(0.99)).measure(source, WINDOW);
        assertThat(e.reading()).isEqualTo(new Reading.Number(0.4));
        assertThat(e.amount()).isEqualTo(250);
        assertThat(e.source()).isEqualTo("http_request_duration_seconds{v=\"1\"}");
    }

    @Test
    void saturationIsOfOneInstance() {
        source.number("count(process_cpu_seconds_total", 2).number("count(container_memory_working_set_bytes", 2)
                .on("process_cpu_seconds_total{", t -> ScriptedSource.counter(t, x -> x / 4000)).number("avg(container_memory_working_set_bytes", 64e6);
        assertThat(probe(new Measure.Saturation(Measure.Resource.CPU)).measure(source, WINDOW).reading()).isEqualTo(new Reading.Number(0.25));
        assertThat(probe(new Measure.Saturation(Measure.Resource.MEMORY)).measure(source, WINDOW).reading()).isEqualTo(new Reading.Number(64e6));
    }

    @Test
    void namesSignalsWhoseSeriesAreNotThere() {
        assertThat(probe(new Measure.LogErrors()).measure(source, WINDOW).reading().toString()).contains("logs are not received in this version");
        source.number("count(traces_span_metrics_calls_total", 1).on("STATUS_CODE_ERROR", t -> ScriptedSource.counter(t, x -> x / 2000))
                .on("traces_span_metrics_calls_total{", t -> ScriptedSource.counter(t, x -> x / 1000));
        assertThat(probe(new Measure.TraceErrors()).measure(source, WINDOW).reading()).isEqualTo(new Reading.Number(0.5));
    }

    @Test
    void aLookupThatFailsLosesNothing() {
        source.number("count(http_requests_total", 1).on("5..", t -> new Value.Matrix(List.of()))
                .on("http_requests_total{", t -> ScriptedSource.counter(t, x -> x / 500));
        Probe probe = probe(new Measure.ErrorRate());
        probe.measure(source, new Window(0, 10_000));
        source.failure = new IllegalStateException("away");
        assertThat(probe.measure(source, new Window(0, 20_000)).reading()).isEqualTo(new Reading.Unreadable("away"));
        source.failure = null;
        assertThat(probe.measure(source, new Window(0, 30_000)).amount()).isEqualTo(60);
    }

    @Test
    void aQueryWithoutAWindowIsAveragedOverItsEvaluations() throws Exception {
        source.on("gauge", t -> ScriptedSource.vector(t / 1000.0));
        Probe probe = probe(query("max(gauge{{selector}})"));
        probe.measure(source, new Window(0, 10_000));
        Evidence e = probe.measure(source, new Window(0, 20_000));
        assertThat(e.reading()).isEqualTo(new Reading.Number(15));
        assertThat(e.amount()).isEqualTo(2);
        Probe covering = probe(query("max_over_time(gauge{{selector}}[{{window}}])"));
        covering.measure(source, new Window(0, 10_000));
        assertThat(covering.measure(source, new Window(0, 20_500)).reading()).isEqualTo(new Reading.Number(20.5));
        assertThat(source.asked).last().isEqualTo("max_over_time(gauge{v=\"1\"}[20500ms])");
    }

    @Test
    void onlyOneNumberIsAnAnswer() throws Exception {
        Probe probe = probe(query("up"));
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
