package dev.plumbline.daemon.config.canary;

import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlDocument;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
        Optional<YamlNode> root = parse();
        if (root.isEmpty()) {
            return List.of();
        }
        return Fields.of("the canary file", root.get(), Set.of("policies"), notes).map(this::policies).orElse(List.of());
    }

    private Optional<YamlNode> parse() {
        var problems = new Problems();
        YamlNode root = YamlDocument.parse(notes.source().file(), notes.source().text(), problems);
        problems.fatal().forEach(p -> notes.problem(Notes.Place.of(p.at()), p.message()));
        problems.warnings().forEach(p -> notes.warning(Notes.Place.of(p.at()), p.message()));
        if (root != null && root.isNull()) {
            notes.problem(new Notes.Place(1, 1), "the file is empty; it must have policies");
            return Optional.empty();
        }
        return Optional.ofNullable(root);
    }

    private List<CanaryFiles.LocatedPolicy> policies(Fields file) {
        var policies = new ArrayList<CanaryFiles.LocatedPolicy>();
        for (YamlNode node : file.requiredList("policies")) {
            Fields.of("a policy", node, PolicyReader.KEYS, notes).ifPresent(fields ->
                    new PolicyReader(fields, notes, syntax).read()
                            .ifPresent(p -> policies.add(new CanaryFiles.LocatedPolicy(p, fields, notes))));
        }
        return policies;
    }
}
