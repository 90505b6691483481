package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.canary.EventInterval;
import dev.plumbline.analysis.sequential.CanarySimulation.Scenario;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints how often rules fail or pass a canary within an hour of one look a minute, and after how many minutes, with 95 % intervals.
 * Seeds are 1 to N, so that equal commands print equal tables. Arguments: {@code runs=4000}, and words that
 * must all stand in {@code | RULE | SCENARIO |}.
 */
public final class SimulationTable {
    private static final double Z = 1.96;
    private static final int HISTORY = 60;
    private final int runs;
    private final PrintStream out;

    private SimulationTable(int runs, PrintStream out) {
        this.runs = runs;
        this.out = out;
    }

    private record Named(String name, Rule.Factory rule, boolean passes) {}

    public static void main(String[] args) {
        int runs = Arrays.stream(args).filter(a -> a.startsWith("runs=")).mapToInt(a -> Integer.parseInt(a.substring(5))).findFirst().orElse(4000);
        List<String> words = Arrays.stream(args).filter(a -> !a.startsWith("runs=")).toList();
        var table = new SimulationTable(runs, System.out);
        table.out.println("| rule | scenario | fail | 95 % | pass | minute of the answer, mean | 95 % | median |");
        table.out.println("|---|---|---:|---:|---:|---:|---:|---:|");
        for (Named rule : rules()) {
            for (Scenario s : scenarios(rule.passes)) {
                String row = "| " + rule.name + " | " + s.name() + " |";
                if (words.stream().allMatch(row::contains)) {
                    table.row(rule, s);
                }
            }
        }
    }

    private static List<Named> rules() {
        return List.of(new Named("sequential", Rules::ours, false), new Named("sequential, no history", Rules::oursWithoutHistory, false),
                new Named("beta-binomial e-value", Rules::betaBinomial, false),
                new Named("the same, scaled", Rules::scaledBetaBinomial, false),
                new Named("empirical variance", Rules::empiricalVariance, false), new Named("Kayenta", Rules::kayenta, false),
                new Named("margin 1 pp", Rules::onePoint, true),
                new Named("margin 1 pp, no history", Rules::onePointWithoutHistory, true));
    }

    private static List<Scenario> scenarios(boolean margin) {
        var all = new ArrayList<Scenario>();
        Scenario same = Scenario.steady("same", 1);
        all.add(same);
        all.add(new Scenario("same, bursts, 200/min", 0.01, 1, 200, 0.5, Scenario.EQUAL));
        all.add(new Scenario("same, bursts, 2000/min", 0.01, 1, 2000, 0.5, Scenario.EQUAL));
        all.add(new Scenario("same, ramp", 0.01, 1, 200, 0, Scenario.RAMP));
        all.add(new Scenario("same, ramp, bursts, 200/min", 0.01, 1, 200, 0.5, Scenario.RAMP));
        all.add(new Scenario("same, ramp, bursts, 2000/min", 0.01, 1, 2000, 0.5, Scenario.RAMP));
        all.add(new Scenario("same, 0.1 %, 1000/min", 0.001, 1, 1000, 0, Scenario.EQUAL));
        all.add(Scenario.steady("2x", 2));
        all.add(Scenario.steady("5x", 5));
        all.add(new Scenario("3x, 0.1 %, 1000/min", 0.001, 3, 1000, 0, Scenario.EQUAL));
        all.add(new Scenario("20x, 0.1 %, 1000/min", 0.001, 20, 1000, 0, Scenario.EQUAL));
        all.add(new Scenario("2x, bursts, 200/min", 0.01, 2, 200, 0.5, Scenario.EQUAL));
        all.add(new Scenario("5x, bursts, 200/min", 0.01, 5, 200, 0.5, Scenario.EQUAL));
        if (margin) {
            all.add(new Scenario("2x, bursts, 2000/min", 0.01, 2, 2000, 0.5, Scenario.EQUAL));
            all.add(new Scenario("2x, ramp", 0.01, 2, 200, 0, Scenario.RAMP));
        }
        return all;
    }

    private void row(Named rule, Scenario scenario) {
        var minutes = new double[runs];
        int failed = 0;
        int passed = 0;
        for (int seed = 1; seed <= runs; seed++) {
            var simulation = new CanarySimulation(scenario, seed);
            Rule run = rule.rule.start(simulation.before(HISTORY));
            Rule.Answer answer = Rule.Answer.OPEN;
            int m = 0;
            while (answer == Rule.Answer.OPEN && m < Rules.MINUTES) {
                EventInterval interval = simulation.minute(++m);
                answer = run.look(interval, m);
            }
            failed += answer == Rule.Answer.FAIL ? 1 : 0;
            passed += answer == Rule.Answer.PASS ? 1 : 0;
            minutes[seed - 1] = m;
        }
        Arrays.sort(minutes);
        print(rule.name, scenario.name(), new int[] {failed, passed}, minutes);
    }

    private void print(String rule, String scenario, int[] answers, double[] minutes) {
        double mean = Arrays.stream(minutes).average().orElse(Double.NaN);
        double squares = Arrays.stream(minutes).map(x -> (x - mean) * (x - mean)).sum();
        double half = Z * Math.sqrt(squares / (runs - 1.0) / runs);
        out.println(String.format(Locale.ROOT, "| %s | %s | %.4f | %s | %.4f | %.2f | ±%.2f | %.0f |", rule, scenario, answers[0] / (double) runs,
                wilson(answers[0]), answers[1] / (double) runs, mean, half, minutes[runs / 2]));
    }

    /** Wilson's interval of a share. */
    private String wilson(int hits) {
        double p = hits / (double) runs;
        double middle = (p + Z * Z / (2 * runs)) / (1 + Z * Z / runs);
        double half = Z / (1 + Z * Z / runs) * Math.sqrt(p * (1 - p) / runs + Z * Z / (4.0 * runs * runs));
        return String.format(Locale.ROOT, "%.4f–%.4f", Math.max(0, middle - half), middle + half);
    }
}
