package dev.plumbline.daemon.config;

import dev.plumbline.model.Labels;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Where a job's targets come from. Kinds that Prometheus knows and we do not are refused at load, by name. */
public sealed interface DiscoveryConfig {

    /** Targets that stand in the file: addresses (host:port) with common labels. */
    record Static(List<String> targets, Labels labels) implements DiscoveryConfig {
        public Static {
            targets = List.copyOf(targets);
        }
    }

    /** Files of target groups, JSON or YAML; {@code patterns} are absolute, the last segment may hold a star. */
    record Files(List<Path> patterns, long refreshIntervalMillis) implements DiscoveryConfig {
        public Files {
            patterns = List.copyOf(patterns);
        }
    }

    /** An HTTP endpoint that answers with a JSON list of target groups. */
    record Http(URI url, long refreshIntervalMillis, HttpClientConfig http) implements DiscoveryConfig {}
}
