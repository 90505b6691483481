package dev.plumbline.daemon.kubernetes;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.HttpClientConfig.Authorization;
import dev.plumbline.daemon.config.HttpClientConfig.BasicAuth;
import dev.plumbline.daemon.config.HttpClientConfig.Pem;
import dev.plumbline.daemon.config.HttpClientConfig.ProxyConfig;
import dev.plumbline.daemon.config.HttpClientConfig.TlsConfig;
import dev.plumbline.daemon.config.HttpClientConfig.TlsVersion;
import dev.plumbline.daemon.config.KubernetesAccess;
import dev.plumbline.daemon.config.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a client of a configuration. Nothing is taken from the surroundings (no ~/.kube/config, no properties): what is
 * configured is what is used. Credentials are read for every request, so that rotated ones are seen.
 */
final class ClientSettings {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int REQUEST_MILLIS = 30_000;
    private static final String OURS = "plumbline-credentials";

    private ClientSettings() {}

    static KubernetesClient client(KubernetesAccess access, ServiceAccount account) throws KubernetesException {
        return switch (access) {
            case KubernetesAccess.InCluster() -> inCluster(account);
            case KubernetesAccess.Kubeconfig(var file) -> build(common(new ConfigBuilder(Config.fromKubeconfig(file.toFile()))), null);
            case KubernetesAccess.Server(var url, var http) -> build(server(url.toString(), http), credentials(http));
        };
    }

    /** What to call it in a message. */
    static String name(KubernetesAccess access) {
        return switch (access) {
            case KubernetesAccess.InCluster() -> "the cluster that the daemon runs in";
            case KubernetesAccess.Kubeconfig(var file) -> "the kubeconfig file " + file;
            case KubernetesAccess.Server(var url, var _) -> "the API server at " + url.getHost();
        };
    }

    private static KubernetesClient inCluster(ServiceAccount account) throws KubernetesException {
        String url = account.server();
        Secret token = Secret.inFile(account.token());
        ConfigBuilder config = common(empty()).withMasterUrl(url).withCaCertFile(account.authority().toString());
        return build(config, headers -> headers.setHeader("Authorization", "Bearer " + token.reveal()));
    }

    private static ConfigBuilder empty() {
        return new ConfigBuilder(Config.empty());
    }

    private static ConfigBuilder common(ConfigBuilder config) {
        return config.withConnectionTimeout(CONNECT_MILLIS).withRequestTimeout(REQUEST_MILLIS).withRequestRetryBackoffLimit(0)
                .withWatchReconnectLimit(0).withUserAgent("plumbline");
    }

    private static ConfigBuilder server(String url, HttpClientConfig http) {
        ConfigBuilder config = common(empty()).withMasterUrl(url).withHttp2Disable(!http.enableHttp2());
        TlsConfig tls = http.tls();
        pem(tls.ca(), config::withCaCertFile, config::withCaCertData);
        pem(tls.cert(), config::withClientCertFile, config::withClientCertData);
        if (tls.key() != null) {
            config.withClientKeyData(base64(tls.key().reveal()));
        }
        if (tls.serverName() != null) {
            config.withTlsServerName(tls.serverName());
        }
        if (tls.insecureSkipVerify()) {
            config.withTrustCerts(true).withDisableHostnameVerification(true);
        }
        versions(tls, config);
        proxy(http.proxy(), config);
        return config;
    }

    private static void pem(@Nullable Pem pem, java.util.function.Consumer<String> file, java.util.function.Consumer<String> data) {
        if (pem != null && pem.file() != null) {
            file.accept(pem.file().toString());
        } else if (pem != null && pem.text() != null) {
            data.accept(base64(pem.text()));
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void versions(TlsConfig tls, ConfigBuilder config) {
        if (tls.minVersion() != null || tls.maxVersion() != null) {
            TlsVersion min = tls.minVersion() == null ? TlsVersion.TLS12 : tls.minVersion();
            TlsVersion max = tls.maxVersion() == null ? TlsVersion.TLS13 : tls.maxVersion();
            config.withTlsVersions(Arrays.stream(TlsVersion.values()).filter(v -> v.compareTo(min) >= 0 && v.compareTo(max) <= 0)
                    .map(ClientSettings::version).toArray(io.fabric8.kubernetes.client.http.TlsVersion[]::new));
        }
    }

    private static io.fabric8.kubernetes.client.http.TlsVersion version(TlsVersion version) {
        return switch (version) {
            case TLS10 -> io.fabric8.kubernetes.client.http.TlsVersion.TLS_1_0;
            case TLS11 -> io.fabric8.kubernetes.client.http.TlsVersion.TLS_1_1;
            case TLS12 -> io.fabric8.kubernetes.client.http.TlsVersion.TLS_1_2;
            case TLS13 -> io.fabric8.kubernetes.client.http.TlsVersion.TLS_1_3;
        };
    }

    private static void proxy(ProxyConfig proxy, ConfigBuilder config) {
        Map<String, String> env = System.getenv();
        String url = proxy.url() != null ? proxy.url().toString()
                : proxy.fromEnvironment() ? env.getOrDefault("HTTPS_PROXY", env.getOrDefault("https_proxy", "")) : "";
        String not = proxy.noProxy() != null ? proxy.noProxy()
                : proxy.fromEnvironment() ? env.getOrDefault("NO_PROXY", env.getOrDefault("no_proxy", "")) : "";
        if (!url.isEmpty()) {
            config.withHttpsProxy(url).withHttpProxy(url);
            if (!not.isEmpty()) {
                config.withNoProxy(not.split(",", -1));
            }
        }
    }

    private static @Nullable Credentials credentials(HttpClientConfig http) {
        BasicAuth basic = http.basicAuth();
        Authorization authorization = http.authorization();
        return headers -> {
            if (basic != null) {
                String password = basic.password() == null ? "" : basic.password().reveal();
                headers.setHeader("Authorization", "Basic " + base64(basic.username().reveal() + ":" + password));
            } else if (authorization != null && authorization.credentials() != null) {
                headers.setHeader("Authorization", authorization.type() + " " + authorization.credentials().reveal());
            }
            http.headers().forEach((name, header) -> header.values().forEach(value -> headers.header(name, value.reveal())));
        };
    }

    private static KubernetesClient build(ConfigBuilder config, @Nullable Credentials credentials) {
        var builder = new KubernetesClientBuilder().withConfig(config.build());
        if (credentials != null) {
            builder.withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor(OURS, new CredentialsInterceptor(credentials)));
        }
        return builder.build();
    }

    /** Sets the headers of one request. */
    private interface Credentials {
        void set(BasicBuilder headers);
    }

    private record CredentialsInterceptor(Credentials credentials) implements Interceptor {
        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            credentials.set(builder);
        }
    }
}
