package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.alerting.AlertingListener.Drop;
import dev.plumbline.daemon.alerting.VerdictLog.Incident;
import dev.plumbline.daemon.config.alertmanager.AlertmanagerConfig;
import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.config.alertmanager.Receiver;
import dev.plumbline.daemon.notifiers.VerdictMessage;
import dev.plumbline.daemon.notifiers.VerdictMessage.Purpose;
import dev.plumbline.daemon.notifiers.VerdictReport;
import dev.plumbline.daemon.notifiers.VerdictReport.Outcome;
import dev.plumbline.daemon.notifiers.VerdictReport.Subject;
import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Verdicts into queues: one queue for each service and integration, so that what is told of a service arrives in order. The same
 * event is taken once by each queue. A verdict against a version opens an incident where the integration has such; a
 * later go ends it, whether or not that receiver is told of the go. Under the owner's lock.
 */
final class Verdicts {
    private static final long DAY_MILLIS = 24L * 3_600_000;
    /** Longer than a message may wait, so that an event that is offered again is known. */
    private static final long KEEP_MILLIS = 8 * DAY_MILLIS;
    private static final long KEEP_INCIDENTS_MILLIS = 90 * DAY_MILLIS;
    private static final int INCIDENT_DIGITS = 16;
    private static final int MAX_NAMED = 50;
    private final Core core;
    private final Queues queues;

    Verdicts(Core core, Queues queues) {
        this.core = core;
        this.queues = queues;
    }

    /** Where one verdict goes to; what found no room. */
    private record Round(AlertmanagerConfig config, VerdictReport report, String groupKey, List<Outgoing.Target> full) {}

    /** Has a verdict wait for everybody it is for; returns the integrations in whose queues there was no room. */
    List<Outgoing.Target> post(AlertmanagerConfig config, VerdictReport report, List<String> receivers) {
        var round = new Round(config, report, groupKey(report.subject()), new ArrayList<>());
        if (report.outcome() == Outcome.GO) {
            endIncidents(round);
        }
        var names = new LinkedHashSet<>(receivers);
        names.stream().limit(MAX_NAMED).forEach(name -> tell(round, name));
        return round.full;
    }

    /** Cannot be the key of a group of alerts, which begins with a brace. */
    static String groupKey(Subject subject) {
        return "verdict" + Labels.of("namespace", subject.namespace(), "service", subject.service());
    }

    private void tell(Round round, String name) {
        Receiver receiver = round.config.receivers().get(name);
        if (receiver == null) {
            core.listener().dropped(new Outgoing.Target(name, "", 0), Drop.UNCONFIGURED);
            core.log().error(BoundedLog.Topic.UNCONFIGURED, "the verdict " + round.report.id() + " is not told to \"" + name
                    + "\": the configuration has no such receiver; known are " + round.config.receivers().keySet().stream().sorted().toList());
            return;
        }
        for (int i = 0; i < receiver.integrations().size(); i++) {
            Integration integration = receiver.integrations().get(i);
            Queue queue = queues.of(new Queue.Identity(round.groupKey, name, integration.kind(), i));
            tell(round, queue, integration instanceof Integration.PagerDuty);
        }
    }

    private void tell(Round round, Queue queue, boolean hasIncidents) {
        VerdictReport report = round.report;
        String key = incident(report.subject());
        var message = new VerdictMessage(key, report.id(), queue.identity.receiver(), report, Purpose.TELL, core.clock().wallMillis());
        boolean isNew = !queue.knows(report.id());
        if (offer(round, queue, message) && isNew && hasIncidents && report.alarms()) {
            Subject subject = report.subject();
            queue.verdicts().open(new Incident(key, subject.version(), subject.revision(), report.timeMillis()));
            queue.keepMillis = KEEP_INCIDENTS_MILLIS;
        }
    }

    private void endIncidents(Round round) {
        for (Queue queue : List.copyOf(queues.all())) {
            if (queue.identity.groupKey().equals(round.groupKey) && queue.verdicts != null) {
                queue.verdicts.incidents().stream().filter(i -> i.isEndedBy(round.report.subject(), round.report.timeMillis()))
                        .forEach(incident -> end(round, queue, incident));
            }
        }
    }

    private void end(Round round, Queue queue, Incident incident) {
        VerdictReport report = round.report;
        String id = report.id() + "/ends-" + incident.key().substring(0, INCIDENT_DIGITS);
        var message = new VerdictMessage(incident.key(), id, queue.identity.receiver(), report, Purpose.END, core.clock().wallMillis());
        if (offer(round, queue, message)) {
            queue.verdicts().close(incident);
            core.journal().changed(queue.draft);
        }
    }

    /** Whether it waits now, or has before. */
    private boolean offer(Round round, Queue queue, VerdictMessage message) {
        VerdictLog log = queue.verdicts();
        boolean taken = queues.offer(queue, message);
        if (!taken) {
            round.full.add(queue.identity.target());
        }
        queue.keepMillis = log.incidents().isEmpty() ? KEEP_MILLIS : KEEP_INCIDENTS_MILLIS;
        return taken;
    }

    private static String incident(Subject subject) {
        return Fingerprint.sha256("verdict", subject.namespace(), subject.service(), subject.version());
    }
}
