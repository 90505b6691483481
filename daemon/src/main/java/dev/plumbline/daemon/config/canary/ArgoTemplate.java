package dev.plumbline.daemon.config.canary;

import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * An AnalysisTemplate as its file has it, with the templates that it refers to put in, and its arguments still open. Immutable; equal to another one
 * of the same text.
 */
public final class ArgoTemplate {
    /** The group and version of the documents that are read. */
    static final String API_VERSION = "argoproj.io/v1alpha1";
    /** What is answered for when the question names no stage. */
    static final String STAGE = "analysis";
    private static final long ENDLESS_MILLIS = 3_600_000;
    private static final long VALID_MILLIS = 3_600_000;
    private static final Template ANY = new Template("{}", List.of(new Template.Part.Verbatim(0, "{}")));
    private final Name name;
    private final List<Arg> args;
    private final Spec spec;
    private final Notes notes;
    private final QuerySyntax syntax;

    /** What it is called; the namespace may be empty. */
    record Name(String kind, String namespace, String name) {}

    /**
     * An argument.
     *
     * @param value null where there is none: then the question must give it
     * @param from where Argo would take the value from, empty for nowhere
     * @param at where it stands
     */
    record Arg(String name, @Nullable String value, String from, Notes.Place at) {}

    /** The lists of a template, as they were read. */
    record Spec(List<YamlNode> metrics, List<YamlNode> dryRun, List<YamlNode> retention) {
        Spec {
            metrics = List.copyOf(metrics);
            dryRun = List.copyOf(dryRun);
            retention = List.copyOf(retention);
        }

        List<YamlNode> all() {
            var all = new ArrayList<>(metrics);
            all.addAll(dryRun);
            all.addAll(retention);
            return all;
        }

        /** Without what is not used, so that nobody must give an argument for it, and no evidence holds it. */
        private Spec used() {
            return new Spec(metrics.stream().map(ArgoProviderReader::used).toList(), dryRun, retention);
        }

        private Set<String> names() {
            Set<String> names = new TreeSet<>();
            all().forEach(n -> names.addAll(ArgoArgs.names(n)));
            return names;
        }

        private Spec filled(ArgoArgs by) {
            return new Spec(metrics.stream().map(by::fill).toList(), dryRun.stream().map(by::fill).toList(), retention.stream().map(by::fill).toList());
        }
    }

    ArgoTemplate(Name name, List<Arg> args, Spec spec, Notes notes, QuerySyntax syntax) {
        this.name = name;
        this.args = List.copyOf(args);
        this.spec = spec;
        this.notes = notes;
        this.syntax = syntax;
    }

    /** What filling in the arguments gave. */
    public sealed interface Filled {

        /** A policy without open arguments, and the values that were filled in, by their names. */
        record Ready(PolicyDefinition policy, Map<String, String> values) implements Filled {}

        /** Why there is none, with what would be right. */
        record Refused(String message) implements Filled {}
    }

    /**
     * Fills in the arguments.
     *
     * @param given by the question, as arguments
     * @param known of the question, such as {@code service}: taken for arguments of these names that have no value
     */
    public Filled fill(Map<String, String> given, Map<String, String> known) {
        Set<String> names = args.stream().map(Arg::name).collect(Collectors.toCollection(TreeSet::new));
        for (String asked : new TreeSet<>(given.keySet())) {
            if (!names.contains(asked)) {
                return new Filled.Refused("template \"" + name.name + "\" has no argument \"" + asked + "\"; it has "
                        + (names.isEmpty() ? "none" : String.join(", ", names)));
            }
        }
        var values = new HashMap<String, ArgoArgs.Value>();
        Set<String> used = spec.used().names();
        for (Arg arg : args.stream().filter(a -> used.contains(a.name)).toList()) {
            String value = given.getOrDefault(arg.name, arg.value == null ? known.getOrDefault(arg.name, "") : arg.value);
            boolean asked = given.containsKey(arg.name) || arg.value == null;
            if (asked && !given.containsKey(arg.name) && !known.containsKey(arg.name)) {
                return new Filled.Refused("args." + arg.name + " is missing: template \"" + name.name + "\" needs a value for it"
                        + (arg.from.isEmpty() ? "" : ", which is not read from " + arg.from + " here") + "; add args." + arg.name + "=");
            }
            values.put(arg.name, new ArgoArgs.Value(value, !asked));
        }
        return filled(values);
    }

    private Filled filled(Map<String, ArgoArgs.Value> values) {
        var by = new ArgoArgs(values, null);
        Spec full = spec.used().filled(by);
        var found = new Notes(notes.source(), new ArrayList<>(), new ArrayList<>());
        by.wrong().forEach(w -> found.problem(Notes.Place.of(w.at()), w.message()));
        List<ArgoMetric> metrics = found.problems().isEmpty() ? new ArgoSpecReader(full, found, syntax).read() : List.of();
        if (!found.problems().isEmpty()) {
            return new Filled.Refused("template \"" + name.name + "\" cannot be judged with these arguments: "
                    + found.problems().stream().limit(3).map(CanaryProblem::toString).collect(Collectors.joining("; ")));
        }
        var texts = new TreeMap<String, String>();
        values.forEach((arg, value) -> texts.put(arg, value.text()));
        return new Filled.Ready(policy(new ArgoTemplate(name, List.of(), full, notes, syntax), metrics), texts);
    }

    /** As a policy: ready to be judged by if there are no arguments, else to be filled in first. Nothing where it has a problem, which is noted. */
    @Nullable PolicyDefinition policy() {
        Set<String> used = spec.names();
        used.removeAll(args.stream().map(Arg::name).toList());
        if (!used.isEmpty()) {
            notes.problem(Notes.Place.of(spec.all().getFirst()), "template \"" + name.name + "\" uses arguments that it does not declare: "
                    + String.join(", ", used) + "; add them to args");
            return null;
        }
        Set<String> needed = spec.used().names();
        args.stream().filter(a -> a.value == null && !a.from.isEmpty() && needed.contains(a.name)).forEach(a -> notes.warning(a.at, "argument " + a.name
                + " is not read from " + a.from + "; a question must give it as args." + a.name + "=, and it is kept with the evidence, so give no secret"));
        int before = notes.problems().size();
        List<ArgoMetric> metrics = check();
        return notes.problems().size() > before ? null : policy(this, args.isEmpty() ? metrics : List.of());
    }

    /** Reads it with the values that are known and samples for others, of which any that fits will do. */
    private List<ArgoMetric> check() {
        var values = new HashMap<String, ArgoArgs.Value>();
        args.stream().filter(a -> a.value != null).forEach(a -> values.put(a.name, new ArgoArgs.Value(String.valueOf(a.value), true)));
        Supplier<Notes> fresh = () -> new Notes(notes.source(), new ArrayList<>(), new ArrayList<>());
        Notes least = fresh.get();
        List<ArgoMetric> metrics = List.of();
        boolean sampled = false;
        for (String sample : List.of("1m", "1", "x")) {
            var by = new ArgoArgs(values, sample);
            Spec full = spec.filled(by);
            Notes found = fresh.get();
            by.wrong().forEach(w -> found.problem(Notes.Place.of(w.at()), w.message()));
            List<ArgoMetric> read = new ArgoSpecReader(full, found, syntax).read();
            if (sample.equals("1m") || found.problems().size() < least.problems().size()) {
                least = found;
                metrics = read;
            }
            sampled = by.sampled();
            if (!sampled) {
                break;
            }
        }
        boolean unsure = sampled && least.problems().stream().allMatch(p -> p.message().contains(ArgoSpecReader.LANGUAGE) || p.message().startsWith("count "));
        least.warnings().forEach(notes.warnings()::add);
        if (unsure) {
            least.problems().forEach(p -> notes.warnings().add(new CanaryProblem(p.file(), p.line(), p.column(),
                    p.message() + " (with samples for arguments without a value; it is read again with the values of each question)")));
        } else {
            notes.problems().addAll(least.problems());
        }
        return metrics;
    }

    private static PolicyDefinition policy(ArgoTemplate template, List<ArgoMetric> metrics) {
        boolean endless = metrics.isEmpty() || metrics.stream().anyMatch(m -> m.endless() && !m.dryRun());
        long planned = metrics.stream().mapToLong(ArgoMetric::lengthMillis).max().orElse(0);
        long atMost = Math.max(planned, endless || planned == 0 ? ENDLESS_MILLIS : 0);
        var judge = new JudgeSettings(new JudgeMethod.Argo(template, metrics), 1, 1, 0, 0, 0);
        return new PolicyDefinition(template.name.name, new Match(template.name.namespace, ""), ANY, null, List.of(new StageDefinition(STAGE, 0, atMost)),
                List.of(), null, List.of(), judge, false, VALID_MILLIS, Map.of(), Reactions.NONE);
    }

    /** A document that is read as the same template. */
    String text() {
        return ArgoText.json(this::write);
    }

    private void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("apiVersion", API_VERSION);
        json.writeStringProperty("kind", name.kind);
        json.writeObjectPropertyStart("metadata");
        json.writeStringProperty("name", name.name);
        if (!name.namespace.isEmpty()) {
            json.writeStringProperty("namespace", name.namespace);
        }
        json.writeEndObject();
        json.writeObjectPropertyStart("spec");
        json.writeArrayPropertyStart("args");
        for (Arg arg : args) {
            json.writeStartObject();
            json.writeStringProperty("name", arg.name);
            if (arg.value != null) {
                json.writeStringProperty("value", arg.value);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        list(json, "metrics", spec.metrics);
        list(json, "dryRun", spec.dryRun);
        list(json, "measurementRetention", spec.retention);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void list(JsonGenerator json, String key, List<YamlNode> nodes) {
        json.writeArrayPropertyStart(key);
        nodes.forEach(n -> ArgoText.write(json, n));
        json.writeEndArray();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ArgoTemplate t && t.text().equals(text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return name.kind + " " + name.name;
    }
}
