package dev.plumbline.analysis.sequential;

/**
 * What one test of a metric has come to.
 *
 * @param state so far
 * @param what is compared with what, in words
 * @param factor how many times the evidence so far would do to pass; infinite when it does not point there
 */
record Finding(State state, String what, double factor) {

    /** Proven beyond the limit or margin, proven within, or neither. */
    enum State { WORSE, WITHIN, OPEN }
}
