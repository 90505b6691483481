package dev.plumbline.daemon.config.canary;

import dev.plumbline.daemon.config.yaml.Durations;
import dev.plumbline.daemon.config.yaml.Spelling;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One mapping of the file: typed access to its values, where each that is wrong becomes a problem at its place. */
final class Fields {
    private final String what;
    private final Notes notes;
    private final Notes.Place start;
    private final Map<String, YamlNode> values = new LinkedHashMap<>();

    private Fields(String what, YamlNode.Mapping mapping, Notes notes) {
        this.what = what;
        this.notes = notes;
        start = Notes.Place.of(mapping);
    }

    /** Reads a mapping whose keys are all known; anything else is a problem. */
    static Optional<Fields> of(String what, YamlNode node, Set<String> known, Notes notes) {
        Optional<Fields> fields = any(what, node, notes);
        fields.ifPresent(f -> f.unknownKeys((YamlNode.Mapping) node, known));
        return fields;
    }

    /** Reads a mapping with keys of any name. */
    static Optional<Fields> any(String what, YamlNode node, Notes notes) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            notes.problem(Notes.Place.of(node), what + " must be a mapping (key: value)");
            return Optional.empty();
        }
        var fields = new Fields(what, mapping, notes);
        mapping.entries().forEach(fields::add);
        return Optional.of(fields);
    }

    private void add(YamlNode.Entry entry) {
        if (!entry.value().isNull()) {
            values.put(entry.key(), entry.value());
        }
    }

    private void unknownKeys(YamlNode.Mapping mapping, Set<String> known) {
        for (YamlNode.Entry entry : mapping.entries()) {
            if (!known.contains(entry.key())) {
                String hint = Optional.ofNullable(Spelling.nearest(entry.key(), known)).map(k -> "did you mean \"" + k + "\"?")
                        .orElse("known are " + String.join(", ", new TreeSet<>(known)));
                notes.problem(Notes.Place.of(entry.at()), "unknown key \"" + entry.key() + "\" in " + what + "; " + hint);
            }
        }
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Set<String> keys() {
        return values.keySet();
    }

    Optional<YamlNode> node(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Where the value of a key stands; where the mapping begins when there is none. */
    Notes.Place place(String key) {
        return node(key).map(Notes.Place::of).orElse(start);
    }

    /** {@code file:line:column} of it. */
    String placeText(String key) {
        Notes.Place place = place(key);
        return notes.source().file() + ":" + place.line() + ":" + place.column();
    }

    void problem(String key, String message) {
        notes.problem(place(key), message);
    }

    /** A scalar's text; a problem when it is something else, empty when there is none. */
    Optional<String> text(String key) {
        return scalar(key).map(YamlNode.Scalar::text);
    }

    Optional<YamlNode.Scalar> scalar(String key) {
        YamlNode node = values.get(key);
        if (node != null && !(node instanceof YamlNode.Scalar)) {
            problem(key, key + " of " + what + " must be a single value");
        }
        return node instanceof YamlNode.Scalar s ? Optional.of(s) : Optional.empty();
    }

    /** A scalar's text; a problem when there is none. */
    Optional<String> required(String key) {
        Optional<String> text = text(key).filter(t -> !t.isBlank());
        if (text.isEmpty() && (node(key).isEmpty() || node(key).get() instanceof YamlNode.Scalar)) {
            problem(key, what + " needs " + key);
        }
        return text;
    }

    long durationMillis(String key, long otherwise) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        Long millis = Durations.parse(text.get());
        if (millis == null) {
            problem(key, key + " is \"" + text.get() + "\", must be a duration such as 30s, 5m or 1h30m");
        }
        return millis == null ? otherwise : millis;
    }

    /** A whole number between {@code min} and {@code max}, both inclusive. */
    long whole(String key, long otherwise, long min, long max) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException notWhole) {
            // Falls through to the problem, which says the same for both.
        }
        problem(key, key + " is \"" + text.get() + "\", must be a whole number from " + min + " to " + max);
        return otherwise;
    }

    boolean flag(String key, boolean otherwise) {
        Optional<String> text = text(key);
        if (text.isPresent() && !Set.of("true", "false").contains(text.get())) {
            problem(key, key + " is \"" + text.get() + "\", must be true or false");
        }
        return text.map(Boolean::parseBoolean).orElse(otherwise);
    }

    /** The elements of a list; a problem when it is missing, empty or something else. */
    List<YamlNode> requiredList(String key) {
        YamlNode node = values.get(key);
        if (node instanceof YamlNode.Sequence list && !list.items().isEmpty()) {
            return list.items();
        }
        problem(key, what + " needs " + key + ", a list with at least one element");
        return List.of();
    }
}
