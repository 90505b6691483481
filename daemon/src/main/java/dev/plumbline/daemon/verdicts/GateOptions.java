package dev.plumbline.daemon.verdicts;

import org.jspecify.annotations.Nullable;

/**
 * Bounds of the gate.
 *
 * @param maxRunning analyses that run at the same time; beyond it a question is answered {@code pending}
 * @param maxKept analyses that are kept, ended ones included; the one that ended first goes first
 * @param tickMillis how often running analyses are looked after
 * @param reportUrlPrefix what an analysis' name is added to for {@code reportUrl}, null for none
 * @param apiUrl where others reach this API from outside, without a slash at the end; null where that is not known
 */
public record GateOptions(int maxRunning, int maxKept, long tickMillis, @Nullable String reportUrlPrefix, @Nullable String apiUrl) {
    public static final GateOptions DEFAULTS = new GateOptions(200, 10_000, 1_000, null, null);

    /** The same for an API that is reached there; empty where that is not known. */
    public GateOptions reachedAt(String url) {
        return new GateOptions(maxRunning, maxKept, tickMillis, reportUrlPrefix, url.isEmpty() ? null : url);
    }

    public GateOptions {
        if (maxRunning < 1 || maxKept < maxRunning || tickMillis < 1) {
            throw new IllegalArgumentException("max running " + maxRunning + ", max kept " + maxKept + ", tick " + tickMillis
                    + " ms: all at least 1, and no fewer kept than running");
        }
    }
}
