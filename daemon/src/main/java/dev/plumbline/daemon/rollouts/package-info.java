/**
 * Does to Argo Rollouts what policies say should follow a verdict: promote, promote fully, abort, pause; and to Rollouts of OpenKruise, which
 * know promote (approve) and pause. {@link dev.plumbline.daemon.rollouts.RolloutActor} takes events of {@code verdicts}, keeps each as an
 * order in the documents before it acknowledges it, and carries it out by {@code tick}: it reads the Rollout, lets
 * {@link dev.plumbline.daemon.rollouts.Decision} or {@link dev.plumbline.daemon.rollouts.KruiseDecision} (pure functions) say what to patch, and
 * patches with the version that was read, so that a verdict never touches a revision that it is not about. Nothing happens unless
 * a policy names a rollout and an action. {@link dev.plumbline.daemon.rollouts.RolloutFollower} watches Argo's Rollouts, where the configuration
 * says so, and asks the gate about their releases by the names of {@link dev.plumbline.daemon.rollouts.Sighting}, at stages of
 * {@link dev.plumbline.daemon.rollouts.StageChoice}. The cluster is reached through {@code kubernetes}, whose client library is loaded by the
 * first order. Patches and status fields are those of the two projects' own command lines.
 */
@NullMarked
package dev.plumbline.daemon.rollouts;

import org.jspecify.annotations.NullMarked;
