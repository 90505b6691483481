package dev.plumbline.daemon.discovery.dns;

import dev.plumbline.daemon.config.DiscoveryConfig;
import dev.plumbline.daemon.config.DiscoveryConfig.RecordType;
import dev.plumbline.daemon.discovery.Discovery;
import dev.plumbline.daemon.discovery.RefreshLoop;
import dev.plumbline.daemon.discovery.TargetGroup;
import dev.plumbline.model.Labels;
import dev.plumbline.time.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One group for each name, refreshed by lookups. */
public final class DnsDiscovery implements Discovery {
    private static final String PREFIX = "__meta_dns_";
    private final RefreshLoop loop;
    private final DiscoveryConfig.Dns config;
    private final DnsLookup dns;
    private final Map<String, TargetGroup> good = new LinkedHashMap<>(); // touched by the one running refresh only
    private volatile Status status = Status.IDLE;

    public DnsDiscovery(Clock clock, DiscoveryConfig.Dns config, DnsLookup dns) {
        loop = new RefreshLoop(clock, config.refreshIntervalMillis());
        this.config = config;
        this.dns = dns;
    }

    @Override
    public void start(Consumer<List<TargetGroup>> sink) {
        loop.start(this::refresh, sink);
    }

    private @Nullable List<TargetGroup> refresh() {
        var errors = new ArrayList<String>();
        for (String name : config.names()) {
            try {
                good.put(name, group(name));
            } catch (IOException e) {
                errors.add(e.getMessage() == null ? name + ": " + e : e.getMessage());
            }
        }
        Status before = status;
        status = errors.isEmpty() ? before.succeeded() : before.failed(String.join("\n", errors));
        List<TargetGroup> groups = config.names().stream().distinct().filter(good::containsKey).map(good::get).toList();
        return groups.isEmpty() && !errors.isEmpty() ? null : groups;
    }

    private TargetGroup group(String name) throws IOException {
        return new TargetGroup(name, dns.lookup(name, config.type()).stream().map(answer -> target(name, answer)).toList(), Labels.EMPTY);
    }

    private Labels target(String name, DnsLookup.Answer answer) {
        var target = new Labels.Builder().set(PREFIX + "name", name);
        switch (config.type()) {
            case SRV -> target.set(PREFIX + "srv_record_target", answer.target())
                    .set(PREFIX + "srv_record_port", Integer.toString(answer.port()));
            case MX -> target.set(PREFIX + "mx_record_target", answer.target());
            case NS -> target.set(PREFIX + "ns_record_target", answer.target());
            case A, AAAA -> { } // the address says it
        }
        int port = config.type() == RecordType.SRV ? answer.port() : config.port();
        return target.set(TargetGroup.ADDRESS, hostPort(withoutFinalDots(answer.target()), port)).build();
    }

    private static String withoutFinalDots(String name) {
        int end = name.length();
        while (end > 0 && name.charAt(end - 1) == '.') {
            end--;
        }
        return name.substring(0, end);
    }

    private static String hostPort(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public void close() {
        loop.close();
    }
}
