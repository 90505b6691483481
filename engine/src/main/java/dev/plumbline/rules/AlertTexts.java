package dev.plumbline.rules;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.Value;
import dev.plumbline.template.prometheus.QueryFunction.QuerySample;
import dev.plumbline.template.prometheus.RuleTemplate;
import dev.plumbline.template.prometheus.RuleTemplateContext;
import dev.plumbline.template.value.TemplateException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The labels and annotations of a rule's alerts: templates, expanded for each series of a result. What a template fails
 * with stands in the place of its text, as in Prometheus.
 */
final class AlertTexts {
    private final Rule.AlertingRule rule;
    private final RuleQuery query;
    private final Supplier<RuleOptions> options;
    private final Consumer<Failure> failures;
    private final Map<String, RuleTemplate> labels;
    private final Map<String, RuleTemplate> annotations;
    private final boolean fixedLabels;
    private final boolean fixedAnnotations;
    private final Labels plainAnnotations;
    private final LabelOverlay overlay;

    /** A template that failed: of the label or annotation {@code field}. */
    record Failure(String field, String reason) {}

    AlertTexts(Rule.AlertingRule rule, RuleQuery query, Supplier<RuleOptions> options, Consumer<Failure> failures) {
        this.rule = rule;
        this.query = query;
        this.options = options;
        this.failures = failures;
        this.labels = parse(rule.labels());
        this.annotations = parse(rule.annotations());
        this.fixedLabels = isFixed(rule.labels());
        this.fixedAnnotations = isFixed(rule.annotations());
        this.plainAnnotations = Labels.of(rule.annotations());
        this.overlay = new LabelOverlay(series -> overlay(series, (field, template) -> template.text()));
    }

    private static Map<String, RuleTemplate> parse(Map<String, String> texts) {
        var parsed = new LinkedHashMap<String, RuleTemplate>();
        texts.forEach((name, text) -> parsed.put(name, RuleTemplate.parse(text)));
        return parsed;
    }

    private static boolean isFixed(Map<String, String> texts) {
        return texts.values().stream().noneMatch(text -> text.contains("{{"));
    }

    /** How a template becomes text. */
    private interface Expander {
        String expand(String field, RuleTemplate template);
    }

    private Labels overlay(Labels series, Expander expander) {
        Labels.Builder builder = series.builder().remove(Labels.METRIC_NAME);
        labels.forEach((name, template) -> builder.set(name, expander.expand(name, template)));
        return builder.set(AlertSeries.ALERT_NAME, rule.alert()).build();
    }

    /** The expansion for one evaluation. */
    At at(long ts) {
        return new At(ts, options.get());
    }

    final class At {
        private final long ts;
        private final RuleOptions current;
        private boolean reported;

        private At(long ts, RuleOptions current) {
            this.ts = ts;
            this.current = current;
        }

        /** The labels of the alert that a series stands for. */
        Labels labels(Value.Element e) {
            if (fixedLabels) {
                return overlay.of(e.labels());
            }
            RuleTemplateContext context = context(e);
            return overlay(e.labels(), (field, template) -> expand(field, template, context));
        }

        /** Its annotations; an empty text is none. */
        Labels annotations(Value.Element e) {
            if (fixedAnnotations) {
                return plainAnnotations;
            }
            RuleTemplateContext context = context(e);
            var expanded = new LinkedHashMap<String, String>();
            annotations.forEach((field, template) -> expanded.put(field, expand(field, template, context)));
            return Labels.of(expanded);
        }

        private RuleTemplateContext context(Value.Element e) {
            return new RuleTemplateContext(e.labels(), e.value(), e.histogram(), current.externalLabels(), current.externalUrl(), ts,
                    this::query);
        }

        private List<QuerySample> query(String text, long timeMillis) {
            return query.vector(text, timeMillis).stream().map(e -> new QuerySample(e.labels(), e.value(), e.histogram())).toList();
        }

        private String expand(String field, RuleTemplate template, RuleTemplateContext context) {
            try {
                return template.expand(context);
            } catch (TemplateException e) {
                if (!reported) {
                    reported = true; // one of an evaluation is enough: the others fail for the same reason
                    failures.accept(new Failure(field, e.getMessage()));
                }
                return "<error expanding template: " + e.getMessage() + ">";
            }
        }

        /** Ends the evaluation. */
        void end() {
            if (fixedLabels) {
                overlay.endEvaluation();
            }
        }
    }
}
