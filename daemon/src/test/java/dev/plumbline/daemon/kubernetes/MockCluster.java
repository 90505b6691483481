package dev.plumbline.daemon.kubernetes;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.KubernetesAccess;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The client library's mock of an API server, over a real socket on loopback, holding what a test creates. */
public final class MockCluster implements AutoCloseable {
    static {
        Logger.getLogger("io.fabric8.mockwebserver").setLevel(Level.WARNING); // it logs every request
    }

    private final KubernetesMockServer server;
    private final KubernetesClient client;

    public MockCluster() {
        var responses = new HashMap<io.fabric8.mockwebserver.ServerRequest, java.util.Queue<io.fabric8.mockwebserver.ServerResponse>>();
        server = new KubernetesMockServer(new Context(), new MockWebServer(), responses, new KubernetesMixedDispatcher(responses), false);
        server.init(InetAddress.getLoopbackAddress(), 0);
        client = server.createClient();
    }

    /** Scripted answers, which come before what is stored. */
    public KubernetesMockServer server() {
        return server;
    }

    /** For creating, changing and deleting objects. */
    public KubernetesClient client() {
        return client;
    }

    /** How a configuration reaches it. */
    public KubernetesAccess.Server access() {
        return new KubernetesAccess.Server(URI.create("http://127.0.0.1:" + server.getPort()), HttpClientConfig.DEFAULT);
    }

    /** Creates every object of a resource file. */
    public List<HasMetadata> create(String resource) throws IOException {
        try (InputStream in = MockCluster.class.getResourceAsStream(resource)) {
            List<HasMetadata> items = client.load(in).items();
            items.forEach(item -> client.resource(item).create());
            return items;
        }
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }
}
