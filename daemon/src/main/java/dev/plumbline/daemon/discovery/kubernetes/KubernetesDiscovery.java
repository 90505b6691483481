package dev.plumbline.daemon.discovery.kubernetes;

import dev.plumbline.daemon.config.DiscoveryConfig;
import dev.plumbline.daemon.config.DiscoveryConfig.Attach;
import dev.plumbline.daemon.config.DiscoveryConfig.Role;
import dev.plumbline.daemon.config.DiscoveryConfig.Selector;
import dev.plumbline.daemon.config.KubernetesAccess;
import dev.plumbline.daemon.discovery.Discovery;
import dev.plumbline.daemon.discovery.TargetGroup;
import dev.plumbline.daemon.kubernetes.ApiObject;
import dev.plumbline.daemon.kubernetes.Clusters;
import dev.plumbline.daemon.kubernetes.KubernetesException;
import dev.plumbline.daemon.kubernetes.ObjectCache;
import dev.plumbline.daemon.kubernetes.ObjectQuery;
import dev.plumbline.daemon.kubernetes.ObjectQuery.Kind;
import dev.plumbline.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Targets of one role from a cluster. The first list goes out when every kind of object that the role needs has been
 * read once; after that, changes are collected for 200 ms and lists are at least 2 s apart, so that a rollout of a
 * thousand pods does not relabel everything a thousand times. While the API server is away the last targets stay.
 */
public final class KubernetesDiscovery implements Discovery {
    private static final long COLLECT_MILLIS = 200;
    private static final long GAP_MILLIS = 2_000;
    private static final long RETRY_MILLIS = 10_000;
    private final Clock clock;
    private final DiscoveryConfig.Kubernetes config;
    private final Clusters clusters;
    private final List<Clusters.Lease> leases = new ArrayList<>();
    private final List<Lookup> places = new ArrayList<>();
    private Status own = Status.IDLE;
    private @Nullable Consumer<List<TargetGroup>> sink;
    private @Nullable List<TargetGroup> sent;
    private Clock.@Nullable Timer timer;
    private boolean pending;
    private boolean ready;
    private boolean closed;
    private long lastBuildNanos;

    public KubernetesDiscovery(Clock clock, DiscoveryConfig.Kubernetes config, Clusters clusters) {
        this.clock = clock;
        this.config = config;
        this.clusters = clusters;
    }

    @Override
    public synchronized void start(Consumer<List<TargetGroup>> into) {
        sink = into;
        timer = clock.schedule(0, this::open);
    }

    /** Leases what the role needs; a namespace of its own may not be known yet. */
    private synchronized void open() {
        if (closed) {
            return;
        }
        try {
            for (String namespace : namespaces()) {
                places.add(place(namespace));
            }
            ready = true;
            changed();
        } catch (KubernetesException e) {
            own = own.failed(String.valueOf(e.getMessage()));
            timer = clock.schedule(RETRY_MILLIS, this::open);
        }
    }

    /** The namespaces to look into; one empty name is all of them. */
    private Set<String> namespaces() throws KubernetesException {
        Set<String> names = new LinkedHashSet<>(config.namespaces());
        if (config.ownNamespace()) {
            names.add(clusters.ownNamespace());
        }
        return names.isEmpty() || config.role() == Role.NODE ? Set.of("") : names;
    }

    private Lookup place(String namespace) {
        Attach attach = config.attach();
        Map<Kind, ObjectCache> caches = new EnumMap<>(Kind.class);
        Kind main = RoleTargets.kind(config.role());
        lease(caches, main, namespace);
        boolean endpoints = main == Kind.ENDPOINTS || main == Kind.ENDPOINTSLICE;
        boolean pods = endpoints || main == Kind.POD;
        if (endpoints) {
            lease(caches, Kind.SERVICE, namespace);
            lease(caches, Kind.POD, namespace);
        }
        if (pods && attach.node()) {
            lease(caches, Kind.NODE, "");
        }
        if (attach.namespace() && main != Kind.NODE) {
            lease(caches, Kind.NAMESPACE, "");
        }
        if (pods && attach.deployment()) {
            lease(caches, Kind.REPLICASET, namespace);
        }
        if (pods && attach.cronJob()) {
            lease(caches, Kind.JOB, namespace);
        }
        return new Lookup(attach, caches);
    }

    private void lease(Map<Kind, ObjectCache> caches, Kind kind, String namespace) {
        KubernetesAccess access = config.access();
        Selector selector = selector(kind);
        Clusters.Lease lease = clusters.acquire(access,
                new ObjectQuery(kind, namespace, selector.label(), selector.field()), this::changed);
        leases.add(lease);
        caches.put(kind, lease.cache());
    }

    private Selector selector(Kind kind) {
        return switch (kind) {
            case NODE -> selector(Role.NODE);
            case SERVICE -> selector(Role.SERVICE);
            case POD -> selector(Role.POD);
            case ENDPOINTS -> selector(Role.ENDPOINTS);
            case ENDPOINTSLICE -> selector(Role.ENDPOINTSLICE);
            case INGRESS -> selector(Role.INGRESS);
            case NAMESPACE, REPLICASET, JOB, ROLLOUT -> Selector.ALL;
        };
    }

    private Selector selector(Role role) {
        return Objects.requireNonNullElse(config.selectors().get(role), Selector.ALL);
    }

    /** Called by caches on any thread: plans a build, unless one is planned. */
    private synchronized void changed() {
        if (pending || closed || !ready || !leases.stream().allMatch(lease -> lease.cache().isSynced())) {
            return;
        }
        pending = true;
        long sinceMillis = (clock.monotonicNanos() - lastBuildNanos) / 1_000_000;
        timer = clock.schedule(sent == null ? 0 : Math.max(COLLECT_MILLIS, GAP_MILLIS - sinceMillis), this::build);
    }

    private synchronized void build() {
        pending = false;
        if (closed || sink == null) {
            return;
        }
        lastBuildNanos = clock.monotonicNanos();
        var groups = new ArrayList<TargetGroup>();
        Kind main = RoleTargets.kind(config.role());
        for (Lookup place : places) {
            for (ApiObject object : Objects.requireNonNull(place.caches().get(main)).objects()) {
                TargetGroup group = RoleTargets.group(object, place);
                if (group != null && !group.targets().isEmpty()) {
                    groups.add(group);
                }
            }
        }
        if (!groups.equals(sent)) {
            sent = groups;
            sink.accept(groups);
        }
    }

    @Override
    public synchronized Status status() {
        long requests = own.refreshes();
        long failures = own.failures();
        String error = ready ? null : own.lastError();
        for (Clusters.Lease lease : leases) {
            ObjectCache.Health health = lease.cache().health();
            requests += health.requests();
            failures += health.failures();
            error = error == null ? health.lastError() : error;
        }
        return new Status(requests, failures, error);
    }

    @Override
    public void close() {
        List<Clusters.Lease> held;
        synchronized (this) {
            closed = true;
            held = List.copyOf(leases);
            if (timer != null) {
                timer.cancel();
            }
        }
        held.forEach(Clusters.Lease::close);
    }

    @Override
    public String toString() {
        return "kubernetes discovery of " + config.role();
    }
}
