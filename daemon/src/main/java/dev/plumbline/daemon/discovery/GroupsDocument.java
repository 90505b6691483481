package dev.plumbline.daemon.discovery;

import dev.plumbline.daemon.config.yaml.JsonDocument;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlDocument;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.daemon.relabel.NameValidation;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the list of {targets, labels} that file- and HTTP-based discovery share. */
final class GroupsDocument {
    private final String name;
    private final Problems problems = new Problems();
    private final Labels meta;

    private GroupsDocument(String name, Labels meta) {
        this.name = name;
        this.meta = meta;
    }

    /**
     * The groups of a document, with {@code meta} added to each one's labels.
     *
     * @param name the file or address, for positions and the groups' sources
     * @throws PlumblineException of kind USER with all problems, each with its position
     */
    static List<TargetGroup> json(String name, String text, Labels meta) {
        var document = new GroupsDocument(name, meta);
        return document.groups(JsonDocument.parse(name, text, document.problems));
    }

    /** The same for YAML. */
    static List<TargetGroup> yaml(String name, String text, Labels meta) {
        var document = new GroupsDocument(name, meta);
        return document.groups(YamlDocument.parse(name, text, document.problems));
    }

    private List<TargetGroup> groups(@Nullable YamlNode root) {
        var groups = new ArrayList<TargetGroup>();
        if (root instanceof YamlNode.Sequence list) {
            list.items().forEach(item -> groups.add(group(item, groups.size())));
        } else if (root != null && !root.isNull()) {
            problems.error(root.at(), "target groups must be a list of {targets, labels}, not " + root.kind());
        }
        if (problems.isFatal()) {
            throw PlumblineException.user(problems.toString());
        }
        return groups;
    }

    private TargetGroup group(YamlNode item, int index) {
        if (item.isNull()) {
            problems.error(item.at(), "a target group is empty; fill or remove it");
        }
        MappingReader reader = MappingReader.of(item, "a target group", problems);
        List<String> targets = reader.strings("targets");
        Map<String, String> labels = reader.stringMap("labels");
        labels.keySet().stream().filter(label -> !NameValidation.UTF8.allowsLabel(label))
                .forEach(label -> reader.error("labels", "\"" + label + "\" is not a valid label name"));
        reader.finish();
        Labels.Builder all = Labels.of(labels).builder();
        meta.forEach(all::set);
        return TargetGroup.of(name + ":" + index, targets, all.build());
    }
}
