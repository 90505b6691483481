package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.config.alertmanager.AlertmanagerConfig;
import dev.plumbline.daemon.config.alertmanager.AlertmanagerLoader;
import dev.plumbline.daemon.config.yaml.Problems;
import java.nio.file.Path;
import java.util.Map;

/** Alertmanager configurations from text. */
final class Configs {
    private Configs() {}

    static AlertmanagerConfig parse(String text) {
        var problems = new Problems();
        AlertmanagerLoader.Read read = AlertmanagerLoader.parse(Path.of("alertmanager.yml"), text, Map.of(), problems);
        if (read == null || problems.isFatal()) {
            throw new AssertionError(problems.toString());
        }
        return read.config();
    }
}
