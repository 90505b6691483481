package dev.plumbline.daemon.kubernetes;

import static java.util.Objects.requireNonNullElse;

import dev.plumbline.daemon.kubernetes.ApiObject.Meta;
import dev.plumbline.daemon.kubernetes.ApiObject.Named;
import dev.plumbline.daemon.kubernetes.ApiObject.Port;
import dev.plumbline.daemon.kubernetes.ApiObject.Reference;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Cuts objects of the client's model down to {@link ApiObject}s; what is absent becomes empty, never an error. */
final class ObjectReader {
    private ObjectReader() {}

    static ApiObject read(ObjectQuery.Kind kind, HasMetadata object) {
        return switch (kind) {
            case NODE -> node((Node) object);
            case NAMESPACE -> new ApiObject.Namespace(meta(object));
            case SERVICE -> service((Service) object);
            case POD -> pod((Pod) object);
            case ENDPOINTS -> endpoints((Endpoints) object);
            case ENDPOINTSLICE -> slice((EndpointSlice) object);
            case INGRESS -> ingress((Ingress) object);
            case REPLICASET, JOB -> new ApiObject.Owned(meta(object), controller(object));
            case ROLLOUT -> custom(object);
        };
    }

    /** Who wrote which field is half of an object's text and of no use here. */
    private static ApiObject custom(HasMetadata object) {
        object.getMetadata().setManagedFields(null);
        return new ApiObject.Custom(meta(object), Writer.JSON.asJson(object));
    }

    /** Made for the first custom object. */
    private static final class Writer {
        static final KubernetesSerialization JSON = new KubernetesSerialization();
    }

    private static Meta meta(HasMetadata object) {
        var m = object.getMetadata();
        return new Meta(text(m.getNamespace()), text(m.getName()), map(m.getLabels()), map(m.getAnnotations()));
    }

    /** Null values, which YAML and JSON allow, count as empty text. */
    private static Map<String, String> map(@Nullable Map<String, ? extends @Nullable String> map) {
        return map == null ? Map.of() : map.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> text(e.getValue())));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static int number(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private static <S, T> List<T> each(@Nullable List<S> list, Function<S, T> convert) {
        return list == null ? List.of() : list.stream().map(convert).toList();
    }

    private static @Nullable Reference controller(HasMetadata object) {
        for (OwnerReference owner : requireNonNullElse(object.getMetadata().getOwnerReferences(), List.<OwnerReference>of())) {
            if (Boolean.TRUE.equals(owner.getController())) {
                return new Reference(text(owner.getKind()), text(object.getMetadata().getNamespace()), text(owner.getName()));
            }
        }
        return null;
    }

    private static @Nullable Reference reference(@Nullable ObjectReference target) {
        return target == null ? null : new Reference(text(target.getKind()), text(target.getNamespace()), text(target.getName()));
    }

    private static ApiObject.Node node(Node node) {
        var status = node.getStatus();
        var daemons = status == null ? null : status.getDaemonEndpoints();
        var kubelet = daemons == null ? null : daemons.getKubeletEndpoint();
        return new ApiObject.Node(meta(node), node.getSpec() == null ? "" : text(node.getSpec().getProviderID()),
                each(status == null ? null : status.getAddresses(), a -> new Named(text(a.getType()), text(a.getAddress()))),
                each(status == null ? null : status.getConditions(), c -> new Named(text(c.getType()), text(c.getStatus()))),
                kubelet == null ? 0 : number(kubelet.getPort()));
    }

    private static ApiObject.Service service(Service service) {
        var spec = service.getSpec();
        if (spec == null) {
            return new ApiObject.Service(meta(service), "", "", "", "", "", List.of());
        }
        boolean dual = "PreferDualStack".equals(spec.getIpFamilyPolicy()) || "RequireDualStack".equals(spec.getIpFamilyPolicy());
        List<String> families = requireNonNullElse(spec.getIpFamilies(), List.<String>of());
        return new ApiObject.Service(meta(service), text(spec.getType()), text(spec.getClusterIP()), text(spec.getExternalName()),
                loadBalancerIps(service), dual && !families.isEmpty() ? families.getFirst() : "",
                each(spec.getPorts(), p -> new Port(text(p.getName()), number(p.getPort()), text(p.getProtocol()), text(p.getAppProtocol()))));
    }

    private static String loadBalancerIps(Service service) {
        var balancer = service.getStatus() == null ? null : service.getStatus().getLoadBalancer();
        String ips = balancer == null || balancer.getIngress() == null ? ""
                : balancer.getIngress().stream().map(i -> text(i.getIp())).filter(ip -> !ip.isEmpty()).collect(Collectors.joining(","));
        return ips.isEmpty() ? text(service.getSpec().getLoadBalancerIP()) : ips;
    }

    private static ApiObject.Pod pod(Pod pod) {
        var spec = pod.getSpec();
        var status = pod.getStatus();
        var containers = new ArrayList<ApiObject.Container>();
        if (spec != null) {
            List<ContainerStatus> running = status == null ? List.of() : requireNonNullElse(status.getContainerStatuses(), List.of());
            List<ContainerStatus> init = status == null ? List.of() : requireNonNullElse(status.getInitContainerStatuses(), List.of());
            containers.addAll(each(spec.getContainers(), c -> container(c, running, false)));
            containers.addAll(each(spec.getInitContainers(), c -> container(c, init, true)));
        }
        return new ApiObject.Pod(meta(pod), status == null ? "" : text(status.getPodIP()), status == null ? "" : text(status.getHostIP()),
                spec == null ? "" : text(spec.getNodeName()), text(pod.getMetadata().getUid()),
                status == null ? "" : text(status.getPhase()), ready(pod), controller(pod), containers);
    }

    private static String ready(Pod pod) {
        if (pod.getStatus() != null && pod.getStatus().getConditions() != null) {
            for (var condition : pod.getStatus().getConditions()) {
                if ("Ready".equals(condition.getType())) {
                    return text(condition.getStatus()).toLowerCase(Locale.ROOT);
                }
            }
        }
        return "unknown";
    }

    private static ApiObject.Container container(Container c, List<ContainerStatus> statuses, boolean init) {
        String id = statuses.stream().filter(s -> text(s.getName()).equals(c.getName())).map(s -> text(s.getContainerID()))
                .findFirst().orElse("");
        return new ApiObject.Container(text(c.getName()), id, text(c.getImage()), init,
                each(c.getPorts(), p -> new Port(text(p.getName()), number(p.getContainerPort()), text(p.getProtocol()), "")));
    }

    private static ApiObject.Endpoints endpoints(Endpoints endpoints) {
        return new ApiObject.Endpoints(meta(endpoints), each(endpoints.getSubsets(), s -> new ApiObject.Subset(
                each(s.getPorts(), p -> new Port(text(p.getName()), number(p.getPort()), text(p.getProtocol()), text(p.getAppProtocol()))),
                each(s.getAddresses(), ObjectReader::address), each(s.getNotReadyAddresses(), ObjectReader::address))));
    }

    private static ApiObject.Address address(EndpointAddress a) {
        return new ApiObject.Address(text(a.getIp()), text(a.getHostname()), a.getNodeName(), reference(a.getTargetRef()));
    }

    private static ApiObject.EndpointSlice slice(EndpointSlice slice) {
        return new ApiObject.EndpointSlice(meta(slice), text(slice.getAddressType()),
                each(slice.getPorts(), p -> new Port(text(p.getName()), number(p.getPort()), text(p.getProtocol()), text(p.getAppProtocol()))),
                each(slice.getEndpoints(), ObjectReader::endpoint));
    }

    private static ApiObject.Endpoint endpoint(Endpoint e) {
        var conditions = e.getConditions();
        return new ApiObject.Endpoint(requireNonNullElse(e.getAddresses(), List.<String>of()),
                conditions == null ? "" : flag(conditions.getReady()), conditions == null ? "" : flag(conditions.getServing()),
                conditions == null ? "" : flag(conditions.getTerminating()), text(e.getHostname()), e.getNodeName(),
                text(e.getZone()), reference(e.getTargetRef()), map(e.getDeprecatedTopology()));
    }

    private static String flag(@Nullable Boolean flag) {
        return flag == null ? "" : flag.toString();
    }

    private static ApiObject.Ingress ingress(Ingress ingress) {
        var spec = ingress.getSpec();
        if (spec == null) {
            return new ApiObject.Ingress(meta(ingress), "", List.of(), List.of());
        }
        List<String> hosts = each(spec.getTls(), t -> requireNonNullElse(t.getHosts(), List.<String>of())).stream()
                .flatMap(List::stream).toList();
        return new ApiObject.Ingress(meta(ingress), text(spec.getIngressClassName()), hosts, each(spec.getRules(), r ->
                new ApiObject.Rule(text(r.getHost()), r.getHttp() == null ? List.of() : each(r.getHttp().getPaths(), p -> text(p.getPath())))));
    }
}
