package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.model.MetricMetadata;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What senders said about metric families, the newest of each; bounded, the longest known go. Thread-safe. */
final class KeptMetadata {
    private static final List<String> TYPES =
            List.of("unknown", "counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset");
    private static final int MAX_TEXT = 4096;
    private final int max;
    private final Map<String, MetricMetadata> families;

    KeptMetadata(int max) {
        this.max = max;
        families = new LinkedHashMap<>();
    }

    /** The word for a number of remote write's enumeration of types, which is the same in both versions. */
    static String type(int number) {
        return number < 0 || number >= TYPES.size() ? TYPES.getFirst() : TYPES.get(number);
    }

    /** Keeps what was said; cheap when it is known. */
    synchronized void put(String family, String type, String unit, String help) {
        MetricMetadata known = families.get(family);
        if (known != null && known.type().equals(type) && known.unit().equals(unit) && known.help().equals(help)
                || family.length() + unit.length() + help.length() > MAX_TEXT) {
            return;
        }
        families.put(family, new MetricMetadata(type, unit, help));
        if (families.size() > max) {
            families.remove(families.keySet().iterator().next());
        }
    }

    /** Keeps what was said about a series of a family; classic histograms and summaries have several names. */
    void putOfSeries(String metric, String type, String unit, String help) {
        put(switch (type) {
            case "histogram", "gaugehistogram" -> without(metric, "_bucket", "_count", "_sum");
            case "summary" -> without(metric, "_count", "_sum");
            default -> metric;
        }, type, unit, help);
    }

    private static String without(String metric, String... suffixes) {
        for (String suffix : suffixes) {
            if (metric.endsWith(suffix)) {
                return metric.substring(0, metric.length() - suffix.length());
            }
        }
        return metric;
    }

    /** All of it; a copy. */
    synchronized Map<String, MetricMetadata> all() {
        return new HashMap<>(families);
    }
}
