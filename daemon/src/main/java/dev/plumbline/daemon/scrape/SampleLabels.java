package dev.plumbline.daemon.scrape;

import dev.plumbline.daemon.config.ScrapeConfig;
import dev.plumbline.daemon.relabel.Relabeling;
import dev.plumbline.model.Labels;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** From a series as exposed to a series as stored: target labels, honor_labels, metric relabelling, limits. Pure. */
final class SampleLabels {
    private static final String EXPORTED = "exported_";
    private final ScrapeConfig config;
    private final Labels target;

    SampleLabels(ScrapeConfig config, Labels target) {
        this.config = config;
        this.target = target;
    }

    /** The labels to store, or null when relabelling dropped the series; throws when a limit is exceeded. */
    @Nullable Labels stored(Labels exposed) {
        Labels relabeled = Relabeling.apply(config.metricRelabelRules(), withTarget(exposed));
        if (relabeled == null || relabeled.isEmpty()) {
            return null;
        }
        if (relabeled.metricName().isEmpty()) {
            throw new ScrapeFailure("missing_name", "metric relabelling left a series without a name: " + relabeled);
        }
        verify(relabeled);
        return relabeled;
    }

    private Labels withTarget(Labels exposed) {
        Labels merged = merged(exposed);
        return merged == null ? renamed(exposed) : merged;
    }

    /** Both, in order; null when they have a name in common. */
    private @Nullable Labels merged(Labels exposed) {
        var pairs = new String[2 * (exposed.size() + target.size())];
        int e = 0;
        int t = 0;
        for (int at = 0; at < pairs.length; at += 2) {
            int order = e == exposed.size() ? 1 : t == target.size() ? -1 : exposed.name(e).compareTo(target.name(t));
            if (order == 0) {
                return null;
            }
            pairs[at] = order < 0 ? exposed.name(e) : target.name(t);
            pairs[at + 1] = order < 0 ? exposed.value(e++) : target.value(t++);
        }
        return Labels.ofSorted(pairs);
    }

    private Labels renamed(Labels exposed) {
        var merged = exposed.builder();
        for (int i = 0; i < target.size(); i++) {
            String name = target.name(i);
            String old = exposed.get(name);
            if (old.isEmpty()) {
                merged.set(name, target.value(i));
            } else if (!config.honorLabels()) {
                merged.set(free(merged, exposed, name), old).set(name, target.value(i));
            }
        }
        return merged.build();
    }

    /** {@code exported_} as often as it takes to be nobody's name. */
    private String free(Labels.Builder merged, Labels exposed, String name) {
        String renamed = EXPORTED + name;
        while (!merged.get(renamed).isEmpty() || exposed.has(renamed) || target.has(renamed)) {
            renamed = EXPORTED + renamed;
        }
        return renamed;
    }

    /** The labels of a report series such as {@code up}; the target's, whatever else is configured. */
    Labels report(String metric) {
        return target.with(Labels.METRIC_NAME, metric);
    }

    private void verify(Labels labels) {
        var limits = config.limits();
        if (limits.labels() == 0 && limits.labelNameLength() == 0 && limits.labelValueLength() == 0) {
            return; // as nearly always: then no text is put together
        }
        String metric = "(metric: " + cut(labels.metricName());
        if (limits.labels() > 0 && labels.size() > limits.labels()) {
            throw new ScrapeFailure("label_limit", "label_limit exceeded " + metric + ", number of labels: " + labels.size()
                    + ", limit: " + limits.labels() + ")");
        }
        for (int i = 0; i < labels.size(); i++) {
            check("label_name_length_limit", limits.labelNameLength(), labels.name(i), metric + ", label name: " + cut(labels.name(i)));
            check("label_value_length_limit", limits.labelValueLength(), labels.value(i), metric + ", label name: "
                    + cut(labels.name(i)) + ", value: " + cut(labels.value(i)));
        }
    }

    private static void check(String limitName, long limit, String text, String where) {
        if (limit > 0 && text.length() * 3L > limit && text.getBytes(StandardCharsets.UTF_8).length > limit) {
            throw new ScrapeFailure(limitName, limitName + " exceeded " + where + ", length: "
                    + text.getBytes(StandardCharsets.UTF_8).length + ", limit: " + limit + ")");
        }
    }

    private static String cut(String text) {
        return text.length() > 50 ? text.substring(0, 50) : text;
    }
}
