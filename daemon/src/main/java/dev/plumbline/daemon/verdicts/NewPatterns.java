package dev.plumbline.daemon.verdicts;

import dev.plumbline.model.Labels;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows counters of log lines by pattern, and counts the lines whose pattern somebody else did not write. Owned by one thread. */
final class NewPatterns extends CounterReader {
    static final String LABEL = "pattern";
    /** How far back a pattern is known: a nightly job's is as old as a day. */
    private static final String KNOWN_FOR = "1d";
    private Set<String> known = Set.of();

    NewPatterns(Counters counters) {
        super(counters);
    }

    /**
     * How many lines came since the last reading whose pattern was not known then.
     *
     * @param others the counters of those whose patterns are known
     */
    double read(Lookup lookup, String others, long fromMillis, long nowMillis) {
        known = lookup.values("group by (" + LABEL + ") (last_over_time(" + others + "[" + KNOWN_FOR + "]))", LABEL);
        return read(lookup, fromMillis, nowMillis).total();
    }

    @Override
    void grew(Labels labels, @Nullable Double before, Double after) {
        if (!known.contains(labels.get(LABEL))) {
            super.grew(labels, before, after);
        }
    }
}
