package dev.plumbline.daemon.queries;

/**
 * A query as it is at a moment.
 *
 * @param id unique within the process
 * @param outcome {@code success}, or the error's type; empty while it waits or runs
 * @param arrivedMillis when it arrived, ms since the epoch
 * @param waitedNanos how long it waited for a place
 * @param ranNanos how long it has been running; 0 while it waits
 * @param samplesRead samples taken from the store so far
 * @param heldBytes memory that it holds now
 * @param peakBytes most memory that it held
 */
public record QueryStatus(String id, QueryRequest request, State state, String outcome, long arrivedMillis, long waitedNanos,
        long ranNanos, long samplesRead, long heldBytes, long peakBytes) {

    /** Where it stands. */
    public enum State {
        WAITING("waiting"), RUNNING("running"), CANCELING("canceling"), FINISHED("finished");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** From arrival until now, or until its end. */
    public long totalNanos() {
        return waitedNanos + ranNanos;
    }
}
