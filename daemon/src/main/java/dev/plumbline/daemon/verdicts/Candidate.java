package dev.plumbline.daemon.verdicts;

import dev.plumbline.daemon.config.canary.ArgoTemplate;
import dev.plumbline.daemon.config.canary.JudgeMethod;
import dev.plumbline.daemon.config.canary.Policies;
import dev.plumbline.daemon.config.canary.PolicyDefinition;
import dev.plumbline.daemon.config.canary.StageDefinition;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** What a question turns out to be about, or why it is about nothing. */
sealed interface Candidate {

    /** An analysis that there is, or may be started. */
    record Known(AnalysisKey key, PolicyDefinition policy, StageDefinition stage, Map<String, String> values) implements Candidate {}

    /** What is answered instead. */
    record Refused(GateAnswer answer) implements Candidate {}

    /** Looks a question up among the policies in force. */
    static Candidate of(GateQuestion q, Policies policies) {
        Optional<String> problem = QuestionCheck.problem(q);
        if (problem.isPresent()) {
            return new Refused(new GateAnswer.BadQuestion(problem.get()));
        }
        return switch (policies.find(q.namespace(), q.service(), q.policy())) {
            case Policies.Found.None none -> new Refused(new GateAnswer.NotFound(none.message()));
            case Policies.Found.Several several -> new Refused(new GateAnswer.BadQuestion(several.message()));
            case Policies.Found.One one -> of(q.withNamespace(one.namespace()), one.policy());
        };
    }

    /** Looks the stage up and gathers the values that the policy needs. */
    static Candidate of(GateQuestion q, PolicyDefinition policy) {
        if (policy.judge().method() instanceof JudgeMethod.Argo argo) {
            return byTemplate(q, argo.template());
        }
        if (!q.args().isEmpty()) {
            return new Refused(new GateAnswer.BadQuestion("args are for AnalysisTemplates; policy \"" + policy.name()
                    + "\" has its args in its file, leave args." + q.args().keySet().stream().sorted().findFirst().orElse("") + " out"));
        }
        Optional<StageDefinition> stage = policy.stage(q.stage());
        if (stage.isEmpty()) {
            return new Refused(new GateAnswer.NotFound("policy \"" + policy.name() + "\" has no stage \"" + q.stage() + "\"; it has "
                    + policy.stageNames()));
        }
        Map<String, String> values = values(q, policy, stage.get());
        Optional<String> missing = missing(policy, values);
        if (missing.isPresent()) {
            return new Refused(new GateAnswer.BadQuestion(missing.get()));
        }
        var key = new AnalysisKey(q.namespace(), q.service(), q.version(), q.revision(), stage.get().name(), policy.name());
        return new Known(key, policy, stage.get(), values);
    }

    private static Candidate byTemplate(GateQuestion q, ArgoTemplate template) {
        var known = new HashMap<String, String>();
        putIfGiven(known, "service", q.service());
        putIfGiven(known, "version", q.version());
        putIfGiven(known, "namespace", q.namespace());
        putIfGiven(known, "stable", q.stable());
        putIfGiven(known, "revision", q.revision());
        putIfGiven(known, "stage", q.stage());
        return switch (template.fill(q.args(), known)) {
            case ArgoTemplate.Filled.Refused(String why) -> new Refused(new GateAnswer.BadQuestion(why));
            case ArgoTemplate.Filled.Ready(PolicyDefinition filled, Map<String, String> args) -> {
                StageDefinition stage = filled.stage(q.stage()).orElseThrow();
                Map<String, String> values = new HashMap<>(values(q, filled, stage));
                args.forEach((name, value) -> values.put("args." + name, value));
                yield new Known(new AnalysisKey(q.namespace(), q.service(), q.version(), q.revision(), stage.name(), filled.name()), filled, stage,
                        Map.copyOf(values));
            }
        };
    }

    private static Map<String, String> values(GateQuestion q, PolicyDefinition policy, StageDefinition stage) {
        var values = new HashMap<String, String>();
        values.put("service", q.service());
        values.put("version", q.version());
        values.put("stage", stage.name());
        putIfGiven(values, "namespace", q.namespace());
        putIfGiven(values, "stable", q.stable());
        putIfGiven(values, "revision", q.revision());
        policy.args().forEach((name, value) -> values.put("args." + name, value));
        return Map.copyOf(values);
    }

    /** What an analysis that is there already says against a question with other arguments. */
    static Optional<String> otherArgs(GateQuestion q, AnalysisRecord.Subject there) {
        for (String name : new TreeSet<>(q.args().keySet())) {
            String before = there.values().get("args." + name);
            if (!there.policy().byTemplate() || !Objects.equals(q.args().get(name), before)) {
                return Optional.of("this release is judged with args." + name + "=" + (before == null ? " not given" : before) + " already, in analysis " + there.id()
                        + "; leave it out, or ask about another revision");
            }
        }
        return Optional.empty();
    }

    private static void putIfGiven(Map<String, String> values, String name, String value) {
        if (!value.isEmpty()) {
            values.put(name, value);
        }
    }

    /** What the policy's queries need and the question does not give. */
    private static Optional<String> missing(PolicyDefinition policy, Map<String, String> values) {
        for (String name : policy.placeholders()) {
            boolean found = name.equals(StableVersion.NAME) && StableVersion.isFindable(policy);
            if (!name.equals("selector") && !name.equals("window") && !values.containsKey(name) && !found) {
                return Optional.of(name + " is missing: policy \"" + policy.name() + "\" uses {{" + name + "}}, add " + name + "=");
            }
        }
        return Optional.empty();
    }
}
