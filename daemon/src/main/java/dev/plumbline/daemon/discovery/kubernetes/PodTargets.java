package dev.plumbline.daemon.discovery.kubernetes;

import static dev.plumbline.daemon.discovery.kubernetes.MetaLabels.PREFIX;

import dev.plumbline.daemon.discovery.TargetGroup;
import dev.plumbline.daemon.kubernetes.ApiObject.Container;
import dev.plumbline.daemon.kubernetes.ApiObject.Pod;
import dev.plumbline.daemon.kubernetes.ApiObject.Port;
import dev.plumbline.daemon.kubernetes.ApiObject.Reference;
import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.List;

/** One target for each declared port of each container, or one without a port for a container that declares none. */
final class PodTargets {
    private PodTargets() {}

    static TargetGroup group(Pod pod, Lookup lookup) {
        String source = "pod/" + pod.key();
        if (pod.ip().isEmpty() || lookup.attach().node() && !lookup.hasNode(pod.nodeName())) {
            return new TargetGroup(source, List.of(), Labels.EMPTY); // not placed yet, or on a node that is not selected
        }
        var labels = new Labels.Builder();
        addPod(labels, pod, lookup);
        labels.set(MetaLabels.NAMESPACE, pod.meta().namespace());
        lookup.addNode(labels, pod.nodeName());
        lookup.addNamespace(labels, pod.meta().namespace());
        var targets = new ArrayList<Labels>();
        for (Container container : pod.containers()) {
            if (container.ports().isEmpty()) {
                targets.add(container(container).set(TargetGroup.ADDRESS, pod.ip()).build());
            }
            for (Port port : container.ports()) {
                var target = container(container).set(TargetGroup.ADDRESS, MetaLabels.hostPort(pod.ip(), port.number()));
                addPort(target, port);
                targets.add(target.build());
            }
        }
        return new TargetGroup(source, targets, labels.build());
    }

    private static Labels.Builder container(Container container) {
        return new Labels.Builder().set(PREFIX + "pod_container_name", container.name())
                .set(PREFIX + "pod_container_id", container.id())
                .set(PREFIX + "pod_container_image", container.image())
                .set(PREFIX + "pod_container_init", Boolean.toString(container.init()));
    }

    private static void addPort(Labels.Builder target, Port port) {
        target.set(PREFIX + "pod_container_port_name", port.name())
                .set(PREFIX + "pod_container_port_number", Integer.toString(port.number()))
                .set(PREFIX + "pod_container_port_protocol", port.protocol());
    }

    /** Adds what is said of a container by a target that stands for one of its ports; the id is not among it. */
    static void addContainerPort(Labels.Builder target, Container container, Port port) {
        target.set(PREFIX + "pod_container_name", container.name())
                .set(PREFIX + "pod_container_image", container.image())
                .set(PREFIX + "pod_container_init", Boolean.toString(container.init()));
        addPort(target, port);
    }

    /** Adds what is said of a pod as a whole, but not its namespace. */
    static void addPod(Labels.Builder labels, Pod pod, Lookup lookup) {
        labels.set(PREFIX + "pod_ip", pod.ip())
                .set(PREFIX + "pod_ready", pod.ready())
                .set(PREFIX + "pod_phase", pod.phase())
                .set(PREFIX + "pod_node_name", pod.nodeName())
                .set(PREFIX + "pod_host_ip", pod.hostIp())
                .set(PREFIX + "pod_uid", pod.uid());
        MetaLabels.addObject(labels, "pod", pod.meta());
        Reference controller = pod.controller();
        if (controller != null) {
            labels.set(PREFIX + "pod_controller_kind", controller.kind());
            labels.set(PREFIX + "pod_controller_name", controller.name());
            lookup.addWorkload(labels, pod.meta().namespace(), controller);
        }
    }
}
