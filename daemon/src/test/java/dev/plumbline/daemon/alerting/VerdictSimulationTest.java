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
 * Verdicts among alerts in random histories of {@link SimulatedWorld}. {@code -Dsimulation.seed=N} replays one,
 * {@code -Dsimulation.histories=N} runs more or fewer than 300.
 */
class VerdictSimulationTest {
    private static final int HISTORIES = Integer.getInteger("simulation.histories", 300);
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
    void noVerdictIsLostAndNoneIsToldTwice() {
        Long seed = Long.getLong("simulation.seed");
        List<Long> seeds = seed != null ? List.of(seed) : new Random(20_261_121).longs(HISTORIES).boxed().toList();
        for (long each : seeds) {
            try {
                history(each);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("-Dsimulation.seed=" + each + ": " + e.getMessage(), e);
            }
        }
    }

    private static void history(long seed) {
        var world = new SimulatedWorld(seed, false);
        boolean calm = world.random.nextInt(4) == 0;
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 150; i++) {
                step(world, calm);
            }
            world.quiet();
        }
    }

    private static void step(SimulatedWorld world, boolean calm) {
        Random random = world.random;
        if (random.nextInt(8) == 0) {
            world.verdicts.decide();
        } else if (!calm && random.nextInt(20) == 0) {
            var modes = SimulatedReceivers.Mode.values();
            world.receivers.modes.put(SimulatedVerdicts.INCIDENTS, modes[random.nextInt(modes.length)]);
        } else {
            AlertingSimulationTest.step(world, calm);
        }
    }
}
