package dev.plumbline.daemon.config;

import dev.plumbline.model.Labels;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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

    /**
     * Objects of a Kubernetes cluster. {@code namespaces} are those to look into, empty (and no own one) means all;
     * {@code ownNamespace} adds the namespace that the daemon runs in. A selector holds for the objects of its role.
     */
    record Kubernetes(Role role, KubernetesAccess access, List<String> namespaces, boolean ownNamespace,
                      Map<Role, Selector> selectors, Attach attach) implements DiscoveryConfig {
        public Kubernetes {
            namespaces = List.copyOf(namespaces);
            selectors = Map.copyOf(selectors);
        }
    }

    /** What becomes a target. */
    enum Role { NODE, SERVICE, POD, ENDPOINTS, ENDPOINTSLICE, INGRESS }

    /** Which objects of a role; both in the API's own syntax, empty for all. */
    record Selector(String label, String field) {
        public static final Selector ALL = new Selector("", "");
    }

    /** What else is looked up for a target: labels of its node and namespace, the workload that owns its pod. */
    record Attach(boolean node, boolean namespace, boolean deployment, boolean job, boolean cronJob) {
        public static final Attach NOTHING = new Attach(false, false, false, false, false);
    }

    /** Records of the domain name system; {@code port} goes with every type but SRV, which brings its own. */
    record Dns(List<String> names, RecordType type, int port, long refreshIntervalMillis) implements DiscoveryConfig {
        public Dns {
            names = List.copyOf(names);
        }
    }

    /** The types of records that name targets. */
    enum RecordType { SRV, A, AAAA, MX, NS }
}
