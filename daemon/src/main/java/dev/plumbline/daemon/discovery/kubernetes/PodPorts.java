package dev.plumbline.daemon.discovery.kubernetes;

import dev.plumbline.daemon.discovery.TargetGroup;
import dev.plumbline.daemon.kubernetes.ApiObject.Container;
import dev.plumbline.daemon.kubernetes.ApiObject.Pod;
import dev.plumbline.daemon.kubernetes.ApiObject.Port;
import dev.plumbline.model.Labels;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The pods behind endpoints: their labels go onto the endpoint's target, and ports that they declare beside the
 * service's become targets too. One for each group; not thread-safe.
 */
final class PodPorts {
    private final Lookup lookup;
    private final Map<String, Served> served = new LinkedHashMap<>();

    PodPorts(Lookup lookup) {
        this.lookup = lookup;
    }

    /**
     * Adds to an endpoint's target what is known of its pod. The last container that declares the port gives its
     * labels.
     *
     * @param port the endpoint's port; number 0 when it has none
     * @param protocol the protocol to show; empty for the container's own
     */
    void add(Labels.Builder target, Pod pod, int port, String protocol) {
        PodTargets.addPod(target, pod, lookup);
        for (Container container : pod.containers()) {
            container.ports().stream().filter(declared -> declared.number() == port).findFirst().ifPresent(declared ->
                    PodTargets.addContainerPort(target, container, protocol.isEmpty() ? declared
                            : new Port(declared.name(), declared.number(), protocol, "")));
        }
        served.computeIfAbsent(pod.key(), key -> new Served(pod, new HashSet<>())).ports.add(port);
    }

    /** Adds targets for the declared ports that no endpoint was made of. */
    void addOthers(List<Labels> targets) {
        for (Served one : served.values()) {
            for (Container container : one.pod.ip().isEmpty() ? List.<Container>of() : one.pod.containers()) {
                container.ports().stream().filter(port -> !one.ports.contains(port.number()))
                        .forEach(port -> targets.add(other(one.pod, container, port)));
            }
        }
    }

    private Labels other(Pod pod, Container container, Port port) {
        var target = new Labels.Builder().set(TargetGroup.ADDRESS, MetaLabels.hostPort(pod.ip(), port.number()));
        PodTargets.addContainerPort(target, container, port);
        PodTargets.addPod(target, pod, lookup);
        return target.build();
    }

    private record Served(Pod pod, Set<Integer> ports) {}
}
