/**
 * A stand-in for a Kubernetes cluster with Argo Rollouts, over a real socket on loopback:
 * {@link dev.plumbline.fleet.cluster.ClusterStandIn} serves GET, LIST, WATCH and PATCH (merge patches, conflicts by resourceVersion,
 * the status subresource) of {@code rollouts.argoproj.io}, and moves its Rollouts by {@code tick} as the controller does: weights, pauses,
 * analyses by a web metric, abort, promotion. Its time is the one it is given; the same calls give the same states. What it
 * does not do: pods, Services, experiments, analyses other than one web metric each. Shares no code with the daemon.
 */
@NullMarked
package dev.plumbline.fleet.cluster;

import org.jspecify.annotations.NullMarked;
