package dev.plumbline.daemon.kubernetes;

import dev.plumbline.daemon.config.KubernetesAccess;
import dev.plumbline.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The watches of all clusters, one for each (access, query) however many ask for it; a client is opened for the first
 * and closed with the last watch of its access. Thread-safe.
 */
public final class Clusters {
    private final Clock clock;
    private final KubernetesApi.Opener opener;
    private final ServiceAccount account;
    private final Map<KubernetesAccess, Cluster> clusters = new HashMap<>();

    public Clusters(Clock clock, KubernetesApi.Opener opener, ServiceAccount account) {
        this.clock = clock;
        this.opener = opener;
        this.account = account;
    }

    /**
     * The objects of a query; listing begins at once, on another thread.
     *
     * @param changed called after every change until the lease is closed, on any thread; must not block
     */
    public synchronized Lease acquire(KubernetesAccess access, ObjectQuery query, Runnable changed) {
        Cluster cluster = clusters.computeIfAbsent(access, Cluster::new);
        Shared shared = cluster.caches.get(query);
        boolean fresh = shared == null;
        if (shared == null) {
            shared = new Shared(new ObjectCache(clock, cluster::api, query));
            cluster.caches.put(query, shared);
        }
        shared.users++;
        shared.cache.subscribe(changed);
        if (fresh) {
            shared.cache.start();
        }
        return new Lease(this, access, query, shared.cache, changed);
    }

    /**
     * The namespace that the daemon's pod runs in.
     *
     * @throws KubernetesException when the daemon does not run in a pod
     */
    public String ownNamespace() throws KubernetesException {
        return account.namespace();
    }

    private void release(Lease lease) {
        Cluster ending = null;
        synchronized (this) {
            Cluster cluster = clusters.get(lease.access);
            Shared shared = cluster == null ? null : cluster.caches.get(lease.query);
            if (cluster == null || shared == null) {
                return;
            }
            shared.cache.unsubscribe(lease.changed);
            if (--shared.users == 0) {
                cluster.caches.remove(lease.query);
                shared.cache.close();
                ending = cluster.caches.isEmpty() ? clusters.remove(lease.access) : null;
            }
        }
        if (ending != null) {
            ending.close();
        }
    }

    /** How many different watches there are now, over all clusters. */
    public synchronized int watches() {
        return clusters.values().stream().mapToInt(cluster -> cluster.caches.size()).sum();
    }

    /** One user's hold on a shared cache; closing it twice is closing it once. */
    public static final class Lease implements AutoCloseable {
        private final Clusters clusters;
        private final KubernetesAccess access;
        private final ObjectQuery query;
        private final ObjectCache cache;
        private final Runnable changed;
        private boolean released;

        private Lease(Clusters clusters, KubernetesAccess access, ObjectQuery query, ObjectCache cache, Runnable changed) {
            this.clusters = clusters;
            this.access = access;
            this.query = query;
            this.cache = cache;
            this.changed = changed;
        }

        public ObjectCache cache() {
            return cache;
        }

        @Override
        public synchronized void close() {
            if (!released) {
                released = true;
                clusters.release(this);
            }
        }
    }

    private static final class Shared {
        private final ObjectCache cache;
        private int users;

        private Shared(ObjectCache cache) {
            this.cache = cache;
        }
    }

    private final class Cluster {
        private final KubernetesAccess access;
        private final Map<ObjectQuery, Shared> caches = new HashMap<>();
        private @Nullable KubernetesApi api;
        private boolean closed;

        private Cluster(KubernetesAccess access) {
            this.access = access;
        }

        private synchronized KubernetesApi api() throws KubernetesException {
            if (closed) {
                throw new KubernetesException("the connection is closed", false, null);
            }
            if (api == null) {
                api = opener.open(access);
            }
            return api;
        }

        private synchronized void close() {
            closed = true;
            if (api != null) {
                api.close();
            }
        }
    }
}
