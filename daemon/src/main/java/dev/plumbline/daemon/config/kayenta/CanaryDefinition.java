package dev.plumbline.daemon.config.kayenta;

import dev.plumbline.analysis.kayenta.CanaryConfig;
import dev.plumbline.analysis.kayenta.CanaryConfigReader;
import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.analysis.value.Value;
import dev.plumbline.model.PlumblineException;
import java.util.List;
import java.util.Map;

/**
 * A canary configuration, read for measuring and judging.
 *
 * @param config what is judged by
 * @param metrics how each metric is measured, in their order
 * @param warnings words that are not known, and what they were taken for
 */
public record CanaryDefinition(CanaryConfig config, JudgeSettings judge, List<Measured> metrics, List<String> warnings) {
    private static final String DEFAULT_SCOPE = "default";

    /** How one metric is measured, in the scope of the name. */
    public record Measured(String name, String scope, PrometheusQuery query) {}

    public CanaryDefinition {
        metrics = List.copyOf(metrics);
        warnings = List.copyOf(warnings);
    }

    /** @throws PlumblineException of kind USER when it cannot be judged by; whether it can be measured is seen later */
    public static CanaryDefinition read(Value json) {
        var root = new JsonPart("canaryConfig", json);
        CanaryConfigReader.Result read = CanaryConfigReader.read(JsonText.write(json));
        Map<String, String> templates = root.at("templates").texts();
        List<Measured> metrics = root.at("metrics").elements().stream().map(m -> new Measured(m.at("name").text(""),
                m.at("scopeName").text(DEFAULT_SCOPE), new PrometheusQuery(m.at("query"), templates))).toList();
        return new CanaryDefinition(read.config(), JudgeSettings.read(root.at("judge")), metrics, read.warnings());
    }
}
