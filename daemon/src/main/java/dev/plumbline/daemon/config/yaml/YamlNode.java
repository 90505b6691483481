package dev.plumbline.daemon.config.yaml;

import java.util.List;

/** A value in a document and where it starts. Immutable. */
public sealed interface YamlNode {
    Position at();

    /** What it is, in a user's words. */
    String kind();

    /** Key to value, in the file's order; keys are unique. */
    record Mapping(Position at, List<Entry> entries) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** A key, where it stands, and its value. */
    record Entry(String key, Position at, YamlNode value) {}

    /** A list. */
    record Sequence(Position at, List<YamlNode> items) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Text as written, without quotes; {@code plain} when it had none, so that it may be a number, boolean or null. */
    record Scalar(Position at, String text, boolean plain) implements YamlNode {
        @Override
        public String kind() {
            return isNull() ? "nothing" : "\"" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "\"";
        }

        @Override
        public boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }
    }

    /** Whether it is a scalar that stands for the absence of a value. */
    default boolean isNull() {
        return false;
    }
}
