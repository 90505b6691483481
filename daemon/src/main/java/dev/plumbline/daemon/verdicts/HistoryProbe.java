package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Window;

/**
 * Measures how a metric of the stable version varied before the release, in intervals as long as those that are judged. A few at a time, so that
 * no analysis keeps others waiting. What cannot be read is left out. Owned by the thread that ticks.
 */
final class HistoryProbe {
    /** How many intervals there are at most. */
    static final int INTERVALS = 60;
    private static final int AT_A_TIME = 8;
    private final ArmProbe probe;
    private final Span span;
    private ArmInputs inputs;
    private long readUntil;

    /** Times in ms since the epoch. */
    record Span(long endMillis, long intervalMillis) {
        long startMillis() {
            return endMillis - INTERVALS * intervalMillis;
        }
    }

    HistoryProbe(ArmProbe probe, Span span, ArmInputs before) {
        this.probe = probe;
        this.span = span;
        inputs = before;
        readUntil = Math.max(span.startMillis(), before.endMillis());
    }

    boolean isRead() {
        return readUntil >= span.endMillis;
    }

    ArmInputs inputs() {
        return inputs;
    }

    /** Reads the next few intervals. */
    void read(MetricsSource source) {
        for (int i = 0; i < AT_A_TIME && !isRead(); i++) {
            readUntil = Math.min(span.endMillis, readUntil + span.intervalMillis);
            inputs = probe.measure(source, new Window(span.startMillis(), readUntil));
        }
    }
}
