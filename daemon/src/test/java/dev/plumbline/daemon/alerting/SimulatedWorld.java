package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.alerting.SimulatedReceivers.Request;
import dev.plumbline.daemon.alerting.SimulatedReceivers.View;
import dev.plumbline.daemon.alerting.SimulatedRules.Truth;
import dev.plumbline.daemon.config.alertmanager.AlertmanagerConfig;
import dev.plumbline.daemon.config.alertmanager.Route;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.NotifiedAlert;
import dev.plumbline.daemon.notifiers.VerdictMessage;
import dev.plumbline.documents.Document;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.documents.Search;
import dev.plumbline.model.Labels;
import dev.plumbline.time.VirtualTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Alerting on one thread, over a disk, receivers, a clock and a process that all fail, and what must be true whatever they do:
 *
 * <ol>
 * <li>What is sent stands in a document, unless the disk has failed for 10 s.
 * <li>One message of a queue is under way at a time, and what arrives of a queue arrives in order.
 * <li>What was acknowledged is not sent again; after a crash it is only if it could not be kept.
 * <li>Nobody is told of the end of an alert that has been firing all along.
 * <li>An alert that was told to us, fires, is not muted and has had time is in a message that is sent or kept.
 * <li>What was once kept as a message arrives, unless the receiver refused it or is not configured any more.
 * <li>A verdict that was taken is kept for everybody it is for; it is sent from a document only, and never after its delivery was kept.
 * <li>After quiet time nothing waits, and every receiver believes what is true.
 * </ol>
 */
final class SimulatedWorld {
    private static final int SOUND_BOUND_SECONDS = 40; // group wait 5 s, group interval 10 s, after a restart again, evaluation 5 s
    private static final long RESOLVE_BOUND_NANOS = 90_000_000_000L;
    private static final Labels NONE = Labels.EMPTY;

    final VirtualTime time = new VirtualTime(1_790_000_000_000L);
    final InMemoryDocuments disk = new InMemoryDocuments();
    final Random random;
    final FaultyDocuments documents;
    final SimulatedRules rules = new SimulatedRules(time);
    final SimulatedVerdicts verdicts;
    final SimulatedReceivers receivers;
    AlertmanagerConfig config = SimulatedConfigs.FIRST;
    Alerting alerting;
    private final Set<String> promised = new HashSet<>();
    private final Map<String, String> promisedQueue = new HashMap<>();
    private final Map<String, Long> decidedNanos = new HashMap<>();
    private final Set<String> abandoned = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<String> tainted = new HashSet<>();
    private final Set<String> toldFiring = new HashSet<>();
    private int seconds;
    private int incarnation;
    private final boolean checksAlerts;

    /** {@code checksAlerts}: whether what is believed of alerts is checked as well, or only what holds for every message. */
    SimulatedWorld(long seed, boolean checksAlerts) {
        this.checksAlerts = checksAlerts;
        random = new Random(seed);
        documents = new FaultyDocuments(disk, time, random);
        verdicts = new SimulatedVerdicts(time, new Random(~seed), disk);
        receivers = new SimulatedReceivers(random, verdicts);
        alerting = start();
    }

    private Alerting start() {
        int mine = ++incarnation;
        var started = new Alerting(new Alerting.Surroundings(time, random, documents,
                (out, done) -> send(mine, out, done), () -> {}, AlertingListener.NONE), AlertingLimits.DEFAULTS);
        started.apply(config, NONE, List.of());
        return started;
    }

    private void send(int sender, Outgoing out, Consumer<Delivery> done) {
        String id = SimulatedReceivers.name(out);
        check(sender == incarnation, "a dead process sends " + id);
        check(!receivers.acknowledged.contains(id), "sent again although acknowledged: " + id);
        check(receivers.open.stream().noneMatch(r -> r.outgoing().queue().equals(out.queue())), "two under way: " + out.queue());
        boolean verdict = out.message() instanceof VerdictMessage;
        boolean fromMemory = !verdict && documents.failingMillis() >= Journal.PATIENCE_MILLIS;
        check(!verdict || !verdicts.hasEnded(out.queue(), out.message().id()), "sent again although that it was told is kept: " + id);
        check(fromMemory || keptMessages(out.queue()).contains(id), "sent but not kept: " + id);
        if (fromMemory) { // neither it nor what was acknowledged before it need be kept
            tainted.add(out.queue());
            receivers.view(out).unordered = true;
        }
        if (checksAlerts && out.message() instanceof Notification alerts) {
            looksAt(id, alerts.alerts());
        }
        receivers.open.add(new Request(out, delivery -> {
            if (sender == incarnation) {
                done.accept(delivery);
            }
        }));
    }

    /** Checks a message as of when it was decided on. */
    private void looksAt(String id, List<NotifiedAlert> alerts) {
        if (!seen.add(id)) {
            return;
        }
        long decided = decidedNanos.getOrDefault(id, time.monotonicNanos());
        for (Truth truth : rules.truths) {
            for (NotifiedAlert alert : alerts) {
                if (alert.fingerprint().equals(truth.fingerprint)) {
                    check(alert.firing() || !truth.firing || decided - truth.changedNanos < RESOLVE_BOUND_NANOS,
                            "told the end of " + truth.labels + ", which fires");
                    if (alert.firing() && truth.firing) {
                        toldFiring.add(truth.fingerprint + "/" + truth.changedNanos);
                    }
                }
            }
        }
    }

    private List<Document> queueDocuments() {
        return disk.search(Search.of(Draft.DELIVERY, new Filter.All(), 10_000)).documents();
    }

    private Set<String> keptMessages(String queue) {
        return disk.get(Draft.DELIVERY, queue).map(SimulatedWorld::messages).orElse(Set.of());
    }

    private static Set<String> messages(Document document) {
        return JsonText.read("queue", document.body()).objects("waiting").stream().filter(m -> !m.flag("silent"))
                .map(m -> name(document, m)).collect(Collectors.toSet());
    }

    private static String name(Document document, JsonText message) {
        return message.has("verdict") ? document.id() + "/" + message.text("id") : message.text("id");
    }

    /** One second passes. */
    void second() {
        time.advance(1_000);
        if (++seconds % 5 == 0) {
            rules.evaluate(alerting);
        }
        verdicts.offer(alerting, config);
        alerting.tick();
        for (WaitingView view : alerting.waiting(1_000)) {
            decidedNanos.putIfAbsent(view.messageId(), time.monotonicNanos() - view.ageMillis() * 1_000_000);
        }
        observeDisk();
        if (checksAlerts) {
            observeAlerts();
        }
    }

    private void observeDisk() {
        Set<String> present = new HashSet<>();
        for (Document document : queueDocuments()) {
            present.add(document.id());
            for (String message : messages(document)) {
                if (promised.add(message)) {
                    promisedQueue.put(message, document.id());
                }
            }
        }
        receivers.views.forEach((queue, view) -> {
            if (!present.contains(queue)) {
                view.lastSequence = -1; // the log has been forgotten: counting begins again
            }
        });
    }

    private void observeAlerts() {
        boolean sound = documents.mode == FaultyDocuments.Mode.WORKS;
        for (Truth truth : rules.truths) {
            if (!truth.firing || rules.muted(truth)) {
                truth.soundSeconds = 0;
            } else if (sound && truth.toldNanos != Long.MIN_VALUE && ++truth.soundSeconds > SOUND_BOUND_SECONDS) {
                check(toldFiring.contains(truth.fingerprint + "/" + truth.changedNanos) || isBelieved(truth) || isWaiting(truth),
                        "nobody was told of " + truth.labels);
            }
        }
    }

    /** It may have ended and fired again before anybody was told of its end. */
    private boolean isBelieved(Truth truth) {
        return receivers.views.values().stream().anyMatch(view -> view.firing.contains(truth.fingerprint));
    }

    private boolean isWaiting(Truth truth) {
        for (Document document : queueDocuments()) {
            for (JsonText message : JsonText.read("queue", document.body()).objects("waiting")) {
                if (message.texts("firing").contains(truth.fingerprint)) {
                    toldFiring.add(truth.fingerprint + "/" + truth.changedNanos);
                    return true;
                }
            }
        }
        return false;
    }

    /** The process is killed and started again. */
    void crash() {
        for (String id : receivers.acknowledged) {
            String queue = promisedQueue.get(id);
            check(queue == null || documents.failingMillis() > 0 || !keptMessages(queue).contains(id) || !acknowledgedLongAgo(id),
                    "acknowledged, but not kept so: " + id);
        }
        receivers.crash();
        verdicts.crash();
        acknowledgedAt.clear();
        for (String queue : tainted) {
            View view = receivers.views.get(queue);
            if (view != null) {
                view.lastSequence = -1;
                view.uncertain = true;
            }
        }
        tainted.clear();
        documents.restarted();
        if (random.nextInt(3) == 0) {
            time.advance(random.nextInt(120_000));
        }
        rules.truths.forEach(truth -> {
            truth.toldNanos = Long.MIN_VALUE;
            truth.soundSeconds = 0;
        });
        abandon();
        alerting = start();
    }

    private final Map<String, Integer> acknowledgedAt = new HashMap<>();

    private boolean acknowledgedLongAgo(String id) {
        return seconds - acknowledgedAt.getOrDefault(id, seconds) > 2;
    }

    void answerOne() {
        if (!receivers.open.isEmpty()) {
            receivers.answerOne();
            receivers.acknowledged.forEach(id -> acknowledgedAt.putIfAbsent(id, seconds));
        }
    }

    void reload() {
        config = SimulatedConfigs.ALL.get(random.nextInt(SimulatedConfigs.ALL.size()));
        receivers.cut(target -> !isConfigured(target));
        receivers.views.values().stream().filter(view -> !isConfigured(view.target)).forEach(view -> {
            view.firing = Set.of();
            view.lastSequence = -1;
        });
        abandon();
        verdicts.reload();
        alerting.apply(config, NONE, List.of());
    }

    /** What waits for integrations that are gone need not arrive. */
    private void abandon() {
        for (Document document : queueDocuments()) {
            JsonText queue = JsonText.read("queue", document.body());
            if (!isConfigured(new Outgoing.Target(queue.text("receiver"), queue.text("integration"), (int) queue.number("index")))) {
                abandoned.addAll(messages(document));
            }
        }
        alerting.waiting(10_000).stream().filter(view -> !isConfigured(view.target()))
                .forEach(view -> abandoned.add(view.groupKey().startsWith("verdict") ? queue(view) + "/" + view.messageId()
                        : view.messageId()));
    }

    private static String queue(WaitingView view) {
        var target = view.target();
        return new Queue.Identity(view.groupKey(), target.receiver(), target.kind(), target.index()).id();
    }

    private boolean isConfigured(Outgoing.Target target) {
        var receiver = config.receivers().get(target.receiver());
        return receiver != null && target.index() < receiver.integrations().size();
    }

    /** Everything works again for a while; then everything must be as it should. */
    void quiet() {
        documents.mode = FaultyDocuments.Mode.WORKS;
        receivers.modes.clear();
        for (int i = 0; i < 140; i++) {
            second();
            while (!receivers.open.isEmpty()) {
                answerOne();
            }
        }
        tainted.clear();
        receivers.views.values().forEach(view -> view.unordered = false);
        check(alerting.status().waiting() == 0, "messages wait for ever: " + alerting.waiting(10));
        for (String id : promised) {
            check(abandoned.contains(id) || receivers.received.contains(id) || receivers.refused.contains(id), "kept, but never arrived: " + id);
        }
        promised.clear();
        verdicts.checkIncidents(receivers.refused);
        if (checksAlerts) {
            checkViews();
        }
    }

    private void checkViews() {
        Map<String, Set<String>> expected = new HashMap<>();
        for (Truth truth : rules.truths) {
            for (Route route : config.route().match(truth.labels)) {
                expect(truth, route, expected);
            }
        }
        receivers.views.forEach((queue, view) -> {
            Set<String> truth = expected.get(queue);
            if (truth == null || truth.isEmpty() && view.refusedLast) {
                return;
            }
            if (view.uncertain) {
                return; // sent from memory while the disk failed, and forgotten by a crash: it is told again with the next change or repeat
            }
            boolean told = sendsResolved(view.target) ? view.firing.equals(truth) : view.firing.containsAll(truth);
            check(told || truth.isEmpty() && !sendsResolved(view.target) || mutedOnly(truth, view),
                    view.target + " believes " + view.firing + " but it is " + truth);
        });
        expected.forEach((queue, truth) -> check(truth.isEmpty() || receivers.views.containsKey(queue),
                "nobody told a receiver of " + truth));
    }

    /** What was told and is muted since is not taken back while it fires. */
    private boolean mutedOnly(Set<String> truth, View view) {
        return view.firing.containsAll(truth) && rules.truths.stream().filter(t -> view.firing.contains(t.fingerprint))
                .allMatch(t -> t.firing && (truth.contains(t.fingerprint) || rules.muted(t)));
    }

    private void expect(Truth truth, Route route, Map<String, Set<String>> expected) {
        var receiver = config.receivers().get(route.receiver());
        for (int i = 0; receiver != null && i < receiver.integrations().size(); i++) {
            var identity = new Queue.Identity(route.groupKey(route.groupLabels(truth.labels)), route.receiver(),
                    receiver.integrations().get(i).kind(), i);
            Set<String> firing = expected.computeIfAbsent(identity.id(), id -> new HashSet<>());
            if (truth.firing && !rules.muted(truth)) {
                firing.add(truth.fingerprint);
            }
        }
    }

    private boolean sendsResolved(Outgoing.Target target) {
        return Objects.requireNonNull(config.receivers().get(target.receiver())).integrations().get(target.index()).sendResolved();
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
