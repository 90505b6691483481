package dev.plumbline.analysis.canary;

import java.util.Locale;

/** What the amount of evidence for a metric is counted in. */
public enum Exposure {
    /** Requests that the canary answered in the window: for rates and percentiles of events. */
    REQUESTS("request"),
    /** Evaluations that gave a number: for gauges and for queries of the user's own. */
    POINTS("point");

    private final String word;

    Exposure(String word) {
        this.word = word;
    }

    /** {@code 5,210 requests}, {@code 1 point}. */
    public String show(long amount) {
        return String.format(Locale.ROOT, "%,d", amount) + " " + (amount == 1 ? word : word + "s");
    }
}
