package dev.plumbline.rules;

import dev.plumbline.model.Labels;

/**
 * An alert as a rule knows it.
 *
 * @param labels with {@code alertname}, without {@code __name__}; what identifies it within its rule
 * @param annotations as expanded when it was last seen
 * @param value of the series when it was last seen; 0 for a histogram
 */
public record Alert(Labels labels, Labels annotations, double value, AlertState state, AlertTimes times) {

    Alert with(AlertState newState, AlertTimes newTimes) {
        return new Alert(labels, annotations, value, newState, newTimes);
    }

    Alert with(AlertTimes newTimes) {
        return newTimes == times ? this : with(state, newTimes);
    }

    /** The same alert, seen again. */
    Alert seen(Labels newAnnotations, double newValue) {
        return new Alert(labels, newAnnotations, newValue, state, times.withKeepFiringSince(AlertTimes.NEVER));
    }

    /** Whether it has to be told at {@code ts}: once more after it ended, else when the last time is longer ago than the delay. */
    boolean isDue(long ts, long resendDelayMillis) {
        if (state == AlertState.PENDING) {
            return false;
        }
        return times.resolvedAt() > times.lastSentAt() || times.lastSentAt() + resendDelayMillis < ts;
    }
}
