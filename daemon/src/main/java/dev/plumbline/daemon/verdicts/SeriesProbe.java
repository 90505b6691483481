package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Window;
import dev.plumbline.analysis.canary.Reading;
import java.util.List;

/**
 * Measures one arm of a metric whose values are compared as samples: at the window's start and every so often after it, whenever it is looked at. What
 * failed, or was missed while the daemon was away, is asked again for its own time, so that nothing depends on when was looked. Owned by the thread that ticks.
 */
final class SeriesProbe implements Probe {
    private final String promql;
    private final long stepMillis;
    private ArmInputs inputs;

    /**
     * A probe that goes on from what was measured before.
     *
     * @param promql what is asked
     * @param stepMillis how far apart evaluations are, above 0
     */
    SeriesProbe(String promql, long stepMillis, ArmInputs before) {
        this.promql = promql;
        this.stepMillis = stepMillis;
        inputs = before;
    }

    @Override
    public ArmInputs measure(MetricsSource source, Window window) {
        if (inputs.endMillis() == Long.MIN_VALUE) {
            inputs = inputs.using(promql, List.of(promql)).sampling(new Sampled(window.startMillis(), stepMillis, List.of()), window.startMillis() - stepMillis);
        }
        try {
            for (long at = inputs.endMillis() + stepMillis; at <= window.endMillis(); at += stepMillis) {
                inputs = inputs.sampling(inputs.sampled().with(at, source.instant(promql, at)), at);
            }
        } catch (RuntimeException e) {
            String message = e.getMessage();
            inputs = inputs.failed(new Reading.Unreadable(message == null ? e.getClass().getSimpleName() : message));
        }
        return inputs;
    }
}
