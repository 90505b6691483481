package dev.plumbline.daemon.rollouts;

import java.util.Locale;

/**
 * What came of one attempt.
 *
 * @param detail for people; names the Rollout's state or the server's words
 */
public record Outcome(Result result, String detail) {

    /** How it went. */
    public enum Result {
        /** Patched. */
        DONE,
        /** The Rollout was there already. */
        UNCHANGED,
        /** It must not be done: another revision, aborted, too late. */
        SKIPPED,
        /** The server refused it for good. */
        REFUSED,
        /** Not yet; it is tried again. */
        RETRIED,
        /** The server cannot be reached; it is tried again. */
        AWAY;

        /** As a label value. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether the order is finished by it. */
        public boolean isFinal() {
            return this != RETRIED && this != AWAY;
        }
    }
}
