package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.kayenta.CanaryConfig;
import dev.plumbline.analysis.kayenta.CanaryConfigReader;
import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.analysis.value.Value;
import dev.plumbline.model.PlumblineException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A canary configuration, read for measuring and judging.
 *
 * @param config what is judged by
 * @param metrics how each metric is measured, in their order
 */
record CanaryDefinition(CanaryConfig config, JudgeSettings judge, List<Measured> metrics) {
    private static final String DEFAULT_SCOPE = "default";

    /** How one metric is measured, in the scope of the name. */
    record Measured(String name, String scope, PrometheusQuery query) {}

    CanaryDefinition {
        metrics = List.copyOf(metrics);
    }

    /** @throws PlumblineException of kind USER when it cannot be judged by; whether it can be measured is seen later */
    static CanaryDefinition read(Value json) {
        var root = new JsonPart("canaryConfig", json);
        CanaryConfig config = CanaryConfigReader.read(JsonText.write(json)).config();
        Map<String, String> templates = root.at("templates").texts();
        List<Measured> metrics = root.at("metrics").elements().stream().map(m -> new Measured(m.at("name").text(""),
                m.at("scopeName").text(DEFAULT_SCOPE), new PrometheusQuery(m.at("query"), templates))).toList();
        return new CanaryDefinition(config, JudgeSettings.read(root.at("judge")), metrics);
    }

    /** Refuses a request that lacks a scope, and metrics whose queries cannot be made or parsed. */
    void check(ExecutionRequest request, RangeSource source) {
        Set<String> missing = metrics.stream().map(Measured::scope).collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(request.scopes().keySet());
        if (!missing.isEmpty()) {
            throw PlumblineException.user("metrics of the configuration need the scopes " + missing + ", the request has "
                    + new TreeSet<>(request.scopes().keySet()));
        }
        for (Measured metric : metrics) {
            ScopePair pair = request.scope(metric.scope());
            for (CanaryScope side : List.of(pair.control(), pair.experiment())) {
                check(metric, metric.query().promql(side), source);
            }
        }
    }

    private static void check(Measured metric, String promql, RangeSource source) {
        try {
            source.check(promql);
        } catch (PlumblineException e) {
            throw PlumblineException.user("metric " + metric.name() + ": " + promql + ": " + e.getMessage(), e);
        }
    }
}
