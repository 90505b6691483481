package dev.plumbline.daemon.kubernetes;

/**
 * Which objects: of one kind, in one namespace (empty: in all), matching both selectors (empty: all), which are in the
 * API's own syntax.
 */
public record ObjectQuery(Kind kind, String namespace, String labelSelector, String fieldSelector) {

    /** The kinds that are read. */
    public enum Kind { NODE, NAMESPACE, SERVICE, POD, ENDPOINTS, ENDPOINTSLICE, INGRESS, REPLICASET, JOB, ROLLOUT }

    /** All of a kind in a namespace. */
    public static ObjectQuery all(Kind kind, String namespace) {
        return new ObjectQuery(kind, namespace, "", "");
    }

    @Override
    public String toString() {
        return kind + " objects" + (namespace.isEmpty() ? "" : " of namespace " + namespace);
    }
}
