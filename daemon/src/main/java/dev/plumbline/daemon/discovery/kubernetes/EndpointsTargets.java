package dev.plumbline.daemon.discovery.kubernetes;

import static dev.plumbline.daemon.discovery.kubernetes.MetaLabels.PREFIX;

import dev.plumbline.daemon.discovery.TargetGroup;
import dev.plumbline.daemon.kubernetes.ApiObject.Address;
import dev.plumbline.daemon.kubernetes.ApiObject.Endpoints;
import dev.plumbline.daemon.kubernetes.ApiObject.Pod;
import dev.plumbline.daemon.kubernetes.ApiObject.Port;
import dev.plumbline.daemon.kubernetes.ApiObject.Reference;
import dev.plumbline.daemon.kubernetes.ApiObject.Subset;
import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.List;

/** One target for each address and port of a service's endpoints, and one for each other port of the pods behind them. */
final class EndpointsTargets {
    private final Lookup lookup;
    private final PodPorts pods;
    private final List<Labels> targets = new ArrayList<>();

    EndpointsTargets(Lookup lookup) {
        this.lookup = lookup;
        pods = new PodPorts(lookup);
    }

    TargetGroup group(Endpoints endpoints) {
        String namespace = endpoints.meta().namespace();
        var labels = new Labels.Builder().set(MetaLabels.NAMESPACE, namespace);
        lookup.addService(labels, namespace, endpoints.meta().name());
        MetaLabels.addObject(labels, "endpoints", endpoints.meta());
        lookup.addNamespace(labels, namespace);
        for (Subset subset : endpoints.subsets()) {
            for (Port port : subset.ports()) {
                subset.ready().forEach(address -> add(address, port, true));
                subset.notReady().forEach(address -> add(address, port, false));
            }
        }
        pods.addOthers(targets);
        return new TargetGroup("endpoints/" + endpoints.key(), targets, labels.build());
    }

    private void add(Address address, Port port, boolean ready) {
        var target = new Labels.Builder().set(TargetGroup.ADDRESS, MetaLabels.hostPort(address.ip(), port.number()))
                .set(PREFIX + "endpoint_port_name", port.name())
                .set(PREFIX + "endpoint_port_protocol", port.protocol())
                .set(PREFIX + "endpoint_ready", Boolean.toString(ready))
                .set(PREFIX + "endpoint_hostname", address.hostname());
        Reference behind = address.target();
        if (behind != null) {
            target.set(PREFIX + "endpoint_address_target_kind", behind.kind());
            target.set(PREFIX + "endpoint_address_target_name", behind.name());
        }
        if (address.nodeName() != null) {
            target.set(PREFIX + "endpoint_node_name", address.nodeName());
            lookup.addNode(target, address.nodeName());
        } else if (behind != null && behind.kind().equals("Node")) {
            lookup.addNode(target, behind.name());
        }
        Pod pod = lookup.pod(behind);
        if (pod != null) {
            pods.add(target, pod, port.number(), port.protocol());
        }
        targets.add(target.build());
    }
}
