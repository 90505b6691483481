package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.Margin;
import dev.plumbline.analysis.canary.MetricResult;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;
import dev.plumbline.analysis.canary.Quantity;
import dev.plumbline.analysis.canary.Trail;
import dev.plumbline.analysis.sequential.Effect;
import dev.plumbline.analysis.sequential.MetricHistory;
import dev.plumbline.analysis.sequential.SequentialPlan;
import dev.plumbline.daemon.config.canary.JudgeMethod;
import dev.plumbline.daemon.config.canary.MetricDefinition;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import tools.jackson.core.JsonGenerator;

/**
 * What a page about an analysis shows: for each metric both arms over time, how they differ, what was spent of the error probability, and why. Made from what is
 * kept, so that it is the same as long as the analysis is kept.
 */
final class AnalysisReport {
    private static final double USUAL_ALPHA = 0.05;
    private final AnalysisRecord record;
    private final List<MetricResult> results;
    private final JsonGenerator json;

    private AnalysisReport(AnalysisNow now, JsonGenerator json) {
        record = now.record();
        results = now.judgement().results();
        this.json = json;
    }

    /** Members of a JSON object. */
    static void write(AnalysisNow now, JsonGenerator json) {
        new AnalysisReport(now, json).metrics();
    }

    private double alpha() {
        return record.subject().policy().judge().method() instanceof JudgeMethod.Sequential s ? s.alpha() : USUAL_ALPHA;
    }

    private void metrics() {
        json.writeStringProperty("method", record.subject().policy().judge().method().word());
        json.writeNumberProperty("alpha", alpha());
        json.writeArrayPropertyStart("metrics");
        for (int i = 0; i < results.size(); i++) {
            json.writeStartObject();
            MetricResult r = results.get(i);
            json.writeStringProperty("metric", r.criterion().name());
            json.writeStringProperty("outcome", r.outcome().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("reason", r.reason());
            if (!record.subject().policy().byTemplate()) {
                limits(r.criterion());
            }
            spending(r.criterion());
            Measurements measured = i < record.inputs().size() ? record.inputs().get(i).measurements() : null;
            if (measured != null) {
                measured(measured);
            } else if (i < record.inputs().size()) {
                overTime(record.subject().policy().judged().get(i), record.inputs().get(i));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void limits(Criterion c) {
        Quantity above = c.failAbove();
        Quantity below = c.failBelow();
        Margin margin = c.margin();
        if (above != null) {
            number("failAbove", above.value());
        }
        if (below != null) {
            number("failBelow", below.value());
        }
        if (margin != null) {
            json.writeStringProperty("margin", margin.written());
        }
    }

    private void spending(Criterion c) {
        if (record.subject().policy().judge().method() instanceof JudgeMethod.Sequential s) {
            Policy policy = record.subject().judgedBy();
            var spent = SequentialPlan.of(s.alpha()).spending(policy, c.name(), new Progress(record.subject().sinceMillis(), record.measuredMillis()));
            number("alphaShare", spent.share());
            number("alphaSpent", spent.spent());
        }
    }

    private void overTime(MetricDefinition metric, MetricInputs inputs) {
        Trail trail = Trails.of(metric.measure(), inputs, Double.NaN);
        MetricHistory history = MetricHistory.of(trail);
        Effect.of(history.differences(), alpha()).ifPresent(this::effect);
        json.writeArrayPropertyStart("times");
        history.points().forEach(p -> json.writeNumber(p.endMillis()));
        json.writeEndArray();
        numbers("canary", history, MetricHistory.Point::canary);
        numbers("baseline", history, MetricHistory.Point::baseline);
        numbers("canaryAmount", history, MetricHistory.Point::canaryAmount);
        numbers("baselineAmount", history, MetricHistory.Point::baselineAmount);
        if (trail instanceof Trail.Latencies latencies) {
            distributions(latencies);
        }
    }

    /** Each measurement with its phase and text, and as a number where it is one. */
    private void measured(Measurements all) {
        json.writeArrayPropertyStart("times");
        all.kept().forEach(t -> json.writeNumber(t.atMillis()));
        json.writeEndArray();
        json.writeArrayPropertyStart("canary");
        all.kept().forEach(t -> number(t.number()));
        json.writeEndArray();
        json.writeArrayPropertyStart("measurements");
        for (Measurements.Taken t : all.kept()) {
            json.writeStartObject();
            json.writeStringProperty("phase", t.phase().word());
            json.writeStringProperty("value", t.value());
            json.writeStringProperty("message", t.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void effect(Effect e) {
        json.writeObjectPropertyStart("effect");
        number("difference", e.difference());
        number("low", e.low());
        number("high", e.high());
        number("level", e.level());
        json.writeNumberProperty("intervals", e.intervals());
        json.writeEndObject();
    }

    /** How many requests of each interval took at most as long as each bound. */
    private void distributions(Trail.Latencies trail) {
        json.writeArrayPropertyStart("bounds");
        trail.bounds().forEach(this::number);
        json.writeEndArray();
        buckets("canaryBuckets", trail.since().stream().map(i -> i.canary()).toList());
        buckets("baselineBuckets", trail.since().stream().map(i -> i.baseline()).toList());
    }

    private void buckets(String name, List<List<Double>> intervals) {
        json.writeArrayPropertyStart(name);
        for (List<Double> counts : intervals) {
            json.writeStartArray();
            counts.forEach(this::number);
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private void numbers(String name, MetricHistory history, ToDoubleFunction<MetricHistory.Point> value) {
        json.writeArrayPropertyStart(name);
        history.points().forEach(p -> number(value.applyAsDouble(p)));
        json.writeEndArray();
    }

    private void number(String name, double value) {
        json.writeName(name);
        number(value);
    }

    /** What is no number is null, and infinity a text, since JSON has neither. */
    private void number(double value) {
        if (Double.isNaN(value)) {
            json.writeNull();
        } else if (Double.isInfinite(value)) {
            json.writeString(value > 0 ? "+Inf" : "-Inf");
        } else {
            json.writeNumber(value);
        }
    }
}
