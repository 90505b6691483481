package dev.plumbline.daemon.http;

import dev.plumbline.daemon.config.HttpClientConfig.ProxyConfig;
import dev.plumbline.daemon.config.HttpClientConfig.TlsConfig;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Clients of {@code java.net.http}, one for each distinct TLS and proxy settings, since each has a thread and a pool of
 * connections of its own. A client is made anew when a file of its certificates has changed. Thread-safe. Closing it ends all
 * connections; it is owned by the wiring, not by who uses it.
 */
public final class HttpClients implements AutoCloseable {
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
    private final Map<Settings, Entry> clients = new HashMap<>();
    private final Map<String, String> environment;

    private record Settings(TlsConfig tls, ProxyConfig proxy) {}

    private record Entry(TlsContext tls, @Nullable SSLContext made, HttpClient client) {}

    /** {@code environment}: the process's variables, for {@code proxy_from_environment}. */
    public HttpClients(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The client for these settings. An SSLException says what is wrong with certificates; HttpFailure, with a proxy. */
    synchronized HttpClient client(TlsConfig tls, ProxyConfig proxy) throws IOException {
        var settings = new Settings(tls, proxy);
        Entry known = clients.get(settings);
        TlsContext files = known == null ? new TlsContext(tls) : known.tls;
        // The platform's own context is costly to load and never changes.
        SSLContext now = tls.equals(TlsConfig.DEFAULT) ? null : files.context();
        if (known != null && known.made == now) {
            return known.client;
        }
        var fresh = new Entry(files, now, create(tls, now, files, proxy));
        clients.put(settings, fresh);
        if (known != null) {
            known.client.shutdown();
        }
        return fresh.client;
    }

    private HttpClient create(TlsConfig tls, @Nullable SSLContext context, TlsContext files, ProxyConfig proxy) throws IOException {
        var builder = HttpClient.newBuilder().executor(threads).followRedirects(HttpClient.Redirect.NEVER)
                .proxy(new ProxyChoice(proxy, environment));
        if (context != null) {
            var parameters = new SSLParameters();
            parameters.setProtocols(files.protocols());
            builder.sslParameters(parameters).sslContext(named(tls, context));
        }
        return builder.build();
    }

    private static SSLContext named(TlsConfig tls, SSLContext plain) throws IOException {
        if (tls.serverName() == null || tls.insecureSkipVerify()) {
            return plain;
        }
        try {
            TrustManager[] trust = TlsContext.trustManagers(tls);
            List<TrustManager> named = new ArrayList<>();
            for (TrustManager manager : trust == null ? platformTrust() : trust) {
                named.add(manager instanceof X509TrustManager chains ? new NamedTrust(chains, tls.serverName()) : manager);
            }
            var context = SSLContext.getInstance("TLS");
            context.init(TlsContext.keyManagers(tls), named.toArray(TrustManager[]::new), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new SSLException("cannot set up TLS: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] platformTrust() throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return factory.getTrustManagers();
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(entry -> entry.client.shutdownNow());
        clients.clear();
        threads.shutdownNow();
    }
}
