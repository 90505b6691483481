package dev.plumbline.daemon.config.canary;

import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.model.LabelNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a policy's {@code each}. */
final class EachReader {
    private static final Set<String> KEYS = Set.of("label", "values", "quorum");
    private final Fields policy;
    private final Notes notes;

    EachReader(Fields policy, Notes notes) {
        this.policy = policy;
        this.notes = notes;
    }

    @Nullable Each read() {
        Optional<Fields> each = policy.node("each").flatMap(n -> Fields.of("each", n, KEYS, notes));
        if (each.isEmpty()) {
            return null;
        }
        Fields f = each.get();
        if (policy.has("groups")) {
            f.problem("label", "each and groups cannot be combined: each makes a group of every value");
        }
        Optional<String> label = f.required("label").filter(l -> LabelNames.isLegacy(l) || wrong(f, l));
        List<String> values = values(f);
        if (label.isEmpty() || values.isEmpty()) {
            return null;
        }
        return new Each(label.get(), values, (int) f.whole("quorum", values.size(), 1, values.size()));
    }

    private static boolean wrong(Fields f, String label) {
        f.problem("label", "label is \"" + label + "\", must be the name of a label such as region");
        return false;
    }

    private List<String> values(Fields f) {
        var values = new ArrayList<String>();
        for (YamlNode node : f.requiredList("values")) {
            if (!(node instanceof YamlNode.Scalar value) || value.text().isBlank()) {
                notes.problem(Notes.Place.of(node), "a value of a label must be a text that is not empty");
            } else if (values.contains(value.text())) {
                notes.problem(Notes.Place.of(node), "\"" + value.text() + "\" is there already");
            } else {
                values.add(value.text());
            }
        }
        if (values.size() > Each.MAX_VALUES) {
            f.problem("values", values.size() + " values are given, at most " + Each.MAX_VALUES + " can be judged by themselves");
        }
        return values;
    }
}
