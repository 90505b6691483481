package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Window;
import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.daemon.config.canary.Measure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Measures one metric of one arm: finds out once which series there are, then adds each time what came since. Signals that are
 * counters are read by increments. Native histograms, and queries with {@code {{window}}}, are evaluated over the window again,
 * because their value over a window is not the sum of its parts; where a judge looks at every evaluation, over what came since the
 * last one that gave something. Owned by the thread that ticks.
 */
final class ArmProbe implements Probe {
    private final Measure measure;
    private final Arm arm;
    private ArmInputs inputs;
    private @Nullable Convention convention;
    private boolean nativeHistogram;
    private @Nullable CounterReader all;
    private @Nullable CounterReader failed;
    private @Nullable HistogramReader histograms;
    private @Nullable NewPatterns newPatterns;

    /**
     * Which arm.
     *
     * @param selector its matchers in braces, rendered
     * @param values for the placeholders of a query, without {@code selector} and {@code window}
     * @param young whether its series began with it: the canary's
     * @param trailed whether what each evaluation added is kept by itself, for a judge that looks at every one
     * @param other the stable version's selector; empty for the stable version itself, and where there is none
     */
    record Arm(String selector, Map<String, String> values, boolean young, boolean trailed, String other) {}

    /** A probe that goes on from what was measured before. */
    ArmProbe(Measure measure, Arm arm, ArmInputs before) {
        this.measure = measure;
        this.arm = arm;
        inputs = before;
    }

    @Override
    public ArmInputs measure(MetricsSource source, Window window) {
        var lookup = new Lookup(source, window.endMillis());
        try {
            inputs = measured(lookup, window);
        } catch (RuntimeException e) {
            String message = e.getMessage();
            // One counter may have been read and the other not: both go on from what was added up.
            all = null;
            failed = null;
            histograms = null;
            newPatterns = null;
            inputs = inputs.failed(new Reading.Unreadable(message == null ? e.getClass().getSimpleName() : message));
        }
        return inputs;
    }

    private ArmInputs measured(Lookup lookup, Window window) {
        return switch (measure) {
            case Measure.ErrorRate e -> ratio(lookup, window, Convention.ALL, "known request counters");
            case Measure.TraceErrors t -> ratio(lookup, window, List.of(Convention.SPANS), "span series (spans are not received in this version)");
            case Measure.LogErrors l -> ratio(lookup, window, List.of(Convention.LOGS), "log series (logs are not received in this version)");
            case Measure.LogPatterns l -> patterns(lookup, window);
            case Measure.Latency l -> latency(lookup, window, l.quantile());
            case Measure.Traffic t -> traffic(lookup, window);
            case Measure.Saturation s -> s.resource() == Measure.Resource.CPU ? cpu(lookup, window) : memory(lookup, window);
            case Measure.Query q -> query(lookup, window, q);
            case Measure.Samples s -> throw new IllegalStateException("samples are measured by a SeriesProbe");
        };
    }

    private ArmInputs unknown(String what) {
        return inputs.failed(new Reading.Missing("none of the " + what + " exist for " + arm.selector));
    }

    private long from(Window window) {
        return Math.max(window.startMillis(), inputs.endMillis());
    }

    private @Nullable Convention find(Lookup lookup, List<Convention> known) {
        if (convention == null) {
            convention = known.stream().filter(c -> isPossible(c.requestSeries(arm.selector)))
                    .filter(c -> lookup.exists(c.requestSeries(arm.selector))).findFirst().orElse(null);
        }
        return convention;
    }

    /** Series are found once; after a restart the same ones are used. */
    private boolean isPossible(String series) {
        return inputs.source().isEmpty() || inputs.source().equals(series);
    }

    private CounterReader all(String series) {
        if (all == null) {
            all = new CounterReader(counters(series));
        }
        return all;
    }

    private IncreaseReader.Counters counters(String series) {
        return new IncreaseReader.Counters(series, arm.young, inputs.endMillis() != Long.MIN_VALUE);
    }

    private CounterReader failed(String series) {
        if (failed == null) {
            failed = new CounterReader(counters(series));
        }
        return failed;
    }

    private ArmInputs ratio(Lookup lookup, Window window, List<Convention> known, String what) {
        Convention c = find(lookup, known);
        if (c == null) {
            return unknown(what);
        }
        String series = c.requestSeries(arm.selector);
        var requests = all(series).read(lookup, from(window), window.endMillis());
        var failures = failed(c.failedSeries(arm.selector)).read(lookup, from(window), window.endMillis());
        return inputs.using(series, lookup.queries())
                .with(new Step(window.endMillis(), requests.spanMillis(), requests.total(), failures.total()), null);
    }

    /** The stable version has no patterns that are new, however many lines it writes. */
    private ArmInputs patterns(Lookup lookup, Window window) {
        Convention c = find(lookup, List.of(Convention.LOG_PATTERNS));
        if (c == null || arm.young && arm.other.isEmpty()) {
            return c == null ? unknown("log series with patterns (logs are not received in this version)")
                    : inputs.failed(new Reading.Missing("no stable version is known whose patterns the canary's could be compared with"));
        }
        String series = c.requestSeries(arm.selector);
        var lines = all(series).read(lookup, from(window), window.endMillis());
        double unknown = 0;
        if (arm.young) {
            if (newPatterns == null) {
                newPatterns = new NewPatterns(counters(c.failedSeries(arm.selector)));
            }
            unknown = newPatterns.read(lookup, c.requestSeries(arm.other), from(window), window.endMillis());
        }
        return inputs.using(series, lookup.queries()).with(new Step(window.endMillis(), lines.spanMillis(), lines.total(), unknown), null);
    }

    private ArmInputs latency(Lookup lookup, Window window, double quantile) {
        if (convention == null) {
            convention = Convention.ALL.stream().filter(c -> hasHistogram(lookup, c)).findFirst().orElse(null);
        }
        Convention c = convention;
        if (c == null) {
            return unknown("known latency histograms");
        }
        if (nativeHistogram) {
            return arm.trailed ? nativeInterval(lookup, window, c) : nativeLatency(lookup, window, c, quantile);
        }
        String series = c.bucketSeries(arm.selector);
        var increase = all(series).read(lookup, from(window), window.endMillis());
        SortedMap<Double, Double> counts = new TreeMap<>();
        increase.byBound().forEach((bound, count) -> counts.put(bound * c.secondsPerUnit(), count));
        if (arm.trailed) {
            return inputs.using(series, lookup.queries()).with(new Step(window.endMillis(), increase.spanMillis(), 0, 0, counts), null);
        }
        return inputs.using(series, lookup.queries()).adding(counts).with(new Step(window.endMillis(), increase.spanMillis(), 0, 0), null);
    }

    private boolean hasHistogram(Lookup lookup, Convention c) {
        String whole = c.nativeSeries(arm.selector);
        String buckets = c.bucketSeries(arm.selector);
        nativeHistogram = isPossible(whole) && lookup.exists(whole);
        return nativeHistogram || isPossible(buckets) && lookup.exists(buckets);
    }

    private ArmInputs nativeLatency(Lookup lookup, Window window, Convention c, double quantile) {
        String series = c.nativeSeries(arm.selector);
        String sum = "sum(increase(" + series + "[" + duration(window) + "]))";
        Reading count = lookup.number("histogram_count(" + sum + ")");
        Reading value = lookup.number("histogram_quantile(" + quantile + ", " + sum + ")");
        ArmInputs asked = inputs.using(series, lookup.queries());
        if (!(count instanceof Reading.Number n)) {
            return asked.failed(count);
        }
        if (!(value instanceof Reading.Number v) || n.value() < 1) {
            return asked.failed(n.value() < 1 ? new Reading.Missing("no requests in the histogram") : value);
        }
        double requests = Math.floor(n.value());
        return asked.withOnly(new Step(window.endMillis(), 0, requests, v.value() * c.secondsPerUnit()));
    }

    private ArmInputs nativeInterval(Lookup lookup, Window window, Convention c) {
        String series = c.nativeSeries(arm.selector);
        if (histograms == null) {
            histograms = new HistogramReader(counters(series));
        }
        var increase = histograms.read(lookup, from(window), window.endMillis());
        SortedMap<Double, Double> counts = new TreeMap<>();
        increase.cumulative().forEach((bound, count) -> counts.put(bound * c.secondsPerUnit(), count));
        return inputs.using(series, lookup.queries()).with(new Step(window.endMillis(), increase.spanMillis(), 0, 0, counts), null);
    }

    private ArmInputs traffic(Lookup lookup, Window window) {
        Convention c = find(lookup, Convention.ALL);
        if (c == null) {
            return unknown("known request counters");
        }
        String series = c.requestSeries(arm.selector);
        var requests = all(series).read(lookup, from(window), window.endMillis());
        return inputs.using(series, lookup.queries())
                .with(new Step(window.endMillis(), requests.spanMillis(), requests.spanMillis() > 0 ? 1 : 0, requests.total()), null);
    }

    private static final double MILLIS_PER_SECOND = 1000;

    private ArmInputs cpu(Lookup lookup, Window window) {
        String name = firstOf(lookup, List.of("process_cpu_seconds_total", "container_cpu_usage_seconds_total"));
        if (name.isEmpty()) {
            return unknown("known CPU counters");
        }
        var used = all(name).read(lookup, from(window), window.endMillis());
        ArmInputs asked = inputs.using(name, lookup.queries());
        if (used.spanMillis() == 0) {
            return asked.with(new Step(window.endMillis(), 0, 0, 0), null);
        }
        double cores = used.total() * MILLIS_PER_SECOND / used.spanMillis() / used.series();
        return asked.with(new Step(window.endMillis(), used.spanMillis(), 1, cores), null);
    }

    private ArmInputs memory(Lookup lookup, Window window) {
        String name = firstOf(lookup, List.of("process_resident_memory_bytes", "container_memory_working_set_bytes"));
        return name.isEmpty() ? unknown("known gauges of memory") : point(lookup, window, name, lookup.number("avg(" + name + ")"));
    }

    /** The first series that exists; what was found once is used from then on. */
    private String firstOf(Lookup lookup, List<String> names) {
        return inputs.source().isEmpty()
                ? names.stream().map(n -> n + arm.selector).filter(lookup::exists).findFirst().orElse("") : inputs.source();
    }

    private ArmInputs point(Lookup lookup, Window window, String source, Reading reading) {
        ArmInputs asked = inputs.using(source, lookup.queries());
        return reading instanceof Reading.Number n ? asked.with(new Step(window.endMillis(), 0, 1, n.value()), null) : asked.failed(reading);
    }

    private ArmInputs query(Lookup lookup, Window window, Measure.Query query) {
        var filled = new HashMap<>(arm.values);
        filled.put("selector", arm.selector);
        filled.put("window", duration(arm.trailed ? new Window(from(window), window.endMillis()) : window));
        Reading reading = lookup.number(query.template().render(filled));
        if (arm.trailed || !query.coversWindow() || !(reading instanceof Reading.Number n)) {
            return point(lookup, window, query.template().toString(), reading);
        }
        double points = inputs.amount() + 1;
        return inputs.using(query.template().toString(), lookup.queries()).withOnly(new Step(window.endMillis(), 0, points, n.value()));
    }

    private static String duration(Window window) {
        long millis = Math.max(1, window.lengthMillis());
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
