package dev.plumbline.daemon.discovery.kubernetes;

import com.google.re2j.Pattern;
import dev.plumbline.daemon.kubernetes.ApiObject.Meta;
import dev.plumbline.model.Labels;
import java.util.Map;

/** Spells meta labels. Every one starts with {@link #PREFIX}; what a label's name may not hold becomes an underscore. */
final class MetaLabels {
    static final String PREFIX = "__meta_kubernetes_";
    static final String NAMESPACE = PREFIX + "namespace";
    private static final Pattern FORBIDDEN = Pattern.compile("[^a-zA-Z0-9_]");

    private MetaLabels() {}

    /** The text as part of a label's name. */
    static String sanitized(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_')) {
                return FORBIDDEN.matcher(text).replaceAll("_");
            }
        }
        return text;
    }

    /** Adds the name, labels and annotations of an object; {@code kind} is the word in the labels' names, such as pod. */
    static void addObject(Labels.Builder labels, String kind, Meta meta) {
        labels.set(PREFIX + kind + "_name", meta.name());
        addLabelsAndAnnotations(labels, kind, meta);
    }

    /** The same without the name. */
    static void addLabelsAndAnnotations(Labels.Builder labels, String kind, Meta meta) {
        addAll(labels, PREFIX + kind + "_label", meta.labels());
        addAll(labels, PREFIX + kind + "_annotation", meta.annotations());
    }

    private static void addAll(Labels.Builder labels, String prefix, Map<String, String> values) {
        values.forEach((key, value) -> {
            String name = sanitized(key);
            labels.set(prefix + "_" + name, value);
            labels.set(prefix + "present_" + name, "true");
        });
    }

    /** host:port, with brackets around an IPv6 address. */
    static String hostPort(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
