package dev.plumbline.daemon.discovery.kubernetes;

import dev.plumbline.daemon.config.DiscoveryConfig.Attach;
import dev.plumbline.daemon.kubernetes.ApiObject;
import dev.plumbline.daemon.kubernetes.ApiObject.Reference;
import dev.plumbline.daemon.kubernetes.ObjectCache;
import dev.plumbline.daemon.kubernetes.ObjectQuery.Kind;
import dev.plumbline.model.Labels;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the objects that a target's labels also speak of, among those of one namespace (or of all) and of the cluster.
 * A kind that is not read finds nothing.
 */
record Lookup(Attach attach, Map<Kind, ObjectCache> caches) {
    Lookup {
        caches = Map.copyOf(caches);
    }

    private @Nullable ApiObject find(Kind kind, String key) {
        ObjectCache cache = caches.get(kind);
        return cache == null ? null : cache.get(key);
    }

    /** The pod that a reference means, or null when it means none that is known. */
    ApiObject.@Nullable Pod pod(@Nullable Reference reference) {
        return reference != null && reference.kind().equals("Pod")
                && find(Kind.POD, ApiObject.key(reference.namespace(), reference.name())) instanceof ApiObject.Pod pod ? pod : null;
    }

    ApiObject.@Nullable Service service(String namespace, String name) {
        return find(Kind.SERVICE, ApiObject.key(namespace, name)) instanceof ApiObject.Service service ? service : null;
    }

    boolean hasNode(String name) {
        return find(Kind.NODE, name) != null;
    }

    /** Adds the labels of a node when nodes are attached. */
    void addNode(Labels.Builder labels, @Nullable String name) {
        if (attach.node() && name != null && find(Kind.NODE, name) instanceof ApiObject.Node node) {
            MetaLabels.addObject(labels, "node", node.meta());
        }
    }

    /** Adds the labels of a namespace when namespaces are attached. */
    void addNamespace(Labels.Builder labels, String name) {
        if (attach.namespace() && find(Kind.NAMESPACE, name) instanceof ApiObject.Namespace namespace) {
            MetaLabels.addLabelsAndAnnotations(labels, "namespace", namespace.meta());
        }
    }

    /** Adds the labels of a service, when there is one of that name. */
    void addService(Labels.Builder labels, String namespace, String name) {
        ApiObject.Service service = service(namespace, name);
        if (service != null) {
            labels.set(MetaLabels.NAMESPACE, namespace);
            MetaLabels.addObject(labels, "service", service.meta());
        }
    }

    /** Adds the workload that a pod's controller belongs to, as far as it is attached. */
    void addWorkload(Labels.Builder labels, String namespace, Reference controller) {
        String key = ApiObject.key(namespace, controller.name());
        switch (controller.kind()) {
            case "ReplicaSet" -> addOwner(labels, "deployment", attach.deployment() ? find(Kind.REPLICASET, key) : null, "Deployment");
            case "Job" -> {
                if (attach.job()) {
                    labels.set(MetaLabels.PREFIX + "pod_job_name", controller.name());
                }
                addOwner(labels, "cronjob", attach.cronJob() ? find(Kind.JOB, key) : null, "CronJob");
            }
            default -> { } // no other kind has a workload above it that is looked up
        }
    }

    private static void addOwner(Labels.Builder labels, String word, @Nullable ApiObject object, String kind) {
        if (object instanceof ApiObject.Owned(_, Reference owner) && owner != null && owner.kind().equals(kind)) {
            labels.set(MetaLabels.PREFIX + "pod_" + word + "_name", owner.name());
        }
    }
}
