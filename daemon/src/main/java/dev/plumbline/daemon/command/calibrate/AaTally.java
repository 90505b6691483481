package dev.plumbline.daemon.command.calibrate;

import dev.plumbline.analysis.backtest.Proportion;
import dev.plumbline.analysis.backtest.Trial.Said;
import dev.plumbline.daemon.command.backtest.Judged;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What became of all windows.
 *
 * @param failed windows that ended in a no-go and in which this metric failed, by metric
 * @param undecided windows without a verdict in which this metric neither failed nor passed, by metric
 */
record AaTally(int windows, int noGo, int go, Map<String, Integer> failed, Map<String, Integer> undecided) {
    AaTally {
        failed = Map.copyOf(failed);
        undecided = Map.copyOf(undecided);
    }

    /** @param metricOf the policy's metric of a judged one; several judged ones of a window count once */
    static AaTally of(List<Judged.Verdict> verdicts, UnaryOperator<String> metricOf) {
        var failed = new HashMap<String, Integer>();
        var undecided = new HashMap<String, Integer>();
        for (Judged.Verdict verdict : verdicts) {
            switch (verdict.said()) {
                case NO_GO -> metrics(verdict, "fail", metricOf).forEach(m -> failed.merge(m, 1, Integer::sum));
                case INCONCLUSIVE -> metrics(verdict, "pending", metricOf).forEach(m -> undecided.merge(m, 1, Integer::sum));
                case GO -> { }
            }
        }
        return new AaTally(verdicts.size(), count(verdicts, Said.NO_GO), count(verdicts, Said.GO), failed, undecided);
    }

    private static Set<String> metrics(Judged.Verdict verdict, String outcome, UnaryOperator<String> metricOf) {
        return verdict.metrics().stream().filter(m -> m.outcome().equals(outcome)).map(m -> metricOf.apply(m.name())).collect(Collectors.toSet());
    }

    private static int count(List<Judged.Verdict> verdicts, Said said) {
        return (int) verdicts.stream().filter(v -> v.said() == said).count();
    }

    Proportion falseAlarms() {
        return new Proportion(noGo, windows);
    }

    Proportion goes() {
        return new Proportion(go, windows);
    }

    Proportion inconclusive() {
        return new Proportion(windows - noGo - go, windows);
    }
}
