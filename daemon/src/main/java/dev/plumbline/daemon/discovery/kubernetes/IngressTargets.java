package dev.plumbline.daemon.discovery.kubernetes;

import static dev.plumbline.daemon.discovery.kubernetes.MetaLabels.PREFIX;

import dev.plumbline.daemon.discovery.TargetGroup;
import dev.plumbline.daemon.kubernetes.ApiObject.Ingress;
import dev.plumbline.daemon.kubernetes.ApiObject.Rule;
import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One target for each path of each rule's host: for probing from outside. */
final class IngressTargets {
    private IngressTargets() {}

    static TargetGroup group(Ingress ingress, Lookup lookup) {
        var labels = new Labels.Builder().set(MetaLabels.NAMESPACE, ingress.meta().namespace())
                .set(PREFIX + "ingress_class_name", ingress.className());
        MetaLabels.addObject(labels, "ingress", ingress.meta());
        lookup.addNamespace(labels, ingress.meta().namespace());
        var targets = new ArrayList<Labels>();
        for (Rule rule : ingress.rules()) {
            boolean secure = ingress.tlsHosts().stream().anyMatch(pattern -> covers(pattern, rule.host()));
            for (String path : rule.paths().isEmpty() ? List.of("/") : rule.paths()) {
                targets.add(new Labels.Builder().set(TargetGroup.ADDRESS, rule.host())
                        .set(PREFIX + "ingress_scheme", secure ? "https" : "http")
                        .set(PREFIX + "ingress_host", rule.host())
                        .set(PREFIX + "ingress_path", path.isEmpty() ? "/" : path).build());
            }
        }
        return new TargetGroup("ingress/" + ingress.key(), targets, labels.build());
    }

    /** Whether a host of a certificate covers a rule's host; a star stands for exactly the first part. */
    private static boolean covers(String pattern, String host) {
        if (pattern.equals(host)) {
            return true;
        }
        List<String> patternParts = Arrays.asList(pattern.split("\\.", -1));
        List<String> hostParts = Arrays.asList(host.split("\\.", -1));
        return patternParts.getFirst().equals("*") && patternParts.size() == hostParts.size()
                && patternParts.subList(1, patternParts.size()).equals(hostParts.subList(1, hostParts.size()));
    }
}
