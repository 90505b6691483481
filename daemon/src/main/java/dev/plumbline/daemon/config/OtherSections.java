package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is recognised and not done yet. A key whose absence would lose data that somebody counts on is refused;
 * what only watches the daemon itself warns, so that an existing prometheus.yml starts on the first try.
 */
final class OtherSections {
    private static final List<String> REFUSED = List.of("slo_files", "receive", "traces", "logs", "sources", "cost", "documents", "remote_read");
    private static final List<String> IGNORED = List.of("tracing", "otlp", "runtime");

    private OtherSections() {}

    static void read(LoadContext context, MappingReader root) {
        for (String key : REFUSED) {
            if (!isEmpty(root.node(key))) {
                context.problems().notYet(root.keyAt(key), "the key \"" + key + "\"");
            }
        }
        for (String key : IGNORED) {
            if (!isEmpty(root.node(key))) {
                context.problems().warning(root.keyAt(key), "the section " + key + " is not there yet and has no effect");
            }
        }
    }

    private static boolean isEmpty(@Nullable YamlNode node) {
        return switch (node) {
            case null -> true;
            case YamlNode.Mapping mapping -> mapping.entries().isEmpty();
            case YamlNode.Sequence sequence -> sequence.items().isEmpty();
            case YamlNode.Scalar scalar -> scalar.text().isEmpty();
        };
    }
}
