package dev.plumbline.daemon.command.calibrate;

import dev.plumbline.analysis.backtest.Trial.Said;
import dev.plumbline.analysis.calibration.Difference;
import dev.plumbline.analysis.calibration.MarginAdvice;
import dev.plumbline.daemon.command.TerminalProgress;
import dev.plumbline.daemon.command.backtest.Judged;
import dev.plumbline.daemon.command.backtest.PastAnalyses;
import dev.plumbline.daemon.command.backtest.PolicySpec;
import dev.plumbline.daemon.command.calibrate.AaPolicy.Compared;
import dev.plumbline.model.PlumblineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What an A/A run found.
 *
 * @param tally by the policy as it is
 * @param differences of the whole windows, of each metric that is compared and splits; empty without advice
 * @param forAlarms margins for few false alarms, null without advice
 * @param forGoes margins for many goes, null without advice
 */
record Calibration(AaPlan plan, AaTally tally, List<FalseAlarm> alarms, Map<String, MarginAdvice> differences, MarginSearch.@Nullable Found forAlarms,
        MarginSearch.@Nullable Found forGoes) {
    /** Of how many windows an early go is wanted. */
    static final double GOES = 0.9;

    /** A window in which equals were told apart, and why. */
    record FalseAlarm(long startMillis, String reason) {}

    /** Runs it. */
    static final class Runner {
        private final AaPolicy policy;
        private final AaPlan plan;
        private final PastAnalyses analyses;
        private final TerminalProgress progress;

        Runner(AaPolicy policy, AaPlan plan, PastAnalyses analyses, TerminalProgress progress) {
            this.policy = policy;
            this.plan = plan;
            this.analyses = analyses;
            this.progress = progress;
        }

        /**
         * Judges every window once, and several times more for advice.
         *
         * @param alpha the wanted share of false alarms
         */
        Calibration run(boolean advice, double alpha) throws IOException, InterruptedException {
            List<Judged.Verdict> verdicts = judge("A/A", w -> policy.upon(w.arms(), plan.label()));
            var alarms = new ArrayList<FalseAlarm>();
            for (int i = 0; i < verdicts.size(); i++) {
                if (verdicts.get(i).said() == Said.NO_GO) {
                    alarms.add(new FalseAlarm(plan.windows().get(i).window().startMillis(), verdicts.get(i).reason()));
                }
            }
            AaTally tally = AaTally.of(verdicts, policy::metricOf);
            List<Compared> metrics = policy.compared().stream().filter(Compared::splits).toList();
            if (!advice || metrics.isEmpty()) {
                return new Calibration(plan, tally, alarms, Map.of(), null, null);
            }
            Map<String, MarginAdvice> differences = differences(metrics);
            var search = new MarginSearch(metrics, margins -> AaTally.of(judge("trying margins", w -> policy.upon(w.arms(), plan.label(), margins)),
                    policy::metricOf));
            var forAlarms = search.search(margins(differences, a -> a.exceededByAtMost(alpha)), new MarginSearch.Target.FalseAlarms(alpha));
            var forGoes = search.search(margins(differences, a -> a.exceededByAtMost(1 - GOES)), new MarginSearch.Target.Goes(GOES));
            return new Calibration(plan, tally, alarms, differences, forAlarms, forGoes);
        }

        private Map<String, MarginAdvice> differences(List<Compared> metrics) throws IOException, InterruptedException {
            List<Judged.Verdict> measured = judge("measuring differences", w -> policy.measuring(w.arms(), plan.label()));
            var differences = new HashMap<String, MarginAdvice>();
            for (Compared c : metrics) {
                differences.put(c.name(), new MarginAdvice(measured.stream().mapToDouble(v -> difference(v, c)).filter(d -> d >= 0).toArray()));
            }
            return differences;
        }

        /** Of a window; the largest where each region is judged by itself; -1 where it could not be measured. */
        private double difference(Judged.Verdict verdict, Compared c) {
            return verdict.metrics().stream().filter(m -> policy.metricOf(m.name()).equals(c.name()) && m.value().isPresent() && m.baseline().isPresent())
                    .mapToDouble(m -> Difference.of(c.margin(), m.value().getAsDouble(), m.baseline().getAsDouble())).max().orElse(-1);
        }

        private static Map<String, Double> margins(Map<String, MarginAdvice> differences, ToDoubleFunction<MarginAdvice> of) {
            var margins = new HashMap<String, Double>();
            differences.forEach((name, advice) -> margins.put(name, of.applyAsDouble(advice)));
            return margins;
        }

        private List<Judged.Verdict> judge(String what, Function<AaPlan.AaWindow, PolicySpec> spec) throws IOException, InterruptedException {
            var orders = plan.windows().stream().map(w -> new PastAnalyses.Order(policy.subject(), spec.apply(w).toString(), w.window().startMillis(),
                    w.window().endMillis())).toList();
            var verdicts = new ArrayList<Judged.Verdict>();
            for (Judged judged : analyses.judge(orders, progress, what)) {
                switch (judged) {
                    case Judged.Verdict v -> verdicts.add(v);
                    case Judged.Refused r -> throw PlumblineException.user(r.why());
                }
            }
            return verdicts;
        }
    }
}
