package dev.plumbline.daemon;

import dev.plumbline.daemon.config.DiscoveryConfig;
import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.ScrapeConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.discovery.Discovery;
import dev.plumbline.daemon.discovery.FileDiscovery;
import dev.plumbline.daemon.discovery.HttpDiscovery;
import dev.plumbline.daemon.discovery.StaticDiscovery;
import dev.plumbline.daemon.discovery.Target;
import dev.plumbline.daemon.discovery.TargetBuilder;
import dev.plumbline.daemon.discovery.TargetGroup;
import dev.plumbline.daemon.discovery.dns.DnsDiscovery;
import dev.plumbline.daemon.discovery.dns.DnsResolver;
import dev.plumbline.daemon.discovery.kubernetes.KubernetesDiscovery;
import dev.plumbline.daemon.kubernetes.Clusters;
import dev.plumbline.daemon.scrape.ScrapePool;
import dev.plumbline.daemon.scrape.ScrapeTarget;
import dev.plumbline.daemon.scrape.http.Body;
import dev.plumbline.daemon.scrape.http.HttpSettings;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job's discoveries and what they have found so far. Thread-safe. */
final class JobTargets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobTargets.class);
    private final ScrapeConfig config;
    private final Clock clock;
    private final Clusters clusters;
    private final Runnable changed;
    private final List<Discovery> discoveries = new ArrayList<>();
    private final Map<Integer, List<TargetGroup>> groups = new LinkedHashMap<>();
    private final Map<Integer, String> told = new LinkedHashMap<>();
    private List<String> toldTargets = List.of();
    private List<TargetGroup> inherited = List.of();

    /** {@code changed} is called after every change, on a thread of the clock. */
    JobTargets(ScrapeConfig config, Clock clock, Clusters clusters, Runnable changed) {
        this.config = config;
        this.clock = clock;
        this.clusters = clusters;
        this.changed = changed;
        for (DiscoveryConfig discovery : config.discoveries()) {
            discoveries.add(discovery(discovery, discoveries.size()));
        }
    }

    private Discovery discovery(DiscoveryConfig discovery, int index) {
        return switch (discovery) {
            case DiscoveryConfig.Static s -> new StaticDiscovery(config.jobName() + "/" + index, s);
            case DiscoveryConfig.Files files -> new FileDiscovery(clock, files);
            case DiscoveryConfig.Dns dns -> new DnsDiscovery(clock, dns, new DnsResolver(clock));
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

    ScrapeConfig config() {
        return config;
    }

    /** Keeps another job's targets until the own discoveries have said something. */
    void inherit(JobTargets old) {
        List<TargetGroup> known = old.allGroups();
        synchronized (this) {
            inherited = known;
        }
    }

    /** Lets all discoveries begin. */
    void start() {
        for (int i = 0; i < discoveries.size(); i++) {
            int index = i;
            discoveries.get(i).start(found -> {
                accept(index, found);
                clock.schedule(0, changed); // not here: the discovery holds its lock
            });
        }
    }

    private synchronized void accept(int index, List<TargetGroup> found) {
        groups.put(index, List.copyOf(found));
    }

    private synchronized List<TargetGroup> allGroups() {
        return groups.size() < discoveries.size() && !inherited.isEmpty() ? inherited
                : groups.values().stream().flatMap(List::stream).toList();
    }

    /** The pool as it should be scraped now. */
    ScrapePool pool() {
        var built = new TargetBuilder(config).build(allGroups());
        tell(built.errors());
        return new ScrapePool(config, built.active().stream().map(JobTargets::scrapeTarget).toList(), built.dropped());
    }

    private static ScrapeTarget scrapeTarget(Target t) {
        return new ScrapeTarget(t.discovered(), t.labels(), t.url(), t.intervalMillis(), t.timeoutMillis());
    }

    private synchronized void tell(List<String> errors) {
        if (!errors.equals(toldTargets)) {
            errors.stream().limit(10).forEach(e -> LOG.warn("job \"{}\": {}", config.jobName(), e));
            toldTargets = errors;
        }
    }

    /** Logs each discovery's present error unless it was told before. */
    synchronized void reportErrors() {
        for (int i = 0; i < discoveries.size(); i++) {
            @Nullable String error = discoveries.get(i).status().lastError();
            if (error != null && !Objects.equals(told.get(i), error)) {
                LOG.warn("job \"{}\": discovery failed, the last good targets stay: {}", config.jobName(), error);
                told.put(i, error);
            } else if (error == null) {
                told.remove(i);
            }
        }
    }

    @Override
    public void close() {
        discoveries.forEach(Discovery::close);
    }
}
