package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.HttpClientConfig.Authorization;
import dev.plumbline.daemon.config.HttpClientConfig.BasicAuth;
import dev.plumbline.daemon.config.HttpClientConfig.Header;
import dev.plumbline.daemon.config.HttpClientConfig.OAuth2;
import dev.plumbline.daemon.config.HttpClientConfig.Pem;
import dev.plumbline.daemon.config.HttpClientConfig.ProxyConfig;
import dev.plumbline.daemon.config.HttpClientConfig.TlsConfig;
import dev.plumbline.daemon.config.HttpClientConfig.TlsVersion;
import dev.plumbline.daemon.config.yaml.MappingReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the keys of an HTTP client, which stand inline in the mapping that uses one. */
public final class HttpClientSection {
    private static final Map<String, TlsVersion> VERSIONS = Map.of("TLS10", TlsVersion.TLS10, "TLS11", TlsVersion.TLS11,
            "TLS12", TlsVersion.TLS12, "TLS13", TlsVersion.TLS13);
    private static final Set<String> OWN_HEADERS = Set.of("authorization", "host", "content-encoding", "content-length",
            "content-type", "user-agent", "connection", "keep-alive", "proxy-authenticate", "proxy-authorization",
            "www-authenticate", "accept-encoding", "x-prometheus-remote-write-version", "x-prometheus-remote-read-version",
            "x-prometheus-scrape-timeout-seconds", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256");
    private static final Set<String> WEB = Set.of("http", "https");
    private final LoadContext context;
    private final MappingReader r;

    private HttpClientSection(LoadContext context, MappingReader r) {
        this.context = context;
        this.r = r;
    }

    /** Reads the client's keys of {@code reader} and leaves finishing it to the caller. */
    public static HttpClientConfig read(LoadContext context, MappingReader reader) {
        return new HttpClientSection(context, reader).read();
    }

    private HttpClientConfig read() {
        List<String> ways = Stream.of("basic_auth", "authorization", "oauth2", "bearer_token", "bearer_token_file").filter(r::has).toList();
        if (ways.size() > 1) {
            r.error(ways.get(1), "at most one of basic_auth, authorization, oauth2, bearer_token and bearer_token_file may be given");
        }
        BasicAuth basic = r.has("basic_auth") ? basicAuth() : null;
        OAuth2 oauth2 = r.has("oauth2") ? oauth2() : null;
        return new HttpClientConfig(basic, authorization(), oauth2, tls(context, r), proxy(r), r.bool("follow_redirects", true),
                r.bool("enable_http2", true), headers());
    }

    private BasicAuth basicAuth() {
        MappingReader b = r.mapping("basic_auth");
        Secret user = context.secret(b, "username", "username_file");
        Secret password = context.secret(b, "password", "password_file");
        b.finish();
        return new BasicAuth(user == null ? Secret.of("") : user, password);
    }

    private @Nullable Authorization authorization() {
        if (!r.has("authorization")) {
            Secret bearer = context.secret(r, "bearer_token", "bearer_token_file");
            return bearer == null ? null : new Authorization("Bearer", bearer);
        }
        MappingReader a = r.mapping("authorization");
        String type = a.string("type", "Bearer").strip();
        if (type.toLowerCase(Locale.ROOT).equals("basic")) {
            a.error("type", "authorization cannot be of type basic; use basic_auth");
        }
        Secret credentials = context.secret(a, "credentials", "credentials_file");
        a.know(List.of("credentials_ref"));
        a.finish();
        return new Authorization(type, credentials);
    }

    private OAuth2 oauth2() {
        MappingReader o = r.mapping("oauth2");
        r.problems().notYet(r.keyAt("oauth2"), "the key \"oauth2\"");
        o.know(List.of("client_certificate_key", "client_certificate_key_file", "client_certificate_key_id", "signature_algorithm",
                "iss", "audience", "claims", "grant_type"));
        var oauth2 = new OAuth2(o.string("client_id", ""), context.secret(o, "client_secret", "client_secret_file"),
                o.strings("scopes"), o.string("token_url", ""), o.stringMap("endpoint_params"), tls(context, o), proxy(o));
        o.finish();
        if (oauth2.clientId().isEmpty() || oauth2.tokenUrl().isEmpty()) {
            r.error("oauth2", "oauth2 needs a client_id and a token_url");
        }
        return oauth2;
    }

    private static TlsConfig tls(LoadContext context, MappingReader parent) {
        return tls(context, parent, "tls_config");
    }

    /** Reads the mapping under {@code key} of {@code parent}; the default when there is none. */
    public static TlsConfig tls(LoadContext context, MappingReader parent, String key) {
        if (!parent.has(key)) {
            return TlsConfig.DEFAULT;
        }
        MappingReader t = parent.mapping(key);
        var tls = new TlsConfig(pem(context, t, "ca"), pem(context, t, "cert"), context.secret(t, "key", "key_file"),
                t.string("server_name"), t.bool("insecure_skip_verify", false),
                version(t, "min_version"), version(t, "max_version"));
        t.finish();
        if ((tls.cert() == null) != (tls.key() == null)) {
            parent.error(key, "a client certificate needs both cert (or cert_file) and key (or key_file)");
        }
        return tls;
    }

    private static @Nullable TlsVersion version(MappingReader t, String key) {
        return t.has(key) ? t.choice(key, TlsVersion.TLS12, VERSIONS) : null;
    }

    private static @Nullable Pem pem(LoadContext context, MappingReader t, String key) {
        String text = t.string(key);
        Path file = context.path(t, key + "_file");
        if (text != null && file != null) {
            t.error(key + "_file", "at most one of " + key + " and " + key + "_file must be given");
        }
        return file != null ? new Pem(null, file) : text == null ? null : new Pem(text, null);
    }

    private ProxyConfig proxy(MappingReader parent) {
        String url = parent.string("proxy_url", "");
        String noProxy = parent.string("no_proxy");
        boolean environment = parent.bool("proxy_from_environment", false);
        if (environment && (!url.isEmpty() || noProxy != null)) {
            parent.error("proxy_from_environment", "proxy_from_environment excludes proxy_url and no_proxy");
        }
        if (noProxy != null && url.isEmpty() && !environment) {
            parent.error("no_proxy", "no_proxy needs a proxy_url");
        }
        return new ProxyConfig(url.isEmpty() ? null : uri(parent, "proxy_url"), noProxy, environment,
                proxyHeaders(parent, url.isEmpty() && !environment));
    }

    private Map<String, List<Secret>> proxyHeaders(MappingReader parent, boolean noProxy) {
        if (noProxy && parent.has("proxy_connect_header")) {
            parent.error("proxy_connect_header", "proxy_connect_header needs a proxy_url or proxy_from_environment");
        }
        MappingReader headers = parent.mapping("proxy_connect_header");
        Map<String, List<Secret>> map = new LinkedHashMap<>();
        headers.keys().forEach(name -> map.put(name, secrets(headers, name)));
        return map;
    }

    private List<Secret> secrets(MappingReader reader, String key) {
        return reader.strings(key).stream().map(text -> Secret.of(context.expandEnv(text, reader.at(key)))).toList();
    }

    private Map<String, Header> headers() {
        MappingReader all = r.mapping("http_headers");
        Map<String, Header> map = new LinkedHashMap<>();
        for (String name : all.keys()) {
            if (OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                r.problems().error(all.keyAt(name), "the header " + name + " is set by the client itself and cannot be given");
            }
            map.put(name, header(all.mapping(name)));
        }
        return map;
    }

    private Header header(MappingReader h) {
        var values = new ArrayList<>(secrets(h, "values"));
        values.addAll(secrets(h, "secrets"));
        for (String file : h.strings("files")) {
            values.add(Secret.inFile(context.directory().resolve(file).normalize()));
        }
        h.finish();
        return new Header(values);
    }

    /** Reports {@code text}, the value of a key or of a default for it, unless it is an address of HTTP or HTTPS with a host. */
    public static void webAddress(MappingReader reader, String key, String text) {
        try {
            URI uri = new URI(text);
            if (!WEB.contains(String.valueOf(uri.getScheme())) || uri.getHost() == null) {
                reader.error(key, key + " must start with http:// or https:// and name a host");
            }
        } catch (URISyntaxException e) {
            // The address may be a secret, so it is not repeated.
            reader.error(key, key + " is not a valid URL: " + e.getReason() + " at character " + (e.getIndex() + 1));
        }
    }

    /** The address under a key; an error and null when it is none. */
    static @Nullable URI uri(MappingReader reader, String key) {
        String text = reader.string(key, "");
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // The address may hold a password, so it is not repeated.
            reader.error(key, key + " is not a valid URL: " + e.getReason() + " at character " + (e.getIndex() + 1));
            return null;
        }
    }
}
