package dev.plumbline.daemon.discovery.kubernetes;

import static dev.plumbline.daemon.discovery.kubernetes.MetaLabels.PREFIX;

import dev.plumbline.daemon.discovery.TargetGroup;
import dev.plumbline.daemon.kubernetes.ApiObject.Named;
import dev.plumbline.daemon.kubernetes.ApiObject.Node;
import dev.plumbline.model.Labels;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One target for each node: its kubelet, at the node's best address. */
final class NodeTargets {
    private static final List<String> PREFERENCE =
            List.of("InternalIP", "InternalDNS", "ExternalIP", "ExternalDNS", "LegacyHostIP", "Hostname");

    private NodeTargets() {}

    static @Nullable TargetGroup group(Node node) {
        String address = address(node);
        if (address == null) {
            return null;
        }
        var labels = new Labels.Builder();
        labels.set(PREFIX + "node_provider_id", node.providerId());
        node.conditions().forEach(c -> labels.set(PREFIX + "node_condition_" + MetaLabels.sanitized(c.type().toLowerCase(Locale.ROOT)),
                c.value().toLowerCase(Locale.ROOT)));
        MetaLabels.addObject(labels, "node", node.meta());
        var target = new Labels.Builder();
        for (Named other : node.addresses().reversed()) { // reversed: of one type, the first stays
            target.set(PREFIX + "node_address_" + MetaLabels.sanitized(other.type()), other.value());
        }
        target.set(TargetGroup.ADDRESS, MetaLabels.hostPort(address, node.kubeletPort()));
        target.set("instance", node.meta().name());
        return new TargetGroup("node/" + node.key(), List.of(target.build()), labels.build());
    }

    private static @Nullable String address(Node node) {
        for (String type : PREFERENCE) {
            for (Named address : node.addresses()) {
                if (address.type().equals(type)) {
                    return address.value();
                }
            }
        }
        return null;
    }
}
