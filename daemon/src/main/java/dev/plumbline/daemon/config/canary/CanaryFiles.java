package dev.plumbline.daemon.config.canary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Loads canary files, all together, since names and matches must not collide across files. Pure: text in, records out. */
public final class CanaryFiles {
    /** Longest file that is read, in characters. */
    public static final int MAX_LENGTH = 1 << 20;

    private CanaryFiles() {}

    /**
     * A file's name as messages show it, and its text.
     *
     * @param beside how it gets at the files that it names
     */
    public record Source(String file, String text, Beside beside) {

        /** One that can name no files. */
        public Source(String file, String text) {
            this(file, text, Beside.NOTHING);
        }
    }

    /**
     * What loading found, problems and warnings in order of file, line and column.
     *
     * @param policies what may be put in force; none at all when there is any problem
     */
    public record Loaded(Policies policies, List<CanaryProblem> problems, List<CanaryProblem> warnings) {
        public Loaded {
            problems = problems.stream().sorted().toList();
            warnings = warnings.stream().sorted().toList();
        }
    }

    /** Reads all files and reports all their problems at once. */
    public static Loaded load(List<Source> sources, QuerySyntax syntax) {
        var problems = new ArrayList<CanaryProblem>();
        var warnings = new ArrayList<CanaryProblem>();
        var located = new ArrayList<LocatedPolicy>();
        var templates = new ArgoDocuments(syntax);
        for (Source source : sources) {
            var notes = new Notes(source, problems, warnings);
            located.addAll(new CanaryFileReader(notes, syntax, templates).read());
        }
        located.addAll(templates.policies());
        collisions(located);
        var policies = problems.isEmpty() ? new Policies(located.stream().map(LocatedPolicy::policy).toList()) : Policies.NONE;
        return new Loaded(policies, problems, warnings);
    }

    /**
     * Policies that are looked at each by itself, such as candidates of which one is to be chosen.
     *
     * @param policies in the file's order, names unique; none at all when there is any problem
     */
    public record Candidates(List<PolicyDefinition> policies, List<CanaryProblem> problems) {
        public Candidates {
            policies = List.copyOf(policies);
            problems = problems.stream().sorted().toList();
        }
    }

    /** Reads one file of policies that are not in force together: they may match the same services. */
    public static Candidates candidates(Source source, QuerySyntax syntax) {
        var problems = new ArrayList<CanaryProblem>();
        var templates = new ArgoDocuments(syntax);
        var notes = new Notes(source, problems, new ArrayList<>());
        var located = new CanaryFileReader(notes, syntax, templates).read();
        templates.refuse("an AnalysisTemplate cannot be tried on the past here; give policies");
        sameNames(located);
        return new Candidates(problems.isEmpty() ? located.stream().map(LocatedPolicy::policy).toList() : List.of(), problems);
    }

    /** A policy and where it stands. */
    record LocatedPolicy(PolicyDefinition policy, Fields fields, Notes notes) {}

    private static void sameNames(List<LocatedPolicy> located) {
        for (int i = 0; i < located.size(); i++) {
            LocatedPolicy later = located.get(i);
            located.stream().limit(i).filter(p -> p.policy.name().equals(later.policy.name())).findFirst().ifPresent(earlier ->
                    later.notes.problem(later.fields.place("name"), "a policy named \"" + later.policy.name() + "\" is there already, at "
                            + earlier.fields.placeText("name")));
        }
    }

    private static void collisions(List<LocatedPolicy> located) {
        sameNames(located);
        for (int i = 0; i < located.size(); i++) {
            LocatedPolicy later = located.get(i);
            located.stream().limit(i).filter(p -> !p.policy.byTemplate() && !later.policy.byTemplate())
                    .filter(p -> p.policy.match().ties(later.policy.match()))
                    .min(Comparator.comparing(p -> p.policy.name())).ifPresent(earlier ->
                    later.notes.problem(later.fields.place("match"), "policy \"" + later.policy.name() + "\" (" + later.policy.match()
                            + ") ties with policy \"" + earlier.policy.name() + "\" (" + earlier.policy.match()
                            + "): both could govern the same service and neither is more specific; add a namespace or service to one"));
        }
    }
}
