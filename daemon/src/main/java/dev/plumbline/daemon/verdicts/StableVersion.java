package dev.plumbline.daemon.verdicts;

import dev.plumbline.daemon.config.canary.Measure;
import dev.plumbline.daemon.config.canary.PolicyDefinition;
import dev.plumbline.daemon.config.canary.Template;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.promql.Value;
import dev.plumbline.promql.parser.PromqlParser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a release is compared with where the question does not say: the value of the label that the policy's {@code baseline} compares with
 * <code>{{stable}}</code>, among the series that its other matchers pick, the canary's left out. Of several the one that was released last, else the one with
 * the most series.
 */
final class StableVersion {
    static final String NAME = "stable";
    private static final String PLACE = "plumbline:stable";
    private final List<LabelMatcher> others;
    private final String label;

    private StableVersion(List<LabelMatcher> others, String label) {
        this.others = others;
        this.label = label;
    }

    /** Whether a policy's questions need no stable version: it compares with one, and only by a label that has its value as a whole. */
    static boolean isFindable(PolicyDefinition policy) {
        boolean elsewhere = policy.canary().names().contains(NAME) || policy.metrics().stream().anyMatch(m -> m.measure() instanceof Measure.Query q
                && q.template().names().contains(NAME));
        var anything = new HashMap<String, String>();
        policy.placeholders().forEach(p -> anything.put(p, "x"));
        return !elsewhere && of(policy, anything).isPresent();
    }

    /** How to find it; empty when the policy compares with no stable version, or it is given. */
    static Optional<StableVersion> wanted(PolicyDefinition policy, Map<String, String> values) {
        return values.containsKey(NAME) ? Optional.empty() : of(policy, values);
    }

    private static Optional<StableVersion> of(PolicyDefinition policy, Map<String, String> values) {
        Template baseline = policy.baseline();
        if (baseline == null || !policy.comparesWithBaseline() || !baseline.names().contains(NAME)) {
            return Optional.empty();
        }
        List<LabelMatcher> matchers = PromqlParser.parseSelector(baseline.render(with(values, PLACE)));
        List<LabelMatcher> marked = matchers.stream().filter(m -> m.value().contains(PLACE)).toList();
        if (marked.size() != 1 || marked.getFirst().type() != LabelMatcher.Type.EQUAL || !marked.getFirst().value().equals(PLACE)) {
            return Optional.empty();
        }
        String label = marked.getFirst().name();
        var others = new ArrayList<>(matchers.stream().filter(m -> !m.value().contains(PLACE)).toList());
        others.add(new LabelMatcher(LabelMatcher.Type.NOT_EQUAL, label, ""));
        PromqlParser.parseSelector(policy.canary().render(values)).stream()
                .filter(m -> m.name().equals(label) && m.type() == LabelMatcher.Type.EQUAL)
                .forEach(m -> others.add(new LabelMatcher(LabelMatcher.Type.NOT_EQUAL, label, m.value())));
        return Optional.of(new StableVersion(others, label));
    }

    private static Map<String, String> with(Map<String, String> values, String stable) {
        var all = new HashMap<>(values);
        all.put(NAME, stable);
        return all;
    }

    /** Why there is no baseline while none is found. */
    String absence() {
        return "no other version has series: none with {" + matchers() + "}";
    }

    private String matchers() {
        return others.stream().map(LabelMatcher::toString).collect(Collectors.joining(", "));
    }

    /**
     * Looks for it.
     *
     * @param released versions that were released, the last one first
     */
    Optional<String> find(MetricsSource source, long timeMillis, List<String> released) {
        Value found = source.instant("count by (" + label + ") ({" + matchers() + "})", timeMillis);
        if (!(found instanceof Value.Vector vector)) {
            return Optional.empty();
        }
        Map<String, Double> series = vector.elements().stream().collect(Collectors.toMap(e -> e.labels().get(label), Value.Element::value));
        @Nullable String last = released.stream().filter(series::containsKey).findFirst().orElse(null);
        return last != null ? Optional.of(last) : series.keySet().stream()
                .max(Comparator.comparing((String v) -> Objects.requireNonNull(series.get(v))).thenComparing(Comparator.naturalOrder()));
    }
}
