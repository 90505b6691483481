package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.daemon.relabel.NameValidation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is recognised and not done yet. A key whose absence would lose data or pages that somebody counts on is refused;
 * rule_files and alerting only warn, so that an existing prometheus.yml starts on the first try.
 */
final class OtherSections {
    private static final List<String> REFUSED = List.of("alertmanager_config_file", "slo_files", "receive", "tenants", "traces",
            "logs", "sources", "cost", "retention", "upstream", "documents", "remote_write", "remote_read");
    private static final List<String> IGNORED = List.of("tracing", "otlp", "runtime");

    private OtherSections() {}

    static void read(LoadContext context, MappingReader root) {
        for (String key : REFUSED) {
            if (!isEmpty(root.node(key))) {
                context.problems().notYet(root.keyAt(key), "the key \"" + key + "\"");
            }
        }
        for (String key : IGNORED) {
            if (!isEmpty(root.node(key))) {
                context.problems().warning(root.keyAt(key), "the section " + key + " is not there yet and has no effect");
            }
        }
        alerting(context, root);
    }

    private static boolean isEmpty(@Nullable YamlNode node) {
        return switch (node) {
            case null -> true;
            case YamlNode.Mapping mapping -> mapping.entries().isEmpty();
            case YamlNode.Sequence sequence -> sequence.items().isEmpty();
            case YamlNode.Scalar scalar -> scalar.text().isEmpty();
        };
    }

    private static void alerting(LoadContext context, MappingReader root) {
        MappingReader r = root.mapping("alerting");
        RelabelSection.read(r, "alert_relabel_configs", NameValidation.UTF8);
        for (YamlNode item : r.items("alertmanagers")) {
            alertmanager(context, MappingReader.of(item, "alertmanagers", context.problems()));
        }
        if (!r.items("alertmanagers").isEmpty()) {
            context.problems().warning(r.keyAt("alertmanagers"), "alerting is not there yet; no alerts are sent to Alertmanagers");
        }
        r.finish();
    }

    private static void alertmanager(LoadContext context, MappingReader r) {
        String version = r.string("api_version", "v2");
        if (!version.equals("v2")) {
            r.error("api_version", "api_version must be v2, not \"" + version + "\"");
        }
        r.know(List.of("scheme", "path_prefix", "sigv4"));
        r.duration("timeout", 10_000);
        RelabelSection.read(r, "relabel_configs", NameValidation.UTF8);
        RelabelSection.read(r, "alert_relabel_configs", NameValidation.UTF8);
        HttpClientSection.read(context, r);
        DiscoverySection.read(context, r);
        r.finish();
    }
}
