package dev.plumbline.daemon.config;

import com.google.re2j.Pattern;
import dev.plumbline.daemon.config.yaml.MappingReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the section rollouts: how the cluster is reached, and whose Rollouts are followed. */
final class RolloutsSection {
    /** A watch is kept for each namespace. */
    static final int MAX_NAMESPACES = 100;
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private RolloutsSection() {}

    static RolloutsConfig read(LoadContext context, MappingReader root) {
        MappingReader section = root.mapping("rollouts");
        KubernetesAccess access = KubernetesAccessSection.read(context, section);
        RolloutsConfig.Follow follow = follow(section);
        section.finish();
        return new RolloutsConfig(access == null ? new KubernetesAccess.InCluster() : access, follow);
    }

    private static RolloutsConfig.@Nullable Follow follow(MappingReader section) {
        MappingReader follow = section.mapping("follow");
        List<String> namespaces = follow.strings("namespaces");
        Set<String> seen = new HashSet<>();
        for (String name : namespaces) {
            if (!NAMESPACE.matches(name)) {
                follow.error("namespaces", "\"" + name + "\" is not a namespace: 1 to 63 of a-z, 0-9 and -, not at the ends");
            } else if (!seen.add(name)) {
                follow.error("namespaces", "the namespace " + name + " is named twice");
            }
        }
        if (namespaces.size() > MAX_NAMESPACES) {
            follow.error("namespaces", "at most " + MAX_NAMESPACES + " namespaces may be named, not " + namespaces.size()
                    + "; leave namespaces out to follow those of all");
        }
        follow.finish();
        return section.has("follow") ? new RolloutsConfig.Follow(namespaces) : null;
    }
}
