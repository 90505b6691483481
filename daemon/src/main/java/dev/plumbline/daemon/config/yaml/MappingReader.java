package dev.plumbline.daemon.config.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes typed values out of a mapping. A key that is absent or null gives the default; a value of the wrong type is
 * reported where it stands and gives the default too, so that reading goes on and finds the next problem. {@link
 * #finish} reports every key that was not asked for. Not thread-safe.
 */
public final class MappingReader {
    private final Position at;
    private final String what;
    private final Problems problems;
    private final Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    private final TreeSet<String> known = new TreeSet<>();

    private MappingReader(Position at, String what, Problems problems) {
        this.at = at;
        this.what = what;
        this.problems = problems;
    }

    /** A reader of {@code node}; null and nothing are an empty mapping, everything else but a mapping is reported. */
    public static MappingReader of(YamlNode node, String what, Problems problems) {
        var reader = new MappingReader(node.at(), what, problems);
        if (node instanceof YamlNode.Mapping mapping) {
            mapping.entries().forEach(e -> reader.entries.put(e.key(), e));
        } else if (!node.isNull()) {
            problems.error(node.at(), what + " must be a mapping of keys to values, not " + node.kind());
        }
        return reader;
    }

    /** Where the mapping starts. */
    public Position at() {
        return at;
    }

    /** Where a key's value stands (the key itself when the value is nothing), or the mapping when the key is absent. */
    public Position at(String key) {
        YamlNode.Entry entry = entries.get(key);
        return entry == null ? at : entry.value().isNull() ? entry.at() : entry.value().at();
    }

    /** Where a key itself stands, or the mapping when it is absent. */
    public Position keyAt(String key) {
        YamlNode.Entry entry = entries.get(key);
        return entry == null ? at : entry.at();
    }

    public Problems problems() {
        return problems;
    }

    /** Reports an error at a key's value. */
    public void error(String key, String message) {
        problems.error(at(key), message);
    }

    /** Whether the key is there and not null. Also makes it a known one. */
    public boolean has(String key) {
        return node(key) != null;
    }

    /** The value of a key, or null when it is absent or null. Makes the key a known one. */
    public @Nullable YamlNode node(String key) {
        known.add(key);
        YamlNode.Entry entry = entries.get(key);
        return entry == null || entry.value().isNull() ? null : entry.value();
    }

    /** Makes keys known that are read elsewhere or not at all. */
    public void know(Iterable<String> keys) {
        keys.forEach(known::add);
    }

    /** All keys of the mapping, in the file's order. */
    public List<String> keys() {
        return List.copyOf(entries.keySet());
    }

    /** Text; numbers and booleans count as what was written. Null when absent or not text. */
    public @Nullable String string(String key) {
        YamlNode node = node(key);
        return node == null ? null : Scalars.text(node, key, problems);
    }

    public String string(String key, String absent) {
        String text = string(key);
        return text == null ? absent : text;
    }

    /** true or false, also as yes/no, on/off. */
    public boolean bool(String key, boolean absent) {
        return parsed(key, Scalars::bool, "true or false", absent);
    }

    /** A whole number from {@code min} to {@code max}, both inclusive. */
    public long integer(String key, long absent, long min, long max) {
        long value = parsed(key, Scalars::integer, "a whole number", absent);
        if (has(key) && (value < min || value > max)) {
            error(key, key + " must be " + (max == Long.MAX_VALUE ? "at least " + min : "from " + min + " to " + max) + ", not " + value);
            return absent;
        }
        return value;
    }

    /** A number. */
    public double number(String key, double absent) {
        return parsed(key, Scalars::number, "a number", absent);
    }

    /** A duration in milliseconds, at least 0. */
    public long duration(String key, long absent) {
        return parsed(key, Durations::parse, "a duration such as 30s, 5m or 1h30m", absent);
    }

    /** A size in bytes; 1KB and 1KiB are both 1024 bytes. */
    public long size(String key, long absent) {
        return parsed(key, Scalars::size, "a size such as 512KB, 10MB or 1GiB", absent);
    }

    /** One of the given words. */
    public <T> T choice(String key, T absent, Map<String, T> words) {
        String text = string(key);
        T value = text == null ? absent : words.get(text);
        if (value == null) {
            error(key, key + " must be one of " + String.join(", ", new TreeSet<>(words.keySet())) + ", not \"" + text + "\"");
            return absent;
        }
        return value;
    }

    /** The result of {@code parse}, which says null for what it does not understand; {@code expected} says what it would. */
    public <T> T parsed(String key, Function<String, @Nullable T> parse, String expected, T absent) {
        YamlNode node = node(key);
        if (node == null) {
            return absent;
        }
        T value = node instanceof YamlNode.Scalar scalar ? parse.apply(scalar.text()) : null;
        if (value == null) {
            error(key, key + " must be " + expected + ", not " + node.kind());
            return absent;
        }
        return value;
    }

    /** The items of a list; absent and null are an empty one. */
    public List<YamlNode> items(String key) {
        return switch (node(key)) {
            case null -> List.of();
            case YamlNode.Sequence sequence -> sequence.items();
            case YamlNode other -> {
                error(key, key + " must be a list, not " + other.kind());
                yield List.of();
            }
        };
    }

    /** A list of text. */
    public List<String> strings(String key) {
        return items(key).stream().map(item -> Scalars.text(item, "an item of " + key, problems))
                .map(text -> text == null ? "" : text).toList();
    }

    /** A mapping of text to text, in the file's order; null values count as empty text. */
    public Map<String, String> stringMap(String key) {
        MappingReader reader = mapping(key);
        Map<String, String> map = new LinkedHashMap<>();
        reader.keys().forEach(name -> map.put(name, reader.string(name, "")));
        return map;
    }

    /** A reader of a nested mapping, empty when the key is absent; the caller finishes it. */
    public MappingReader mapping(String key) {
        YamlNode node = node(key);
        return of(node == null ? new YamlNode.Scalar(keyAt(key), "", true) : node, key, problems);
    }

    /** Reports the keys that nobody asked for, each with the known key that looks most like it. */
    public void finish() {
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                String near = Spelling.nearest(key, known);
                problems.error(entry.at(), "unknown key \"" + key + "\" in " + what
                        + (near == null ? "; known are " + String.join(", ", known) : ": did you mean \"" + near + "\"?"));
            }
        });
    }
}
