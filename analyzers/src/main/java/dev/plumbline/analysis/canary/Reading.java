package dev.plumbline.analysis.canary;

/** What was found for a metric. */
public sealed interface Reading {

    /** A number, in base units. One that is not finite counts as {@link Missing}. */
    record Number(double value) implements Reading {}

    /** The true number is this or more: a percentile that lies beyond the last finite bucket bound. */
    record AtLeast(double value) implements Reading {}

    /** There is nothing to judge: no series, no requests, not a number. */
    record Missing(String why) implements Reading {}

    /** It could not be looked up: our own failure, which never counts against the canary. */
    record Unreadable(String why) implements Reading {}
}
