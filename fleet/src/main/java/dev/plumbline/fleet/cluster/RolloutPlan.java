package dev.plumbline.fleet.cluster;

import dev.plumbline.fleet.receivers.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A Rollout with a new revision to bring out.
 *
 * @param stableHash the pod template hash that has the traffic
 * @param podHash that of the new revision
 */
public record RolloutPlan(String namespace, String name, String stableHash, String podHash, Strategy strategy) {

    /** How it is brought out. */
    public sealed interface Strategy {}

    /** Step by step. */
    public record Canary(List<Step> steps) implements Strategy {
        public Canary {
            steps = List.copyOf(steps);
        }
    }

    /** All at once, with an analysis before the switch and one after it. */
    public record BlueGreen(WebMetric before, WebMetric after) implements Strategy {}

    /** One step of a canary. */
    public sealed interface Step {}

    /** Gives the new revision so much of the traffic, in percent. */
    public record SetWeight(int percent) implements Step {}

    /** Waits for so long; 0 waits until somebody promotes. */
    public record Pause(long seconds) implements Step {}

    /** Asks until there is a verdict. */
    public record Analysis(WebMetric metric) implements Step {}

    /**
     * A web metric after the recipe for a gate: success is {@code result.verdict == "go"}, failure {@code "no-go"}, the first of either
     * ends it; {@code count} answers without a verdict make it inconclusive, more than 20 errors in a row fail it.
     */
    public record WebMetric(String url, long intervalMillis, int count) {
        /** Errors in a row that are tolerated. */
        static final int ERROR_LIMIT = 20;
    }

    /** The object as a person would apply it, with the status that the controller gives to a new revision. */
    Json object() {
        Json metadata = JsonForm.object("name", JsonForm.text(name), "namespace", JsonForm.text(namespace),
                "generation", JsonForm.number(1), "annotations",
                JsonForm.object("rollout.argoproj.io/revision", JsonForm.text("2")));
        Json spec = JsonForm.object("strategy", written());
        Json status = JsonForm.object("observedGeneration", JsonForm.text("1"), "phase", JsonForm.text("Progressing"),
                "currentPodHash", JsonForm.text(podHash), "stableRS", JsonForm.text(stableHash));
        Json started = strategy instanceof Canary ? JsonForm.with(status, "currentStepIndex", JsonForm.number(0)) : status;
        return JsonForm.object("apiVersion", JsonForm.text("argoproj.io/v1alpha1"), "kind", JsonForm.text("Rollout"),
                "metadata", metadata, "spec", spec, "status", started);
    }

    private Json written() {
        return switch (strategy) {
            case Canary canary -> JsonForm.object("canary", JsonForm.object("steps", steps(canary.steps)));
            case BlueGreen b -> JsonForm.object("blueGreen", JsonForm.object("activeService", JsonForm.text(name),
                    "previewService", JsonForm.text(name + "-preview"), "prePromotionAnalysis", analysis(), "postPromotionAnalysis", analysis()));
        };
    }

    private static Json steps(List<Step> steps) {
        var all = new ArrayList<Json>();
        for (Step step : steps) {
            all.add(switch (step) {
                case SetWeight weight -> JsonForm.object("setWeight", JsonForm.number(weight.percent));
                case Pause pause -> JsonForm.object("pause", pause.seconds == 0 ? JsonForm.object()
                        : JsonForm.object("duration", JsonForm.text(pause.seconds + "s")));
                case Analysis a -> JsonForm.object("analysis", analysis());
            });
        }
        return JsonForm.list(all);
    }

    private static Json analysis() {
        return JsonForm.object("templates", JsonForm.list(List.of(JsonForm.object("templateName", JsonForm.text("plumbline-gate")))));
    }
}
