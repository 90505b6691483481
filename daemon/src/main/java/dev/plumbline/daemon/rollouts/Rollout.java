package dev.plumbline.daemon.rollouts;

import dev.plumbline.daemon.config.yaml.JsonView;
import java.util.List;
import java.util.OptionalInt;

/**
 * A Rollout as far as acting on it needs; texts are empty where the object does not say.
 *
 * @param version metadata.resourceVersion
 * @param seen whether the controller's status is about the newest spec
 * @param paused spec.paused, which a person or we set
 * @param steps of a canary; empty for blue-green
 */
record Rollout(String version, boolean seen, boolean paused, boolean canary, List<Step> steps, Status status) {
    Rollout {
        steps = List.copyOf(steps);
    }

    /**
     * What the controller says.
     *
     * @param podHash of the newest revision
     * @param stableHash of the one that all traffic goes back to
     * @param controllerPause whether the controller has stopped at a pause
     * @param analysisPhase of the current step's analysis run, such as Running or Inconclusive
     */
    record Status(String podHash, String stableHash, boolean aborted, boolean promoteFull, boolean controllerPause,
            List<Pause> pauses, OptionalInt stepIndex, String analysisPhase) {
        Status {
            pauses = List.copyOf(pauses);
        }
    }

    /** Why the controller pauses, and since when, as it is written. */
    record Pause(String reason, String startTime) {}

    /** One step; {@code weight} is that of a setWeight. */
    record Step(boolean analyses, OptionalInt weight) {}

    static Rollout parse(String json) {
        return read(JsonView.of("the Rollout", json));
    }

    static Rollout read(JsonView root) {
        JsonView spec = root.at("spec");
        JsonView canary = spec.at("strategy").at("canary");
        return new Rollout(root.at("metadata").at("resourceVersion").text(), seen(root), spec.at("paused").isTrue(), canary.exists(),
                canary.at("steps").items().stream().map(Rollout::step).toList(), status(root.at("status")));
    }

    /** Old controllers write a hash instead of a number; they cannot be checked. */
    private static boolean seen(JsonView root) {
        String observed = root.at("status").at("observedGeneration").text();
        boolean comparable = !observed.isEmpty() && observed.chars().allMatch(Character::isDigit);
        return comparable ? observed.equals(root.at("metadata").at("generation").text()) : !observed.isEmpty();
    }

    private static Step step(JsonView step) {
        return new Step(step.at("analysis").exists() || step.at("experiment").exists(), step.at("setWeight").number());
    }

    private static Status status(JsonView status) {
        List<Pause> pauses = status.at("pauseConditions").items().stream()
                .map(p -> new Pause(p.at("reason").text(), p.at("startTime").text())).toList();
        return new Status(status.at("currentPodHash").text(), status.at("stableRS").text(), status.at("abort").isTrue(),
                status.at("promoteFull").isTrue(), status.at("controllerPause").isTrue(), pauses, status.at("currentStepIndex").number(),
                status.at("canary").at("currentStepAnalysisRunStatus").at("status").text());
    }

    /** The current step's number, from 0; the number of steps when all are done. */
    int stepIndex() {
        return status.stepIndex.orElse(0);
    }

    /** When the present pause began, as it is written; empty when there is none. */
    String pauseStart() {
        return status.pauses.isEmpty() ? "" : status.pauses.getFirst().startTime;
    }

    /** Whether the current step is an analysis or an experiment. */
    boolean atAnalysis() {
        return stepIndex() < steps.size() && steps.get(stepIndex()).analyses;
    }

    /** The share of traffic that the steps so far set, in percent; empty when none did. */
    OptionalInt weight() {
        for (int i = Math.min(stepIndex(), steps.size() - 1); i >= 0; i--) {
            if (steps.get(i).weight.isPresent()) {
                return steps.get(i).weight;
            }
        }
        return OptionalInt.empty();
    }
}
