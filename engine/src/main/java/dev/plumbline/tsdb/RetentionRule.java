package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import java.time.Duration;
import java.util.List;

/**
 * How long the samples of some series are kept, and from which age on as aggregate rows only. Immutable.
 *
 * @param match the rule is for series that satisfy all matchers of one of these lists; at least one list
 * @param keep samples older than this go
 * @param downsample ascending by age and resolution; less than {@code keep}
 */
public record RetentionRule(List<List<LabelMatcher>> match, Duration keep, List<Coarser> downsample) {
    /** The age at which nothing is left. */
    static final long GONE = -1;

    /** From an age on, rows of a resolution. */
    public record Coarser(Duration after, Duration resolution) {
        /** The resolutions there are, finest first. */
        public static final List<Duration> RESOLUTIONS = List.of(Duration.ofMinutes(5), Duration.ofHours(1));

        public Coarser {
            if (!RESOLUTIONS.contains(resolution)) {
                throw new IllegalArgumentException("a resolution of " + resolution + "; there are " + RESOLUTIONS);
            }
            if (after.isNegative() || after.isZero()) {
                throw new IllegalArgumentException("downsampling after " + after);
            }
        }
    }

    public RetentionRule {
        match = match.stream().map(List::copyOf).toList();
        downsample = List.copyOf(downsample);
        if (match.isEmpty() || keep.isNegative() || keep.isZero()) {
            throw new IllegalArgumentException("a rule for " + match + " that keeps " + keep);
        }
        Coarser before = null;
        for (Coarser next : downsample) {
            if (next.after.compareTo(keep) >= 0 || before != null
                    && (next.after.compareTo(before.after) <= 0 || next.resolution.compareTo(before.resolution) <= 0)) {
                throw new IllegalArgumentException("downsampling " + downsample + " with " + keep + " kept: ages and resolutions ascend");
            }
            before = next;
        }
    }

    /** What is to be left of samples of an age: those themselves (0), rows of a resolution in ms, or {@link #GONE}. */
    long resolution(long ageMillis) {
        if (ageMillis > keep.toMillis()) {
            return GONE;
        }
        long resolution = 0;
        for (Coarser step : downsample) {
            resolution = ageMillis > step.after.toMillis() ? step.resolution.toMillis() : resolution;
        }
        return resolution;
    }

    /** The age in ms beyond which something is to be done that need not be done at this one; {@code Long.MAX_VALUE} when never. */
    long nextAge(long ageMillis) {
        for (Coarser step : downsample) {
            if (ageMillis <= step.after.toMillis()) {
                return step.after.toMillis();
            }
        }
        return ageMillis <= keep.toMillis() ? keep.toMillis() : Long.MAX_VALUE;
    }
}
