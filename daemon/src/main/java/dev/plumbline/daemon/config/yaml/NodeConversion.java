package dev.plumbline.daemon.config.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Turns the library's graph, in which an alias is the same node again, into our tree. Every visit counts, so a file
 * that doubles itself by aliases ends at the bound, and so does one whose alias names an enclosing value.
 */
final class NodeConversion {
    private static final int MAX_VALUES = 1_000_000;
    private static final int MAX_DEPTH = 200;
    private static final String BINARY = "tag:yaml.org,2002:binary";
    private final String file;
    private final Problems problems;
    private int values;
    private int depth;

    NodeConversion(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    YamlNode convert(Node node) {
        if (++values > MAX_VALUES || ++depth > MAX_DEPTH) {
            throw new YamlDocument.Refused(YamlDocument.at(file, node), depth > MAX_DEPTH
                    ? "values are nested too deep, or an alias names a value that it is part of"
                    : "the file has more than 1,000,000 values after its aliases are expanded");
        }
        try {
            return switch (node) {
                case MappingNode mapping -> mapping(mapping);
                case SequenceNode sequence -> new YamlNode.Sequence(YamlDocument.at(file, node),
                        sequence.getValue().stream().map(this::convert).toList());
                case ScalarNode scalar -> scalar(scalar);
                case null, default -> throw new IllegalStateException("unexpected YAML node " + node);
            };
        } finally {
            depth--;
        }
    }

    private YamlNode.Mapping mapping(MappingNode node) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        List<YamlNode> merged = new ArrayList<>();
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.error(YamlDocument.at(file, tuple.getKeyNode()), "a key must be text");
                continue;
            }
            YamlNode value = convert(tuple.getValueNode());
            if (key.getValue().equals("<<") && key.getScalarStyle() == ScalarStyle.PLAIN) {
                merged.add(value);
            } else {
                add(entries, key, value);
            }
        }
        merged.forEach(value -> merge(entries, value));
        return new YamlNode.Mapping(YamlDocument.at(file, node), List.copyOf(entries.values()));
    }

    private void add(Map<String, YamlNode.Entry> entries, ScalarNode key, YamlNode value) {
        var at = YamlDocument.at(file, key);
        var earlier = entries.putIfAbsent(key.getValue(), new YamlNode.Entry(key.getValue(), at, value));
        if (earlier != null) {
            problems.error(at, "the key \"" + key.getValue() + "\" is given twice, first in line " + earlier.at().line());
        }
    }

    /** Adds what {@code <<} names; keys that are there already win. */
    private void merge(Map<String, YamlNode.Entry> entries, YamlNode value) {
        switch (value) {
            case YamlNode.Mapping mapping -> mapping.entries().forEach(e -> entries.putIfAbsent(e.key(), e));
            case YamlNode.Sequence sequence -> sequence.items().forEach(item -> merge(entries, item));
            case YamlNode.Scalar scalar -> problems.error(scalar.at(), "<< merges mappings, this is " + scalar.kind());
        }
    }

    private YamlNode.Scalar scalar(ScalarNode node) {
        var at = YamlDocument.at(file, node);
        boolean plain = node.getScalarStyle() == ScalarStyle.PLAIN;
        if (node.getTag().getValue().equals(BINARY)) {
            return new YamlNode.Scalar(at, binary(at, node.getValue()), false);
        }
        return new YamlNode.Scalar(at, node.getValue(), plain);
    }

    private String binary(Position at, String base64) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(base64);
            if (base64.chars().anyMatch(c -> c != '=' && c != '+' && c != '/' && !Character.isLetterOrDigit(c) && !Character.isWhitespace(c))) {
                throw new IllegalArgumentException("illegal character");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            problems.error(at, "the !!binary value is not base64 of UTF-8 text");
            return "";
        }
    }
}
