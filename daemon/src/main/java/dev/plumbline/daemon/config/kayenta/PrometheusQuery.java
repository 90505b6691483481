package dev.plumbline.daemon.config.kayenta;

import dev.plumbline.model.PlumblineException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The PromQL of a metric whose {@code query.type} is {@code prometheus}, as Kayenta makes it: what a template gives after
 * {@code PromQL:}, else the average of {@code metricName} by {@code groupByFields}, where the template's matchers come before those of
 * {@code labelBindings}. Without a template the matchers are those of a known {@code resourceType}.
 */
public record PrometheusQuery(JsonPart query, Map<String, String> templates) {
    private static final String TYPE = "prometheus";
    private static final String WHOLE = "PromQL:";

    public PrometheusQuery {
        templates = Map.copyOf(templates);
    }

    /** @throws PlumblineException of kind USER with the place in the configuration */
    public String promql(QueryScope scope) {
        requireType();
        String filter = filter(scope);
        if (filter.startsWith(WHOLE)) {
            return filter.substring(WHOLE.length());
        }
        String metric = query.at("metricName").text("");
        if (metric.isEmpty()) {
            throw PlumblineException.user(query.path() + ".metricName is missing; without it the template must begin with " + WHOLE);
        }
        String text = "avg(" + metric + "{" + String.join(",", matchers(scope, filter)) + "})";
        List<String> by = query.at("groupByFields").elements().stream().map(e -> e.text("")).toList();
        return by.isEmpty() ? text : text + " by (" + String.join(",", by) + ")";
    }

    /** Whether the query tells one scope from another by its <code>${scope}</code>. Fails as {@link #promql} does. */
    public boolean namesScope(QueryScope scope) {
        return !promql(scope.of(scope.scope() + "-other")).equals(promql(scope));
    }

    private void requireType() {
        String type = query.required().at("type").text(TYPE);
        if (!type.equals(TYPE)) {
            throw PlumblineException.user(query.path() + ".type is " + type + ", which cannot be asked here; metrics are read from Plumbline's own series by type "
                    + TYPE + ". A Kayenta that asks " + type + " itself can have Plumbline as its remote judge");
        }
    }

    /** The expanded template; empty without one. */
    private String filter(QueryScope scope) {
        String template = template();
        if (template.isEmpty()) {
            return "";
        }
        Map<String, String> words = new HashMap<>();
        put(words, "scope", scope.scope());
        put(words, "location", scope.location());
        put(words, "project", scope.parameter("project"));
        put(words, "resourceType", resourceType(scope));
        words.putAll(scope.parameters());
        try {
            return new TemplateText(words).fill(template);
        } catch (PlumblineException e) {
            throw PlumblineException.user(query.path() + ": " + e.getMessage(), e);
        }
    }

    private static void put(Map<String, String> words, String name, String word) {
        if (!word.isEmpty()) {
            words.put(name, word);
        }
    }

    private String template() {
        String given = query.at("customInlineTemplate").text("");
        String inline = given.isEmpty() ? query.at("customFilter").text("") : given;
        String name = query.at("customFilterTemplate").text("");
        if (!inline.isEmpty() || name.isEmpty()) {
            return inline;
        }
        String template = templates.get(name);
        if (template == null) {
            throw PlumblineException.user(query.path() + ".customFilterTemplate is " + name + ", and there is no such template; there are "
                    + templates.keySet().stream().sorted().toList());
        }
        return template;
    }

    private String resourceType(QueryScope scope) {
        return query.at("resourceType").text(scope.parameter("resourceType"));
    }

    private List<String> matchers(QueryScope scope, String filter) {
        var matchers = new ArrayList<String>();
        List<String> bindings = query.at("labelBindings").elements().stream().map(e -> e.text("")).toList();
        if (!filter.isEmpty()) {
            matchers.add(filter);
            matchers.addAll(bindings);
            return matchers;
        }
        matchers.addAll(bindings);
        switch (resourceType(scope)) {
            case "gce_instance" -> googleInstances(scope, matchers);
            case "aws_ec2_instance" -> amazonInstances(scope, matchers);
            case "" -> {
                if (!scope.selectedLater()) {
                    throw PlumblineException.user(query.path() + " says nothing of the scope: give customInlineTemplate, customFilterTemplate or a resourceType");
                }
            }
            case String other -> throw PlumblineException.user(query.path() + ".resourceType is " + other
                    + ", known are gce_instance and aws_ec2_instance; for others give customInlineTemplate");
        }
        return matchers;
    }

    private void googleInstances(QueryScope scope, List<String> matchers) {
        requireLocation(scope);
        if (!scope.scope().isEmpty()) {
            matchers.add("instance=~\"" + scope.scope() + "-.{4}\"");
        }
        String project = scope.parameter("project");
        matchers.add("zone=~\".+/" + (project.isEmpty() ? "" : "projects/" + project + "/") + "zones/" + scope.location() + "-.{1}\"");
    }

    private void amazonInstances(QueryScope scope, List<String> matchers) {
        requireLocation(scope);
        if (!scope.scope().isEmpty()) {
            matchers.add("asg_groupName=\"" + scope.scope() + "\"");
        }
        matchers.add("zone=~\"" + scope.location() + ".{1}\"");
    }

    private void requireLocation(QueryScope scope) {
        if (scope.location().isEmpty()) {
            throw PlumblineException.user(query.path() + ": resourceType " + resourceType(scope) + " needs the scope's location, which is the region");
        }
    }
}
