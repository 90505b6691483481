package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.canary.Quantity;
import dev.plumbline.analysis.canary.Unit;
import dev.plumbline.analysis.keptn.Criteria;
import dev.plumbline.analysis.keptn.Objective;
import dev.plumbline.analysis.keptn.RelativeCriterion;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the metrics of a policy with {@code method: keptn} are held to; whatever else is wrong with a metric, others say. Used once. */
final class ObjectivesReader {
    /** Keys of a metric that belong to the method. */
    static final List<String> KEYS = List.of("pass", "warning", "weight", "key_sli");
    private static final int MOST_CRITERIA = 20;
    private static final double MOST_WEIGHT = 1e6;
    private static final Pattern WITH_UNIT = Pattern.compile("\\s*(<=|>=|<|>|=)\\s*([0-9.]+\\s*[A-Za-z/]+)\\s*");
    private static final Map<String, Unit.Dimension> DIMENSIONS = Map.of("error_rate", Unit.Dimension.RATIO, "trace_errors", Unit.Dimension.RATIO,
            "log_errors", Unit.Dimension.RATIO, "latency", Unit.Dimension.TIME, "traffic", Unit.Dimension.RATE);
    private final Fields policy;
    private final Notes notes;

    ObjectivesReader(Fields policy, Notes notes) {
        this.policy = policy;
        this.notes = notes;
    }

    List<Objective> read() {
        var objectives = new ArrayList<Objective>();
        if (policy.node("metrics").orElse(null) instanceof YamlNode.Sequence metrics) {
            for (YamlNode node : metrics.items()) {
                if (node instanceof YamlNode.Mapping) {
                    Fields.any("a metric", node, notes).ifPresent(f -> objectives.add(objective(f)));
                }
            }
        }
        if (!objectives.isEmpty() && objectives.stream().allMatch(Objective::informative)) {
            policy.problem("metrics", "no metric has pass, so that there would never be a verdict; add to one for example pass: [\"<=+10%\"]");
        }
        return objectives;
    }

    private Objective objective(Fields f) {
        String name = f.node("name").orElse(null) instanceof YamlNode.Scalar s ? s.text() : "";
        Unit.Dimension dimension = f.node("signal").orElse(null) instanceof YamlNode.Scalar s ? DIMENSIONS.getOrDefault(s.text(), Unit.Dimension.ANY)
                : Unit.Dimension.ANY;
        Criteria pass = criteria(f, "pass", dimension);
        Criteria warning = criteria(f, "warning", dimension);
        if (f.has("warning") && !f.has("pass")) {
            f.problem("warning", "warning needs pass beside it: a metric without pass is shown and does not count");
        }
        return new Objective(name, pass, warning, weight(f), f.flag("key_sli", false));
    }

    private static double weight(Fields f) {
        Optional<String> text = f.text("weight");
        if (text.isEmpty()) {
            return 1;
        }
        try {
            double weight = Double.parseDouble(text.get());
            if (weight > 0 && weight <= MOST_WEIGHT) {
                return weight;
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the problem, which says the same for both.
        }
        f.problem("weight", "weight is \"" + text.get() + "\", must be a number above 0 and at most 1000000");
        return 1;
    }

    /** A list of criteria is one set; a list of lists are several. */
    private Criteria criteria(Fields f, String key, Unit.Dimension dimension) {
        if (!f.has(key)) {
            return Criteria.NONE;
        }
        List<YamlNode> items = f.requiredList(key);
        if (items.isEmpty()) {
            return Criteria.NONE;
        }
        boolean nested = items.stream().anyMatch(YamlNode.Sequence.class::isInstance);
        var sets = new ArrayList<List<RelativeCriterion>>();
        for (YamlNode set : nested ? items : List.<YamlNode>of(new YamlNode.Sequence(f.node(key).orElseThrow().at(), items))) {
            if (set instanceof YamlNode.Sequence s && !s.items().isEmpty()) {
                sets.add(s.items().stream().flatMap(item -> criterion(key, item, dimension).stream()).toList());
            } else {
                notes.problem(Notes.Place.of(set), key + " is a list of criteria that must all hold, such as [\"<=+10%\", \"<600\"], or a list of such lists of "
                        + "which one must");
            }
        }
        if (sets.stream().mapToInt(List::size).sum() > MOST_CRITERIA) {
            f.problem(key, key + " has more than " + MOST_CRITERIA + " criteria");
        }
        return new Criteria(sets.stream().filter(s -> !s.isEmpty()).toList());
    }

    private Optional<RelativeCriterion> criterion(String key, YamlNode node, Unit.Dimension dimension) {
        Optional<RelativeCriterion> found = node instanceof YamlNode.Scalar s ? RelativeCriterion.parse(s.text()).or(() -> withUnit(s.text(), dimension))
                : Optional.empty();
        if (found.isEmpty()) {
            notes.problem(Notes.Place.of(node), "criterion of " + key + " is " + node.kind() + ", must be <, <=, =, >= or > and a number in base units or with a unit ("
                    + "\"<0.6\", \"<600ms\"), or how far it may be from past releases (\"<=+10%\", \">=-5\")");
        } else if (dimension == Unit.Dimension.RATIO && !found.get().relative() && found.get().amount() > 1) {
            notes.problem(Notes.Place.of(node), "criterion of " + key + " is " + node.kind() + ", but a ratio is from 0 to 1: write <=0.05 for five in a hundred (a share such "
                    + "as <=5% is of what past releases showed)");
        }
        return found;
    }

    private static Optional<RelativeCriterion> withUnit(String text, Unit.Dimension dimension) {
        Matcher m = WITH_UNIT.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        return Quantity.parse(m.group(2)).filter(q -> dimension == Unit.Dimension.ANY || q.unit().dimension() == dimension)
                .flatMap(q -> RelativeCriterion.parse(m.group(1) + new BigDecimal(Double.toString(q.value())).toPlainString()));
    }

    /** Says which keys do not go with a policy's method. @return whether the metric's limits are criteria of this method */
    static boolean isMethodOf(Fields metric, JudgeMethod method) {
        boolean keptn = method instanceof JudgeMethod.Keptn;
        if (keptn) {
            for (String key : List.of("fail_above", "fail_below", "margin", "direction")) {
                refuse(metric, key, "with method keptn every metric is held to criteria; say it by pass, for example pass: [\"<=0.05\"]");
            }
            refuse(metric, "critical", "with method keptn say key_sli: true, and everything fails when this metric does");
            refuse(metric, "muted", "with method keptn leave out pass, and the metric is shown and does not count");
        } else {
            KEYS.forEach(key -> refuse(metric, key, key + " belongs to method keptn; say judge: {method: keptn} and give every metric criteria, or use fail_above, "
                    + "fail_below or margin"));
        }
        return keptn;
    }

    private static void refuse(Fields fields, String key, String instead) {
        if (fields.has(key)) {
            fields.problem(key, instead.startsWith(key) ? instead : key + " does not go here: " + instead);
        }
    }

    /** Keys of a policy that contradict the method. */
    static void check(Fields policy) {
        for (String key : Set.of("groups", "each")) {
            refuse(policy, key, "with method keptn weights and total_score say how metrics count together; take it out");
        }
    }
}
