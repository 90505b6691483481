package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.notifiers.VerdictReport.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What one integration has been told of the verdicts about one service: which events are done with, so that none is told twice,
 * and which incidents are open. Kept in the queue's document. Bounded: the oldest are forgotten.
 */
final class VerdictLog {
    static final int MAX_ENDED = 200;
    static final int MAX_INCIDENTS = 50;
    private final LinkedHashSet<String> ended = new LinkedHashSet<>();
    private final LinkedHashMap<String, Incident> incidents = new LinkedHashMap<>();

    /**
     * An incident about a version.
     *
     * @param sinceMillis the time of the last verdict against it
     */
    record Incident(String key, String version, String revision, long sinceMillis) {

        /** Whether a go at that time for that version says that the trouble is over: a later one for another, or another try. */
        boolean isEndedBy(Subject subject, long timeMillis) {
            return timeMillis >= sinceMillis && !(version.equals(subject.version()) && revision.equals(subject.revision()));
        }
    }

    /** Whether the message has been delivered or given up. */
    boolean hasEnded(String message) {
        return ended.contains(message);
    }

    void end(String message) {
        ended.add(message);
        while (ended.size() > MAX_ENDED) {
            ended.removeFirst();
        }
    }

    /** Opens an incident, or says that it goes on. */
    void open(Incident incident) {
        incidents.remove(incident.key);
        incidents.put(incident.key, incident);
        while (incidents.size() > MAX_INCIDENTS) {
            incidents.pollFirstEntry();
        }
    }

    void close(Incident incident) {
        incidents.remove(incident.key);
    }

    /** Oldest first. */
    Collection<String> ended() {
        return ended;
    }

    /** A copy, oldest first. */
    List<Incident> incidents() {
        return new ArrayList<>(incidents.values());
    }
}
