package dev.plumbline.storage;

/** A store that can say what of its past will stay as it is. Thread-safe. */
public interface Settled {

    /**
     * What holds at a moment.
     *
     * @param changes a number that grows whenever samples come or go at {@code settledMillis} or before, other than by retention
     * @param settledMillis up to here, included, whatever comes counts as a change; never falls
     * @param keptFromMillis from here on retention has dropped nothing; never falls
     */
    record Mark(long changes, long settledMillis, long keptFromMillis) {
        /** Nothing is known. */
        public static final Mark UNKNOWN = new Mark(0, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /**
     * The mark now. Who takes one and then reads, sees everything that is counted in {@code changes}; and everything that the reading
     * does not see will be counted.
     */
    Mark settled();
}
