package dev.plumbline.daemon.rollouts;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an order comes to, given a Rollout as it is now. A pure function, so that every repetition of an order may ask again.
 *
 * <p>Promotion follows {@code kubectl argo rollouts promote}: pause conditions are cleared <em>or</em> the step index goes up by one, never
 * both, except out of an inconclusive analysis step; the index never goes beyond the number of steps. Before any of it:
 * the status must be about the newest spec, and the newest revision must be the one that was judged.
 */
sealed interface Decision {

    /** The content of {@code spec} and of {@code status} to merge, in JSON; empty for none. The spec goes first. */
    record Patch(String spec, String status) implements Decision {}

    /** The Rollout is there already. */
    record There(String why) implements Decision {}

    /** It must not be done, now or ever. */
    record Skip(String why) implements Decision {}

    /** It cannot be done yet. */
    record NotYet(String why) implements Decision {}

    /** Decides. {@code intent} is what this order was about to do when it was interrupted. */
    static Decision of(Rollout rollout, RolloutOrder order, Optional<Intent> intent) {
        if (order.revision().isEmpty()) {
            return new Skip("the verdict names no revision; ask the gate with revision=, the pod template hash");
        }
        if (!rollout.seen()) {
            return new NotYet("the controller has not looked at the newest spec yet");
        }
        Rollout.Status status = rollout.status();
        if (!status.podHash().equals(order.revision())) {
            return new Skip("revision " + order.revision() + " was judged, and the Rollout is at " + status.podHash());
        }
        boolean stable = status.podHash().equals(status.stableHash());
        return switch (order.action()) {
            case NONE -> new There("nothing to do");
            case ABORT -> stable ? promoted(order) : status.aborted() ? new There("it is aborted already") : patchStatus("\"abort\":true");
            case PAUSE -> stable ? promoted(order) : pause(rollout);
            case PROMOTE_FULL -> stable ? new There("it is fully promoted already") : promoteFull(status);
            case PROMOTE -> stable ? new There("it is fully promoted already") : promote(rollout, order, intent);
        };
    }

    private static Decision promoted(RolloutOrder order) {
        return new Skip("the revision is fully promoted already, too late to " + order.action().word() + " it");
    }

    private static Decision pause(Rollout rollout) {
        if (rollout.status().aborted()) {
            return new Skip("it is aborted already");
        }
        return rollout.paused() ? new There("it is paused already") : new Patch("\"paused\":true", "");
    }

    private static Decision promoteFull(Rollout.Status status) {
        if (status.aborted()) {
            return new Skip("it was aborted; only a person retries it");
        }
        return status.promoteFull() ? new There("it is being promoted fully already") : patchStatus("\"promoteFull\":true");
    }

    private static Decision promote(Rollout rollout, RolloutOrder order, Optional<Intent> intent) {
        Rollout.Status status = rollout.status();
        if (status.aborted()) {
            return new Skip("it was aborted; only a person retries it");
        }
        if (intent.isPresent() && !intent.get().stillAt(rollout)) {
            return new There("it went on from step " + intent.get().stepIndex() + " before");
        }
        OptionalInt weight = rollout.weight();
        if (order.weight() > 0 && weight.isPresent() && weight.getAsInt() != order.weight()) {
            return otherWeight(weight.getAsInt(), order.weight());
        }
        if (status.controllerPause() && status.pauses().isEmpty()) {
            return new There("it is going on already");
        }
        String spec = rollout.paused() ? "\"paused\":false" : "";
        return next(rollout, spec);
    }

    private static Decision next(Rollout rollout, String spec) {
        Rollout.Status status = rollout.status();
        int next = Math.min(rollout.stepIndex() + 1, rollout.steps().size());
        if (!status.pauses().isEmpty()) {
            boolean inconclusive = rollout.atAnalysis() && status.controllerPause() && status.analysisPhase().equals("Inconclusive");
            return new Patch(spec, inconclusive
                    ? "\"pauseConditions\":null,\"controllerPause\":false,\"currentStepIndex\":" + next : "\"pauseConditions\":null");
        }
        if (rollout.atAnalysis()) {
            return new Patch(spec, "\"pauseConditions\":null,\"currentStepIndex\":" + next);
        }
        if (!spec.isEmpty()) {
            return new Patch(spec, "");
        }
        boolean done = rollout.canary() && rollout.stepIndex() >= rollout.steps().size();
        return done ? new There("all its steps are done") : new NotYet("it is at no pause or analysis that could be ended");
    }

    private static Decision otherWeight(int now, int judged) {
        String both = "the verdict is about weight " + judged + ", the Rollout is at " + now;
        return now > judged ? new Skip(both) : new NotYet(both);
    }

    private static Decision patchStatus(String content) {
        return new Patch("", content);
    }

    /** The place that an order was about to promote from: kept before the patch, so that a repetition does not go a step further. */
    record Intent(int stepIndex, String pauseStart) {
        static Intent of(Rollout rollout) {
            return new Intent(rollout.stepIndex(), rollout.pauseStart());
        }

        boolean stillAt(Rollout rollout) {
            return rollout.stepIndex() == stepIndex && rollout.pauseStart().equals(pauseStart);
        }
    }
}
