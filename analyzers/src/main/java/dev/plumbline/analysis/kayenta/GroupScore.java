package dev.plumbline.analysis.kayenta;

/**
 * The score of one group.
 *
 * @param score 0 to 100, 0 where it has no data
 * @param noData whether none of its metrics had any
 */
public record GroupScore(String name, double score, boolean noData) {}
