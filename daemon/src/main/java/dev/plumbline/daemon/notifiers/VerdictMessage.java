package dev.plumbline.daemon.notifiers;

/**
 * One message about a verdict, for one integration of a receiver.
 *
 * @param key the incident it is about: the same for every message about one version of one service
 * @param id the event's id, and what is added to it when it only ends an incident
 * @param createdAtMillis when the verdict was handed over
 */
public record VerdictMessage(String key, String id, String receiver, VerdictReport report, Purpose purpose, long createdAtMillis)
        implements Message {

    /** What it is for. */
    public enum Purpose {
        /** The verdict is told. */
        TELL,
        /** The verdict ends the incident {@code key}, which an earlier one about another version opened; nothing else is told. */
        END
    }

    @Override
    public boolean test() {
        return false;
    }
}
