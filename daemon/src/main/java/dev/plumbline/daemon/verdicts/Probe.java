package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Window;

/** Measures one metric of one arm. Owned by the thread that ticks. */
interface Probe {

    /** Measures until the window's end; whatever goes wrong becomes the reason why nothing could be read. */
    ArmInputs measure(MetricsSource source, Window window);
}
