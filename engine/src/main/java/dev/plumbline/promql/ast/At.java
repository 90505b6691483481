package dev.plumbline.promql.ast;

/** The {@code @} modifier: when to look, whatever the evaluation time. */
public sealed interface At {

    /** {@code @ 1234.5}: milliseconds since the epoch. */
    record Time(long millis) implements At {}

    /** {@code @ start()}. */
    record Start() implements At {}

    /** {@code @ end()}. */
    record End() implements At {}
}
