package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.keptn.PastComparison;
import dev.plumbline.analysis.keptn.PastComparison.Aggregate;
import dev.plumbline.analysis.keptn.TotalScore;
import dev.plumbline.analysis.keptn.TotalScore.Grade;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the parts of a policy that belong to {@code method: keptn}. Used once. */
final class KeptnReader {
    /** Keys of {@code judge} that belong to the method. */
    static final List<String> KEYS = List.of("compare", "total_score");
    private static final TotalScore.Thresholds USUAL = new TotalScore.Thresholds(90, 75);
    private static final int SEVERAL = 3;
    private static final int MOST = 100;
    private static final Map<String, Grade> INCLUDED = Map.of("all", Grade.FAIL, "pass_or_warn", Grade.WARNING, "pass", Grade.PASS);
    private static final Map<String, Aggregate> AGGREGATES = Map.of("avg", Aggregate.AVG, "p50", Aggregate.P50, "p90", Aggregate.P90, "p95", Aggregate.P95);
    private final Fields policy;
    private final Fields judge;
    private final Notes notes;

    KeptnReader(Fields policy, Fields judge, Notes notes) {
        this.policy = policy;
        this.judge = judge;
        this.notes = notes;
    }

    JudgeMethod.Keptn read() {
        ObjectivesReader.check(policy);
        TotalScore.Thresholds thresholds = judge.node("total_score").flatMap(n -> Fields.of("total_score", n, Set.of("pass", "warning"), notes))
                .map(KeptnReader::thresholds).orElse(USUAL);
        PastComparison comparison = judge.node("compare").flatMap(n -> Fields.of("compare", n, Set.of("with", "releases", "include", "aggregate"), notes))
                .map(KeptnReader::comparison).orElse(PastComparison.LATEST);
        return new JudgeMethod.Keptn(new ObjectivesReader(policy, notes).read(), thresholds, comparison);
    }

    /** Says that the method's keys are no other method's. */
    static void refuse(Fields judge) {
        for (String key : KEYS) {
            if (judge.has(key)) {
                judge.problem(key, key + " belongs to method keptn; take it out, or say method: keptn");
            }
        }
    }

    private static TotalScore.Thresholds thresholds(Fields f) {
        double pass = percent(f, "pass", USUAL.pass());
        double warning = percent(f, "warning", Math.min(USUAL.warning(), pass));
        if (warning > pass) {
            f.problem("warning", "warning is " + warning + ", which is above pass, " + pass + "; a warning is less than a pass");
            return USUAL;
        }
        return new TotalScore.Thresholds(pass, warning);
    }

    private static double percent(Fields f, String key, double usual) {
        Optional<String> text = f.text(key);
        if (text.isEmpty()) {
            return usual;
        }
        String number = text.get().endsWith("%") ? text.get().substring(0, text.get().length() - 1).strip() : text.get();
        try {
            double percent = Double.parseDouble(number);
            if (percent >= 0 && percent <= 100) {
                return percent;
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the problem, which says the same for both.
        }
        f.problem(key, key + " is \"" + text.get() + "\", must be a share of the highest score in percent, from 0 to 100");
        return usual;
    }

    private static PastComparison comparison(Fields f) {
        String with = f.text("with").orElse(f.has("releases") ? "several" : "single");
        if (!Set.of("single", "several").contains(with)) {
            f.problem("with", "with is \"" + with + "\", must be single (the last release) or several");
        }
        if (with.equals("single") && f.has("releases")) {
            f.problem("releases", "releases belongs to with: several; with: single is the last release alone");
        }
        int releases = with.equals("single") ? 1 : (int) f.whole("releases", SEVERAL, 1, MOST);
        return new PastComparison(releases, word(f, "include", "all", INCLUDED), word(f, "aggregate", "avg", AGGREGATES));
    }

    private static <T> T word(Fields f, String key, String usual, Map<String, T> words) {
        String text = f.text(key).orElse(usual);
        if (!words.containsKey(text)) {
            f.problem(key, key + " is \"" + text + "\", must be one of " + String.join(", ", new TreeSet<>(words.keySet())));
        }
        T found = words.get(text);
        return found == null ? words.getOrDefault(usual, words.values().iterator().next()) : found;
    }
}
