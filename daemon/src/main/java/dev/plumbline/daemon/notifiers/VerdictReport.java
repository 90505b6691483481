package dev.plumbline.daemon.notifiers;

import java.util.List;

/**
 * What there is to tell about a verdict, whoever it is told to. Texts come from outside and are cut to bounds: names to 300
 * characters, reasons to 4,000, addresses to 2,000, at most 50 metrics.
 *
 * @param id the same for the same event, also after a restart
 * @param outcome what the verdict or the decision is; {@link Outcome#NO_GO} of a late no-go
 * @param subject what was judged
 * @param reason names the metric, the number and the limit; may be empty
 * @param score 0 to 100
 * @param metrics in the policy's order
 * @param analysis the analysis' name
 * @param by whose decision it is; empty unless {@code kind} is {@link Kind#DECISION}
 * @param reportUrl where people read more; empty when there is no such place
 * @param picture of the metric that it hangs on; {@link Picture#NONE} when there is none
 * @param timeMillis when it became so, ms since the epoch
 */
public record VerdictReport(String id, Kind kind, Outcome outcome, Subject subject, String reason, int score,
        List<Metric> metrics, String analysis, String by, String reportUrl, Picture picture, long timeMillis) {
    private static final int MAX_METRICS = 50;
    private static final int MAX_NAME = 300;
    private static final int MAX_REASON = 4_000;
    private static final int MAX_URL = 2_000;

    public VerdictReport {
        reason = cut(reason, MAX_REASON);
        metrics = List.copyOf(metrics.subList(0, Math.min(MAX_METRICS, metrics.size())));
        by = cut(by, MAX_NAME);
        reportUrl = reportUrl.length() > MAX_URL ? "" : reportUrl;
    }

    /** A PNG that whoever has its address may see, and a line that says what is to be seen; both empty for none. */
    public record Picture(String url, String caption) {
        public static final Picture NONE = new Picture("", "");

        public Picture {
            caption = cut(caption, MAX_NAME * 2);
            url = url.length() > MAX_URL ? "" : url;
        }
    }

    /** What happened. */
    public enum Kind {
        /** An analysis ended. */
        VERDICT("verdict"),
        /** It had ended as go, and what was seen later would have been a no-go. */
        LATE_NO_GO("late_no_go"),
        /** A person decided. */
        DECISION("decision");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** The words of the gate. */
    public enum Outcome {
        GO("go"), NO_GO("no-go"), INCONCLUSIVE("inconclusive");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** What was judged: a version of a service, at a stage of its release. Anything but the service and version may be empty. */
    public record Subject(String namespace, String service, String version, String revision, String stage, String policy) {
        public Subject {
            namespace = cut(namespace, MAX_NAME);
            service = cut(service, MAX_NAME);
            version = cut(version, MAX_NAME);
            revision = cut(revision, MAX_NAME);
            stage = cut(stage, MAX_NAME);
            policy = cut(policy, MAX_NAME);
        }
    }

    /**
     * One metric.
     *
     * @param outcome pass, fail, pending or ignored
     * @param reason the number and the limit
     */
    public record Metric(String name, String outcome, String reason) {
        public Metric {
            name = cut(name, MAX_NAME);
            reason = cut(reason, MAX_REASON / 4);
        }
    }

    /** Whether somebody must look at it now: a verdict of ours against a version, not a person's decision. */
    public boolean alarms() {
        return outcome == Outcome.NO_GO && kind != Kind.DECISION;
    }

    private static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
        return text.substring(0, end) + "…";
    }
}
