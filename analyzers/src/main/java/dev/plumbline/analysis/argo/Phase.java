package dev.plumbline.analysis.argo;

import java.util.Collection;
import java.util.Comparator;

/** What becomes of a measurement, a metric or a run, from the best to the worst. */
public enum Phase {
    SUCCESSFUL("Successful"), RUNNING("Running"), PENDING("Pending"), INCONCLUSIVE("Inconclusive"), ERROR("Error"), FAILED("Failed");

    private final String word;

    Phase(String word) {
        this.word = word;
    }

    /** As Argo spells it. */
    public String word() {
        return word;
    }

    /** Whether it is final. */
    public boolean completed() {
        return this != RUNNING && this != PENDING;
    }

    /** The worst one; of none, successful. */
    public static Phase worst(Collection<Phase> phases) {
        return phases.stream().max(Comparator.naturalOrder()).orElse(SUCCESSFUL);
    }
}
