package dev.plumbline.daemon;

import dev.plumbline.daemon.alerting.Alerting;
import dev.plumbline.daemon.alerting.AlertingLimits;
import dev.plumbline.daemon.alerting.AlertingStatus;
import dev.plumbline.daemon.alerting.NotifierSender;
import dev.plumbline.daemon.alerting.Outgoing;
import dev.plumbline.daemon.api.notify.ReceiverTest;
import dev.plumbline.daemon.config.alertmanager.AlertmanagerConfig;
import dev.plumbline.daemon.config.alertmanager.Receiver;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Notifier;
import dev.plumbline.daemon.notifiers.NotifierContext;
import dev.plumbline.daemon.notifiers.integrations.Notifiers;
import dev.plumbline.daemon.relabel.RelabelRule;
import dev.plumbline.daemon.telemetry.AlertingMetrics;
import dev.plumbline.documents.Documents;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.rules.RuleAlert;
import dev.plumbline.template.alertmanager.AlertmanagerTemplates;
import dev.plumbline.template.alertmanager.TemplateFile;
import dev.plumbline.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Our own routing and delivery, with the notifiers of the configuration in force. Silent until one is applied. */
final class ReceiverPath implements ReceiverTest, AutoCloseable {
    private static final long TICK_MILLIS = 500;
    private static final long TEST_SECONDS = 30;
    /** Longer than any receiver may take: attempts under way end with the notifiers they began with. */
    private static final long RETIRE_MILLIS = 120_000;

    private final Clock clock;
    private final HttpClients clients;
    private final NotifierContext.TemplateFailures failures;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("notify-", 0).factory());
    private final NotifierSender sender = new NotifierSender(threads);
    private final Alerting alerting;
    private final Ticker ticker;
    private List<Notifier> notifiers = List.of();
    private volatile boolean routing;

    /** What it is told and where that goes to. */
    record Parts(Clock clock, RandomGenerator random, Documents documents, HttpClients clients, AlertingMetrics metrics,
            NotifierContext.TemplateFailures failures) {}

    /** What of a configuration counts here. */
    record Settings(AlertmanagerConfig config, Labels externalLabels, List<RelabelRule> relabel, String externalUrl) {}

    ReceiverPath(Parts parts) {
        clock = parts.clock;
        clients = parts.clients;
        failures = parts.failures;
        alerting = new Alerting(new Alerting.Surroundings(clock, parts.random, parts.documents, sender, this::wake, parts.metrics),
                AlertingLimits.DEFAULTS);
        ticker = new Ticker(clock, TICK_MILLIS, alerting::tick);
    }

    private void wake() {
        ticker.wake();
    }

    /** Makes a configuration the one in force; null: from now on nothing is routed here, and what waits is dropped with an error. */
    synchronized void apply(@Nullable Settings settings) {
        if (settings == null) {
            if (routing) {
                routing = false;
                replace(Map.of());
                alerting.apply(NothingRouted.CONFIG, Labels.EMPTY, List.of());
            }
            return;
        }
        replace(notifiers(settings));
        alerting.apply(settings.config, settings.externalLabels, settings.relabel);
        routing = true;
        ticker.start();
    }

    private Map<Outgoing.Target, Notifier> notifiers(Settings settings) {
        var templates = AlertmanagerTemplates.load(settings.config.templates().stream()
                .map(f -> new TemplateFile(f.path().toString(), f.text())).toList(), clock);
        var context = new NotifierContext(templates, settings.externalUrl, clients, clock, failures);
        var all = new HashMap<Outgoing.Target, Notifier>();
        for (Receiver receiver : settings.config.receivers().values()) {
            for (int i = 0; i < receiver.integrations().size(); i++) {
                var integration = receiver.integrations().get(i);
                all.put(new Outgoing.Target(receiver.name(), integration.kind(), i), Notifiers.of(integration, context));
            }
        }
        return all;
    }

    private void replace(Map<Outgoing.Target, Notifier> fresh) {
        List<Notifier> old = notifiers;
        sender.apply(fresh);
        notifiers = List.copyOf(fresh.values());
        if (!old.isEmpty()) {
            clock.schedule(RETIRE_MILLIS, () -> old.forEach(Notifier::close));
        }
    }

    /** Takes what rules tell, when anything is routed here. */
    void accept(List<RuleAlert> alerts) {
        if (routing) {
            alerting.accept(alerts);
        }
    }

    /** How it stands; empty when nothing is routed here. */
    Optional<AlertingStatus> status() {
        return routing ? Optional.of(alerting.status()) : Optional.empty();
    }

    Alerting alerting() {
        return alerting;
    }

    AlertingStatus statusNow() {
        return alerting.status();
    }

    @Override
    public List<Outcome> run(String receiver) {
        if (!routing) {
            throw PlumblineException.user("there are no receivers: the configuration has no alertmanager_config_file");
        }
        long deadline = clock.monotonicNanos() + TimeUnit.SECONDS.toNanos(TEST_SECONDS);
        var outcomes = new ArrayList<Outcome>();
        alerting.test(receiver).forEach((target, delivery) ->
                outcomes.add(outcome(target.kind() + "[" + target.index() + "]", delivery, deadline - clock.monotonicNanos())));
        return outcomes;
    }

    private static Outcome outcome(String integration, CompletableFuture<Delivery> future, long nanos) {
        try {
            return switch (future.get(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
                case Delivery.Delivered d -> new Outcome(integration, State.DELIVERED, d.detail());
                case Delivery.Retry r -> new Outcome(integration, State.FAILED, r.detail() + " (a real page would be tried again)");
                case Delivery.Failed f -> new Outcome(integration, State.FAILED, f.detail());
            };
        } catch (TimeoutException e) {
            return new Outcome(integration, State.WAITING, "no answer within " + TEST_SECONDS + " s");
        } catch (ExecutionException e) {
            return new Outcome(integration, State.FAILED, String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(integration, State.WAITING, "the daemon is stopping");
        }
    }

    /** Ends; what is being sent is given a moment, what waits is kept for the next start. */
    @Override
    public synchronized void close() {
        ticker.close();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        alerting.tick(); // keeps the last acknowledgements; what it hands over is refused and stays kept
        notifiers.forEach(Notifier::close);
    }
}
