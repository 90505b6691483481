package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.config.alertmanager.AlertmanagerConfig;
import dev.plumbline.daemon.notifiers.VerdictMessage;
import dev.plumbline.daemon.notifiers.VerdictMessage.Purpose;
import dev.plumbline.daemon.notifiers.VerdictReport;
import dev.plumbline.daemon.notifiers.VerdictReport.Kind;
import dev.plumbline.daemon.notifiers.VerdictReport.Metric;
import dev.plumbline.daemon.notifiers.VerdictReport.Outcome;
import dev.plumbline.daemon.notifiers.VerdictReport.Subject;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.VirtualTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Analyses that end, and tell it until somebody takes it: at least once, in order for each service. That it was taken is itself
 * kept with a delay, so that a crash makes them tell it again. Knows which incidents must be open at the end.
 */
final class SimulatedVerdicts {
    static final Outgoing.Target INCIDENTS = new Outgoing.Target("incidents", "pagerduty", 0);
    private static final List<String> SERVICES = List.of("checkout", "search");
    private static final List<List<String>> RECEIVERS = List.of(List.of("hooks", "incidents"), List.of("incidents", "hooks", "pager"), List.of("incidents"));
    private final VirtualTime time;
    private final Random random;
    private final InMemoryDocuments disk;
    private final Map<String, ArrayDeque<Event>> untold = new HashMap<>();
    private final List<Event> unkept = new ArrayList<>(); // taken, but not yet kept so
    private final Map<String, Set<String>> open = new HashMap<>(); // versions by service, as it should be
    private final Map<String, Set<String>> believed = new HashMap<>(); // as the receiver of incidents has it
    /** Told again, after a crash, to a receiver that was not there the first time: these may be late. */
    private final Set<String> belated = new HashSet<>();
    private int number;
    private int version;

    private record Event(VerdictReport report, List<String> receivers) {
        String service() {
            return report.subject().service();
        }
    }

    SimulatedVerdicts(VirtualTime time, Random random, InMemoryDocuments disk) {
        this.time = time;
        this.random = random;
        this.disk = disk;
    }

    static long number(String eventId) {
        return Long.parseLong(eventId.substring(2, eventId.indexOf('/')));
    }

    /** An analysis ends. */
    void decide() {
        String service = SERVICES.get(random.nextInt(SERVICES.size()));
        version += random.nextInt(3) == 0 ? 0 : 1;
        Kind kind = Kind.values()[random.nextInt(3)];
        Outcome outcome = kind == Kind.LATE_NO_GO ? Outcome.NO_GO : Outcome.values()[random.nextInt(3)];
        var subject = new Subject("shop", service, "v" + version, "", "25", "web");
        var report = new VerdictReport("a-" + ++number + "/" + kind.text(), kind, outcome, subject, "because", 50,
                List.of(new Metric("error_rate", "fail", "7 % > 5 %")), "a-" + number, "", "", VerdictReport.Picture.NONE, number);
        untold.computeIfAbsent(service, s -> new ArrayDeque<>()).add(new Event(report, RECEIVERS.get(random.nextInt(RECEIVERS.size()))));
        Set<String> versions = open.computeIfAbsent(service, s -> new TreeSet<>());
        if (report.alarms()) {
            versions.add(subject.version());
        } else if (outcome == Outcome.GO) {
            versions.removeIf(v -> !v.equals(subject.version()));
        }
    }

    /** Tells what is untold, each service's in order. */
    void offer(Alerting alerting, AlertmanagerConfig config) {
        if (random.nextInt(3) == 0) {
            unkept.clear();
        }
        untold.values().forEach(events -> {
            while (!events.isEmpty()) {
                Event event = events.getFirst();
                try {
                    alerting.post(event.report, event.receivers);
                } catch (PlumblineException e) {
                    return;
                }
                checkKept(event, config);
                if (!config.receivers().keySet().containsAll(event.receivers)) {
                    belated.add(event.report.id());
                }
                unkept.add(events.removeFirst());
            }
        });
    }

    private void checkKept(Event event, AlertmanagerConfig config) {
        for (String name : event.receivers) {
            var receiver = config.receivers().get(name);
            for (int i = 0; receiver != null && i < receiver.integrations().size(); i++) {
                String queue = new Queue.Identity(Verdicts.groupKey(event.report.subject()), name,
                        receiver.integrations().get(i).kind(), i).id();
                JsonText kept = document(queue);
                boolean waits = kept != null && kept.objects("waiting").stream().anyMatch(m -> m.text("id").equals(event.report.id()));
                if (!waits && !hasEnded(queue, event.report.id())) {
                    throw new AssertionError("taken, but not kept: " + event.report.id() + " for " + name + "[" + i + "]");
                }
            }
        }
    }

    private @org.jspecify.annotations.Nullable JsonText document(String queue) {
        return disk.get(Draft.DELIVERY, queue).map(d -> JsonText.read("queue", d.body())).orElse(null);
    }

    /** Whether it is kept that a message was delivered or given up. */
    boolean hasEnded(String queue, String message) {
        JsonText kept = document(queue);
        JsonText log = kept == null ? null : kept.object("verdicts");
        return log != null && log.texts("ended").contains(message);
    }

    /** The configuration changes: a receiver that goes away forgets what it was told. */
    void reload() {
        unkept.forEach(event -> belated.add(event.report.id()));
    }

    boolean isBelated(VerdictMessage message) {
        return belated.contains(message.report().id());
    }

    /** What was taken is told again if that was not kept. */
    void crash() {
        for (Event event : unkept.reversed()) {
            Objects.requireNonNull(untold.get(event.service())).addFirst(event);
        }
        unkept.clear();
    }

    void receive(Outgoing out, VerdictMessage message) {
        if (out.target().equals(INCIDENTS)) {
            String service = message.report().subject().service();
            Set<String> keys = believed.computeIfAbsent(service, s -> new HashSet<>());
            if (message.purpose() == Purpose.END) {
                keys.remove(message.key());
            } else if (message.report().alarms()) {
                keys.add(message.key());
            }
        }
    }

    /** After quiet time; what the receiver refused it cannot know. */
    void checkIncidents(Set<String> refused) {
        if (untold.values().stream().anyMatch(events -> !events.isEmpty())) {
            throw new AssertionError("verdicts that nobody takes: " + untold);
        }
        for (String service : SERVICES) {
            Set<String> expected = new HashSet<>();
            open.getOrDefault(service, Set.of()).forEach(v -> expected.add(Fingerprint.sha256("verdict", "shop", service, v)));
            String queue = new Queue.Identity(Verdicts.groupKey(new Subject("shop", service, "", "", "", "")), INCIDENTS.receiver(),
                    INCIDENTS.kind(), 0).id();
            if (refused.stream().noneMatch(name -> name.startsWith(queue)) && !expected.equals(believed.getOrDefault(service, Set.of()))) {
                throw new AssertionError("incidents of " + service + ": " + believed.get(service) + " but should be " + expected);
            }
        }
    }
}
