package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.canary.Grouping;
import dev.plumbline.daemon.config.yaml.Durations;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one policy. Goes on after a problem, to find them all; yields a policy only when there was none. Used once. */
final class PolicyReader {
    static final Set<String> KEYS = Set.of("name", "match", "canary", "baseline", "stages", "metrics", "each", "groups", "judge",
            "dry_run", "decision_valid_for", "args", "rollout", "on");
    private static final long DEFAULT_VALID_MILLIS = 3_600_000;
    private static final long DEFAULT_AT_MOST_MILLIS = 1_800_000;

    private final Fields fields;
    private final Notes notes;
    private final QuerySyntax syntax;
    private final List<String> metricNames = new ArrayList<>(); // also of metrics that have a problem

    PolicyReader(Fields fields, Notes notes, QuerySyntax syntax) {
        this.fields = fields;
        this.notes = notes;
        this.syntax = syntax;
    }

    Optional<PolicyDefinition> read() {
        int before = notes.problems().size();
        Optional<String> name = fields.required("name");
        Map<String, String> args = args();
        var templates = new TemplateReader(notes, syntax, args);
        Optional<Template> canary = selector("canary", templates);
        if (canary.isEmpty() && !fields.has("canary")) {
            fields.problem("canary", "a policy needs canary, the matchers that select the canary's series, for example "
                    + "'{service=\"{{service}}\", version=\"{{version}}\"}'");
        }
        Optional<Template> baseline = selector("baseline", templates);
        JudgeSettings judge = new JudgeReader(fields, notes).read();
        Match match = match();
        List<StageDefinition> stages = stages(judge);
        boolean kayenta = KayentaJudgeReader.isWanted(fields);
        List<MetricDefinition> metrics = kayenta
                ? new KayentaMetricsReader(fields, notes, syntax, args).read(judge, new KayentaMetricsReader.Arms(canary, baseline, stages))
                : metrics(judge, templates, canary);
        List<Grouping.Group> groups = kayenta ? List.of() : new GroupsReader(fields, notes).read(metricNames);
        @Nullable Each each = new EachReader(fields, notes).read();
        boolean dryRun = fields.flag("dry_run", false);
        Reactions reactions = new ReactionsReader(fields, notes).read();
        long validMillis = fields.durationMillis("decision_valid_for", DEFAULT_VALID_MILLIS);
        if (notes.problems().size() > before || name.isEmpty() || canary.isEmpty()) {
            return Optional.empty();
        }
        @Nullable Template stable = baseline.orElse(null);
        return Optional.of(new PolicyDefinition(name.get(), match, canary.get(), stable, stages, metrics, each, groups, judge, dryRun,
                validMillis, args, reactions));
    }

    private Optional<Template> selector(String key, TemplateReader templates) {
        return fields.scalar(key).flatMap(node -> templates.selector(key, node));
    }

    private Map<String, String> args() {
        var args = new LinkedHashMap<String, String>();
        fields.node("args").flatMap(n -> Fields.any("args", n, notes)).ifPresent(given ->
                given.keys().forEach(key -> given.text(key).ifPresent(value -> args.put(key, value))));
        return args;
    }

    private Match match() {
        return fields.node("match").flatMap(n -> Fields.of("match", n, Set.of("namespace", "service"), notes))
                .map(m -> new Match(m.text("namespace").orElse(""), m.text("service").orElse(""))).orElse(new Match("", ""));
    }

    private List<StageDefinition> stages(JudgeSettings judge) {
        var stages = new ArrayList<StageDefinition>();
        var names = new HashSet<String>();
        for (YamlNode node : fields.requiredList("stages")) {
            Fields.of("a stage", node, Set.of("name", "weight", "at_most"), notes).ifPresent(f -> {
                StageDefinition stage = stage(f, judge);
                if (!stage.name().isEmpty() && !names.add(stage.name())) {
                    f.problem("name", "two stages are called \"" + stage.name() + "\"; names, which default to the weight, must differ");
                }
                stages.add(stage);
            });
        }
        return stages;
    }

    private static StageDefinition stage(Fields f, JudgeSettings judge) {
        long weight = f.whole("weight", 0, 0, 100);
        String name = f.text("name").or(() -> f.text("weight")).orElse("");
        if (name.isBlank()) {
            f.problem("name", "a stage needs a name or a weight");
        }
        long atMost = f.durationMillis("at_most", DEFAULT_AT_MOST_MILLIS);
        if (atMost <= judge.warmUpMillis() + judge.minWindowMillis()) {
            f.problem("at_most", "at_most " + Durations.format(atMost) + " must be longer than warm_up "
                    + Durations.format(judge.warmUpMillis()) + " and min_window " + Durations.format(judge.minWindowMillis()) + " together");
        }
        if (judge.method().wantsTrails() && judge.givenIntervalMillis() > 0 && judge.intervalMillis(atMost) != judge.givenIntervalMillis()) {
            f.problem("at_most", "at_most " + Durations.format(atMost) + " has more than " + JudgeSettings.MAX_INTERVALS + " intervals of "
                    + Durations.format(judge.givenIntervalMillis()) + ", which is the most that the judge looks at one by one; leave interval out or make it at least "
                    + Durations.format(Math.ceilDiv(judge.intervalMillis(atMost), 1000L) * 1000));
        }
        return new StageDefinition(name, (int) weight, atMost);
    }

    private List<MetricDefinition> metrics(JudgeSettings judge, TemplateReader templates, Optional<Template> canary) {
        var metrics = new ArrayList<MetricDefinition>();
        var names = new HashSet<String>();
        for (YamlNode node : fields.requiredList("metrics")) {
            Fields.of("a metric", node, MetricReader.KEYS, notes)
                    .flatMap(f -> {
                        f.text("name").ifPresent(metricNames::add);
                        return new MetricReader(f, notes, judge, fields.has("baseline")).read(n -> templates.query(n, canary));
                    })
                    .ifPresent(m -> {
                        if (!names.add(m.criterion().name())) {
                            notes.problem(Notes.Place.of(node), "two metrics are called \"" + m.criterion().name() + "\"");
                        }
                        metrics.add(m);
                    });
        }
        if (!metrics.isEmpty() && metrics.stream().allMatch(MetricDefinition::muted)) {
            fields.problem("metrics", "every metric is muted, so that there would never be a verdict; leave one that counts");
        }
        return metrics;
    }
}
