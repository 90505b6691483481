package dev.plumbline.daemon.kubernetes;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of the API, cut down to what labels of targets are made of. Immutable. */
public sealed interface ApiObject {

    /** Name, namespace, labels and annotations. */
    Meta meta();

    /** What tells objects of one kind apart: namespace/name, or the name alone outside namespaces. */
    default String key() {
        return key(meta().namespace(), meta().name());
    }

    /** The key of a namespace and a name; an empty namespace is none. */
    static String key(String namespace, String name) {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    /** {@code namespace} is empty for objects outside namespaces. */
    record Meta(String namespace, String name, Map<String, String> labels, Map<String, String> annotations) {
        public Meta {
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
        }
    }

    /** A reference to another object; the namespace may be empty. */
    record Reference(String kind, String namespace, String name) {}

    /** A word and what it is, such as an address and its type. */
    record Named(String type, String value) {}

    /** A machine. {@code kubeletPort} is 0 when it does not say. */
    record Node(Meta meta, String providerId, List<Named> addresses, List<Named> conditions, int kubeletPort) implements ApiObject {
        public Node {
            addresses = List.copyOf(addresses);
            conditions = List.copyOf(conditions);
        }
    }

    /** A namespace. */
    record Namespace(Meta meta) implements ApiObject {}

    /** What is only looked at for its own controller: a ReplicaSet or a Job. */
    record Owned(Meta meta, @Nullable Reference controller) implements ApiObject {}

    /** An object of a kind that the client has no model for, whole, in JSON (without managedFields). */
    record Custom(Meta meta, String json) implements ApiObject {}

    /** A port; {@code number} is 0 and the texts are empty where the object does not say. */
    record Port(String name, int number, String protocol, String appProtocol) {}

    /**
     * A service. {@code loadBalancerIps} are joined by commas; {@code primaryFamily} is IPv4 or IPv6 when the service
     * has two families, else empty.
     */
    record Service(Meta meta, String type, String clusterIp, String externalName, String loadBalancerIps, String primaryFamily,
                   List<Port> ports) implements ApiObject {
        public Service {
            ports = List.copyOf(ports);
        }
    }

    /** A pod. {@code ready} is true, false or unknown. */
    record Pod(Meta meta, String ip, String hostIp, String nodeName, String uid, String phase, String ready,
               @Nullable Reference controller, List<Container> containers) implements ApiObject {
        public Pod {
            containers = List.copyOf(containers);
        }
    }

    /** A container of a pod; init containers come after the others. */
    record Container(String name, String id, String image, boolean init, List<Port> ports) {
        public Container {
            ports = List.copyOf(ports);
        }
    }

    /** The old form of a service's endpoints. */
    record Endpoints(Meta meta, List<Subset> subsets) implements ApiObject {
        public Endpoints {
            subsets = List.copyOf(subsets);
        }
    }

    /** Every address has every port. */
    record Subset(List<Port> ports, List<Address> ready, List<Address> notReady) {
        public Subset {
            ports = List.copyOf(ports);
            ready = List.copyOf(ready);
            notReady = List.copyOf(notReady);
        }
    }

    /** One address of a subset; empty where it does not say. */
    record Address(String ip, String hostname, @Nullable String nodeName, @Nullable Reference target) {}

    /** A slice of a service's endpoints; every endpoint has every port. */
    record EndpointSlice(Meta meta, String addressType, List<Port> ports, List<Endpoint> endpoints) implements ApiObject {
        /** The label that names the service of a slice. */
        public static final String SERVICE_LABEL = "kubernetes.io/service-name";

        public EndpointSlice {
            ports = List.copyOf(ports);
            endpoints = List.copyOf(endpoints);
        }
    }

    /** One endpoint of a slice; conditions are true, false or empty where it does not say. */
    record Endpoint(List<String> addresses, String ready, String serving, String terminating, String hostname,
                    @Nullable String nodeName, String zone, @Nullable Reference target, Map<String, String> topology) {
        public Endpoint {
            addresses = List.copyOf(addresses);
            topology = Map.copyOf(topology);
        }
    }

    /** An ingress. */
    record Ingress(Meta meta, String className, List<String> tlsHosts, List<Rule> rules) implements ApiObject {
        public Ingress {
            tlsHosts = List.copyOf(tlsHosts);
            rules = List.copyOf(rules);
        }
    }

    /** A host and its paths; no paths means all of it. */
    record Rule(String host, List<String> paths) {
        public Rule {
            paths = List.copyOf(paths);
        }
    }
}
