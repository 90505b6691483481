package dev.plumbline.daemon.kayenta;

import java.util.Locale;

/** Where an execution stands, in the words of Spinnaker's orchestration that Kayenta answers with. */
public enum Status {
    RUNNING, SUCCEEDED,
    /** It could not be judged, or a standalone analysis was stopped by a score. */
    TERMINAL, CANCELED;

    boolean isComplete() {
        return this != RUNNING;
    }

    /** As status answers spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
