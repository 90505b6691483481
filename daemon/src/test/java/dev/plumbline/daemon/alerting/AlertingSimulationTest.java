package dev.plumbline.daemon.alerting;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Random histories of {@link SimulatedWorld}. {@code -Dsimulation.seed=N} replays one, {@code -Dsimulation.histories=N} runs
 * more or fewer than 400.
 */
class AlertingSimulationTest {
    private static final int HISTORIES = Integer.getInteger("simulation.histories", 400);
    private static final long HOUR_MILLIS = 3_600_000;
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(Alerting.class);

    @BeforeAll
    static void failsOnPurpose() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void speaksAgain() {
        LOG.setLevel(null);
    }

    @Test
    void neverLosesAPageNorInventsOne() {
        Long seed = Long.getLong("simulation.seed");
        List<Long> seeds = seed != null ? List.of(seed)
                : new Random(20_260_901).longs(HISTORIES).boxed().toList();
        for (long each : seeds) {
            try {
                history(each);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("-Dsimulation.seed=" + each + ": " + e.getMessage(), e);
            }
        }
    }

    private static void history(long seed) {
        var world = new SimulatedWorld(seed, true);
        boolean calm = world.random.nextInt(4) == 0; // histories without faults find what faults would excuse
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 150; i++) {
                step(world, calm);
            }
            world.quiet();
        }
    }

    static void step(SimulatedWorld world, boolean calm) {
        Random random = world.random;
        int dice = random.nextInt(100);
        if (dice < 12) {
            world.rules.toggle(random);
        } else if (dice < 40) {
            world.answerOne();
        } else if (dice < 80 || calm) {
            world.second();
        } else if (dice < 85) {
            var modes = FaultyDocuments.Mode.values();
            world.documents.mode = random.nextBoolean() ? FaultyDocuments.Mode.WORKS : modes[random.nextInt(modes.length)];
        } else if (dice < 90) {
            var receiver = new Outgoing.Target(random.nextBoolean() ? "hooks" : "pager", "webhook", random.nextInt(2));
            var modes = SimulatedReceivers.Mode.values();
            world.receivers.modes.put(receiver, modes[random.nextInt(modes.length)]);
        } else if (dice < 94) {
            world.crash();
        } else if (dice < 96) {
            world.time.jumpWall(random.nextLong(-HOUR_MILLIS, HOUR_MILLIS));
        } else if (dice < 98) {
            world.reload();
        } else {
            for (int i = random.nextInt(20); i > 0; i--) {
                world.second();
            }
        }
    }
}
