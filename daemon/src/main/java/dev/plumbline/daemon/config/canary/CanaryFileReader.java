package dev.plumbline.daemon.config.canary;

import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlDocument;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads one file: YAML, then the list of policies, or documents of Argo Rollouts. */
final class CanaryFileReader {
    private final Notes notes;
    private final QuerySyntax syntax;
    private final ArgoDocuments templates;

    /** @param templates where documents of Argo Rollouts go */
    CanaryFileReader(Notes notes, QuerySyntax syntax, ArgoDocuments templates) {
        this.notes = notes;
        this.syntax = syntax;
        this.templates = templates;
    }

    List<CanaryFiles.LocatedPolicy> read() {
        if (notes.source().text().length() > CanaryFiles.MAX_LENGTH) {
            notes.problem(new Notes.Place(1, 1), "the file is longer than " + CanaryFiles.MAX_LENGTH + " characters");
            return List.of();
        }
        List<YamlNode> documents = parse();
        if (documents.stream().noneMatch(ArgoDocuments::isOfKubernetes)) {
            documents.stream().skip(1).findFirst().ifPresent(second ->
                    notes.warning(Notes.Place.of(second), "only the first YAML document of the file is used"));
            return documents.isEmpty() ? List.of() : document(documents.getFirst());
        }
        var policies = new ArrayList<CanaryFiles.LocatedPolicy>();
        for (YamlNode document : documents) {
            if (ArgoDocuments.isOfKubernetes(document)) {
                templates.read(document, notes);
            } else if (!document.isNull()) {
                policies.addAll(document(document));
            }
        }
        return policies;
    }

    private List<CanaryFiles.LocatedPolicy> document(YamlNode root) {
        if (root.isNull()) {
            notes.problem(new Notes.Place(1, 1), "the file is empty; it must have policies");
            return List.of();
        }
        return Fields.of("the canary file", root, Set.of("policies"), notes).map(this::policies).orElse(List.of());
    }

    private List<YamlNode> parse() {
        var problems = new Problems();
        List<YamlNode> documents = YamlDocument.parseAll(notes.source().file(), notes.source().text(), problems);
        problems.fatal().forEach(p -> notes.problem(Notes.Place.of(p.at()), p.message()));
        problems.warnings().forEach(p -> notes.warning(Notes.Place.of(p.at()), p.message()));
        return documents;
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
