package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.AlertingConfig.Alertmanagers;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.daemon.relabel.NameValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the section alerting. */
final class AlertingSection {
    private static final Map<String, String> SCHEMES = Map.of("http", "http", "https", "https");
    private static final long TIMEOUT_MILLIS = 10_000;

    private AlertingSection() {}

    static AlertingConfig read(LoadContext context, MappingReader root) {
        MappingReader r = root.mapping("alerting");
        var relabel = RelabelSection.read(r, "alert_relabel_configs", NameValidation.UTF8);
        List<Alertmanagers> alertmanagers = new ArrayList<>();
        for (YamlNode item : r.items("alertmanagers")) {
            if (item.isNull()) {
                r.problems().error(item.at(), "an entry of alertmanagers is empty; fill or remove it");
            } else {
                alertmanagers.add(alertmanagers(context, MappingReader.of(item, "alertmanagers", context.problems())));
            }
        }
        r.finish();
        return new AlertingConfig(relabel, alertmanagers);
    }

    private static Alertmanagers alertmanagers(LoadContext context, MappingReader r) {
        String version = r.string("api_version", "v2");
        if (!version.equals("v2")) {
            r.error("api_version", "api_version must be v2, not \"" + version + "\"");
        }
        if (r.has("sigv4")) {
            r.problems().notYet(r.keyAt("sigv4"), "the key \"sigv4\"");
        }
        long timeout = r.duration("timeout", TIMEOUT_MILLIS);
        var entry = new Alertmanagers(r.choice("scheme", "http", SCHEMES), prefix(r), timeout == 0 ? TIMEOUT_MILLIS : timeout,
                RelabelSection.read(r, "relabel_configs", NameValidation.UTF8),
                RelabelSection.read(r, "alert_relabel_configs", NameValidation.UTF8),
                HttpClientSection.read(context, r), DiscoverySection.read(context, r));
        if (entry.http().proxy().isConfigured()) {
            r.problems().notYet(r.at(), "a proxy to an Alertmanager");
        }
        r.finish();
        return entry;
    }

    /** With a slash in front and none behind, so that it can be put before the path of the API. */
    private static String prefix(MappingReader r) {
        String text = r.string("path_prefix", "").replaceAll("/+$", "");
        return text.isEmpty() ? "/" : text.startsWith("/") ? text : "/" + text;
    }
}
