package dev.plumbline.daemon.kubernetes;

import dev.plumbline.daemon.config.KubernetesAccess;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The port on the fabric8 client. Lists come in pages of 500, each cut down before the next is read; the client's own
 * reconnecting is off, since {@link ObjectCache} decides what to do when a watch ends.
 */
public final class ClientApi implements KubernetesApi {
    private static final long PAGE = 500;
    /** The server ends a watch after this long, so that a connection that died unseen is not trusted for ever. */
    private static final long WATCH_SECONDS = 600;
    private static final ResourceDefinitionContext ROLLOUTS = new ResourceDefinitionContext.Builder().withGroup("argoproj.io")
            .withVersion("v1alpha1").withPlural("rollouts").withKind("Rollout").withNamespaced(true).build();
    private final KubernetesClient client;

    ClientApi(KubernetesClient client) {
        this.client = client;
    }

    /** Opens a client; {@code account} is used for a cluster that the daemon runs in. */
    public static KubernetesApi open(KubernetesAccess access, ServiceAccount account) throws KubernetesException {
        try {
            return new ClientApi(ClientSettings.client(access, account));
        } catch (RuntimeException e) {
            throw new KubernetesException("cannot make a client for " + ClientSettings.name(access) + ": " + reason(e), false, e);
        }
    }

    @Override
    public Listing list(ObjectQuery query) throws KubernetesException {
        var found = new ArrayList<ApiObject>();
        ListOptions options = options(query);
        options.setLimit(PAGE);
        try {
            while (true) {
                KubernetesResourceList<? extends HasMetadata> page = operation(query).list(options);
                if (page == null) {
                    throw new KubernetesException("the answer is empty; is this an API server?", false, null);
                }
                page.getItems().forEach(item -> found.add(ObjectReader.read(query.kind(), item)));
                String next = page.getMetadata().getContinue();
                if (found.size() > MAX_OBJECTS) {
                    throw new KubernetesException("there are more than " + MAX_OBJECTS + "; narrow the namespaces or selectors", false, null);
                }
                if (next == null || next.isEmpty()) {
                    return new Listing(found, Objects.requireNonNullElse(page.getMetadata().getResourceVersion(), ""));
                }
                options.setContinue(next);
            }
        } catch (RuntimeException e) { // the client throws many kinds; none may end the caller's loop
            throw failure(e);
        }
    }

    @Override
    public Watch watch(ObjectQuery query, String version, Events events) throws KubernetesException {
        ListOptions options = options(query);
        options.setResourceVersion(version.isEmpty() ? null : version);
        options.setAllowWatchBookmarks(true);
        options.setTimeoutSeconds(WATCH_SECONDS);
        try {
            return watch(operation(query), options, query.kind(), events);
        } catch (RuntimeException e) { // the client throws many kinds; none may end the caller's loop
            throw failure(e);
        }
    }

    private static <T extends HasMetadata> Watch watch(AnyNamespaceOperation<T, ?, ?> operation, ListOptions options,
            ObjectQuery.Kind kind, Events events) {
        var opened = operation.watch(options, new Feed<T>(kind, events));
        return opened::close;
    }

    private static ListOptions options(ObjectQuery query) {
        return new ListOptionsBuilder().withLabelSelector(query.labelSelector().isEmpty() ? null : query.labelSelector())
                .withFieldSelector(query.fieldSelector().isEmpty() ? null : query.fieldSelector()).build();
    }

    private AnyNamespaceOperation<? extends HasMetadata, ? extends KubernetesResourceList<? extends HasMetadata>, ?> operation(
            ObjectQuery query) {
        return switch (query.kind()) {
            case NODE -> client.nodes();
            case NAMESPACE -> client.namespaces();
            case SERVICE -> in(client.services(), query);
            case POD -> in(client.pods(), query);
            case ENDPOINTS -> in(client.endpoints(), query);
            case ENDPOINTSLICE -> in(client.discovery().v1().endpointSlices(), query);
            case INGRESS -> in(client.network().v1().ingresses(), query);
            case REPLICASET -> in(client.resources(io.fabric8.kubernetes.api.model.apps.ReplicaSet.class), query);
            case JOB -> in(client.resources(io.fabric8.kubernetes.api.model.batch.v1.Job.class), query);
            case ROLLOUT -> in(client.genericKubernetesResources(ROLLOUTS), query);
        };
    }

    private static <T extends HasMetadata, L extends KubernetesResourceList<T>, R extends Resource<T>> AnyNamespaceOperation<T, L, R> in(
            MixedOperation<T, L, R> all, ObjectQuery query) {
        return query.namespace().isEmpty() ? all.inAnyNamespace() : all.inNamespace(query.namespace());
    }

    private static KubernetesException failure(RuntimeException e) {
        boolean gone = e instanceof KubernetesClientException said && said.getCode() == HttpURLConnection.HTTP_GONE;
        return new KubernetesException(reason(e), gone, e);
    }

    /** The server's own words where there are any, else the deepest cause's, without the client's wrapping. */
    private static String reason(Throwable e) {
        if (e instanceof KubernetesClientException client && client.getCode() != 0) {
            String said = ClientFailure.words(client);
            return "HTTP status " + client.getCode() + (said.isEmpty() ? "" : ": " + said);
        }
        return ClientFailure.cause(e);
    }

    @Override
    public void close() {
        client.close();
    }

    private record Feed<T extends HasMetadata>(ObjectQuery.Kind kind, Events events) implements Watcher<T> {

        @Override
        public void eventReceived(Action action, T object) {
            String version = Objects.requireNonNullElse(object.getMetadata().getResourceVersion(), "");
            switch (action) {
                case ADDED, MODIFIED -> events.changed(ObjectReader.read(kind, object), version);
                case DELETED -> events.deleted(ObjectReader.read(kind, object).key(), version);
                case BOOKMARK -> events.reached(version);
                case ERROR -> { } // the client ends the watch with it
            }
        }

        @Override
        public void onClose(@Nullable WatcherException cause) {
            if (cause == null || String.valueOf(cause.getMessage()).contains("Exhausted reconnects")) {
                events.ended(null);
            } else {
                events.ended(new KubernetesException(reason(cause), cause.isHttpGone(), cause));
            }
        }
    }

}
