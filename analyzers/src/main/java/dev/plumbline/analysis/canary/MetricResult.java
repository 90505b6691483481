package dev.plumbline.analysis.canary;

/** What became of one metric, with the sentence that explains it. */
public record MetricResult(Criterion criterion, Outcome outcome, String reason, Evidence evidence) {

    /** The four things that can become of a metric. */
    public enum Outcome {
        /** Holds its limits on enough evidence. */
        PASS,
        /** Breaks a limit on enough evidence, or has no data where that means failure. */
        FAIL,
        /** Not known yet. */
        PENDING,
        /** Has no data, and the policy says to go on without it. */
        IGNORED
    }
}
