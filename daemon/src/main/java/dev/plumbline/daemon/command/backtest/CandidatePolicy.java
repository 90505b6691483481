package dev.plumbline.daemon.command.backtest;

import dev.plumbline.daemon.config.canary.Beside;
import dev.plumbline.daemon.config.canary.CanaryFiles;
import dev.plumbline.daemon.config.canary.PolicyDefinition;
import dev.plumbline.daemon.config.canary.PolicyText;
import dev.plumbline.daemon.config.canary.PromqlSyntax;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlDocument;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.parser.ParserOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A policy that is tried on the past, in force or not.
 *
 * @param label what reports call it: its name, with the file where names are alike
 */
public record CandidatePolicy(String label, String file, PolicyDefinition policy) {

    /** As an order's {@code spec}. Nothing follows from a verdict on the past, so what would is left out; the true verdict is wanted. */
    public PolicySpec spec() {
        return PolicySpec.of(PolicyText.of(policy)).without("rollout").without("on").without("dry_run");
    }

    /**
     * Reads what {@code --policy} names: {@code FILE}, all policies of a canary file, or {@code FILE:NAME}, one of them.
     *
     * @throws PlumblineException of kind USER with every problem as {@code file:line:column: message}, one on each line
     */
    public static List<CandidatePolicy> read(List<String> arguments) {
        var found = new ArrayList<CandidatePolicy>();
        var wrong = new ArrayList<String>();
        for (String argument : arguments) {
            int colon = argument.lastIndexOf(':');
            boolean whole = colon <= 0 || Files.exists(Path.of(argument));
            String file = whole ? argument : argument.substring(0, colon);
            found.addAll(read(file, whole ? "" : argument.substring(colon + 1), wrong));
        }
        if (!wrong.isEmpty()) {
            throw PlumblineException.user(String.join("\n", wrong));
        }
        return labelled(once(found));
    }

    private static List<CandidatePolicy> read(String file, String name, List<String> wrong) {
        var problems = new Problems();
        String text = YamlDocument.readText(Path.of(file), problems);
        if (text == null) {
            wrong.add(problems.toString());
            return List.of();
        }
        var loaded = CanaryFiles.candidates(new CanaryFiles.Source(file, text, Beside.of(Path.of(file), t -> { })), new PromqlSyntax(ParserOptions.STABLE));
        loaded.problems().forEach(p -> wrong.add(p.toString()));
        List<CandidatePolicy> chosen = loaded.policies().stream().filter(p -> name.isEmpty() || p.name().equals(name))
                .map(p -> new CandidatePolicy(p.name(), file, p)).toList();
        if (loaded.problems().isEmpty() && chosen.isEmpty()) {
            wrong.add(file + " has no policy \"" + name + "\"; it has "
                    + loaded.policies().stream().map(PolicyDefinition::name).collect(Collectors.joining(", ")));
        }
        return chosen;
    }

    /** Without those that were named twice. */
    private static List<CandidatePolicy> once(List<CandidatePolicy> found) {
        var byPlace = new LinkedHashMap<String, CandidatePolicy>();
        found.forEach(c -> byPlace.putIfAbsent(c.file + ":" + c.policy.name(), c));
        return List.copyOf(byPlace.values());
    }

    private static List<CandidatePolicy> labelled(List<CandidatePolicy> found) {
        return found.stream().map(c -> found.stream().filter(o -> o.policy.name().equals(c.policy.name())).count() == 1 ? c
                : new CandidatePolicy(c.file + ":" + c.policy.name(), c.file, c.policy)).toList();
    }
}
