package dev.plumbline.daemon.rollouts;

import dev.plumbline.daemon.config.yaml.JsonView;
import java.util.List;
import java.util.OptionalInt;

/**
 * A Rollout of OpenKruise ({@code rollouts.kruise.io/v1beta1}) as far as acting on it needs; texts are empty where the object does not say.
 *
 * @param version metadata.resourceVersion
 * @param seen whether the controller's status is about the newest spec
 * @param paused spec.strategy.paused, which a person or we set
 * @param traffic of each step, in percent; empty where a step does not say
 * @param status where the release is, as the status of the strategy; its texts are empty when none was begun
 */
record KruiseRollout(String version, boolean seen, boolean paused, List<OptionalInt> traffic, Status status) {
    KruiseRollout {
        traffic = List.copyOf(traffic);
    }

    /**
     * Where the release is.
     *
     * @param field {@code canaryStatus} or {@code blueGreenStatus}; empty when no release was begun
     * @param revision as the controller computes it
     * @param podHash the label {@code pod-template-hash} of the new pods
     * @param stepIndex from 1
     * @param stepState such as StepUpgrade, StepPaused, StepReady, Completed
     */
    record Status(String field, String revision, String podHash, int stepIndex, String stepState) {}

    static KruiseRollout parse(String json) {
        JsonView root = JsonView.of("the Rollout", json);
        JsonView strategy = root.at("spec").at("strategy");
        JsonView status = root.at("status");
        boolean blueGreen = status.at("blueGreenStatus").exists();
        JsonView steps = strategy.at(blueGreen ? "blueGreen" : "canary").at("steps");
        String observed = status.at("observedGeneration").text();
        return new KruiseRollout(root.at("metadata").at("resourceVersion").text(),
                !observed.isEmpty() && observed.equals(root.at("metadata").at("generation").text()), strategy.at("paused").isTrue(),
                steps.items().stream().map(step -> percent(step.at("traffic").text())).toList(),
                blueGreen ? status("blueGreenStatus", status, "updatedRevision") : status("canaryStatus", status, "canaryRevision"));
    }

    private static Status status(String field, JsonView status, String revision) {
        JsonView release = status.at(field);
        return new Status(release.exists() ? field : "", release.at(revision).text(), release.at("podTemplateHash").text(),
                release.at("currentStepIndex").number().orElse(0), release.at("currentStepState").text());
    }

    private static OptionalInt percent(String text) {
        try {
            return text.endsWith("%") ? OptionalInt.of(Integer.parseInt(text.substring(0, text.length() - 1))) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** Whether a release is under way. */
    boolean releasing() {
        return !status.field.isEmpty() && !status.stepState.equals("Completed");
    }

    /** Whether the release is that of a revision, by either of its names. */
    boolean isAt(String revision) {
        return revision.equals(status.podHash) || revision.equals(status.revision);
    }

    /** The traffic that the current step sets, in percent; empty when it does not say. */
    OptionalInt weight() {
        int i = status.stepIndex - 1;
        return i >= 0 && i < traffic.size() ? traffic.get(i) : OptionalInt.empty();
    }
}
