package dev.plumbline.daemon.remotewrite;

import dev.plumbline.model.MetricMetadata;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types of metrics as numbers, the same in both versions, and whose metadata a series has. */
final class MetricTypes {
    private static final List<String> TYPES =
            List.of("unknown", "counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset");
    private static final List<String> SUFFIXES = List.of("_bucket", "_count", "_sum", "_total", "_created", "_info");

    private MetricTypes() {}

    static int number(String type) {
        return Math.max(0, TYPES.indexOf(type));
    }

    /** What is known of the family of a series' name; null when nothing is. */
    static @Nullable MetricMetadata find(Map<String, MetricMetadata> families, String name) {
        MetricMetadata found = families.get(name);
        for (int i = 0; found == null && i < SUFFIXES.size(); i++) {
            String suffix = SUFFIXES.get(i);
            found = name.endsWith(suffix) ? families.get(name.substring(0, name.length() - suffix.length())) : null;
        }
        return found;
    }
}
