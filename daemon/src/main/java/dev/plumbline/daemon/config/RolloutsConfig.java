package dev.plumbline.daemon.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section rollouts.
 *
 * @param access the cluster whose Rollouts are acted on and followed; the pod's own when nothing is said
 * @param follow which Rollouts are followed, null: none
 */
public record RolloutsConfig(KubernetesAccess access, @Nullable Follow follow) {

    /**
     * Whose Rollouts are followed.
     *
     * @param namespaces in the order of the alphabet, each once; empty: all of them
     */
    public record Follow(List<String> namespaces) {
        public Follow {
            namespaces = namespaces.stream().sorted().distinct().toList();
        }
    }
}
