package dev.plumbline.daemon.config.alertmanager;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A whole file, valid, with every default resolved.
 *
 * @param resolveTimeoutMillis how long an alert that came without an end is believed
 * @param templates the contents of the template files, by path, in the order of the globs and sorted within each
 * @param receivers every receiver by name
 * @param timeIntervals by name
 */
public record AlertmanagerConfig(Path file, long resolveTimeoutMillis, List<TemplateFile> templates, Route route,
        Map<String, Receiver> receivers, List<InhibitRule> inhibitRules, Map<String, TimeInterval> timeIntervals) {
    public AlertmanagerConfig {
        templates = List.copyOf(templates);
        receivers = Map.copyOf(receivers);
        inhibitRules = List.copyOf(inhibitRules);
        timeIntervals = Map.copyOf(timeIntervals);
    }

    /** A file of templates and what stands in it. */
    public record TemplateFile(Path path, String text) {}
}
