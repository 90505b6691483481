package dev.plumbline.analysis.keptn;

import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.analysis.keptn.ObjectiveResult.Outcome;
import dev.plumbline.analysis.keptn.TotalScore.Scored;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Judges readings by objectives. Pure; safe for any number of threads. */
public final class KeptnJudge {
    private static final MathContext DIGITS = new MathContext(4);
    private final ServiceLevels levels;

    public KeptnJudge(ServiceLevels levels) {
        this.levels = levels;
    }

    /**
     * Judges what was measured.
     *
     * @param readings by indicator; one without a reading could not be measured
     * @param latestFirst earlier releases, the latest one first
     */
    public KeptnResult judge(Map<String, Reading> readings, List<PastRelease> latestFirst) {
        var results = new ArrayList<ObjectiveResult>();
        for (Objective objective : levels.objectives()) {
            Reading reading = readings.getOrDefault(objective.sli(), new Reading.Unreadable("not looked up"));
            results.add(assess(objective, reading, levels.comparison().value(objective.sli(), latestFirst)));
        }
        TotalScore total = TotalScore.of(scored(results, false), levels.thresholds());
        TotalScore best = TotalScore.of(scored(results, true), levels.thresholds());
        return new KeptnResult(total, best, reason(total, results), results);
    }

    private List<Scored> scored(List<ObjectiveResult> results, boolean unknownPass) {
        var scored = new ArrayList<Scored>();
        for (ObjectiveResult r : results) {
            boolean unknown = r.outcome() == Outcome.UNKNOWN;
            boolean left = r.outcome() == Outcome.INFORMATION || unknown && levels.noData(r.objective()) == NoData.IGNORE;
            if (!left) {
                boolean granted = unknown && unknownPass && levels.noData(r.objective()) == NoData.HOLD;
                scored.add(new Scored(r.objective().weight(), granted ? r.objective().weight() : r.score(), r.objective().key()));
            }
        }
        return scored;
    }

    private ObjectiveResult assess(Objective objective, Reading reading, OptionalDouble past) {
        return switch (reading) {
            case Reading.Number n when Double.isFinite(n.value()) -> number(objective, n.value(), past);
            case Reading.Number n -> unknown(objective, "the value is " + n.value());
            case Reading.AtLeast n -> atLeast(objective, n.value(), past);
            case Reading.Missing m -> unknown(objective, m.why());
            case Reading.Unreadable u -> unknown(objective, u.why());
        };
    }

    private ObjectiveResult unknown(Objective objective, String why) {
        Outcome outcome = objective.informative() ? Outcome.INFORMATION : Outcome.UNKNOWN;
        String meaning = switch (levels.noData(objective)) {
            case HOLD -> "";
            case FAIL -> ", which this policy counts as failed";
            case IGNORE -> ", ignored as this policy says";
        };
        return new ObjectiveResult(objective, outcome, 0, objective.sli() + " is not known (" + why + ")" + (outcome == Outcome.UNKNOWN ? meaning : ""));
    }

    /** The true number is this or more, so it is known only where this number and an unbounded one come to the same. */
    private ObjectiveResult atLeast(Objective objective, double value, OptionalDouble past) {
        ObjectiveResult low = number(objective, value, past);
        ObjectiveResult high = number(objective, Double.MAX_VALUE, past);
        return low.outcome() == high.outcome() ? low : unknown(objective, "at least " + show(value) + ", where the histogram's buckets end");
    }

    private static ObjectiveResult number(Objective objective, double value, OptionalDouble past) {
        Outcome outcome = objective.informative() ? Outcome.INFORMATION : objective.pass().meets(value, past) ? Outcome.PASS
                : objective.warning().meets(value, past) ? Outcome.WARNING : Outcome.FAIL;
        double score = switch (outcome) {
            case PASS -> objective.weight();
            case WARNING -> objective.weight() / 2;
            case FAIL, INFORMATION, UNKNOWN -> 0;
        };
        return new ObjectiveResult(objective, outcome, score, text(objective, outcome, value, past));
    }

    private static String text(Objective objective, Outcome outcome, double value, OptionalDouble past) {
        boolean relative = objective.pass().relative() || objective.warning().relative();
        String compared = !relative ? "" : past.isPresent() ? ", before " + show(past.getAsDouble()) : ", no past release to compare with, relative criteria hold";
        String meets = switch (outcome) {
            case PASS -> " meets " + objective.pass();
            case WARNING -> " warns, meets " + objective.warning() + " but not " + objective.pass();
            case FAIL -> " does not meet " + (objective.warning().sets().isEmpty() ? objective.pass() : objective.warning());
            case INFORMATION, UNKNOWN -> "";
        };
        return objective.sli() + " " + show(value) + meets + compared;
    }

    static String show(double value) {
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }

    private String reason(TotalScore total, List<ObjectiveResult> results) {
        String failedKeys = results.stream().filter(r -> r.objective().key() && hasFailed(r)).map(r -> r.objective().sli()).collect(Collectors.joining(", "));
        return "score " + show(total.percent()) + " % (pass from " + show(levels.thresholds().pass()) + " %, warning from "
                + show(levels.thresholds().warning()) + " %)" + (failedKeys.isEmpty() ? "" : ", key objective not met: " + failedKeys) + ": "
                + results.stream().map(ObjectiveResult::reason).collect(Collectors.joining(", "));
    }

    private boolean hasFailed(ObjectiveResult r) {
        return r.outcome() == Outcome.FAIL || r.outcome() == Outcome.UNKNOWN && levels.noData(r.objective()) == NoData.FAIL;
    }
}
