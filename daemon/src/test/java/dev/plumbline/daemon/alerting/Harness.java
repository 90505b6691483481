package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.config.alertmanager.AlertmanagerConfig;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Delivery.FailureReason;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.NotifiedAlert;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.model.Labels;
import dev.plumbline.rules.RuleAlert;
import dev.plumbline.time.VirtualTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Alerting under virtual time over documents that can fail, with receivers that answer at once what a test wants. */
final class Harness implements AlertingListener {
    static final long START = 1_790_000_000_000L;
    static final Delivery OK = new Delivery.Delivered("");
    static final Delivery DOWN = new Delivery.Retry(FailureReason.SERVER_ERROR, "503", 0);
    static final Delivery NO = new Delivery.Failed(FailureReason.CLIENT_ERROR, "404");

    final VirtualTime time = new VirtualTime(START);
    final InMemoryDocuments disk = new InMemoryDocuments();
    final FaultyDocuments documents = new FaultyDocuments(disk, time, new Random(1));
    final List<Sent> sent = new ArrayList<>();
    final Map<String, Delivery> answers = new HashMap<>(); // by receiver
    final List<Drop> drops = new ArrayList<>();
    int replacements;
    int unpersisted;
    boolean silentReceivers;
    Alerting alerting;

    /** A message as it went out, and how many seconds after the start. */
    record Sent(double seconds, Outgoing out) {
        Notification message() {
            return (Notification) out.message();
        }

        /** The values of a label of the alerts that fire. */
        List<String> firing(String label) {
            return message().alerts().stream().filter(NotifiedAlert::firing).map(a -> a.labels().get(label)).toList();
        }

        List<String> resolved(String label) {
            return message().alerts().stream().filter(a -> !a.firing()).map(a -> a.labels().get(label)).toList();
        }
    }

    /** Backoff without chance. */
    private static final RandomGenerator MEAN = new RandomGenerator() {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public double nextDouble() {
            return 0.5;
        }
    };

    Harness(String config) {
        alerting = start(Configs.parse(config), AlertingLimits.DEFAULTS);
    }

    Alerting start(AlertmanagerConfig config, AlertingLimits limits) {
        var started = new Alerting(new Alerting.Surroundings(time, MEAN, documents, this::send, () -> {}, this), limits);
        started.apply(config, Labels.EMPTY, List.of());
        return started;
    }

    /** A process that was killed is started again. */
    void restart(String config) {
        alerting = start(Configs.parse(config), AlertingLimits.DEFAULTS);
    }

    private void send(Outgoing out, Consumer<Delivery> done) {
        sent.add(new Sent((time.wallMillis() - START) / 1e3, out));
        if (!silentReceivers) {
            done.accept(answers.getOrDefault(out.target().receiver(), OK));
        }
    }

    /** Time passes; a tick each 50 ms. */
    void run(double seconds) {
        for (int i = 0; i < Math.round(seconds * 20); i++) {
            time.advance(50);
            alerting.tick();
        }
    }

    void fire(String... names) {
        tell(false, names);
    }

    void resolve(String... names) {
        tell(true, names);
    }

    private void tell(boolean resolved, String... names) {
        var alerts = new ArrayList<RuleAlert>();
        for (String name : names) {
            alerts.add(new RuleAlert(Labels.of("alertname", name), Labels.EMPTY, time.wallMillis(),
                    time.wallMillis() + (resolved ? 0 : 240_000), resolved, ""));
        }
        alerting.accept(alerts);
    }

    List<String> reasons() {
        return sent.stream().map(s -> s.message().reason().text()).toList();
    }

    @Override
    public void dropped(Outgoing.Target target, Drop reason) {
        drops.add(reason);
    }

    @Override
    public void replaced() {
        replacements++;
    }

    @Override
    public void sentUnpersisted() {
        unpersisted++;
    }
}
