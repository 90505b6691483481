package dev.plumbline.daemon.command.backtest;

import dev.plumbline.daemon.config.yaml.JsonDocument;
import dev.plumbline.daemon.config.yaml.Position;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One policy as a tree of JSON, so that single keys can be changed whatever else it has. What comes out is a canary file's policy
 * again, for the daemon to read. Immutable.
 */
public final class PolicySpec {
    private static final Position MADE = Position.of("spec");
    private final YamlNode.Mapping policy;

    private PolicySpec(YamlNode.Mapping policy) {
        this.policy = policy;
    }

    /** The first policy of a canary file in JSON. */
    static PolicySpec of(String canaryFile) {
        YamlNode root = JsonDocument.parse("spec", canaryFile, new Problems());
        if (root instanceof YamlNode.Mapping file && value(file, "policies") instanceof YamlNode.Sequence policies
                && !policies.items().isEmpty() && policies.items().getFirst() instanceof YamlNode.Mapping first) {
            return new PolicySpec(first);
        }
        throw new IllegalArgumentException("no canary file: " + canaryFile);
    }

    private static @Nullable YamlNode value(YamlNode.Mapping in, String key) {
        return in.entries().stream().filter(e -> e.key().equals(key)).map(YamlNode.Entry::value).findFirst().orElse(null);
    }

    /** Without a key. */
    public PolicySpec without(String key) {
        return new PolicySpec(with(policy, key, null));
    }

    /** With a text as the value of a key. */
    public PolicySpec with(String key, String value) {
        return new PolicySpec(with(policy, key, text(value)));
    }

    /** With these texts as all there is of a mapping. */
    public PolicySpec with(String key, Map<String, String> values) {
        var entries = new TreeMap<>(values).entrySet().stream().map(e -> new YamlNode.Entry(e.getKey(), MADE, text(e.getValue()))).toList();
        return new PolicySpec(with(policy, key, new YamlNode.Mapping(MADE, entries)));
    }

    /** With only the metrics of these names. */
    public PolicySpec onlyMetrics(Set<String> names) {
        return each("metrics", m -> names.contains(name(m)) ? m : null);
    }

    /** With only these keys of each metric. */
    public PolicySpec onlyMetricKeys(Set<String> keys) {
        return each("metrics", m -> new YamlNode.Mapping(m.at(), m.entries().stream().filter(e -> keys.contains(e.key())).toList()));
    }

    /** With only the stage of this name, where the canary has so much of the traffic, in percent. */
    public PolicySpec onlyStage(String name, int weight) {
        return each("stages", s -> name(s).equals(name) ? with(s, "weight", text(Integer.toString(weight))) : null);
    }

    /** With a key of each metric set to what is made of its name; null takes it away. */
    public PolicySpec metricsWith(String key, Function<String, @Nullable String> values) {
        return each("metrics", m -> {
            String value = values.apply(name(m));
            return with(m, key, value == null ? null : text(value));
        });
    }

    private PolicySpec each(String list, Function<YamlNode.Mapping, YamlNode.@Nullable Mapping> change) {
        var kept = new ArrayList<YamlNode>();
        if (value(policy, list) instanceof YamlNode.Sequence all) {
            for (YamlNode item : all.items()) {
                YamlNode changed = item instanceof YamlNode.Mapping m ? change.apply(m) : item;
                if (changed != null) {
                    kept.add(changed);
                }
            }
        }
        return new PolicySpec(with(policy, list, new YamlNode.Sequence(MADE, kept)));
    }

    private static String name(YamlNode.Mapping item) {
        return value(item, "name") instanceof YamlNode.Scalar s ? s.text() : "";
    }

    private static YamlNode text(String value) {
        return new YamlNode.Scalar(MADE, value, false);
    }

    private static YamlNode.Mapping with(YamlNode.Mapping in, String key, @Nullable YamlNode value) {
        var entries = new ArrayList<>(in.entries());
        int at = entries.stream().map(YamlNode.Entry::key).toList().indexOf(key);
        if (at >= 0) {
            entries.remove(at);
        }
        if (value != null) {
            entries.add(at >= 0 ? at : entries.size(), new YamlNode.Entry(key, MADE, value));
        }
        return new YamlNode.Mapping(in.at(), entries);
    }

    /** The policy as a JSON object. */
    @Override
    public String toString() {
        return JsonDocument.write(policy);
    }
}
