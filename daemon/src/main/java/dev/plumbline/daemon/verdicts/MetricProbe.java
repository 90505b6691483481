package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Window;
import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.analysis.latency.Buckets;
import dev.plumbline.daemon.config.canary.Measure;
import dev.plumbline.daemon.config.canary.MetricDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the evidence for one metric of one analysis: finds out once which series there are, then measures the window so
 * far each time, and counts the evaluations that gave a number. Owned by the thread that ticks.
 */
final class MetricProbe {
    private final MetricDefinition metric;
    private final String selector;
    private final Map<String, String> values;
    private @Nullable Convention convention;
    private long points;
    private double sum;

    /**
     * A probe that has measured nothing yet.
     *
     * @param selector the canary's matchers in braces, rendered
     * @param values for the placeholders of a query, without {@code selector} and {@code window}
     */
    MetricProbe(MetricDefinition metric, String selector, Map<String, String> values) {
        this.metric = metric;
        this.selector = selector;
        this.values = values;
    }

    /** Measures; whatever goes wrong becomes evidence that nothing could be read. */
    Evidence measure(MetricsSource source, Window window) {
        var lookup = new Lookup(source, window.endMillis());
        try {
            return switch (metric.measure()) {
                case Measure.ErrorRate e -> errorRate(lookup, window);
                case Measure.Latency l -> latency(lookup, window, l.quantile());
                case Measure.Traffic t -> traffic(lookup, window);
                case Measure.Query q -> query(lookup, window, q);
            };
        } catch (RuntimeException e) {
            String message = e.getMessage();
            return evidence(new Reading.Unreadable(message == null ? e.getClass().getSimpleName() : message), 0, "", lookup);
        }
    }

    private Evidence evidence(Reading reading, double amount, String used, Lookup lookup) {
        return new Evidence(metric.criterion().name(), reading, (long) Math.max(0, amount), used, lookup.queries());
    }

    private @Nullable Convention find(Lookup lookup, Function<Convention, String> series) {
        if (convention == null) {
            convention = Convention.ALL.stream().filter(c -> lookup.exists(series.apply(c))).findFirst().orElse(null);
        }
        return convention;
    }

    private Evidence unknown(Lookup lookup, String what) {
        return evidence(new Reading.Missing("none of the known " + what + " exist for " + selector), 0, "", lookup);
    }

    private Evidence errorRate(Lookup lookup, Window window) {
        Convention c = find(lookup, x -> x.requestSeries(selector));
        if (c == null) {
            return unknown(lookup, "request counters");
        }
        Reading all = lookup.number("sum(increase(" + c.requestSeries(selector) + range(window) + "))");
        Reading failed = lookup.number("sum(increase(" + c.failedSeries(selector) + range(window) + "))");
        String used = c.requestSeries(selector);
        if (!(all instanceof Reading.Number requests)) {
            return evidence(all, 0, used, lookup);
        }
        if (requests.value() <= 0) {
            return evidence(new Reading.Missing("no requests"), 0, used, lookup);
        }
        return switch (failed) {
            // A service that never failed has no series of failures.
            case Reading.Missing m -> evidence(new Reading.Number(0), requests.value(), used, lookup);
            case Reading.Number n -> evidence(new Reading.Number(Math.min(1, n.value() / requests.value())), requests.value(), used, lookup);
            case Reading.AtLeast a -> evidence(a, 0, used, lookup);
            case Reading.Unreadable u -> evidence(u, 0, used, lookup);
        };
    }

    private Evidence latency(Lookup lookup, Window window, double quantile) {
        Convention c = find(lookup, x -> x.bucketSeries(selector));
        if (c == null) {
            return unknown(lookup, "latency histograms");
        }
        var buckets = new Buckets(lookup.buckets("sum by (le) (increase(" + c.bucketSeries(selector) + range(window) + "))"));
        Reading reading = switch (buckets.quantile(quantile)) {
            case Reading.Number n -> new Reading.Number(n.value() * c.secondsPerUnit());
            case Reading.AtLeast n -> new Reading.AtLeast(n.value() * c.secondsPerUnit());
            case Reading.Missing m -> m;
            case Reading.Unreadable u -> u;
        };
        return evidence(reading, buckets.count(), c.bucketSeries(selector), lookup);
    }

    private Evidence traffic(Lookup lookup, Window window) {
        Convention c = find(lookup, x -> x.requestSeries(selector));
        if (c == null) {
            return unknown(lookup, "request counters");
        }
        Reading reading = lookup.number("sum(rate(" + c.requestSeries(selector) + range(window) + "))");
        count(reading);
        return evidence(reading, points, c.requestSeries(selector), lookup);
    }

    private Evidence query(Lookup lookup, Window window, Measure.Query query) {
        var filled = new HashMap<>(values);
        filled.put("selector", selector);
        filled.put("window", duration(window));
        Reading reading = lookup.number(query.template().render(filled));
        count(reading);
        boolean mean = reading instanceof Reading.Number && !query.coversWindow();
        return evidence(mean ? new Reading.Number(sum / points) : reading, points, query.template().toString(), lookup);
    }

    private void count(Reading reading) {
        if (reading instanceof Reading.Number n) {
            points++;
            sum += n.value();
        }
    }

    private static String range(Window window) {
        return "[" + duration(window) + "]";
    }

    private static String duration(Window window) {
        long millis = Math.max(1, window.lengthMillis());
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    /** All probes of an analysis in the order of its metrics. */
    static List<MetricProbe> forAll(List<MetricDefinition> metrics, String selector, Map<String, String> values) {
        return metrics.stream().map(m -> new MetricProbe(m, selector, values)).toList();
    }
}
