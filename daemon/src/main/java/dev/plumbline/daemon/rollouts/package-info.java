/**
 * Does to Argo Rollouts what policies say should follow a verdict: promote, promote fully, abort, pause.
 * {@link dev.plumbline.daemon.rollouts.RolloutActor} takes events of {@code verdicts}, keeps each as an order in the documents before
 * it acknowledges it, and carries it out by {@code tick}: it reads the Rollout, lets
 * {@link dev.plumbline.daemon.rollouts.Decision} (a pure function) say what to patch, and patches with the version that was
 * read, so that a verdict never touches a revision that it is not about. Nothing happens unless a policy names a rollout and an
 * action. The cluster is reached through {@code kubernetes}, whose client library is loaded by the first order. Patches and
 * status fields are those of Argo Rollouts' own command line.
 */
@NullMarked
package dev.plumbline.daemon.rollouts;

import org.jspecify.annotations.NullMarked;
