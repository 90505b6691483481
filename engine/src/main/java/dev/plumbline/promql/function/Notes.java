package dev.plumbline.promql.function;

/** Where a computation leaves what the asker should know about it. */
public interface Notes {

    /** Something is wrong with the question or the samples; the text without prefix and position. */
    void warn(String text);

    /** Something is worth knowing; the text without prefix and position. */
    void inform(String text);

    /** A warning about the series' metric; the quoted name is appended. */
    void warnMetric(String text);

    /** A warning about the series' metric that also tells how often it was given; the quoted name is appended. */
    void countMetric(String text);

    /** An info about the series' metric; the quoted name is appended. */
    void informMetric(String text);
}
