package dev.plumbline.fleet.cluster;

/**
 * What the status of a Rollout says.
 *
 * @param phase Progressing, Paused, Degraded or Healthy
 * @param step the current step's number from 0; the number of steps when all are done
 * @param weight the new revision's share of traffic in percent
 * @param pause why it is paused, empty when it is not
 */
public record RolloutView(String name, String phase, String message, int step, int weight, boolean aborted, String pause) {}
