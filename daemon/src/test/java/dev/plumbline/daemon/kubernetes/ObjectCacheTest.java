package dev.plumbline.daemon.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.config.KubernetesAccess;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectCacheTest {
    private static final ObjectQuery NAMESPACES = ObjectQuery.all(ObjectQuery.Kind.NAMESPACE, "");
    private static final KubernetesAccess HERE = new KubernetesAccess.InCluster();
    private final VirtualTime time = new VirtualTime(0);
    private final ScriptedCluster server = new ScriptedCluster();
    private final Clusters clusters = new Clusters(time, server, new ServiceAccount(Path.of("nowhere"), Map.of()));
    private int changes;

    @BeforeEach
    void fill() {
        server.put(namespace("a"));
    }

    private static ApiObject namespace(String name) {
        return new ApiObject.Namespace(new ApiObject.Meta("", name, Map.of(), Map.of()));
    }

    private Clusters.Lease lease() {
        Clusters.Lease lease = clusters.acquire(HERE, NAMESPACES, () -> changes++);
        time.advance(0);
        return lease;
    }

    private static List<String> keys(Clusters.Lease lease) {
        return lease.cache().objects().stream().map(ApiObject::key).toList();
    }

    @Test
    void listsOnceAndFollowsTheWatch() {
        Clusters.Lease lease = lease();
        assertThat(lease.cache().isSynced()).isTrue();
        assertThat(changes).isOne();
        server.put(namespace("b"));
        assertThat(keys(lease)).containsExactly("a", "b");
        server.remove("a");
        assertThat(keys(lease)).containsExactly("b");
        assertThat(changes).isEqualTo(3);
        assertThat(server.calls).containsExactly("open", "list NAMESPACE", "watch NAMESPACE from 1");
        assertThat(lease.cache().restarts()).isZero();
    }

    @Test
    void aWatchThatTheServerEndsGoesOnFromTheLastVersion() {
        Clusters.Lease lease = lease();
        server.put(namespace("b"));
        server.end(null);
        time.advance(0);
        assertThat(server.calls).endsWith("watch NAMESPACE from 1", "watch NAMESPACE from 2");
        assertThat(lease.cache().health()).isEqualTo(new ObjectCache.Health(3, 0, null));
        assertThat(lease.cache().restarts()).isOne();
    }

    @Test
    void aVersionThatIsGoneIsListedAnewAtOnce() {
        Clusters.Lease lease = lease();
        server.put(namespace("b"));
        server.objects.remove("a"); // unseen by the watch, as when the server compacted its history
        server.end(new KubernetesException("too old resource version: 2 (9)", true, null));
        time.advance(0);
        assertThat(server.calls).endsWith("list NAMESPACE", "watch NAMESPACE from 2");
        assertThat(keys(lease)).containsExactly("b");
    }

    @Test
    void aWatchThatIsRefusedAsTooOldIsListedAnewToo() {
        server.watchFailure = new KubernetesException("HTTP status 410", true, null);
        Clusters.Lease lease = lease();
        assertThat(server.calls).containsExactly("open", "list NAMESPACE", "watch NAMESPACE from 1", "list NAMESPACE", "watch NAMESPACE from 1");
        assertThat(lease.cache().health().lastError()).isNull();
    }

    @Test
    void aWatchThatEndsAtOnceWithoutAWordIsListedAnewAfterAPause() {
        lease();
        server.end(null);
        time.advance(999);
        assertThat(server.calls).hasSize(3);
        time.advance(1);
        assertThat(server.calls).endsWith("list NAMESPACE", "watch NAMESPACE from 1");
        server.end(null);
        time.advance(1_999);
        assertThat(server.calls).hasSize(5);
        time.advance(1);
        assertThat(server.calls).hasSize(7);
    }

    @Test
    void whileTheServerIsAwayTheObjectsStayAndTriesGetRarer() {
        Clusters.Lease lease = lease();
        time.advance(10_000);
        int before = server.calls.size();
        server.failure = new KubernetesException("Connection refused", false, null);
        server.end(null);
        time.advance(60_000);
        assertThat(server.calls.size() - before).isBetween(5, 8); // at 0, 1, 3, 7, 15, 31 s …
        assertThat(keys(lease)).containsExactly("a");
        assertThat(lease.cache().health().failures()).isEqualTo(server.calls.size() - before);
        assertThat(lease.cache().health().lastError()).isEqualTo("NAMESPACE objects: Connection refused");
        server.failure = null;
        time.advance(30_000);
        assertThat(lease.cache().health().lastError()).isNull();
        server.put(namespace("c"));
        assertThat(keys(lease)).containsExactly("a", "c");
    }

    @Test
    void theFirstListIsTriedUntilItSucceeds() {
        server.failure = new KubernetesException("HTTP status 403: namespaces is forbidden", false, null);
        Clusters.Lease lease = lease();
        assertThat(lease.cache().isSynced()).isFalse();
        assertThat(lease.cache().health()).isEqualTo(
                new ObjectCache.Health(1, 1, "NAMESPACE objects: HTTP status 403: namespaces is forbidden"));
        server.failure = null;
        time.advance(1_000);
        assertThat(lease.cache().isSynced()).isTrue();
    }

    @Test
    void equalQueriesShareOneWatchAndTheLastUserEndsIt() {
        Clusters.Lease first = lease();
        Clusters.Lease second = lease();
        Clusters.Lease other = clusters.acquire(HERE, new ObjectQuery(ObjectQuery.Kind.NAMESPACE, "", "team=a", ""), () -> {});
        time.advance(0);
        assertThat(second.cache()).isSameAs(first.cache());
        assertThat(other.cache()).isNotSameAs(first.cache());
        assertThat(clusters.watches()).isEqualTo(2);
        first.close();
        first.close();
        int before = changes;
        server.put(namespace("b"));
        assertThat(changes).isEqualTo(before + 1);
        second.close();
        assertThat(server.closed).isFalse();
        other.close();
        assertThat(server.closed).isTrue();
        assertThat(server.open).isEmpty();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void aPodKnowsItsServerAndItsNamespace(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("token"), "t");
        Files.writeString(folder.resolve("namespace"), "shop\n");
        Map<String, String> env = Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443");
        var account = new ServiceAccount(folder, env);
        assertThat(account.server()).isEqualTo("https://[fd00::1]:443");
        assertThat(account.namespace()).isEqualTo("shop");
        assertThatThrownBy(() -> new ServiceAccount(folder, Map.of()).server()).isInstanceOf(KubernetesException.class)
                .hasMessageContaining("give api_server or kubeconfig_file");
        assertThatThrownBy(clusters::ownNamespace).isInstanceOf(KubernetesException.class).hasMessageContaining("cannot read");
    }
}
