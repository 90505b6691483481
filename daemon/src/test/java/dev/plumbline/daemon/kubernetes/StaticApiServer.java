package dev.plumbline.daemon.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.KubernetesAccess;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * An API server with the objects of a file that behaves as real ones do on the wire: typed lists as JSON in pages, label
 * selectors with one equality, watches as streams of events that stay open until the test ends them.
 */
public final class StaticApiServer implements AutoCloseable {
    private static final Map<String, String> PLURALS = Map.of("Endpoints", "endpoints", "Ingress", "ingresses");
    private static final int PAGE = 2;
    private final KubernetesSerialization json = new KubernetesSerialization();
    private final List<HasMetadata> objects = new CopyOnWriteArrayList<>();
    private final List<HttpExchange> watches = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    /** Every request's target. */
    public final Queue<String> requests = new ConcurrentLinkedQueue<>();
    /** When true, watches are answered with 410 Gone. */
    public volatile boolean gone;

    /** {@code port} 0 takes any. */
    public StaticApiServer(String resource, int port) throws IOException {
        try (InputStream in = StaticApiServer.class.getResourceAsStream(resource)) {
            Object loaded = json.unmarshal(in);
            ((List<?>) loaded).forEach(item -> objects.add((HasMetadata) item));
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** How a configuration reaches it. */
    public KubernetesAccess.Server access() {
        return new KubernetesAccess.Server(URI.create("http://127.0.0.1:" + port()), HttpClientConfig.DEFAULT);
    }

    /** How many watches are open. */
    public int watches() {
        return watches.size();
    }

    /** Takes an object away without telling the watches, as when history was compacted. */
    public void forget(String kind, String name) {
        objects.removeIf(o -> o.getKind().equals(kind) && o.getMetadata().getName().equals(name));
    }

    /** Ends all watches. */
    public void endWatches() {
        watches.forEach(HttpExchange::close);
        watches.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestURI().toString());
        Map<String, String> query = query(exchange.getRequestURI().getQuery());
        if ("websocket".equals(exchange.getRequestHeaders().getFirst("Upgrade"))) {
            exchange.sendResponseHeaders(200, -1); // no web sockets here; clients fall back to streams
            exchange.close();
        } else if (!"true".equals(query.get("watch")) && !"1".equals(query.get("watch"))) {
            send(exchange, 200, list(exchange.getRequestURI().getPath(), query));
        } else if (query.containsKey("sendInitialEvents")) {
            send(exchange, 422, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":422,\"reason\":\"Invalid\","
                    + "\"message\":\"sendInitialEvents is forbidden\"}"); // as an older server: clients list then
        } else if (gone) {
            send(exchange, 410, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":410,\"reason\":\"Expired\","
                    + "\"message\":\"too old resource version\"}");
        } else {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            watches.add(exchange);
        }
    }

    private static Map<String, String> query(String text) {
        return text == null ? Map.of() : List.of(text.split("&")).stream().map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length > 1 ? pair[1] : "", (a, b) -> a));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String list(String path, Map<String, String> query) {
        List<HasMetadata> all = objects.stream().filter(o -> matches(o, path, query)).toList();
        int from = Integer.parseInt(query.getOrDefault("continue", "0"));
        int to = query.containsKey("limit") ? Math.min(all.size(), from + PAGE) : all.size();
        String kind = all.isEmpty() ? kind(path) : all.getFirst().getKind();
        String version = path.startsWith("/apis/") ? path.split("/")[2] + "/" + path.split("/")[3] : "v1";
        var items = new ArrayList<String>();
        all.subList(from, to).forEach(o -> items.add(json.asJson(o)));
        return "{\"kind\":\"" + kind + "List\",\"apiVersion\":\"" + version + "\",\"metadata\":{\"resourceVersion\":\"77\""
                + (to < all.size() ? ",\"continue\":\"" + to + "\"" : "") + "},\"items\":[" + String.join(",", items) + "]}";
    }

    private static String kind(String path) {
        return path.endsWith("/pods") ? "Pod" : "Unknown";
    }

    private static boolean matches(HasMetadata object, String path, Map<String, String> query) {
        String plural = PLURALS.getOrDefault(object.getKind(), object.getKind().toLowerCase(java.util.Locale.ROOT) + "s");
        String group = object.getApiVersion().contains("/") ? "/apis/" : "/api/";
        String namespace = object.getMetadata().getNamespace();
        boolean here = path.equals(group + object.getApiVersion() + "/" + plural)
                || path.equals(group + object.getApiVersion() + "/namespaces/" + namespace + "/" + plural);
        String[] selector = query.getOrDefault("labelSelector", "").split("=", 2);
        return here && (selector.length < 2 || object.getMetadata().getLabels() != null
                && selector[1].equals(object.getMetadata().getLabels().get(selector[0])));
    }

    @Override
    public void close() {
        endWatches();
        server.stop(0);
        threads.shutdownNow();
    }
}
