package dev.plumbline.daemon.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an HTTP client authenticates and connects. At most one of {@code basicAuth}, {@code authorization} and
 * {@code oauth2} is set; the old bearer_token keys arrive as an {@code authorization} of type Bearer.
 */
public record HttpClientConfig(@Nullable BasicAuth basicAuth, @Nullable Authorization authorization,
                               @Nullable OAuth2 oauth2, TlsConfig tls, ProxyConfig proxy,
                               boolean followRedirects, boolean enableHttp2, Map<String, Header> headers) {
    /** No authentication, the platform's trust store, no proxy, redirects followed, HTTP/2 allowed. */
    public static final HttpClientConfig DEFAULT =
            new HttpClientConfig(null, null, null, TlsConfig.DEFAULT, ProxyConfig.NONE, true, true, Map.of());

    public HttpClientConfig {
        headers = Map.copyOf(headers);
    }

    /** User and password; an absent password is empty. */
    public record BasicAuth(Secret username, @Nullable Secret password) {}

    /** The Authorization header: type (default Bearer) and credentials. */
    public record Authorization(String type, @Nullable Secret credentials) {}

    /** The client-credentials grant. Parsed and kept; nothing fetches tokens yet, so a file that uses it is refused. */
    public record OAuth2(String clientId, @Nullable Secret clientSecret, List<String> scopes, String tokenUrl,
                         Map<String, String> endpointParams, TlsConfig tls, ProxyConfig proxy) {
        public OAuth2 {
            scopes = List.copyOf(scopes);
            endpointParams = Map.copyOf(endpointParams);
        }
    }

    /** The oldest and newest TLS version, from the words TLS10 to TLS13. */
    public enum TlsVersion { TLS10, TLS11, TLS12, TLS13 }

    /** Trust, own certificate and checks; null means the platform's choice. PEM text or files with PEM text. */
    public record TlsConfig(@Nullable Pem ca, @Nullable Pem cert, @Nullable Secret key, @Nullable String serverName,
                            boolean insecureSkipVerify, @Nullable TlsVersion minVersion, @Nullable TlsVersion maxVersion) {
        public static final TlsConfig DEFAULT = new TlsConfig(null, null, null, null, false, null, null);
    }

    /** PEM in the configuration itself, or a file that holds it; exactly one is set. */
    public record Pem(@Nullable String text, @Nullable Path file) {}

    /** A proxy by address or by the environment's variables; {@code noProxy} as in the variable of that name. */
    public record ProxyConfig(@Nullable URI url, @Nullable String noProxy, boolean fromEnvironment,
                              Map<String, List<Secret>> connectHeaders) {
        public static final ProxyConfig NONE = new ProxyConfig(null, null, false, Map.of());

        public ProxyConfig {
            connectHeaders = Map.copyOf(connectHeaders);
        }

        /** Whether some request may go through a proxy. */
        public boolean isConfigured() {
            return url != null || fromEnvironment;
        }
    }

    /** The values of an additional request header, in the order values, secrets, files. */
    public record Header(List<Secret> values) {
        public Header {
            values = List.copyOf(values);
        }
    }
}
