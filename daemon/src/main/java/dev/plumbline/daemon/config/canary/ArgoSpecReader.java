package dev.plumbline.daemon.config.canary;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.plumbline.analysis.argo.Conditions;
import dev.plumbline.analysis.argo.MetricLimits;
import dev.plumbline.analysis.condition.Condition;
import dev.plumbline.analysis.condition.ConditionException;
import dev.plumbline.daemon.config.yaml.Durations;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the metrics of a template whose arguments were filled in. Used once. */
final class ArgoSpecReader {
    /** Stands in every message about the text of a query or condition. */
    static final String LANGUAGE = "is not valid: ";
    private static final int MAX_METRICS = 50;
    private static final long MOST = 1_000_000_000;
    private static final long LEAST_INTERVAL_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 30L * 86_400_000;
    private static final Set<String> KEYS = Set.of("name", "interval", "initialDelay", "count", "successCondition", "failureCondition", "failureLimit",
            "inconclusiveLimit", "consecutiveErrorLimit", "consecutiveSuccessLimit", "provider");
    private final ArgoTemplate.Spec spec;
    private final Notes notes;
    private final QuerySyntax syntax;

    ArgoSpecReader(ArgoTemplate.Spec spec, Notes notes, QuerySyntax syntax) {
        this.spec = spec;
        this.notes = notes;
        this.syntax = syntax;
    }

    /** A rule for metrics whose name an expression matches anywhere. */
    private record Rule(YamlNode at, Pattern metrics, int limit) {}

    List<ArgoMetric> read() {
        List<Rule> dry = rules("dryRun", spec.dryRun(), Set.of("metricName"));
        List<Rule> kept = rules("measurementRetention", spec.retention(), Set.of("metricName", "limit"));
        var metrics = new ArrayList<ArgoMetric>();
        var names = new HashSet<String>();
        for (YamlNode node : spec.metrics()) {
            Optional<ArgoMetric> metric = Fields.of("a metric", node, KEYS, notes).flatMap(f -> metric(f, dry, kept));
            metric.filter(m -> !names.add(m.name())).ifPresent(m -> notes.problem(Notes.Place.of(node), "two metrics are called \"" + m.name() + "\""));
            metric.ifPresent(metrics::add);
        }
        if (metrics.size() == spec.metrics().size()) {
            unused("dryRun", dry, metrics);
            unused("measurementRetention", kept, metrics);
            whole(metrics);
        }
        return metrics;
    }

    private void whole(List<ArgoMetric> metrics) {
        if (metrics.size() > MAX_METRICS) {
            notes.problem(Notes.Place.of(spec.metrics().get(MAX_METRICS)), "a template has at most " + MAX_METRICS + " metrics");
        }
        if (metrics.stream().allMatch(ArgoMetric::dryRun)) {
            notes.warning(Notes.Place.of(spec.metrics().getFirst()), "every metric is a dry run, so that the verdict is always inconclusive");
        }
    }

    private void unused(String what, List<Rule> rules, List<ArgoMetric> metrics) {
        rules.stream().filter(r -> metrics.stream().noneMatch(m -> r.metrics.matcher(m.name()).find())).forEach(r -> notes.problem(Notes.Place.of(r.at),
                what + ": metricName \"" + r.metrics.pattern() + "\" matches no metric; there are "
                        + String.join(", ", metrics.stream().map(ArgoMetric::name).toList())));
    }

    private List<Rule> rules(String what, List<YamlNode> nodes, Set<String> keys) {
        var rules = new ArrayList<Rule>();
        for (YamlNode node : nodes) {
            Fields.of(what, node, keys, notes).ifPresent(f -> f.required("metricName").ifPresent(name -> {
                try {
                    rules.add(new Rule(node, Pattern.compile(name), (int) f.whole("limit", ArgoMetric.MOST_KEPT, 1, MOST)));
                } catch (PatternSyntaxException e) {
                    f.problem("metricName", "metricName is \"" + name + "\", must be a regular expression (RE2): " + e.getDescription());
                }
            }));
        }
        return rules;
    }

    private Optional<ArgoMetric> metric(Fields f, List<Rule> dry, List<Rule> kept) {
        int before = notes.problems().size();
        Optional<String> name = f.required("name");
        Conditions conditions = conditions(f);
        ArgoMetric.Schedule schedule = schedule(f);
        MetricLimits limits = limits(f, schedule);
        Optional<ArgoProvider> provider = new ArgoProviderReader(f, notes, syntax).read();
        if (name.isEmpty() || provider.isEmpty() || notes.problems().size() > before) {
            return Optional.empty();
        }
        int most = kept.stream().filter(r -> r.metrics.matcher(name.get()).find()).mapToInt(Rule::limit).findFirst().orElse(ArgoMetric.MOST_KEPT);
        return Optional.of(new ArgoMetric(name.get(), provider.get(), conditions, limits, schedule, Math.min(most, ArgoMetric.MOST_KEPT),
                dry.stream().anyMatch(r -> r.metrics.matcher(name.get()).find())));
    }

    private static Conditions conditions(Fields f) {
        return new Conditions(condition(f, "successCondition"), condition(f, "failureCondition"));
    }

    private static String condition(Fields f, String key) {
        String text = f.text(key).orElse("").strip();
        try {
            if (!text.isEmpty()) {
                Condition.parse(text, Set.of("result"));
            }
        } catch (ConditionException e) {
            f.problem(key, key + " \"" + text + "\" " + LANGUAGE + e.getMessage());
        }
        return text;
    }

    private static ArgoMetric.Schedule schedule(Fields f) {
        long interval = f.durationMillis("interval", 0);
        long delay = f.durationMillis("initialDelay", 0);
        if (f.has("interval") && interval < LEAST_INTERVAL_MILLIS) {
            f.problem("interval", "interval is " + Durations.format(interval) + ", must be at least 1s");
        }
        return new ArgoMetric.Schedule(atMost(f, "initialDelay", delay), atMost(f, "interval", interval));
    }

    private static long atMost(Fields f, String key, long millis) {
        if (millis > LONGEST_MILLIS) {
            f.problem(key, key + " is " + Durations.format(millis) + ", must be at most " + Durations.format(LONGEST_MILLIS));
        }
        return Math.min(millis, LONGEST_MILLIS);
    }

    private static MetricLimits limits(Fields f, ArgoMetric.Schedule schedule) {
        int count = (int) f.whole("count", 0, 0, MOST);
        int failures = (int) f.whole("failureLimit", 0, -MOST, MOST);
        int inconclusive = (int) f.whole("inconclusiveLimit", 0, 0, MOST);
        int errors = (int) f.whole("consecutiveErrorLimit", 4, 0, MOST);
        int successes = (int) f.whole("consecutiveSuccessLimit", 0, 0, MOST);
        if (count > 1 && schedule.intervalMillis() == 0) {
            f.problem("count", "count is " + count + " and there is no interval; add interval, for example 1m");
        }
        if (count > 0 && (failures > count || inconclusive > count)) {
            f.problem("count", "count is " + count + ", must be at least as large as failureLimit and inconclusiveLimit");
        }
        if ((double) count * schedule.intervalMillis() > LONGEST_MILLIS) {
            f.problem("count", "count " + count + " with interval " + Durations.format(schedule.intervalMillis()) + " takes longer than "
                    + Durations.format(LONGEST_MILLIS) + ", which is the most");
        }
        return new MetricLimits(count, schedule.intervalMillis() > 0, new MetricLimits.Tolerated(failures, inconclusive, errors, successes));
    }
}
