package dev.plumbline.daemon.alertmanagers;

import dev.plumbline.daemon.config.AlertingConfig;
import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.discovery.Discoveries;
import dev.plumbline.daemon.discovery.TargetGroup;
import dev.plumbline.daemon.relabel.RelabelRule;
import dev.plumbline.daemon.relabel.Relabeling;
import dev.plumbline.model.Labels;
import dev.plumbline.rules.AlertSink;
import dev.plumbline.rules.RuleAlert;
import dev.plumbline.time.Clock;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All Alertmanagers of the configuration. Each is known by its address: over a reload, and over a change of what
 * discovery finds, those that stay keep what waits for them. One address in two entries belongs to the first. Thread-safe.
 */
public final class Alertmanagers implements AlertSink, AutoCloseable {
    /** How many alerts can wait for each unless something else is said; Prometheus's number. */
    public static final int CAPACITY = 10_000;

    /** More are not told; everything has a bound, and each may hold 10,000 alerts. */
    static final int MAX = 100;
    private static final long DRAIN_MILLIS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(Alertmanagers.class);

    private final Clock clock;
    private final int capacity;
    private final Discoveries discoveries;
    private final Function<HttpClientConfig, AlertClient> clients;
    private List<Entry> entries = List.of(); // this and senders: guarded by this
    private Map<URI, AlertmanagerSender> senders = new LinkedHashMap<>();
    private List<String> toldErrors = List.of();
    private boolean closed;
    private volatile State state = new State(Labels.EMPTY, List.of(), List.of(), new Known(List.of(), List.of()));

    /** Where alerts go, and what relabelling dropped; what {@code /api/v1/alertmanagers} shows. */
    public record Known(List<URI> active, List<URI> dropped) {
        public Known {
            active = List.copyOf(active);
            dropped = List.copyOf(dropped);
        }
    }

    private record Entry(AlertingConfig.Alertmanagers config, DiscoveredGroups groups, AlertClient client) {}

    /** Some Alertmanagers that are told the same. */
    private record Told(List<RelabelRule> alertRelabel, List<AlertmanagerSender> senders) {}

    private record State(Labels externalLabels, List<RelabelRule> alertRelabel, List<Told> told, Known known) {}

    /**
     * Nobody is told before {@link #apply}.
     *
     * @param clients makes an HTTP client of an entry's settings; called once for each entry and change of it
     * @param capacity how many alerts can wait for each Alertmanager, at least 1
     */
    public Alertmanagers(Clock clock, Discoveries discoveries, Function<HttpClientConfig, AlertClient> clients, int capacity) {
        this.capacity = capacity;
        this.clock = clock;
        this.discoveries = discoveries;
        this.clients = clients;
    }

    /** Makes the Alertmanagers those of the configuration. {@code externalLabels} are added to alerts where they are absent. */
    public synchronized void apply(AlertingConfig config, Labels externalLabels) {
        if (closed) {
            return;
        }
        List<Entry> before = entries;
        var next = new ArrayList<Entry>();
        var fresh = new ArrayList<DiscoveredGroups>();
        for (int i = 0; i < config.alertmanagers().size(); i++) {
            next.add(entry(config.alertmanagers().get(i), i < before.size() ? before.get(i) : null, fresh));
        }
        entries = next;
        for (Entry old : before) {
            if (next.stream().noneMatch(e -> e.groups == old.groups)) {
                old.groups.close();
            }
        }
        state = new State(externalLabels, config.alertRelabel(), List.of(), state.known);
        refresh();
        fresh.forEach(groups -> groups.start(() -> clock.schedule(0, this::refresh))); // not at once: the discovery holds its lock
    }

    /** The entry, with as much of its predecessor as is still right. */
    private Entry entry(AlertingConfig.Alertmanagers config, @Nullable Entry old, List<DiscoveredGroups> fresh) {
        AlertClient client = old != null && old.config.http().equals(config.http()) ? old.client : clients.apply(config.http());
        if (old != null && old.groups.configs().equals(config.discoveries())) {
            return new Entry(config, old.groups, client);
        }
        List<TargetGroup> known = old == null ? List.of() : old.groups.all();
        var groups = new DiscoveredGroups(config.discoveries(), discoveries, known);
        fresh.add(groups);
        return new Entry(config, groups, client);
    }

    private synchronized void refresh() {
        if (closed) {
            return;
        }
        var next = new LinkedHashMap<URI, AlertmanagerSender>();
        var told = new ArrayList<Told>();
        var dropped = new ArrayList<URI>();
        var errors = new ArrayList<String>();
        for (Entry entry : entries) {
            var addresses = AlertmanagerAddresses.of(entry.config, entry.groups.all());
            told.add(new Told(entry.config.alertRelabel(), senders(entry, addresses.active(), next)));
            dropped.addAll(addresses.dropped());
            errors.addAll(addresses.errors());
        }
        senders.forEach((url, sender) -> {
            if (!next.containsKey(url)) {
                sender.close();
            }
        });
        senders = next;
        state = new State(state.externalLabels, state.alertRelabel, List.copyOf(told), new Known(List.copyOf(next.keySet()), dropped));
        tell(errors);
    }

    private List<AlertmanagerSender> senders(Entry entry, List<URI> urls, Map<URI, AlertmanagerSender> all) {
        var settings = new AlertmanagerSender.Settings(entry.client, entry.config.timeoutMillis());
        var mine = new ArrayList<AlertmanagerSender>();
        for (URI url : urls) {
            if (all.containsKey(url)) {
                continue;
            }
            if (all.size() >= MAX) {
                LOG.error("more than {} alertmanagers are configured or discovered; {} and further ones are not told", MAX, url);
                break;
            }
            AlertmanagerSender known = senders.get(url);
            AlertmanagerSender sender = known == null ? new AlertmanagerSender(url, clock, settings, capacity) : known;
            sender.settings(settings);
            all.put(url, sender);
            mine.add(sender);
        }
        return List.copyOf(mine);
    }

    private void tell(List<String> errors) {
        if (!errors.equals(toldErrors)) {
            errors.stream().limit(10).forEach(e -> LOG.warn("an alertmanager is left out: {}", e));
            toldErrors = List.copyOf(errors);
        }
    }

    /** Queues the alerts for every Alertmanager and returns at once; never throws. */
    @Override
    public void accept(List<RuleAlert> alerts) {
        State now = state;
        var common = new ArrayList<RuleAlert>(alerts.size());
        for (RuleAlert alert : alerts) {
            Labels.Builder labels = now.externalLabels.builder();
            alert.labels().forEach(labels::set);
            relabel(now.alertRelabel, with(alert, labels.build()), common);
        }
        for (Told told : now.told) {
            if (told.alertRelabel.isEmpty()) {
                told.senders.forEach(sender -> sender.offer(common));
                continue;
            }
            var own = new ArrayList<RuleAlert>(common.size());
            common.forEach(alert -> relabel(told.alertRelabel, alert, own));
            told.senders.forEach(sender -> sender.offer(own));
        }
    }

    private static void relabel(List<RelabelRule> rules, RuleAlert alert, List<RuleAlert> into) {
        Labels labels = Relabeling.apply(rules, alert.labels());
        if (labels != null && !labels.isEmpty()) {
            into.add(with(alert, labels));
        }
    }

    private static RuleAlert with(RuleAlert alert, Labels labels) {
        return new RuleAlert(labels, alert.annotations(), alert.startsAtMillis(), alert.endsAtMillis(), alert.resolved(),
                alert.generatorUrl());
    }

    /** Who is told now. */
    public Known known() {
        return state.known;
    }

    /** How many alerts can wait for each. */
    public int capacity() {
        return capacity;
    }

    /** How telling each goes. */
    public synchronized List<AlertmanagerStats> stats() {
        return senders.values().stream().map(AlertmanagerSender::stats).toList();
    }

    /** Logs what discovery cannot do, once for each new reason. */
    public void reportDiscoveryErrors() {
        List<Entry> now;
        synchronized (this) {
            now = entries;
        }
        now.forEach(entry -> entry.groups.reportErrors());
    }

    /** Sends what waits, for 5 s at most, and ends everything. */
    @Override
    public void close() {
        List<AlertmanagerSender> last;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            entries.forEach(entry -> entry.groups.close());
            last = List.copyOf(senders.values());
        }
        long deadline = clock.monotonicNanos() + DRAIN_MILLIS * 1_000_000;
        for (AlertmanagerSender sender : last) {
            sender.drain(Math.max(0, (deadline - clock.monotonicNanos()) / 1_000_000));
        }
    }
}
