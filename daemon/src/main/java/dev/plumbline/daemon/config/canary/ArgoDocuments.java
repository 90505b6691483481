package dev.plumbline.daemon.config.canary;

import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents of kind AnalysisTemplate and ClusterAnalysisTemplate as they are in a cluster or a repository. Other kinds beside them are told and left out.
 * Templates may refer to each other, across files; they are put together when all are read. Used once.
 */
final class ArgoDocuments {
    private static final String LOCAL = "AnalysisTemplate";
    private static final String CLUSTER = "ClusterAnalysisTemplate";
    private static final Set<String> DOCUMENT = Set.of("apiVersion", "kind", "metadata", "spec", "status");
    private static final Set<String> SPEC = Set.of("metrics", "args", "dryRun", "measurementRetention", "templates");
    private final QuerySyntax syntax;
    private final List<Draft> drafts = new ArrayList<>();

    ArgoDocuments(QuerySyntax syntax) {
        this.syntax = syntax;
    }

    /** Another template that belongs to one. */
    private record Reference(Fields at, String kind, String name) {}

    /** A template before those that it refers to are put in. */
    private record Draft(ArgoTemplate.Name name, Fields metadata, List<ArgoTemplate.Arg> args, ArgoTemplate.Spec spec, List<Reference> references, Notes notes) {
        boolean is(Reference r) {
            return name.kind().equals(r.kind) && name.name().equals(r.name);
        }
    }

    /** Whether it is a document of any kind, and no canary file. */
    static boolean isOfKubernetes(YamlNode document) {
        return document instanceof YamlNode.Mapping m && m.entries().stream().anyMatch(e -> e.key().equals("kind"))
                && m.entries().stream().anyMatch(e -> e.key().equals("apiVersion"));
    }

    void read(YamlNode document, Notes notes) {
        Fields.any("a document", document, notes).ifPresent(f -> {
            String kind = f.text("kind").orElse("");
            String version = f.text("apiVersion").orElse("");
            boolean known = kind.equals(LOCAL) || kind.equals(CLUSTER);
            if (!known) {
                notes.warning(f.place("kind"), "kind " + kind + " is not read; known are " + LOCAL + " and " + CLUSTER);
            } else if (!version.equals(ArgoTemplate.API_VERSION)) {
                f.problem("apiVersion", "apiVersion is \"" + version + "\", must be " + ArgoTemplate.API_VERSION);
            } else {
                template(kind, document, notes);
            }
        });
    }

    private void template(String kind, YamlNode document, Notes notes) {
        int before = notes.problems().size();
        Optional<Fields> whole = Fields.of(kind, document, DOCUMENT, notes);
        Optional<Fields> metadata = whole.flatMap(f -> part(f, "metadata")).flatMap(n -> Fields.any("metadata", n, notes));
        Optional<Fields> spec = whole.flatMap(f -> part(f, "spec")).flatMap(n -> Fields.of("spec", n, SPEC, notes));
        Optional<String> name = metadata.flatMap(m -> m.required("name"));
        if (name.isEmpty() || spec.isEmpty()) {
            return;
        }
        Fields s = spec.get();
        var lists = new ArgoTemplate.Spec(list(s, "metrics"), list(s, "dryRun"), list(s, "measurementRetention"));
        List<Reference> references = references(s, notes);
        if (lists.metrics().isEmpty() && references.isEmpty()) {
            s.problem("metrics", "a template needs metrics, or templates that have some");
        }
        List<ArgoTemplate.Arg> args = args(s, notes);
        if (notes.problems().size() == before) {
            String namespace = kind.equals(CLUSTER) ? "" : metadata.get().text("namespace").orElse("");
            drafts.add(new Draft(new ArgoTemplate.Name(kind, namespace, name.get()), metadata.get(), args, lists, references, notes));
        }
    }

    private static Optional<YamlNode> part(Fields f, String key) {
        if (!f.has(key)) {
            f.problem(key, "the template needs " + key);
        }
        return f.node(key);
    }

    private static List<YamlNode> list(Fields spec, String key) {
        Optional<YamlNode> node = spec.node(key);
        if (node.isPresent() && !(node.get() instanceof YamlNode.Sequence)) {
            spec.problem(key, key + " must be a list");
        }
        return node.isPresent() && node.get() instanceof YamlNode.Sequence s ? s.items() : List.of();
    }

    private static List<Reference> references(Fields spec, Notes notes) {
        var references = new ArrayList<Reference>();
        for (YamlNode node : list(spec, "templates")) {
            Fields.of("templates", node, Set.of("templateName", "clusterScope"), notes).ifPresent(f -> f.required("templateName")
                    .ifPresent(name -> references.add(new Reference(f, f.flag("clusterScope", false) ? CLUSTER : LOCAL, name))));
        }
        return references;
    }

    private static List<ArgoTemplate.Arg> args(Fields spec, Notes notes) {
        Map<String, ArgoTemplate.Arg> args = new LinkedHashMap<>();
        for (YamlNode node : list(spec, "args")) {
            Fields.of("an argument", node, Set.of("name", "value", "valueFrom"), notes).ifPresent(f -> f.required("name").ifPresent(name -> {
                String from = f.node("valueFrom").map(n -> source(n, notes)).orElse("");
                if (f.has("value") && f.has("valueFrom")) {
                    f.problem("value", "argument " + name + " has value and valueFrom; take one out");
                }
                if (args.put(name, new ArgoTemplate.Arg(name, f.text("value").orElse(null), from, f.place("valueFrom"))) != null) {
                    f.problem("name", "two arguments are called \"" + name + "\"");
                }
            }));
        }
        return List.copyOf(args.values());
    }

    private static String source(YamlNode node, Notes notes) {
        return Fields.of("valueFrom", node, Set.of("secretKeyRef", "fieldRef", "podTemplateHashValue"), notes)
                .map(f -> f.keys().isEmpty() ? "" : "valueFrom." + f.keys().iterator().next()).orElse("");
    }

    /** Notes for every template that it is no place for it. */
    void refuse(String why) {
        drafts.forEach(d -> d.notes.problem(d.metadata.place("name"), why));
    }

    /** All templates, each with those it refers to; one with a problem, which is noted, is left out. */
    List<CanaryFiles.LocatedPolicy> policies() {
        var policies = new ArrayList<CanaryFiles.LocatedPolicy>();
        for (Draft draft : drafts) {
            Set<Draft> all = new LinkedHashSet<>();
            boolean complete = gather(draft, all, List.of());
            ArgoTemplate template = complete ? joined(draft, all) : null;
            PolicyDefinition policy = template == null ? null : template.policy();
            if (policy != null) {
                policies.add(new CanaryFiles.LocatedPolicy(policy, draft.metadata, draft.notes));
            }
        }
        return policies;
    }

    private boolean gather(Draft draft, Set<Draft> all, List<Draft> above) {
        all.add(draft);
        var path = new ArrayList<>(above);
        path.add(draft);
        boolean complete = true;
        for (Reference r : draft.references) {
            Optional<Draft> found = drafts.stream().filter(d -> d.is(r)).findFirst();
            if (found.isEmpty() || path.contains(found.get())) {
                if (above.isEmpty()) {
                    r.at.problem("templateName", found.isEmpty() ? "there is no " + r.kind + " \"" + r.name + "\" in the canary files"
                            : r.kind + " \"" + r.name + "\" refers back to this one");
                }
                complete = false;
            } else if (!all.contains(found.get())) {
                complete &= gather(found.get(), all, path);
            }
        }
        return complete;
    }

    private @Nullable ArgoTemplate joined(Draft draft, Set<Draft> all) {
        Map<String, ArgoTemplate.Arg> args = new LinkedHashMap<>();
        for (Draft d : all) {
            for (ArgoTemplate.Arg arg : d.args) {
                ArgoTemplate.Arg known = args.get(arg.name());
                if (known != null && known.value() != null && arg.value() != null && !Objects.equals(known.value(), arg.value())) {
                    draft.notes.problem(draft.metadata.place("name"), "template \"" + draft.name.name() + "\" and those it refers to give argument " + arg.name()
                            + " different values: \"" + known.value() + "\" and \"" + arg.value() + "\"");
                    return null;
                }
                if (known == null || known.value() == null) {
                    args.put(arg.name(), arg);
                }
            }
        }
        var spec = new ArgoTemplate.Spec(all.stream().flatMap(d -> d.spec.metrics().stream()).toList(),
                all.stream().flatMap(d -> d.spec.dryRun().stream()).toList(), all.stream().flatMap(d -> d.spec.retention().stream()).toList());
        return new ArgoTemplate(draft.name, List.copyOf(args.values()), spec, draft.notes, syntax);
    }
}
