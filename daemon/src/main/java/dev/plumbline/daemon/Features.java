package dev.plumbline.daemon;

import dev.plumbline.model.PlumblineException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What {@code --enable-feature} says, by Prometheus's names. */
record Features(Set<String> names) {
    static final String EXPERIMENTAL_FUNCTIONS = "promql-experimental-functions";
    static final String DELAYED_NAME_REMOVAL = "promql-delayed-name-removal";
    static final String DURATION_EXPRESSIONS = "promql-duration-expr";
    static final String EXTENDED_RANGE_SELECTORS = "promql-extended-range-selectors";
    static final String FILL_MODIFIERS = "promql-binop-fill-modifiers";

    /** Those that change something. */
    private static final Set<String> SWITCHES = Set.of(EXPERIMENTAL_FUNCTIONS, DELAYED_NAME_REMOVAL, DURATION_EXPRESSIONS,
            EXTENDED_RANGE_SELECTORS, FILL_MODIFIERS);

    /** Those that are always on here. */
    private static final Set<String> ALWAYS_ON = Set.of("promql-at-modifier", "promql-negative-offset", "native-histograms",
            "exemplar-storage", "utf8-names", "concurrent-rule-eval", "auto-gomaxprocs", "auto-gomemlimit", "metadata-wal-records",
            "new-service-discovery-manager", "memory-snapshot-on-shutdown");

    /** Those that shape parts of Prometheus which are not here. */
    private static final Set<String> WITHOUT_MEANING = Set.of("delayed-compaction", "old-ui", "use-uncached-io", "no-default-scrape-port");

    /** @throws PlumblineException of kind USER that names what is known */
    static Features of(String[] given) {
        var names = new LinkedHashSet<String>();
        for (String name : given) {
            String feature = name.strip();
            if (feature.isEmpty()) {
                continue;
            }
            if (!SWITCHES.contains(feature) && !ALWAYS_ON.contains(feature) && !WITHOUT_MEANING.contains(feature)) {
                var known = new TreeSet<>(SWITCHES);
                known.addAll(ALWAYS_ON);
                known.addAll(WITHOUT_MEANING);
                throw PlumblineException.user("--enable-feature \"" + feature + "\" is not there in this version; known are "
                        + String.join(", ", known));
            }
            names.add(feature);
        }
        return new Features(names);
    }

    boolean has(String name) {
        return names.contains(name);
    }

    /** What to tell of those that change nothing. */
    List<String> notes() {
        var notes = new ArrayList<String>();
        for (String name : names) {
            if (ALWAYS_ON.contains(name)) {
                notes.add("--enable-feature=" + name + " changes nothing: it is always on");
            } else if (WITHOUT_MEANING.contains(name)) {
                notes.add("--enable-feature=" + name + " changes nothing: what it shapes in Prometheus is not there");
            }
        }
        return notes;
    }
}
