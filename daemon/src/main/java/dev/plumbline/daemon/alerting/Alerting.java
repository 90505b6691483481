package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.alerting.BoundedLog.Topic;
import dev.plumbline.daemon.config.alertmanager.AlertmanagerConfig;
import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.config.alertmanager.Receiver;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.VerdictReport;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.relabel.RelabelRule;
import dev.plumbline.daemon.relabel.Relabeling;
import dev.plumbline.documents.Documents;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.rules.AlertSink;
import dev.plumbline.rules.RuleAlert;
import dev.plumbline.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Alerts in, messages out. Thread-safe; starts no thread: {@link #tick} must be called about twice a second, and soon after
 * {@code wake} was called. Two ticks may overlap: the second does not wait for the disk.
 *
 * <p>The order of the world: an alert is heard and kept, {@link #accept} returns; its groups' timers run; a flush decides to
 * notify, and log entry and message are kept in one document; the message is sent; its acknowledgement is kept. A
 * process that dies anywhere in between goes on from there after {@link #restore}. What a crash can do is have a message sent
 * twice, when it happens between the receiver's answer and keeping it.
 */
public final class Alerting implements AlertSink {
    private static final long COLLECT_MILLIS = 60_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Core core;
    private final Sender sender;
    private final Runnable wake;
    private final Alerts alerts;
    private final Groups groups;
    private final Queues queues;
    private final Verdicts verdicts;
    private final Restoration restoration;
    private Silencing silencing = Silencing.NONE;
    private @Nullable Settings settings;
    private boolean routed;
    private long collectedNanos;
    private volatile long lastTickMillis;

    /** What comes from outside; {@code wake} asks for a tick soon, from any thread, and must neither block nor tick itself. */
    public record Surroundings(Clock clock, RandomGenerator random, Documents documents, Sender sender, Runnable wake,
            AlertingListener listener) {}

    private record Settings(AlertmanagerConfig config, Labels externalLabels, List<RelabelRule> relabel) {}

    public Alerting(Surroundings surroundings, AlertingLimits limits) {
        Clock clock = surroundings.clock();
        var log = new BoundedLog(clock);
        var journal = new Journal(surroundings.documents(), clock, lock, log);
        core = new Core(clock, surroundings.random(), journal, limits, surroundings.listener(), log);
        sender = surroundings.sender();
        wake = surroundings.wake();
        alerts = new Alerts(core);
        groups = new Groups(core);
        queues = new Queues(core);
        verdicts = new Verdicts(core, queues);
        restoration = new Restoration(surroundings.documents(), core, lock);
        collectedNanos = clock.monotonicNanos();
    }

    /** Whom to ask for silences from now on. */
    public void silencing(Silencing newSilencing) {
        locked(() -> silencing = newSilencing);
    }

    /**
     * Makes a configuration the one in force: everything is routed anew; groups that exist in both keep their timers and log,
     * messages for integrations that are gone are dropped with an error.
     *
     * @param externalLabels added to alerts of our own rules where they lack them
     * @param alertRelabel applied to those after that
     */
    public void apply(AlertmanagerConfig config, Labels externalLabels, List<RelabelRule> alertRelabel) {
        locked(() -> {
            settings = new Settings(config, externalLabels, List.copyOf(alertRelabel));
            routed = false;
            if (restoration.isDone()) {
                route(settings);
            }
        });
        wake.run();
    }

    /**
     * Reads what was kept before the last end of the process. Called by {@link #tick} and {@link #accept} until it has worked;
     * calling it at start only makes failures visible early.
     *
     * @throws PlumblineException of kind RESOURCE when the documents cannot be read
     */
    public void restore() {
        if (!restoration.isDone()) {
            restoration.run(alerts, groups, queues);
            locked(() -> {
                if (settings != null) {
                    route(settings);
                }
            });
        }
    }

    private void route(Settings now) {
        Set<String> told = new HashSet<>(); // who believes that these fire must hear of their end
        for (Queue queue : queues.all()) {
            LogEntry entry = queue.decided();
            told.addAll(entry == null ? Set.of() : entry.firing());
        }
        groups.reroute(now.config.route(), alerts.all().stream()
                .filter(e -> !e.isResolved(core) || e.groups > 0 || told.contains(e.fingerprint)).toList());
        queues.retain(target -> configured(now.config, target));
        routed = true;
    }

    private static boolean configured(AlertmanagerConfig config, Outgoing.Target target) {
        Receiver receiver = config.receivers().get(target.receiver());
        return receiver != null && target.index() < receiver.integrations().size()
                && receiver.integrations().get(target.index()).kind().equals(target.kind());
    }

    /**
     * Takes alerts of our own rules; returns when they are kept. When they cannot be kept they are held in memory all the
     * same and will be told, but this throws, so that the rule tells them again.
     */
    @Override
    public void accept(List<RuleAlert> told) {
        long now = core.clock().wallMillis();
        Settings current = locked(() -> settings);
        var heard = new ArrayList<Alert>(told.size());
        for (RuleAlert alert : told) {
            Labels labels = current == null ? alert.labels() : sendLabels(alert.labels(), current);
            if (labels != null && !labels.isEmpty()) {
                heard.add(heard(alert, labels, now));
            }
        }
        hear(heard);
    }

    private static @Nullable Labels sendLabels(Labels labels, Settings settings) {
        var builder = labels.builder();
        settings.externalLabels.forEach((name, value) -> {
            if (!labels.has(name)) {
                builder.set(name, value);
            }
        });
        return Relabeling.apply(settings.relabel, builder.build());
    }

    private static Alert heard(RuleAlert alert, Labels labels, long now) {
        long end = alert.resolved() ? Math.min(alert.endsAtMillis(), now) : Math.max(alert.endsAtMillis(), now + 1);
        return new Alert(labels, alert.annotations(), Math.min(alert.startsAtMillis(), end), end, now, !alert.resolved(),
                alert.generatorUrl());
    }

    /**
     * Takes alerts that others sent; returns when they are kept.
     *
     * @throws PlumblineException of kind USER when some were not valid, with every problem: the others were taken; of kind
     *     RESOURCE as {@link #accept}
     */
    public void acceptExternal(List<ExternalAlert> sent) {
        long now = core.clock().wallMillis();
        Settings current = locked(() -> settings);
        long timeout = current == null ? 300_000 : current.config.resolveTimeoutMillis();
        var heard = new ArrayList<Alert>(sent.size());
        var problems = new ArrayList<String>();
        for (ExternalAlert alert : sent) {
            try {
                heard.add(alert.heard(now, timeout));
            } catch (PlumblineException e) {
                problems.add(e.getMessage());
            }
        }
        hear(heard);
        if (!problems.isEmpty()) {
            throw PlumblineException.user(String.join("; ", problems));
        }
    }

    private void hear(List<Alert> heard) {
        if (!restoration.isDone()) {
            restoreOrLog();
        }
        PlumblineException refused = locked(() -> {
            PlumblineException last = null;
            for (Alert alert : heard) {
                try {
                    alerts.hear(alert).ifPresent(this::insert);
                } catch (PlumblineException e) {
                    last = e;
                }
            }
            return last;
        });
        core.journal().write();
        wake.run();
        if (refused != null) {
            throw refused;
        }
    }

    private void insert(AlertEntry entry) {
        if (settings != null && routed) {
            groups.insert(settings.config.route(), entry);
        }
    }

    /** Does what is due: flushes groups, keeps what was decided, hands over to sending. Never throws for a failing disk. */
    public void tick() {
        if (!restoration.isDone()) {
            restoreOrLog();
        }
        locked(this::advance);
        core.journal().tryWrite();
        for (Attempt attempt : locked(this::handOver)) {
            sender.send(attempt.outgoing, delivery -> completed(attempt, delivery));
        }
        lastTickMillis = core.clock().wallMillis();
    }

    private void restoreOrLog() {
        try {
            restore();
        } catch (PlumblineException e) {
            core.log().error(Topic.RESTORE, "cannot read the documents of alerts: " + e.getMessage()
                    + "; after 10 s of this, pages go out for what is heard meanwhile");
            locked(() -> {
                core.journal().unreadable();
                if (!routed && settings != null && core.journal().isOverdue()) {
                    route(settings);
                }
            });
        }
    }

    private void advance() {
        if (settings == null || !routed) {
            return;
        }
        List<Group> due = groups.due();
        if (!due.isEmpty()) {
            AlertmanagerConfig config = settings.config;
            var mutes = new Mutes(config, new Inhibition(config.inhibitRules(), alerts.firing()), silencing,
                    core.clock().wallMillis());
            var flush = new Flush(core, alerts, queues, mutes);
            due.forEach(group -> groups.flushed(group, flush.run(group)));
        }
        if (core.millisSince(collectedNanos) >= COLLECT_MILLIS) {
            collect(settings.config);
        }
    }

    private void collect(AlertmanagerConfig config) {
        collectedNanos = core.clock().monotonicNanos();
        if (!core.journal().isClean()) {
            return; // what proves that an alert is done with may not be kept yet
        }
        alerts.collect();
        var present = new HashSet<String>();
        for (Group group : groups.all()) {
            Receiver receiver = config.receivers().get(group.route.receiver());
            List<Integration> integrations = receiver == null ? List.of() : receiver.integrations();
            for (int i = 0; i < integrations.size(); i++) {
                present.add(Flush.identity(group, integrations.get(i), i).id());
            }
        }
        queues.expire(present::contains);
    }

    private record Attempt(Outgoing outgoing, long number) {}

    private List<Attempt> handOver() {
        return queues.due().stream().map(out -> new Attempt(out, queues.attempt(out.queue()))).toList();
    }

    private void completed(Attempt attempt, Delivery delivery) {
        locked(() -> queues.completed(attempt.outgoing, attempt.number, delivery));
        wake.run();
    }

    /**
     * Sends a message, marked as a test, to each integration of a receiver, kept before it is sent as any other, but tried once
     * only; it is on its way with the next ticks.
     *
     * @return for each integration what became of it, completed when it is known
     * @throws PlumblineException of kind USER when there is no such receiver
     */
    public Map<Outgoing.Target, CompletableFuture<Delivery>> test(String receiver) {
        Map<Outgoing.Target, CompletableFuture<Delivery>> outcomes = locked(() -> {
            Receiver known = settings == null ? null : settings.config.receivers().get(receiver);
            if (known == null) {
                throw PlumblineException.user("there is no receiver \"" + receiver + "\"; known are "
                        + (settings == null ? "none" : settings.config.receivers().keySet().stream().sorted().toList()));
            }
            var all = new LinkedHashMap<Outgoing.Target, CompletableFuture<Delivery>>();
            for (int i = 0; i < known.integrations().size(); i++) {
                TestMessage.enqueue(queues, core, new Outgoing.Target(receiver, known.integrations().get(i).kind(), i), all);
            }
            return all;
        });
        wake.run();
        return outcomes;
    }

    /**
     * Has a verdict told to receivers, in order with others about the same service; returns when every message is kept. Calling
     * it again with the same event changes nothing. A receiver that is not configured is left out with an error, since
     * trying again would not help.
     *
     * @param receivers names; may be empty: a go ends the incidents of earlier versions even so
     * @throws PlumblineException of kind RESOURCE when not all is kept: what was earlier told or kept could not be read, nothing is
     *     configured yet, the disk fails or a queue is full. To be called again, before later events of the service
     */
    public void post(VerdictReport report, List<String> receivers) {
        restore();
        List<Outgoing.Target> full = locked(() -> {
            if (settings != null) {
                return verdicts.post(settings.config, report, receivers);
            }
            if (receivers.isEmpty()) {
                return List.of();
            }
            throw PlumblineException.resource("the verdict " + report.id() + " cannot be told yet: no receivers are in force", null);
        });
        core.journal().write();
        wake.run();
        if (!full.isEmpty()) {
            throw PlumblineException.resource("too many messages wait for " + full + " to take in the verdict " + report.id()
                    + " as well. Is the receiver down?", null);
        }
    }

    /** When {@link #tick} last came to its end, ms since the epoch; 0 before the first time. */
    public long lastTickMillis() {
        return lastTickMillis;
    }

    public AlertingStatus status() {
        return locked(() -> Views.status(core, alerts, groups, queues, lastTickMillis));
    }

    /** Every group as it stands. */
    public List<GroupView> groups() {
        return locked(() -> groups.all().stream().map(group -> Views.group(group, core)).toList());
    }

    /** The messages that wait, at most {@code limit}, each queue's in order. */
    public List<WaitingView> waiting(int limit) {
        return locked(() -> queues.active().stream().flatMap(queue -> Views.waiting(queue, core)).limit(limit).toList());
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    private <T extends @Nullable Object> T locked(java.util.function.Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
