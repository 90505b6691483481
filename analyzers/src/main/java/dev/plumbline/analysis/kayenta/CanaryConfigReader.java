package dev.plumbline.analysis.kayenta;

import dev.plumbline.analysis.canary.Margin.Direction;
import dev.plumbline.analysis.kayenta.EffectLimits.Measure;
import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.analysis.value.Value;
import dev.plumbline.model.PlumblineException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a Kayenta canary configuration. Members that the judge does not use (queries, templates, dates) are left alone. A
 * word that is not known where a few are (direction, nanStrategy, strategy, measure) has Kayenta's default and a warning;
 * what has the wrong type is a problem.
 */
public final class CanaryConfigReader {
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private CanaryConfigReader() {}

    /**
     * What was read.
     *
     * @param warnings where a word was not known and what it was taken for
     */
    public record Result(CanaryConfig config, List<String> warnings) {
        public Result {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Reads the JSON of one configuration.
     *
     * @throws PlumblineException of kind USER with all problems at once, each with its place
     */
    public static Result read(String json) {
        var reader = new CanaryConfigReader();
        try {
            CanaryConfig config = reader.config(new ConfigNode("", JsonText.read(json), reader.problems));
            if (reader.problems.isEmpty()) {
                return new Result(config, reader.warnings);
            }
        } catch (JsonText.Malformed e) {
            reader.problems.add(e.getMessage());
        }
        throw PlumblineException.user("canary configuration: " + String.join("; ", reader.problems));
    }

    private CanaryConfig config(ConfigNode root) {
        var metrics = new ArrayList<CanaryMetric>();
        var names = new HashSet<String>();
        for (ConfigNode node : root.at("metrics").elements()) {
            CanaryMetric metric = metric(node);
            if (!names.add(metric.name())) {
                problems.add(node.path() + ".name: there are two metrics " + metric.name());
            } else {
                metrics.add(metric);
            }
        }
        if (metrics.isEmpty() && problems.isEmpty()) {
            problems.add("metrics: at least one is needed");
        }
        return new CanaryConfig(root.at("name").text(""), metrics, weights(root.at("classifier").at("groupWeights")));
    }

    private Map<String, Double> weights(ConfigNode node) {
        Map<String, Double> weights = new TreeMap<>();
        node.members().forEach((group, weight) -> {
            double number = weight.number(0);
            if (!(number >= 0 && number <= 100)) {
                problems.add(weight.path() + ": a weight is from 0 to 100, got " + Figures.show(number));
            }
            weights.put(group, number);
        });
        return weights;
    }

    private CanaryMetric metric(ConfigNode node) {
        String name = node.at("name").text("");
        if (name.isEmpty()) {
            problems.add(node.path() + ".name: a metric needs a name");
        }
        List<String> groups = node.at("groups").elements().stream().map(g -> g.text("")).toList();
        ConfigNode canary = node.at("analysisConfigurations").at("canary");
        Direction direction = switch (word(canary.at("direction"), "either", List.of("increase", "decrease", "either"))) {
            case "increase" -> Direction.INCREASE;
            case "decrease" -> Direction.DECREASE;
            default -> Direction.EITHER;
        };
        var importance = new Importance(canary.at("critical").flag(), canary.at("muted").flag(), canary.at("mustHaveData").flag());
        return new CanaryMetric(name, groups, new CanaryMetric.Rules(direction, cleaning(canary), effect(canary.at("effectSize")), importance));
    }

    private Cleaning cleaning(ConfigNode canary) {
        boolean replace = word(canary.at("nanStrategy"), "remove", List.of("remove", "replace")).equals("replace");
        boolean remove = word(canary.at("outliers").at("strategy"), "keep", List.of("keep", "remove")).equals("remove");
        ConfigNode factor = canary.at("outliers").at("outlierFactor");
        double number = factor.number(Cleaning.USUAL.outlierFactor());
        if (!(number > 0)) {
            problems.add(factor.path() + ": must be above 0, got " + Figures.show(number));
            number = Cleaning.USUAL.outlierFactor();
        }
        return new Cleaning(replace, remove, number);
    }

    private EffectLimits effect(ConfigNode node) {
        boolean cles = word(node.at("measure"), "meanRatio", List.of("meanRatio", "cles")).equals("cles");
        Measure measure = cles ? Measure.CLES : Measure.MEAN_RATIO;
        return new EffectLimits(measure, node.at("allowedIncrease").number(measure.none()), node.at("allowedDecrease").number(measure.none()),
                node.at("criticalIncrease").number(measure.none()), node.at("criticalDecrease").number(measure.none()));
    }

    private String word(ConfigNode node, String usual, List<String> known) {
        String word = node.text(usual);
        if (known.contains(word)) {
            return word;
        }
        warnings.add(node.path() + ": " + word + " is not known and taken as " + usual + "; known: " + String.join(", ", known));
        return usual;
    }

    /** A place in the configuration; one that is absent has only defaults. */
    private record ConfigNode(String path, Value value, List<String> problems) {

        ConfigNode at(String name) {
            Value child = value instanceof Value.Members m ? m.byName().getOrDefault(name, Value.Nil.NIL) : Value.Nil.NIL;
            if (!(value instanceof Value.Members || value instanceof Value.Nil)) {
                problems.add(path + ": expected an object, got " + value.typeName());
            }
            return new ConfigNode(path.isEmpty() ? name : path + "." + name, child, problems);
        }

        List<ConfigNode> elements() {
            return switch (value) {
                case Value.Items items -> {
                    var nodes = new ArrayList<ConfigNode>();
                    for (Value element : items.elements()) {
                        nodes.add(new ConfigNode(path + "[" + nodes.size() + "]", element, problems));
                    }
                    yield nodes;
                }
                case Value.Nil n -> List.of();
                case Value v -> {
                    expected("a list");
                    yield List.of();
                }
            };
        }

        Map<String, ConfigNode> members() {
            Map<String, ConfigNode> nodes = new TreeMap<>();
            if (value instanceof Value.Members m) {
                m.byName().keySet().forEach(name -> nodes.put(name, at(name)));
            } else if (!(value instanceof Value.Nil)) {
                expected("an object");
            }
            return nodes;
        }

        String text(String usual) {
            if (value instanceof Value.Text t) {
                return t.value();
            }
            if (!(value instanceof Value.Nil)) {
                expected("a text");
            }
            return usual;
        }

        double number(double usual) {
            if (value.isNumber()) {
                return value.asDouble();
            }
            if (!(value instanceof Value.Nil)) {
                expected("a number");
            }
            return usual;
        }

        boolean flag() {
            if (value instanceof Value.Bool b) {
                return b.value();
            }
            if (!(value instanceof Value.Nil)) {
                expected("true or false");
            }
            return false;
        }

        private void expected(String what) {
            problems.add(path + ": expected " + what + ", got " + value.typeName());
        }
    }
}
