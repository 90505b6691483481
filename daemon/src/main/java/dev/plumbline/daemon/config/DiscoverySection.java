package dev.plumbline.daemon.config;

import com.google.re2j.Pattern;
import dev.plumbline.daemon.config.DiscoveryConfig.RecordType;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.daemon.relabel.NameValidation;
import dev.plumbline.model.Labels;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the keys {@code …_sd_configs} and static_configs of a job. */
final class DiscoverySection {
    /** Every kind that Prometheus knows beside static, file, http, dns and kubernetes; one day ours. */
    private static final List<String> NOT_YET = List.of("aws", "azure", "consul", "digitalocean", "docker",
            "dockerswarm", "ec2", "ecs", "elasticache", "eureka", "gce", "hetzner", "ionos", "kuma", "lightsail",
            "linode", "marathon", "msk", "nerve", "nomad", "openstack", "outscale", "ovhcloud", "puppetdb", "rds", "scaleway",
            "serverset", "stackit", "triton", "uyuni", "vultr");
    private static final Pattern FILE = Pattern.compile("[^*]*(\\*[^/]*)?\\.(json|yml|yaml|JSON|YML|YAML)");
    private static final Map<String, RecordType> TYPES =
            Stream.of(RecordType.values()).collect(Collectors.toMap(RecordType::name, type -> type));
    private static final Set<String> WEB = Set.of("http", "https");
    private final LoadContext context;
    private final MappingReader job;
    private final List<DiscoveryConfig> found = new ArrayList<>();

    private DiscoverySection(LoadContext context, MappingReader job) {
        this.context = context;
        this.job = job;
    }

    static List<DiscoveryConfig> read(LoadContext context, MappingReader job) {
        return new DiscoverySection(context, job).read();
    }

    private List<DiscoveryConfig> read() {
        entries("static_configs").forEach(item -> staticConfig(MappingReader.of(item, "static_configs", job.problems())));
        entries("file_sd_configs").forEach(item -> files(MappingReader.of(item, "file_sd_configs", job.problems())));
        entries("http_sd_configs").forEach(item -> http(MappingReader.of(item, "http_sd_configs", job.problems())));
        entries("dns_sd_configs").forEach(item -> dns(MappingReader.of(item, "dns_sd_configs", job.problems())));
        entries("kubernetes_sd_configs").forEach(item -> {
            DiscoveryConfig cluster = KubernetesSection.read(context, MappingReader.of(item, "kubernetes_sd_configs", job.problems()));
            if (cluster != null) {
                found.add(cluster);
            }
        });
        for (String kind : NOT_YET) {
            String key = kind + "_sd_configs";
            if (!job.items(key).isEmpty()) {
                job.problems().notYet(job.keyAt(key), "the key \"" + key + "\" (service discovery of kind " + kind + ")");
            }
        }
        return found;
    }

    private List<YamlNode> entries(String key) {
        return job.items(key).stream().filter(item -> {
            if (item.isNull()) {
                job.problems().error(item.at(), "an entry of " + key + " is empty; fill or remove it");
            }
            return !item.isNull();
        }).toList();
    }

    private void staticConfig(MappingReader s) {
        List<YamlNode> items = s.items("targets");
        List<String> targets = s.strings("targets");
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).contains("/")) {
                s.problems().error(items.get(i).at(), "\"" + targets.get(i)
                        + "\" is not a target: give host:port; the scheme and path have keys of their own (scheme, metrics_path)");
            }
        }
        found.add(new DiscoveryConfig.Static(targets, labels(s, "labels")));
        s.finish();
    }

    /** A mapping of label names to values; wrong names are reported. */
    static Labels labels(MappingReader parent, String key) {
        MappingReader reader = parent.mapping(key);
        Map<String, String> labels = parent.stringMap(key);
        for (String name : labels.keySet()) {
            if (!NameValidation.UTF8.allowsLabel(name)) {
                parent.problems().error(reader.keyAt(name), "\"" + name + "\" is not a valid label name");
            }
        }
        return Labels.of(labels);
    }

    private void files(MappingReader f) {
        List<YamlNode> items = f.items("files");
        List<String> names = f.strings("files");
        var patterns = new ArrayList<Path>();
        for (int i = 0; i < names.size(); i++) {
            if (FILE.matches(names.get(i))) {
                patterns.add(context.directory().resolve(names.get(i)).normalize());
            } else {
                f.problems().error(items.get(i).at(), "\"" + names.get(i)
                        + "\" is not valid here: give a .json, .yml or .yaml file, with a star in its last segment at most");
            }
        }
        if (names.isEmpty()) {
            f.error("files", "file_sd_configs needs at least one path under files");
        }
        found.add(new DiscoveryConfig.Files(patterns, refresh(f, 300_000)));
        f.finish();
    }

    private void dns(MappingReader d) {
        List<String> names = d.strings("names");
        if (names.isEmpty() || names.contains("")) {
            d.error("names", "dns_sd_configs needs at least one name under names, and none may be empty");
        }
        String type = d.string("type", "SRV");
        RecordType known = TYPES.get(type.toUpperCase(Locale.ROOT));
        if (known == null) {
            d.error("type", "type must be one of SRV, A, AAAA, MX, NS, not \"" + type + "\"");
        }
        int port = (int) d.integer("port", 0, 0, 65_535);
        if (port == 0 && known != null && known != RecordType.SRV) {
            d.error("port", "dns_sd_configs of type " + known + " need a port from 1 to 65535; only SRV records bring their own");
        }
        long refresh = refresh(d, 30_000);
        d.finish();
        found.add(new DiscoveryConfig.Dns(names, known == null ? RecordType.SRV : known, port, refresh));
    }

    private static long refresh(MappingReader reader, long absent) {
        long millis = reader.duration("refresh_interval", absent);
        return millis == 0 ? absent : millis;
    }

    private void http(MappingReader h) {
        URI url = url(h);
        long refresh = refresh(h, 60_000);
        HttpClientConfig client = HttpClientSection.read(context, h);
        h.finish();
        if (url != null) {
            found.add(new DiscoveryConfig.Http(url, refresh, client));
        }
    }

    private static @Nullable URI url(MappingReader h) {
        if (!h.has("url")) {
            h.error("url", "http_sd_configs needs a url");
            return null;
        }
        URI url = HttpClientSection.uri(h, "url");
        if (url != null && (!WEB.contains(String.valueOf(url.getScheme())) || url.getHost() == null)) {
            h.error("url", "url must start with http:// or https:// and name a host");
            return null;
        }
        return url;
    }
}
