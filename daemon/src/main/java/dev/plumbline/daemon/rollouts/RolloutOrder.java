package dev.plumbline.daemon.rollouts;

import dev.plumbline.daemon.config.canary.RolloutAction;
import dev.plumbline.daemon.config.canary.RolloutTarget;
import dev.plumbline.daemon.kubernetes.CustomObject;

/**
 * Something to do to a Rollout because of one event.
 *
 * @param id the event's
 * @param action never NONE
 * @param revision the pod template hash that was judged, empty when nobody said
 * @param weight the share of traffic in percent of the stage that was judged, 0 when the policy does not say
 * @param timeMillis of the event, ms since the epoch
 */
public record RolloutOrder(String id, RolloutAction action, CustomObject rollout, String revision, int weight, long timeMillis) {
    private static final String KRUISE = "rollouts.kruise.io";

    public RolloutOrder {
        if (action == RolloutAction.NONE) {
            throw new IllegalArgumentException(id + ": nothing to do");
        }
    }

    /** The Rollout of OpenKruise of that name. */
    public static CustomObject kruise(String namespace, String name) {
        return new CustomObject(KRUISE, "v1beta1", "rollouts", "Rollout", namespace, name);
    }

    /** The Rollout that a target's kind names. */
    static CustomObject of(String kind, String namespace, String name) {
        return kind.equals(RolloutTarget.OPENKRUISE) ? kruise(namespace, name) : rollout(namespace, name);
    }

    /** Whether it is about a Rollout of OpenKruise, else one of Argo. */
    boolean isKruise() {
        return rollout.group().equals(KRUISE);
    }

    /** The Rollout of Argo of that name. */
    public static CustomObject rollout(String namespace, String name) {
        return new CustomObject("argoproj.io", "v1alpha1", "rollouts", "Rollout", namespace, name);
    }

    @Override
    public String toString() {
        return action.word() + " " + rollout + " (" + id + ")";
    }
}
