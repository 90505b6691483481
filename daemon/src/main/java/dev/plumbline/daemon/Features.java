package dev.plumbline.daemon;

import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.Feature;
import dev.plumbline.promql.parser.ParserOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code --enable-feature} says, by Prometheus's names.
 *
 * @param promql what is switched on in the language
 * @param notes what to tell of names that change nothing
 */
record Features(Set<Feature> promql, List<String> notes) {
    /** Those that are always on here. */
    private static final Set<String> ALWAYS_ON = Set.of("promql-duration-expr", "promql-at-modifier", "promql-negative-offset", "native-histograms",
            "exemplar-storage", "utf8-names", "concurrent-rule-eval", "auto-gomaxprocs", "auto-gomemlimit", "metadata-wal-records",
            "new-service-discovery-manager", "memory-snapshot-on-shutdown");

    /** Those that shape parts of Prometheus which are not here. */
    private static final Set<String> WITHOUT_MEANING = Set.of("delayed-compaction", "old-ui", "use-uncached-io", "no-default-scrape-port");

    Features {
        promql = Set.copyOf(promql);
        notes = List.copyOf(notes);
    }

    /** @throws PlumblineException of kind USER that names what is known */
    static Features of(String[] given) {
        var promql = EnumSet.noneOf(Feature.class);
        var notes = new ArrayList<String>();
        for (String text : given) {
            String name = text.strip();
            Feature feature = Feature.named(name).orElse(null);
            if (ALWAYS_ON.contains(name)) {
                notes.add("--enable-feature=" + name + " changes nothing: it is always on");
            } else if (WITHOUT_MEANING.contains(name)) {
                notes.add("--enable-feature=" + name + " changes nothing: what it shapes in Prometheus is not there");
            } else if (feature != null) {
                promql.add(feature);
            } else if (!name.isEmpty()) {
                throw PlumblineException.user("--enable-feature \"" + name + "\" is not there in this version; known are "
                        + String.join(", ", known()));
            }
        }
        return new Features(promql, notes);
    }

    private static Set<String> known() {
        var known = new TreeSet<>(ALWAYS_ON);
        known.addAll(WITHOUT_MEANING);
        Arrays.stream(Feature.values()).map(Feature::prometheusName).forEach(known::add);
        return known;
    }

    ParserOptions parser() {
        return ParserOptions.of(promql);
    }
}
