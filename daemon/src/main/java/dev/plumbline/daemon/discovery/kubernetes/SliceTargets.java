package dev.plumbline.daemon.discovery.kubernetes;

import static dev.plumbline.daemon.discovery.kubernetes.MetaLabels.PREFIX;

import dev.plumbline.daemon.discovery.TargetGroup;
import dev.plumbline.daemon.kubernetes.ApiObject.Endpoint;
import dev.plumbline.daemon.kubernetes.ApiObject.EndpointSlice;
import dev.plumbline.daemon.kubernetes.ApiObject.Pod;
import dev.plumbline.daemon.kubernetes.ApiObject.Port;
import dev.plumbline.daemon.kubernetes.ApiObject.Reference;
import dev.plumbline.daemon.kubernetes.ApiObject.Service;
import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One target for each address and port of a slice of endpoints, and one for each other port of the pods behind them. */
final class SliceTargets {
    private final Lookup lookup;
    private final PodPorts pods;
    private final List<Labels> targets = new ArrayList<>();

    SliceTargets(Lookup lookup) {
        this.lookup = lookup;
        pods = new PodPorts(lookup);
    }

    TargetGroup group(EndpointSlice slice) {
        String namespace = slice.meta().namespace();
        String serviceName = slice.meta().labels().getOrDefault(EndpointSlice.SERVICE_LABEL, "");
        var labels = new Labels.Builder().set(MetaLabels.NAMESPACE, namespace)
                .set(PREFIX + "endpointslice_address_type", slice.addressType());
        MetaLabels.addObject(labels, "endpointslice", slice.meta());
        lookup.addService(labels, namespace, serviceName);
        lookup.addNamespace(labels, namespace);
        if (!isSecondFamily(lookup.service(namespace, serviceName), slice)) {
            for (Endpoint endpoint : slice.endpoints()) {
                for (Port port : slice.ports()) {
                    endpoint.addresses().forEach(address -> add(address, endpoint, port));
                }
            }
            pods.addOthers(targets);
        }
        return new TargetGroup("endpointslice/" + slice.key(), targets, labels.build());
    }

    /** A service with two address families has each endpoint twice; only the slices of its first family count. */
    private static boolean isSecondFamily(@Nullable Service service, EndpointSlice slice) {
        return service != null && !service.primaryFamily().isEmpty() && !service.primaryFamily().equals(slice.addressType());
    }

    private void add(String address, Endpoint endpoint, Port port) {
        boolean hasPort = port.number() != 0;
        var target = new Labels.Builder().set(TargetGroup.ADDRESS, hasPort ? MetaLabels.hostPort(address, port.number()) : address)
                .set(PREFIX + "endpointslice_port_name", port.name())
                .set(PREFIX + "endpointslice_port_protocol", port.protocol())
                .set(PREFIX + "endpointslice_port", hasPort ? Integer.toString(port.number()) : "")
                .set(PREFIX + "endpointslice_port_app_protocol", port.appProtocol())
                .set(PREFIX + "endpointslice_endpoint_conditions_ready", endpoint.ready())
                .set(PREFIX + "endpointslice_endpoint_conditions_serving", endpoint.serving())
                .set(PREFIX + "endpointslice_endpoint_conditions_terminating", endpoint.terminating())
                .set(PREFIX + "endpointslice_endpoint_hostname", endpoint.hostname())
                .set(PREFIX + "endpointslice_endpoint_node_name", endpoint.nodeName() == null ? "" : endpoint.nodeName())
                .set(PREFIX + "endpointslice_endpoint_zone", endpoint.zone());
        endpoint.topology().forEach((key, value) -> target
                .set(PREFIX + "endpointslice_endpoint_topology_" + MetaLabels.sanitized(key), value)
                .set(PREFIX + "endpointslice_endpoint_topology_present_" + MetaLabels.sanitized(key), "true"));
        addBehind(target, endpoint, port);
        targets.add(target.build());
    }

    private void addBehind(Labels.Builder target, Endpoint endpoint, Port port) {
        Reference behind = endpoint.target();
        if (behind != null) {
            target.set(PREFIX + "endpointslice_address_target_kind", behind.kind());
            target.set(PREFIX + "endpointslice_address_target_name", behind.name());
        }
        lookup.addNode(target, behind != null && behind.kind().equals("Node") ? behind.name() : endpoint.nodeName());
        Pod pod = lookup.pod(behind);
        if (pod != null) {
            pods.add(target, pod, port.number(), "");
        }
    }
}
