package dev.plumbline.daemon.config.canary;

/**
 * The object that a policy's reactions act on; written {@code rollout: {kind: argo, namespace: shop, name: checkout}}.
 *
 * @param kind {@code argo} is the only one there is
 * @param namespace empty: that of the analysis
 * @param name empty: the name of the service
 */
public record RolloutTarget(String kind, String namespace, String name) {}
