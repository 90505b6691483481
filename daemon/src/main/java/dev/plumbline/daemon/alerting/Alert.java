package dev.plumbline.daemon.alerting;

import dev.plumbline.model.Labels;

/**
 * What is known of an alert. All times are ms since the epoch.
 *
 * @param endsAtMillis when it ended, or until when it is believed to fire if nothing more is heard
 * @param updatedAtMillis when it was last heard of
 * @param timeout whether the end is only the end of our belief: nobody said that it ends then
 */
public record Alert(Labels labels, Labels annotations, long startsAtMillis, long endsAtMillis, long updatedAtMillis,
        boolean timeout, String generatorUrl) {

    /** Whether it has ended by then. */
    public boolean resolvedAt(long nowMillis) {
        return endsAtMillis <= nowMillis;
    }

    /** Identifies an alert by its labels alone: 16 hexadecimal digits. */
    public String fingerprint() {
        return Fingerprint.of(labels);
    }

    /** Whether the other, heard later, begins or ends strictly within this one's time: then both are the same occurrence. */
    boolean overlaps(Alert later) {
        return within(later.endsAtMillis) || within(later.startsAtMillis);
    }

    private boolean within(long millis) {
        return millis > startsAtMillis && millis < endsAtMillis;
    }

    /**
     * Two versions of one occurrence made into one, whichever way round: the earliest start, and of the rest what was heard
     * last; an end that somebody stated outlives an earlier end while it lies ahead.
     */
    public Alert merge(Alert other, long nowMillis) {
        if (other.updatedAtMillis < updatedAtMillis) {
            return other.merge(this, nowMillis);
        }
        long end = other.endsAtMillis;
        boolean keepsEnd = other.resolvedAt(nowMillis) ? resolvedAt(nowMillis) : !timeout;
        if (keepsEnd && endsAtMillis > end) {
            end = endsAtMillis;
        }
        return new Alert(other.labels, other.annotations, Math.min(startsAtMillis, other.startsAtMillis), end,
                other.updatedAtMillis, other.timeout, other.generatorUrl);
    }

    Alert withEnd(long millis) {
        return new Alert(labels, annotations, startsAtMillis, millis, updatedAtMillis, timeout, generatorUrl);
    }

    Alert notUpdatedBefore(long millis) {
        return updatedAtMillis >= millis ? this
                : new Alert(labels, annotations, startsAtMillis, endsAtMillis, millis, timeout, generatorUrl);
    }

    /** Whether both say the same about the occurrence, apart from until when it is believed and when it was heard of. */
    boolean saysTheSame(Alert other) {
        return startsAtMillis == other.startsAtMillis && timeout == other.timeout && annotations.equals(other.annotations)
                && generatorUrl.equals(other.generatorUrl) && labels.equals(other.labels);
    }
}
