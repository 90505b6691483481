package dev.plumbline.daemon.http;

import dev.plumbline.daemon.config.HttpClientConfig.ProxyConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which HTTP proxy a request goes through: the configured one, or that of the variables {@code HTTP_PROXY} and
 * {@code HTTPS_PROXY} (either case). {@code no_proxy} lists hosts, domains with or without a leading dot, each with an
 * optional port, or {@code *}; where it or the environment decides, loopback is always reached directly, as in Go.
 * Networks in CIDR notation are not understood there and match nothing.
 */
final class ProxyChoice extends ProxySelector {
    private static final int DEFAULT_PORT = 8080;
    private final ProxyConfig config;
    private final Map<String, String> environment;

    ProxyChoice(ProxyConfig config, Map<String, String> environment) {
        this.config = config;
        this.environment = environment;
        URI url = config.url();
        if (url != null && (url.getHost() == null || !"http".equalsIgnoreCase(url.getScheme()))) {
            throw new HttpFailure(HttpFailure.Reason.SETTINGS,
                    "proxy_url has the scheme " + url.getScheme() + ": expected http://host:port", null);
        }
        if (!config.connectHeaders().isEmpty()) {
            throw new HttpFailure(HttpFailure.Reason.SETTINGS,
                    "proxy_connect_header is not supported: expected a proxy that needs no headers", null);
        }
    }

    @Override
    public List<Proxy> select(URI uri) {
        URI proxy = config.url() != null ? config.url() : config.fromEnvironment() ? fromEnvironment(uri) : null;
        String exceptions = config.fromEnvironment() ? variable("NO_PROXY") : config.noProxy();
        if (proxy == null || exceptions != null && direct(uri, exceptions)) {
            return List.of(Proxy.NO_PROXY);
        }
        int port = proxy.getPort() > 0 ? proxy.getPort() : DEFAULT_PORT;
        return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
    }

    private @Nullable URI fromEnvironment(URI uri) {
        String value = variable(uri.getScheme().toUpperCase(Locale.ROOT) + "_PROXY");
        if (value.isEmpty()) {
            return null;
        }
        URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
        return proxy.getHost() == null ? null : proxy;
    }

    private String variable(String name) {
        return environment.getOrDefault(name, environment.getOrDefault(name.toLowerCase(Locale.ROOT), ""));
    }

    private static boolean direct(URI uri, String exceptions) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")) {
            return true;
        }
        int port = uri.getPort() > 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        for (String entry : exceptions.toLowerCase(Locale.ROOT).split(",")) {
            if (excepts(entry.strip(), host, port)) {
                return true;
            }
        }
        return false;
    }

    private static boolean excepts(String entry, String host, int port) {
        int colon = entry.lastIndexOf(':');
        boolean hasPort = colon > 0 && entry.indexOf(':') == colon;
        if (hasPort && !entry.substring(colon + 1).equals(Integer.toString(port))) {
            return false;
        }
        String name = hasPort ? entry.substring(0, colon) : entry;
        String domain = name.startsWith("*.") ? name.substring(1) : name;
        return name.equals("*") || !name.isEmpty() && (host.equals(name) || host.endsWith(domain.startsWith(".") ? domain : "." + domain));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // The failure reaches the caller of the request; there is no other proxy to turn to.
    }
}
