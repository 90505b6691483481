package dev.plumbline.daemon.discovery.kubernetes;

import dev.plumbline.daemon.config.DiscoveryConfig.Role;
import dev.plumbline.daemon.discovery.TargetGroup;
import dev.plumbline.daemon.kubernetes.ApiObject;
import dev.plumbline.daemon.kubernetes.ObjectQuery.Kind;
import org.jspecify.annotations.Nullable;

/** Makes the group of one object. Pure; any thread. */
final class RoleTargets {
    private RoleTargets() {}

    /** The object's targets; null when it can have none (a node without an address). */
    static @Nullable TargetGroup group(ApiObject object, Lookup lookup) {
        return switch (object) {
            case ApiObject.Node node -> NodeTargets.group(node);
            case ApiObject.Service service -> ServiceTargets.group(service, lookup);
            case ApiObject.Pod pod -> PodTargets.group(pod, lookup);
            case ApiObject.Endpoints endpoints -> new EndpointsTargets(lookup).group(endpoints);
            case ApiObject.EndpointSlice slice -> new SliceTargets(lookup).group(slice);
            case ApiObject.Ingress ingress -> IngressTargets.group(ingress, lookup);
            case ApiObject.Namespace _, ApiObject.Owned _, ApiObject.Custom _ -> null; // only ever looked up
        };
    }

    /** The kind of object that a role makes targets of. */
    static Kind kind(Role role) {
        return switch (role) {
            case NODE -> Kind.NODE;
            case SERVICE -> Kind.SERVICE;
            case POD -> Kind.POD;
            case ENDPOINTS -> Kind.ENDPOINTS;
            case ENDPOINTSLICE -> Kind.ENDPOINTSLICE;
            case INGRESS -> Kind.INGRESS;
        };
    }
}
