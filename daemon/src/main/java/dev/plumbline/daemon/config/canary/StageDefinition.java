package dev.plumbline.daemon.config.canary;

/**
 * One stage of a rollout.
 *
 * @param name what it is asked for by; defaults to the weight
 * @param weight the canary's share of traffic in percent, 0 to 100
 * @param atMostMillis when the stage ends without an answer
 */
public record StageDefinition(String name, int weight, long atMostMillis) {}
