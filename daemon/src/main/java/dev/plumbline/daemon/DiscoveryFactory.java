package dev.plumbline.daemon;

import dev.plumbline.daemon.config.DiscoveryConfig;
import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.discovery.Discoveries;
import dev.plumbline.daemon.discovery.Discovery;
import dev.plumbline.daemon.discovery.FileDiscovery;
import dev.plumbline.daemon.discovery.HttpDiscovery;
import dev.plumbline.daemon.discovery.StaticDiscovery;
import dev.plumbline.daemon.discovery.dns.DnsDiscovery;
import dev.plumbline.daemon.discovery.dns.DnsResolver;
import dev.plumbline.daemon.discovery.kubernetes.KubernetesDiscovery;
import dev.plumbline.daemon.kubernetes.ClientApi;
import dev.plumbline.daemon.kubernetes.Clusters;
import dev.plumbline.daemon.kubernetes.ServiceAccount;
import dev.plumbline.daemon.scrape.http.Body;
import dev.plumbline.daemon.scrape.http.HttpSettings;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes discoveries, of scrape targets and of Alertmanagers alike: the one place that gives them their clients. */
final class DiscoveryFactory implements Discoveries {
    private final Clock clock;
    private final Clusters clusters;
    private final SecureRandom random = new SecureRandom();

    DiscoveryFactory(Clock clock) {
        this.clock = clock;
        var account = new ServiceAccount(ServiceAccount.DIRECTORY, System.getenv());
        clusters = new Clusters(clock, access -> ClientApi.open(access, account), account); // the client is loaded by the first use
    }

    /** The watches of all clusters, which whoever watches one shares. */
    Clusters clusters() {
        return clusters;
    }

    @Override
    public Discovery discovery(String source, DiscoveryConfig config) {
        return switch (config) {
            case DiscoveryConfig.Static s -> new StaticDiscovery(source, s);
            case DiscoveryConfig.Files files -> new FileDiscovery(clock, files);
            case DiscoveryConfig.Dns dns -> new DnsDiscovery(clock, dns, new DnsResolver(clock, random));
            case DiscoveryConfig.Kubernetes cluster -> new KubernetesDiscovery(clock, cluster, clusters);
            case DiscoveryConfig.Http http -> new HttpDiscovery(clock, http, (url, headers, timeout, maxBytes) ->
                    fetch(new HttpSettings(headers.getOrDefault("Accept", "*/*"), with(http.http(), headers), true, maxBytes),
                            url, timeout));
        };
    }

    private static HttpClientConfig with(HttpClientConfig client, Map<String, String> headers) {
        var all = new LinkedHashMap<>(client.headers());
        headers.forEach((name, value) -> {
            if (!name.equalsIgnoreCase("Accept")) {
                all.put(name, new HttpClientConfig.Header(List.of(Secret.of(value))));
            }
        });
        return new HttpClientConfig(client.basicAuth(), client.authorization(), client.oauth2(), client.tls(), client.proxy(),
                client.followRedirects(), client.enableHttp2(), all);
    }

    private dev.plumbline.daemon.discovery.HttpFetcher.Response fetch(HttpSettings settings, URI url, long timeoutMillis)
            throws IOException {
        var body = new Body();
        try (var fetcher = new dev.plumbline.daemon.scrape.http.HttpFetcher(url, settings, clock)) {
            var answer = fetcher.fetch(body, timeoutMillis);
            return new dev.plumbline.daemon.discovery.HttpFetcher.Response(200, answer.contentType(),
                    Arrays.copyOf(body.bytes(), body.length()));
        } catch (PlumblineException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
