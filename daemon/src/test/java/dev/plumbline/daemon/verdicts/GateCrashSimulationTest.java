package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Many controllers, releases that turn bad, a store and a sink that fail, and kill -9, in any order: no verdict that was given
 * changes, none is lost, none is told twice unless the process ended in between. {@code -Dsimulation.seed=} runs one seed.
 */
class GateCrashSimulationTest {
    private static final int RUNS = 25;
    private static final int EVENTS = 150;

    /** One run: the world, and what was seen of it. */
    private static final class Run {
        private final SplittableRandom random;
        private final GateWorld world = new GateWorld();
        private final Map<String, String> given = new HashMap<>(); // analysis → verdict and reason
        private final Map<String, String> byQuestion = new HashMap<>(); // question → analysis
        private final List<Integer> crashes = new ArrayList<>(); // number of events told before each

        Run(long seed) {
            random = new SplittableRandom(seed);
            world.documents.failsBefore = () -> random.nextInt(100) < 8 && stormy;
            world.documents.failsAfter = () -> random.nextInt(100) < 8 && stormy;
        }

        private boolean stormy = true;

        void event() {
            switch (random.nextInt(12)) {
                case 0 -> {
                    crashes.add(world.sink.events.size());
                    world.restart();
                }
                case 1 -> world.errors = random.nextInt(4) == 0 ? 0.3 : 0.001;
                case 2 -> world.sink.fails = random.nextBoolean();
                case 3, 4, 5, 6 -> world.time.advance(random.nextInt(20_000));
                default -> ask("r" + random.nextInt(6), random.nextBoolean() ? "5" : "25");
            }
        }

        void ask(String revision, String stage) {
            GateAnswer.Judged answer = world.ask(GateWorld.CHECKOUT.withRevision(revision).withStage(stage));
            String id = answer.analysis();
            if (id == null || answer.verdict() instanceof Verdict.Pending) {
                String seen = byQuestion.get(revision + "/" + stage);
                assertThat(id == null || seen == null || !given.containsKey(id)).as("a verdict that became pending: %s", answer).isTrue();
                return;
            }
            byQuestion.put(revision + "/" + stage, id);
            String verdict = answer.verdict().word() + " " + answer.verdict().reason();
            String before = given.putIfAbsent(id, verdict);
            assertThat(before == null ? verdict : before).as("the verdict of %s", id).isEqualTo(verdict);
        }

        void finish() {
            stormy = false;
            world.sink.fails = false;
            crashes.add(world.sink.events.size());
            world.restart();
            world.time.advance(5_000);
            given.forEach((id, verdict) -> {
                AnalysisView view = world.gate.analyses().find(id).orElseThrow();
                assertThat(verdict).as(id).startsWith(view.verdict() + " ");
                assertThat(world.gate.analyses().replay(id).orElseThrow().same()).as("replay of %s", id).isTrue();
                assertThat(world.sink.events).as("told of %s", id).anyMatch(e -> e.id().equals(id + "/verdict"));
            });
            onlyOnceBetweenCrashes();
        }

        private void onlyOnceBetweenCrashes() {
            int from = 0;
            crashes.add(world.sink.events.size());
            for (int to : crashes) {
                var told = new HashSet<String>();
                for (VerdictEvent e : world.sink.events.subList(from, to)) {
                    assertThat(told.add(e.id())).as("told twice: %s", e.id()).isTrue();
                }
                from = to;
            }
        }
    }

    @Test
    void noVerdictChangesOrIsLost() {
        String only = System.getProperty("simulation.seed", "");
        long verdicts = 0;
        for (long seed = only.isEmpty() ? 0 : Long.parseLong(only); seed < (only.isEmpty() ? RUNS : Long.parseLong(only) + 1); seed++) {
            var run = new Run(seed);
            try {
                for (int i = 0; i < EVENTS; i++) {
                    run.event();
                }
                run.finish();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
            verdicts += run.given.size();
        }
        assertThat(verdicts).isGreaterThan(only.isEmpty() ? RUNS : 0);
    }
}
