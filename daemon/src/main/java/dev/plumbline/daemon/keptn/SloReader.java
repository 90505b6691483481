package dev.plumbline.daemon.keptn;

import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.keptn.Criteria;
import dev.plumbline.analysis.keptn.Objective;
import dev.plumbline.analysis.keptn.PastComparison;
import dev.plumbline.analysis.keptn.PastComparison.Aggregate;
import dev.plumbline.analysis.keptn.RelativeCriterion;
import dev.plumbline.analysis.keptn.ServiceLevels;
import dev.plumbline.analysis.keptn.TotalScore;
import dev.plumbline.analysis.keptn.TotalScore.Grade;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads objectives of Keptn's specification 1.0 with its defaults; every problem is reported. Used once. */
final class SloReader {
    /** How many objectives there may be. */
    static final int MOST_OBJECTIVES = 100;
    private static final int MOST_CRITERIA = 20;
    private static final double MOST_WEIGHT = 1e6;
    private static final int SEVERAL = 3;
    private static final int MOST_RESULTS = 100;
    private static final Pattern VERSION = Pattern.compile("1\\.0(\\.\\d+)?|0\\.1\\.\\d+");
    private static final TotalScore.Thresholds USUAL = new TotalScore.Thresholds(90, 75);
    private final Problems problems;
    private final Map<String, String> displayNames = new HashMap<>();

    SloReader(Problems problems) {
        this.problems = problems;
    }

    /** Empty when there was a problem, which is reported. */
    Optional<SloFile> read(YamlNode root, String text) {
        MappingReader slo = MappingReader.of(root, "slo", problems);
        String version = slo.string("spec_version", "1.0");
        if (!VERSION.matcher(version).matches()) {
            slo.error("spec_version", "spec_version is \"" + version + "\", must be 1.0");
        }
        Map<String, String> filter = slo.stringMap("filter");
        PastComparison comparison = slo.has("comparison") ? comparison(slo.mapping("comparison")) : PastComparison.LATEST;
        TotalScore.Thresholds thresholds = slo.has("total_score") ? thresholds(slo.mapping("total_score")) : USUAL;
        List<Objective> objectives = objectives(slo);
        slo.finish();
        return problems.isFatal() ? Optional.empty()
                : Optional.of(new SloFile(text, new ServiceLevels(objectives, thresholds, comparison, NoData.FAIL), displayNames, filter));
    }

    private static PastComparison comparison(MappingReader c) {
        boolean several = c.choice("compare_with", false, Map.of("single_result", false, "several_results", true));
        int results = (int) c.integer("number_of_comparison_results", SEVERAL, 1, MOST_RESULTS);
        Grade worst = c.choice("include_result_with_score", Grade.FAIL, Map.of("all", Grade.FAIL, "pass_or_warn", Grade.WARNING, "pass", Grade.PASS));
        Aggregate aggregate = c.choice("aggregate_function", Aggregate.AVG,
                Map.of("avg", Aggregate.AVG, "p50", Aggregate.P50, "p90", Aggregate.P90, "p95", Aggregate.P95));
        c.finish();
        return new PastComparison(several ? results : 1, worst, aggregate);
    }

    private static TotalScore.Thresholds thresholds(MappingReader t) {
        double pass = t.parsed("pass", SloReader::percent, "a share in percent from 0% to 100%", USUAL.pass());
        double warning = t.parsed("warning", SloReader::percent, "a share in percent from 0% to 100%", pass); // without it there are no warnings
        t.finish();
        if (warning > pass) {
            t.error("warning", "warning is " + warning + " %, which is above pass, " + pass + " %");
            return USUAL;
        }
        return new TotalScore.Thresholds(pass, warning);
    }

    private static @Nullable Double percent(String text) {
        String number = text.endsWith("%") ? text.substring(0, text.length() - 1).strip() : text;
        try {
            double percent = Double.parseDouble(number);
            return percent >= 0 && percent <= 100 ? percent : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private List<Objective> objectives(MappingReader slo) {
        List<YamlNode> items = slo.items("objectives");
        if (items.isEmpty() || items.size() > MOST_OBJECTIVES) {
            slo.error("objectives", "slo has " + items.size() + " objectives, must have 1 to " + MOST_OBJECTIVES);
            return List.of();
        }
        var objectives = new ArrayList<Objective>();
        for (YamlNode item : items) {
            MappingReader reader = MappingReader.of(item, "an objective", problems);
            Objective objective = objective(reader);
            reader.finish();
            if (objective.sli().isBlank()) {
                reader.error("sli", "an objective needs sli, the name of an indicator");
            } else if (objectives.stream().anyMatch(o -> o.sli().equals(objective.sli()))) {
                reader.error("sli", "two objectives are about the indicator \"" + objective.sli() + "\"");
            }
            objectives.add(objective);
        }
        return objectives;
    }

    private Objective objective(MappingReader r) {
        String sli = r.string("sli", "");
        String shown = r.string("displayName");
        if (shown != null) {
            displayNames.put(sli, shown);
        }
        double weight = r.number("weight", 1);
        if (weight < 0 || weight > MOST_WEIGHT) {
            r.error("weight", "weight is " + weight + ", must be a number from 0 (which means 1) to 1000000");
        }
        return new Objective(sli, criteria(r, "pass"), criteria(r, "warning"), weight > 0 && weight <= MOST_WEIGHT ? weight : 1, r.bool("key_sli", false));
    }

    private Criteria criteria(MappingReader r, String key) {
        var sets = new ArrayList<List<RelativeCriterion>>();
        for (YamlNode item : r.items(key)) {
            MappingReader set = MappingReader.of(item, "an element of " + key, problems);
            List<YamlNode> written = set.items("criteria");
            set.finish();
            if (written.isEmpty()) {
                problems.error(item.at(), "an element of " + key + " needs criteria, for example criteria: [\"<=+10%\", \"<600\"]");
            }
            sets.add(written.stream().flatMap(node -> criterion(key, node).stream()).toList());
        }
        if (sets.stream().mapToInt(List::size).sum() > MOST_CRITERIA) {
            r.error(key, key + " has more than " + MOST_CRITERIA + " criteria");
        }
        return new Criteria(sets.stream().filter(s -> !s.isEmpty()).toList());
    }

    private Optional<RelativeCriterion> criterion(String key, YamlNode node) {
        Optional<RelativeCriterion> found = node instanceof YamlNode.Scalar s ? RelativeCriterion.parse(s.text()) : Optional.empty();
        if (found.isEmpty()) {
            problems.error(node.at(), "criterion of " + key + " is " + node.kind() + ", must be <, <=, =, >= or > and a number (\"<600\"), or how far it may be from earlier "
                    + "evaluations (\"<=+10%\", \">=-5\")");
        }
        return found;
    }
}
