package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.argo.Conditions;
import dev.plumbline.analysis.argo.Measurement;
import dev.plumbline.analysis.argo.Phase;
import dev.plumbline.analysis.argo.WebMeasurement;
import dev.plumbline.analysis.condition.Condition;
import dev.plumbline.analysis.value.Value;
import dev.plumbline.daemon.config.canary.ArgoMetric;
import dev.plumbline.daemon.config.canary.ArgoProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes one measurement of a metric of a template. Whatever goes wrong is an error measurement that says what. */
final class TemplateMeasuring {
    private static final int MAX_VALUES = 10_000;

    private TemplateMeasuring() {}

    /** Asks our own store as of a time. */
    static Measurement prometheus(ArgoMetric metric, ArgoProvider.Prometheus provider, MetricsSource source, long atMillis) {
        Instant at = Instant.ofEpochMilli(atMillis);
        try {
            return metric.conditions().measure(result(provider, source, at), at);
        } catch (RuntimeException e) {
            return new Measurement(Phase.ERROR, "", String.valueOf(e.getMessage()));
        }
    }

    private static Value result(ArgoProvider.Prometheus provider, MetricsSource source, Instant at) {
        ArgoProvider.Range range = provider.range();
        if (range == null) {
            return value(source.instant(provider.query(), at.toEpochMilli()));
        }
        long start = time(range.start(), at);
        long end = time(range.end(), at);
        if (end < start || (end - start) / range.stepMillis() >= MAX_VALUES) {
            throw new IllegalArgumentException("the range from " + Instant.ofEpochMilli(start) + " to " + Instant.ofEpochMilli(end)
                    + " must not end before it starts, and have fewer than " + MAX_VALUES + " steps");
        }
        return value(source.range(provider.query(), start, end, range.stepMillis()));
    }

    private static long time(String expression, Instant now) {
        return Condition.parse(expression, Set.of()).time(Map.of(), now).toEpochMilli();
    }

    /** A scalar is a number; a vector and a matrix are all their numbers, as in Argo. */
    private static Value value(dev.plumbline.promql.Value found) {
        return switch (found) {
            case dev.plumbline.promql.Value.Scalar s -> new Value.Decimal(s.value());
            case dev.plumbline.promql.Value.Vector v -> items(v.elements().stream().filter(e -> e.histogram() == null)
                    .mapToDouble(dev.plumbline.promql.Value.Element::value).limit(MAX_VALUES + 1L).toArray());
            case dev.plumbline.promql.Value.Matrix m -> items(m.series().stream().filter(p -> p.histograms() == null)
                    .flatMapToDouble(p -> java.util.Arrays.stream(p.values())).limit(MAX_VALUES + 1L).toArray());
            case dev.plumbline.promql.Value.Text t -> throw new IllegalArgumentException("the query yields a string; it must yield numbers");
        };
    }

    private static Value items(double[] numbers) {
        if (numbers.length > MAX_VALUES) {
            throw new IllegalArgumentException("the query yields more than " + MAX_VALUES + " numbers; aggregate them");
        }
        List<Value> items = new ArrayList<>();
        for (double number : numbers) {
            items.add(new Value.Decimal(number));
        }
        return new Value.Items(items);
    }

    /** What an answer is worth. */
    static Measurement web(Conditions conditions, ArgoProvider.Web provider, WebCalls.WebAnswer answer, long atMillis) {
        if (!answer.failure().isEmpty()) {
            return new Measurement(Phase.ERROR, "", answer.failure());
        }
        return WebMeasurement.of(answer.status(), answer.body(), provider.jsonPath(), conditions, Instant.ofEpochMilli(atMillis));
    }
}
