package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.Exposure;
import dev.plumbline.analysis.canary.Margin;
import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.canary.Quantity;
import dev.plumbline.analysis.canary.Unit;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one metric of a policy. Used once. */
final class MetricReader {
    static final Set<String> KEYS = Set.of("name", "signal", "quantile", "query", "direction", "fail_above", "fail_below",
            "margin", "critical", "no_data", "resource", "muted", "pass", "warning", "weight", "key_sli");

    private final Fields fields;
    private final Notes notes;
    private final JudgeSettings judge;
    private final boolean hasBaseline;

    MetricReader(Fields fields, Notes notes, JudgeSettings judge, boolean hasBaseline) {
        this.fields = fields;
        this.notes = notes;
        this.judge = judge;
        this.hasBaseline = hasBaseline;
    }

    Optional<MetricDefinition> read(Function<YamlNode.Scalar, Optional<Template>> queries) {
        int before = notes.problems().size();
        Optional<String> name = fields.required("name");
        Optional<Measure> measure = measure(queries);
        Quantity above = limit("fail_above", measure);
        Quantity below = limit("fail_below", measure);
        Margin margin = new MarginReader(fields, notes, hasBaseline).read(measure);
        if (!ObjectivesReader.isMethodOf(fields, judge.method()) && !fields.has("fail_above") && !fields.has("fail_below") && !fields.has("margin")) {
            fields.problem("name", "metric needs fail_above, fail_below or margin");
        }
        NoData noData = noData();
        boolean critical = fields.flag("critical", false);
        boolean muted = fields.flag("muted", false);
        if (above != null && below != null && above.value() < below.value()) {
            fields.problem("fail_below", "fail_below " + below + " is above fail_above " + above + ": every value would fail");
        }
        if (notes.problems().size() > before || name.isEmpty() || measure.isEmpty()) {
            return Optional.empty();
        }
        Exposure exposure = exposure(measure.get());
        long minimum = exposure == Exposure.REQUESTS ? judge.minRequests() : judge.minPoints();
        var criterion = new Criterion(name.get(), above, below, margin, minimum, exposure, noData, critical);
        return Optional.of(new MetricDefinition(measure.get(), criterion, muted, ""));
    }

    private static Exposure exposure(Measure measure) {
        return switch (measure) {
            case Measure.ErrorRate e -> Exposure.REQUESTS;
            case Measure.Latency l -> Exposure.REQUESTS;
            case Measure.TraceErrors t -> Exposure.REQUESTS;
            case Measure.LogErrors l -> Exposure.REQUESTS;
            case Measure.LogPatterns l -> Exposure.REQUESTS;
            case Measure.Traffic t -> Exposure.POINTS;
            case Measure.Saturation s -> Exposure.POINTS;
            case Measure.Query q -> Exposure.POINTS;
            case Measure.Samples s -> Exposure.POINTS;
        };
    }

    private Optional<Measure> measure(Function<YamlNode.Scalar, Optional<Template>> queries) {
        if (fields.has("signal") == fields.has("query")) {
            fields.problem(fields.has("query") ? "query" : "name", "a metric needs either signal or query"
                    + (fields.has("query") ? ", not both" : ""));
            return Optional.empty();
        }
        boolean latency = fields.text("signal").filter("latency"::equals).isPresent();
        if (fields.has("quantile") && !latency) {
            fields.problem("quantile", "quantile belongs to signal: latency");
        }
        if (fields.has("resource") && fields.text("signal").filter("saturation"::equals).isEmpty()) {
            fields.problem("resource", "resource belongs to signal: saturation");
        }
        return fields.has("signal") ? fields.text("signal").flatMap(this::signal)
                : fields.scalar("query").flatMap(queries).map(Measure.Query::new);
    }

    private Optional<Measure> signal(String signal) {
        switch (signal) {
            case "error_rate" -> {
                return Optional.of(new Measure.ErrorRate());
            }
            case "traffic" -> {
                return Optional.of(new Measure.Traffic());
            }
            case "latency" -> {
                return quantile();
            }
            case "saturation" -> {
                return resource();
            }
            case "trace_errors" -> {
                return Optional.of(new Measure.TraceErrors());
            }
            case "log_errors" -> {
                return Optional.of(new Measure.LogErrors());
            }
            case "log_patterns" -> {
                if (!hasBaseline) {
                    fields.problem("signal", "log_patterns asks which patterns the stable version does not write, so the policy needs baseline");
                }
                return Optional.of(new Measure.LogPatterns());
            }
            default -> {
                fields.problem("signal", "unknown signal \"" + signal + "\"; there are error_rate, latency, traffic, saturation, trace_errors, log_errors, log_patterns");
                return Optional.empty();
            }
        }
    }

    private Optional<Measure> resource() {
        String resource = fields.text("resource").orElse("cpu");
        if (!List.of("cpu", "memory").contains(resource)) {
            fields.problem("resource", "resource is \"" + resource + "\", must be cpu or memory");
            return Optional.empty();
        }
        return Optional.of(new Measure.Saturation(Measure.Resource.valueOf(resource.toUpperCase(Locale.ROOT))));
    }

    private Optional<Measure> quantile() {
        Optional<String> text = fields.text("quantile");
        try {
            double quantile = Double.parseDouble(text.orElse(""));
            if (quantile > 0 && quantile < 1) {
                return Optional.of(new Measure.Latency(quantile));
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the problem, which says the same for both.
        }
        fields.problem("quantile", "latency needs a quantile above 0 and below 1, such as 0.99"
                + text.map(t -> "; it is \"" + t + "\"").orElse(""));
        return Optional.empty();
    }

    private @Nullable Quantity limit(String key, Optional<Measure> measure) {
        Optional<String> text = fields.text(key);
        if (text.isEmpty()) {
            return null;
        }
        Optional<Quantity> quantity = Quantity.parse(text.get());
        if (quantity.isEmpty()) {
            fields.problem(key, key + " is \"" + text.get() + "\", must be a number with or without one of the units " + Quantity.knownUnits());
            return null;
        }
        measure.ifPresent(m -> checkDimension(key, quantity.get(), m));
        return quantity.get();
    }

    private void checkDimension(String key, Quantity limit, Measure measure) {
        Unit.Dimension expected = switch (measure) {
            case Measure.ErrorRate e -> Unit.Dimension.RATIO;
            case Measure.TraceErrors t -> Unit.Dimension.RATIO;
            case Measure.LogErrors l -> Unit.Dimension.RATIO;
            case Measure.LogPatterns l -> Unit.Dimension.RATIO;
            case Measure.Saturation s -> s.resource() == Measure.Resource.MEMORY ? Unit.Dimension.SIZE : Unit.Dimension.ANY;
            case Measure.Latency l -> Unit.Dimension.TIME;
            case Measure.Traffic t -> Unit.Dimension.RATE;
            case Measure.Query q -> Unit.Dimension.ANY;
            case Measure.Samples s -> Unit.Dimension.ANY;
        };
        Unit.Dimension given = limit.unit().dimension();
        if (expected != Unit.Dimension.ANY && given != Unit.Dimension.ANY && given != expected) {
            fields.problem(key, key + " is " + limit + ", must be " + expected.description());
        } else if (expected == Unit.Dimension.RATIO && (limit.value() < 0 || limit.value() > 1)) {
            fields.problem(key, key + " is " + limit + ", but a ratio is from 0 to 1: write 5% or 0.05 for five in a hundred");
        }
    }

    private NoData noData() {
        String text = fields.text("no_data").orElse("hold");
        if (!List.of("hold", "fail", "ignore").contains(text)) {
            fields.problem("no_data", "no_data is \"" + text + "\", must be hold, fail or ignore");
            return NoData.HOLD;
        }
        return NoData.valueOf(text.toUpperCase(Locale.ROOT));
    }
}
