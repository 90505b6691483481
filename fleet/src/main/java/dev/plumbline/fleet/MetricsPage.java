package dev.plumbline.fleet;

import dev.plumbline.fleet.Exposition.Format;
import java.util.function.LongSupplier;

/** The page of one pod, brought up to date when it is asked for. Thread-safe: one request at a time. */
final class MetricsPage {
    private final PodTelemetry telemetry;
    private final Exposition exposition;
    private final LongSupplier elapsedNanos;
    private final PageBuffer buffer = new PageBuffer();

    MetricsPage(PodTelemetry telemetry, Exposition exposition, LongSupplier elapsedNanos) {
        this.telemetry = telemetry;
        this.exposition = exposition;
        this.elapsedNanos = elapsedNanos;
    }

    synchronized byte[] render(Format format) {
        telemetry.advance(elapsedNanos.getAsLong());
        buffer.clear();
        exposition.render(format, buffer);
        return buffer.toBytes();
    }
}
