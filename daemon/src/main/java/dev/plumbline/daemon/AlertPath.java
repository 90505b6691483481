package dev.plumbline.daemon;

import dev.plumbline.daemon.alerting.AlertingStatus;
import dev.plumbline.daemon.alertmanagers.AlertClient;
import dev.plumbline.daemon.alertmanagers.Alertmanagers;
import dev.plumbline.daemon.api.notify.ReceiverTest;
import dev.plumbline.daemon.config.GlobalConfig;
import dev.plumbline.daemon.config.HeartbeatConfig;
import dev.plumbline.daemon.config.PlumblineConfig;
import dev.plumbline.daemon.discovery.Discoveries;
import dev.plumbline.daemon.heartbeat.Beat;
import dev.plumbline.daemon.heartbeat.Health;
import dev.plumbline.daemon.heartbeat.Heartbeat;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.http.HttpPoster;
import dev.plumbline.daemon.telemetry.AlertingMetrics;
import dev.plumbline.daemon.telemetry.AlertmanagersMetrics;
import dev.plumbline.daemon.telemetry.HeartbeatMetrics;
import dev.plumbline.daemon.telemetry.RuleEventLog;
import dev.plumbline.daemon.telemetry.RuleMetrics;
import dev.plumbline.daemon.telemetry.TemplateFailureLog;
import dev.plumbline.documents.Documents;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.Engine;
import dev.plumbline.rules.AlertState;
import dev.plumbline.rules.DocumentAlertStates;
import dev.plumbline.rules.GroupStatus;
import dev.plumbline.rules.Rule;
import dev.plumbline.rules.RuleAlert;
import dev.plumbline.rules.RuleManager;
import dev.plumbline.rules.RuleOptions;
import dev.plumbline.rules.RuleServices;
import dev.plumbline.rules.RuleStatus;
import dev.plumbline.storage.Storage;
import dev.plumbline.time.Clock;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * From a rule's evaluation to a page, wired: rules, our own receivers, existing Alertmanagers, and the heartbeat that says
 * that all of it works. Begins with {@link #start}, when the stores are open. Order of the end: rules, then who they tell.
 */
final class AlertPath implements ReceiverTest, AutoCloseable {
    private static final String WATCHDOG = "Watchdog";
    private final Parts parts;
    private final HttpClients clients = new HttpClients(System.getenv());
    private final Alertmanagers alertmanagers;
    private final AlertingMetrics alertingMetrics;
    private final TemplateFailureLog templateFailures;
    private final RuleMetrics ruleMetrics;
    private volatile @Nullable RuleManager rules;
    private volatile @Nullable ReceiverPath receivers;
    private volatile @Nullable Heartbeat heartbeat;
    private @Nullable HeartbeatConfig beating;
    private boolean closed;

    /** {@code options} are those of the process; labels and address from the configuration are added to them. */
    record Parts(Clock clock, PrometheusRegistry registry, Engine engine, Discoveries discoveries, RuleOptions options,
            int queueCapacity) {}

    AlertPath(Parts parts) {
        this.parts = parts;
        Clock clock = parts.clock;
        alertmanagers = new Alertmanagers(clock, parts.discoveries, http -> AlertClient.over(new HttpPoster(http, clients, clock)),
                parts.queueCapacity);
        alertingMetrics = new AlertingMetrics(parts.registry);
        templateFailures = new TemplateFailureLog(parts.registry, clock);
        ruleMetrics = RuleMetrics.register(parts.registry, this::rules, new RuleEventLog(clock));
        AlertmanagersMetrics.register(parts.registry, alertmanagers);
        HeartbeatMetrics.register(parts.registry, () -> {
            Heartbeat now = heartbeat;
            return now == null ? null : now.stats();
        });
    }

    /** Lets everything begin, with this configuration. {@code url} is where the daemon is reached. */
    synchronized void start(Storage storage, Documents documents, LoadedFiles files, String url) {
        if (closed) {
            return;
        }
        Clock clock = parts.clock;
        var random = new SplittableRandom(clock.wallMillis() ^ clock.monotonicNanos());
        var path = new ReceiverPath(new ReceiverPath.Parts(clock, random, documents, clients, alertingMetrics, templateFailures));
        alertingMetrics.watch(path::statusNow);
        receivers = path;
        var manager = new RuleManager(new RuleServices(parts.engine, storage, new DocumentAlertStates(documents, ruleMetrics),
                this::told, ruleMetrics, clock));
        rules = manager;
        apply(files, url);
        manager.start();
    }

    private void told(List<RuleAlert> alerts) {
        alertmanagers.accept(alerts);
        ReceiverPath path = receivers;
        if (path != null) {
            path.accept(alerts);
        }
    }

    /** Makes a configuration the one in force; before {@link #start} nothing happens. */
    synchronized void apply(LoadedFiles files, String url) {
        RuleManager manager = rules;
        ReceiverPath path = receivers;
        PlumblineConfig config = files.config();
        if (closed || manager == null || path == null || config == null) {
            return;
        }
        GlobalConfig global = config.global();
        alertmanagers.apply(config.alerting(), global.externalLabels());
        var routing = files.alertmanager();
        path.apply(routing == null ? null
                : new ReceiverPath.Settings(routing, global.externalLabels(), config.alerting().alertRelabel(), url));
        manager.apply(files.rules(), parts.options.withExternal(global.externalLabels(), url));
        beat(config.heartbeat(), url);
    }

    private void beat(@Nullable HeartbeatConfig config, String instance) {
        if (Objects.equals(config, beating)) {
            return;
        }
        beating = config;
        Heartbeat old = heartbeat;
        if (old != null) {
            old.close();
        }
        Heartbeat next = null;
        if (config != null) {
            next = new Heartbeat(parts.clock, config, this::health,
                    Beat.over(new HttpPoster(config.http(), clients, parts.clock), config), instance);
            next.start();
        }
        heartbeat = next;
    }

    private Health health() {
        List<GroupStatus> groups = rules();
        ReceiverPath path = receivers;
        var delivery = path == null ? Health.Delivery.NONE
                : path.status().map(AlertPath::delivery).orElse(Health.Delivery.NONE);
        return new Health(groups.stream().map(AlertPath::group).toList(), watchdog(groups), delivery);
    }

    private static Health.Delivery delivery(AlertingStatus status) {
        return new Health.Delivery(status.lastTickMillis(), status.oldestWaitingMillis(), !status.persistFailing());
    }

    private static Health.Group group(GroupStatus g) {
        boolean failing = g.rules().stream().anyMatch(rule -> rule.health() == RuleStatus.Health.ERROR);
        return new Health.Group(g.group().key(), g.group().intervalMillis(), g.evaluatedAtMillis(), failing);
    }

    private static Health.Watchdog watchdog(List<GroupStatus> groups) {
        var watchdogs = groups.stream().flatMap(g -> g.rules().stream())
                .filter(r -> r.rule() instanceof Rule.AlertingRule && r.rule().name().equals(WATCHDOG)).toList();
        if (watchdogs.isEmpty()) {
            return Health.Watchdog.NO_RULE;
        }
        return watchdogs.stream().anyMatch(r -> r.state() == AlertState.FIRING) ? Health.Watchdog.FIRING : Health.Watchdog.SILENT;
    }

    /** What can be told of all rule groups; none before {@link #start}. */
    List<GroupStatus> rules() {
        RuleManager manager = rules;
        return manager == null ? List.of() : manager.status();
    }

    /** Which Alertmanagers are told. */
    Alertmanagers.Known alertmanagers() {
        return alertmanagers.known();
    }

    /** Logs what discovery cannot do, once for each new reason. */
    void reportDiscoveryErrors() {
        alertmanagers.reportDiscoveryErrors();
    }

    @Override
    public List<Outcome> run(String receiver) {
        ReceiverPath path = receivers;
        if (path == null) {
            throw PlumblineException.resource("the daemon is starting; nothing can be sent yet", null);
        }
        return path.run(receiver);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        if (heartbeat != null) {
            heartbeat.close();
        }
        if (rules != null) {
            rules.stop();
        }
        alertmanagers.close();
        if (receivers != null) {
            receivers.close();
        }
        clients.close();
    }
}
