package dev.plumbline.daemon.rollouts;

import dev.plumbline.daemon.rollouts.Decision.Intent;
import dev.plumbline.daemon.rollouts.Decision.NotYet;
import dev.plumbline.daemon.rollouts.Decision.Patch;
import dev.plumbline.daemon.rollouts.Decision.Skip;
import dev.plumbline.daemon.rollouts.Decision.There;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an order comes to at a Rollout of OpenKruise: a pure function. Promotion is what {@code kubectl-kruise rollout approve} does: a step
 * that is paused becomes ready, and the controller goes on to the next. Before anything the status must be about the newest spec, and
 * the release must be that of the revision that was judged. Going back is not done here: OpenKruise goes back when the workload's
 * template is, which is not the Rollout's.
 */
final class KruiseDecision {
    private KruiseDecision() {}

    /** Decides. {@code intent} is what this order was about to do when it was interrupted. */
    static Decision of(KruiseRollout rollout, RolloutOrder order, Optional<Intent> intent) {
        if (order.revision().isEmpty()) {
            return new Skip("the verdict names no revision; ask the gate with revision=, the pod template hash");
        }
        if (!rollout.seen()) {
            return new NotYet("the controller has not looked at the newest spec yet");
        }
        KruiseRollout.Status status = rollout.status();
        if (!status.field().isEmpty() && !rollout.isAt(order.revision())) {
            return new Skip("revision " + order.revision() + " was judged, and the Rollout is at " + status.podHash());
        }
        return switch (order.action()) {
            case NONE -> new There("nothing to do");
            case ABORT, PROMOTE_FULL -> new Skip("OpenKruise's Rollouts have no " + order.action().word());
            case PAUSE -> pause(rollout);
            case PROMOTE -> rollout.releasing() ? promote(rollout, order, intent) : new There("no release is under way");
        };
    }

    private static Decision pause(KruiseRollout rollout) {
        if (!rollout.releasing()) {
            return new Skip("no release is under way, too late to pause it");
        }
        return rollout.paused() ? new There("it is paused already") : new Patch("\"strategy\":{\"paused\":true}", "");
    }

    private static Decision promote(KruiseRollout rollout, RolloutOrder order, Optional<Intent> intent) {
        KruiseRollout.Status status = rollout.status();
        if (intent.isPresent() && intent.get().stepIndex() != status.stepIndex()) {
            return new There("it went on from step " + intent.get().stepIndex() + " before");
        }
        OptionalInt weight = rollout.weight();
        if (order.weight() > 0 && weight.isPresent() && weight.getAsInt() != order.weight()) {
            String both = "the verdict is about weight " + order.weight() + ", the Rollout is at " + weight.getAsInt();
            return weight.getAsInt() > order.weight() ? new Skip(both) : new NotYet(both);
        }
        String spec = rollout.paused() ? "\"strategy\":{\"paused\":false}" : "";
        if (status.stepState().equals("StepPaused")) {
            return new Patch(spec, "\"" + status.field() + "\":{\"currentStepState\":\"StepReady\"}");
        }
        if (!spec.isEmpty()) {
            return new Patch(spec, "");
        }
        return status.stepState().equals("StepReady") ? new There("the step is approved already")
                : new NotYet("step " + status.stepIndex() + " is at " + status.stepState() + ", and can be approved at StepPaused");
    }
}
