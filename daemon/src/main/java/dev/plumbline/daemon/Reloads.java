package dev.plumbline.daemon;

import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.ShownYaml;
import dev.plumbline.daemon.config.yaml.YamlDocument;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.daemon.telemetry.ReloadMetrics;
import dev.plumbline.model.Labels;
import dev.plumbline.time.Clock;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;

/** Which configuration is in force and what became of the last attempt to change it. Thread-safe. */
final class Reloads {
    private final Clock clock;
    private final ReloadMetrics metrics;
    private volatile State state = new State("", true, 0, Labels.EMPTY);

    /**
     * The configuration in force.
     *
     * @param yaml as it may be shown
     * @param succeeded whether the last attempt was taken
     * @param sinceMillis since when it is in force, ms since the epoch
     */
    record State(String yaml, boolean succeeded, long sinceMillis, Labels externalLabels) {}

    Reloads(PrometheusRegistry registry, Clock clock) {
        this.clock = clock;
        metrics = new ReloadMetrics(registry);
    }

    void succeeded(Path file, LoadedFiles files) {
        YamlNode tree = YamlDocument.read(file, new Problems());
        var config = files.config();
        state = new State(tree == null ? "" : ShownYaml.print(tree), true, clock.wallMillis(),
                config == null ? Labels.EMPTY : config.global().externalLabels());
        metrics.succeeded(clock.wallMillis(), files.hash());
    }

    void failed() {
        State now = state;
        state = new State(now.yaml, false, now.sinceMillis, now.externalLabels);
        metrics.failed();
    }

    State state() {
        return state;
    }
}
