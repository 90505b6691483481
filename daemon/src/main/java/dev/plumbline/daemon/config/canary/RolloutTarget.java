package dev.plumbline.daemon.config.canary;

/**
 * The object that a policy's reactions act on; written {@code rollout: {kind: argo, namespace: shop, name: checkout}}.
 *
 * @param kind {@value #ARGO} or {@value #OPENKRUISE}
 * @param namespace empty: that of the analysis
 * @param name empty: the name of the service
 */
public record RolloutTarget(String kind, String namespace, String name) {
    /** Argo Rollouts. */
    public static final String ARGO = "argo";
    /** OpenKruise Rollouts. */
    public static final String OPENKRUISE = "openkruise";

    /** Whether rollouts of this kind can be acted on so. */
    boolean knows(RolloutAction action) {
        return kind.equals(ARGO) || action == RolloutAction.PROMOTE || action == RolloutAction.PAUSE || action == RolloutAction.NONE;
    }
}
