package dev.plumbline.rules;

import static dev.plumbline.rules.RuleBench.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.model.Labels;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A group whose process is killed again and again ends up in the same states as one that runs through. */
class RestartModelTest {
    private static final int RUNS = 60;
    private static final int STEPS = 60;
    private static final int SERIES = 3;

    @Test
    void killedBetweenEvaluationsNothingDiffers() {
        for (int seed = 0; seed < RUNS; seed++) {
            run(seed, false);
        }
    }

    @Test
    void killedForOneEvaluationTheStatesAreTheSame() {
        for (int seed = 0; seed < RUNS; seed++) {
            run(seed, true);
        }
    }

    private static void run(int seed, boolean missing) {
        var random = new SplittableRandom(seed);
        long keepFiring = missing ? 0 : random.nextInt(4) * MINUTE;
        RuleGroup group = RuleBench.group(RuleBench.alert("A", "m == 1", random.nextInt(5) * MINUTE, keepFiring),
                RuleBench.alert("B", "m == 1", 12 * MINUTE, keepFiring), RuleBench.record("r", "sum(m)"));
        var through = new RuleBench();
        var killed = new RuleBench();
        var documents = new InMemoryDocuments();
        killed.states = new DocumentAlertStates(documents, killed.events::add);
        GroupEvaluator one = through.evaluator(group, false);
        GroupEvaluator other = killed.evaluator(group, false);
        boolean[] present = new boolean[SERIES];
        boolean missed = false;
        for (int step = 0; step < STEPS; step++) {
            long ts = step * MINUTE;
            boolean miss = missing && step > 0 && !missed && random.nextInt(6) == 0;
            missed = miss;
            for (int i = 0; i < SERIES; i++) {
                present[i] = miss ? present[i] : random.nextInt(100) < (present[i] ? 85 : 30);
                for (RuleBench bench : List.of(through, killed)) {
                    bench.write(Labels.of(Labels.METRIC_NAME, "m", "i", "" + i), ts, present[i] ? 1 : 0);
                }
            }
            one.evaluate(ts);
            if (miss || random.nextInt(4) == 0) {
                other = killed.evaluator(group, false);
            }
            if (!miss) {
                other.evaluate(ts);
                String place = "seed " + seed + " step " + step;
                assertThat(view(other, missing)).as(place).isEqualTo(view(one, missing));
                assertThat(killed.events).as(place).isEmpty();
            }
        }
        if (!missing) {
            assertThat(told(killed)).as("seed %d", seed).isEqualTo(told(through));
        }
    }

    /** The alerts without the times of sending; after a missed evaluation, clocks may differ by it. */
    private static Set<String> view(GroupEvaluator group, boolean statesOnly) {
        var view = new HashSet<String>();
        group.status().rules().forEach(rule -> rule.alerts().forEach(a -> view.add(a.labels() + " " + a.state()
                + (statesOnly ? "" : " " + a.times().withLastSentAt(0)))));
        return view;
    }

    private static Set<String> told(RuleBench bench) {
        var told = new HashSet<String>();
        bench.told.forEach(a -> told.add(a.labels() + " " + a.startsAtMillis() + (a.resolved() ? " to " + a.endsAtMillis() : "")));
        return told;
    }
}
