package dev.plumbline.daemon.config.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one file: YAML, then the list of policies. */
final class CanaryFileReader {
    private final Notes notes;
    private final QuerySyntax syntax;

    CanaryFileReader(Notes notes, QuerySyntax syntax) {
        this.notes = notes;
        this.syntax = syntax;
    }

    List<CanaryFiles.LocatedPolicy> read() {
        if (notes.source().text().length() > CanaryFiles.MAX_LENGTH) {
            notes.problem(new Notes.Place(1, 1), "the file is longer than " + CanaryFiles.MAX_LENGTH + " characters");
            return List.of();
        }
        Optional<Node> root = compose();
        if (root.isEmpty()) {
            return List.of();
        }
        return Fields.of("the canary file", root.get(), Set.of("policies"), notes).map(this::policies).orElse(List.of());
    }

    private Optional<Node> compose() {
        try {
            var settings = LoadSettings.builder().setLabel(notes.source().file()).build();
            Optional<Node> root = new Compose(settings).composeString(notes.source().text());
            if (root.isEmpty()) {
                notes.problem(new Notes.Place(1, 1), "the file is empty; it must have policies");
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            var place = e.getProblemMark().map(m -> new Notes.Place(m.getLine() + 1, m.getColumn() + 1)).orElse(new Notes.Place(1, 1));
            notes.problem(place, "not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            notes.problem(new Notes.Place(1, 1), "not valid YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private List<CanaryFiles.LocatedPolicy> policies(Fields file) {
        var policies = new ArrayList<CanaryFiles.LocatedPolicy>();
        for (Node node : file.requiredList("policies")) {
            Fields.of("a policy", node, PolicyReader.KEYS, notes).ifPresent(fields ->
                    new PolicyReader(fields, notes, syntax).read()
                            .ifPresent(p -> policies.add(new CanaryFiles.LocatedPolicy(p, fields, notes))));
        }
        return policies;
    }
}
