package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.Exposure;
import dev.plumbline.analysis.kayenta.CanaryMetric;
import dev.plumbline.analysis.kayenta.Importance;
import dev.plumbline.analysis.kayenta.Mode;
import dev.plumbline.daemon.config.kayenta.CanaryDefinition;
import dev.plumbline.daemon.config.kayenta.PrometheusQuery;
import dev.plumbline.daemon.config.kayenta.QueryScope;
import dev.plumbline.daemon.config.yaml.Durations;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.QueryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The metrics of a policy that are those of a Kayenta canary configuration. <code>${scope}</code> is the canary's version, for the baseline the
 * stable one, <code>${location}</code> the argument {@code location}, else the namespace; <code>${service}</code>, <code>${namespace}</code> and the arguments
 * are there as well. Used once.
 */
final class KayentaMetricsReader {
    /** The most metrics of a configuration that are measured. */
    static final int MAX_METRICS = 50;
    /** Fewer evaluations than these carry no label in strict mode, whatever they are. */
    private static final int LEAST_EVALUATIONS = 5;
    private static final List<String> FOREIGN = List.of("metrics", "groups", "each");
    private final Fields policy;
    private final Notes notes;
    private final QuerySyntax syntax;
    private final Map<String, String> args;

    KayentaMetricsReader(Fields policy, Notes notes, QuerySyntax syntax, Map<String, String> args) {
        this.policy = policy;
        this.notes = notes;
        this.syntax = syntax;
        this.args = args;
    }

    /** The selectors of a policy as far as they could be read, and its stages. */
    record Arms(Optional<Template> canary, Optional<Template> baseline, List<StageDefinition> stages) {}

    /** None where something is wrong, which is a problem then. */
    List<MetricDefinition> read(JudgeSettings judge, Arms arms) {
        for (String key : FOREIGN) {
            if (policy.has(key)) {
                policy.problem(key, key + " cannot be given with method kayenta: metrics, their groups and weights are those of the canary configuration; take it out");
            }
        }
        if (!policy.has("baseline")) {
            policy.problem("judge", "method kayenta compares with a baseline, and the policy has none; add baseline, for example "
                    + "'{service=\"{{service}}\", version=\"{{stable}}\"}'");
        }
        if (args.containsKey("scope")) {
            policy.problem("args", "args.scope would stand for both sides: ${scope} is the canary's version, for the baseline the stable one; take it out");
        }
        return judge.method() instanceof JudgeMethod.Kayenta k && arms.canary.isPresent() && arms.baseline.isPresent()
                ? metrics(k, judge, arms) : List.of();
    }

    private List<MetricDefinition> metrics(JudgeMethod.Kayenta judge, JudgeSettings settings, Arms arms) {
        arms.stages.forEach(s -> enough(judge, settings, s));
        List<CanaryDefinition.Measured> measured = judge.definition().metrics();
        var metrics = new ArrayList<MetricDefinition>();
        if (measured.size() > MAX_METRICS) {
            judge.configuration().problem(notes, "metrics: there are " + measured.size() + ", at most " + MAX_METRICS + " can be measured");
            return metrics;
        }
        for (int i = 0; i < measured.size(); i++) {
            CanaryMetric rules = judge.definition().config().metrics().get(i);
            try {
                metrics.add(metric(judge, rules, measured.get(i), arms));
            } catch (QueryException e) {
                judge.configuration().problem(notes, "metrics[" + i + "].query: the query of metric " + rules.name() + " is not valid PromQL: " + e.getMessage());
            } catch (PlumblineException e) {
                judge.configuration().problem(notes, e.getMessage() + " (metric " + rules.name() + ")");
            }
        }
        if (!metrics.isEmpty() && metrics.stream().allMatch(MetricDefinition::muted)) {
            judge.configuration().problem(notes, "metrics: every metric is muted, so that there would never be a verdict; leave one that counts");
        }
        return metrics;
    }

    private void enough(JudgeMethod.Kayenta judge, JudgeSettings settings, StageDefinition stage) {
        long evaluations = 1 + (stage.atMostMillis() - settings.warmUpMillis()) / settings.intervalMillis(stage.atMostMillis());
        if (judge.mode() == Mode.STRICT && evaluations < LEAST_EVALUATIONS) {
            policy.problem("stages", "stage \"" + stage.name() + "\" has " + evaluations + " evaluations, one every "
                    + Durations.format(settings.intervalMillis(stage.atMostMillis())) + ", and two samples of fewer than " + LEAST_EVALUATIONS
                    + " are never told apart; make at_most longer or interval shorter");
        }
    }

    private MetricDefinition metric(JudgeMethod.Kayenta judge, CanaryMetric rules, CanaryDefinition.Measured metric, Arms arms) {
        Template canary = template(judge, metric.query(), "{{version}}", arms.canary.orElseThrow());
        Template baseline = template(judge, metric.query(), "{{stable}}", arms.baseline.orElseThrow());
        Importance importance = rules.rules().importance();
        var criterion = new Criterion(rules.name(), null, null, null, 1, Exposure.POINTS, judge.definition().judge().noData(), importance.critical());
        return new MetricDefinition(new Measure.Samples(canary, baseline), criterion, importance.muted(), "");
    }

    /** A query that tells the sides apart is asked as it is; any other, of the series that the policy selects. */
    private Template template(JudgeMethod.Kayenta judge, PrometheusQuery query, String version, Template selector) {
        var words = new HashMap<>(args);
        words.putIfAbsent("service", "{{service}}");
        words.putIfAbsent("namespace", "{{namespace}}");
        var scope = new QueryScope(version, args.getOrDefault("location", "{{namespace}}"), words, true);
        String text = query.promql(scope);
        boolean asItIs = query.namesScope(scope) && !judge.selectorsAdded();
        Template given = parsed(query, text);
        syntax.expression(sample(given, query));
        return asItIs ? given : parsed(query, SelectorCompletion.complete(text, selector.toString()));
    }

    private Template parsed(PrometheusQuery query, String text) {
        try {
            return Template.parse(text, args.keySet());
        } catch (Template.TemplateException e) {
            throw PlumblineException.user(query.query().path() + ": " + e.getMessage() + ", in " + text, e);
        }
    }

    private String sample(Template template, PrometheusQuery query) {
        var samples = new HashMap<String, String>();
        Template.VALUES.forEach(name -> samples.put(name, "x"));
        args.forEach((name, value) -> samples.put("args." + name, value));
        if (template.names().stream().anyMatch(Template.SYNTAX::contains)) {
            throw PlumblineException.user(query.query().path() + ": {{selector}} and {{window}} have no meaning in a canary configuration");
        }
        try {
            return template.render(samples);
        } catch (IllegalArgumentException e) {
            throw PlumblineException.user(query.query().path() + ": " + e.getMessage(), e);
        }
    }
}
