package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Fifty controllers at once, while analyses end and the gate is made again from its documents. */
class GateThreadsTest {
    private static final int CONTROLLERS = 50;
    private final GateWorld world = new GateWorld();
    private final Map<String, String> given = new ConcurrentHashMap<>();

    private void poll(int controller) {
        var question = GateWorld.CHECKOUT.withRevision("r" + controller % 10).withStage(controller % 2 == 0 ? "5" : "25");
        for (int i = 0; i < 20; i++) {
            GateAnswer.Judged answer = world.ask(question);
            if (!(answer.verdict() instanceof Verdict.Pending)) {
                String verdict = answer.verdict().word() + " " + answer.verdict().reason();
                assertThat(given.computeIfAbsent(String.valueOf(answer.analysis()), id -> verdict)).isEqualTo(verdict);
            }
        }
    }

    @Test
    void verdictsAreTheSameForAll() throws Exception {
        try (var threads = Executors.newFixedThreadPool(CONTROLLERS)) {
            for (int round = 0; round < 6; round++) {
                var polls = new ArrayList<Callable<Void>>();
                for (int c = 0; c < CONTROLLERS; c++) {
                    int controller = c;
                    polls.add(() -> {
                        poll(controller);
                        return null;
                    });
                }
                var running = polls.stream().map(threads::submit).toList();
                world.time.advance(12_000);
                for (var r : running) {
                    r.get();
                }
                if (round % 2 == 1) {
                    world.restart();
                }
            }
        }
        world.time.advance(5_000);
        assertThat(given).hasSize(10);
        assertThat(world.gate.reports()).as("one analysis for each question").hasSize(10);
        List<String> ids = world.sink.events.stream().map(VerdictEvent::id).toList();
        assertThat(ids).doesNotHaveDuplicates();
        given.keySet().forEach(id -> assertThat(ids).contains(id + "/verdict"));
    }
}
