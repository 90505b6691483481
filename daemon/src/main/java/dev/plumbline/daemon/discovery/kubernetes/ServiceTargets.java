package dev.plumbline.daemon.discovery.kubernetes;

import static dev.plumbline.daemon.discovery.kubernetes.MetaLabels.PREFIX;

import dev.plumbline.daemon.discovery.TargetGroup;
import dev.plumbline.daemon.kubernetes.ApiObject.Port;
import dev.plumbline.daemon.kubernetes.ApiObject.Service;
import dev.plumbline.model.Labels;

/** One target for each port of a service, by its name in the cluster's domain: for probing from outside. */
final class ServiceTargets {
    private ServiceTargets() {}

    static TargetGroup group(Service service, Lookup lookup) {
        var labels = new Labels.Builder().set(MetaLabels.NAMESPACE, service.meta().namespace());
        MetaLabels.addObject(labels, "service", service.meta());
        lookup.addNamespace(labels, service.meta().namespace());
        return new TargetGroup("svc/" + service.key(), service.ports().stream().map(port -> target(service, port)).toList(),
                labels.build());
    }

    private static Labels target(Service service, Port port) {
        String host = service.meta().name() + "." + service.meta().namespace() + ".svc";
        var target = new Labels.Builder()
                .set(TargetGroup.ADDRESS, MetaLabels.hostPort(host, port.number()))
                .set(PREFIX + "service_port_name", port.name())
                .set(PREFIX + "service_port_number", Integer.toString(port.number()))
                .set(PREFIX + "service_port_protocol", port.protocol())
                .set(PREFIX + "service_type", service.type());
        if (service.type().equals("ExternalName")) {
            target.set(PREFIX + "service_external_name", service.externalName());
        } else {
            target.set(PREFIX + "service_cluster_ip", service.clusterIp());
        }
        if (service.type().equals("LoadBalancer")) {
            target.set(PREFIX + "service_loadbalancer_ip", service.loadBalancerIps());
        }
        return target.build();
    }
}
