package dev.plumbline.rules;

import static dev.plumbline.rules.RuleBench.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.InMemoryStorage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A manager under virtual time whose store, sink and state store fail at random and whose process is killed and started
 * again. Whatever happens: no alert fires before it was seen for its time, and once the faults are over, what is there is told as
 * firing and what is not there is told as ended. Replay one with {@code -Dsimulation.seed=}.
 */
class RuleSimulationTest {
    private static final int RUNS = 40;
    private static final int SERIES = 3;
    private static final long FOR = 4 * MINUTE;

    @Test
    void neverEarlyAndNeverLost() {
        String given = System.getProperty("simulation.seed", "");
        for (int seed = 0; seed < RUNS; seed++) {
            new Run(given.isEmpty() ? seed : Long.parseLong(given)).run();
        }
    }

    private static final class Run {
        private final long seed;
        private final SplittableRandom random;
        private final FaultyStorage storage = new FaultyStorage(new InMemoryStorage());
        private final RuleBench bench = new RuleBench(storage);
        private final AlertStateStore kept = new DocumentAlertStates(new InMemoryDocuments(), bench.events::add);
        private final boolean[] present = new boolean[SERIES];
        /** Which series were there at each minute. */
        private final List<boolean[]> history = new ArrayList<>();
        /** Whether the evaluation in that minute could end an alert: not if it failed, nor if it may have been given grace. */
        private final List<Boolean> counted = new ArrayList<>();
        private boolean fresh;
        private final Map<Labels, RuleAlert> lastTold = new HashMap<>();
        private boolean failStates;
        private boolean failSink;
        private RuleManager manager;

        Run(long seed) {
            this.seed = seed;
            random = new SplittableRandom(seed);
            bench.states = new FaultyStates();
            bench.sink = this::take;
            manager = start();
        }

        private RuleManager start() {
            var started = new RuleManager(bench.services());
            started.apply(List.of(RuleBench.group(RuleBench.alert("A", "m == 1", FOR, 0))), bench.options);
            started.start();
            return started;
        }

        void run() {
            for (int minute = 0; minute < 180; minute++) {
                step(minute, minute < 150);
            }
            for (int i = 0; i < SERIES; i++) {
                RuleAlert told = lastTold.get(Labels.of("alertname", "A", "i", "" + i));
                if (present[i]) {
                    assertThat(told).as("seed %d: series %d is there", seed, i).isNotNull();
                }
                if (told != null) {
                    assertThat(told.resolved()).as("seed %d: series %d", seed, i).isNotEqualTo(present[i]);
                }
            }
        }

        private void step(int minute, boolean faults) {
            storage.failQueries = faults && random.nextInt(10) == 0;
            storage.failWrites = faults && random.nextInt(10) == 0;
            failStates = faults && random.nextInt(10) == 0;
            failSink = faults && random.nextInt(8) == 0;
            for (int i = 0; i < SERIES; i++) {
                present[i] = faults ? random.nextInt(100) < (present[i] ? 92 : 20) : present[i];
                try (var appender = storage.real().appender()) {
                    appender.append(Labels.of(Labels.METRIC_NAME, "m", "i", "" + i), bench.clock.wallMillis(), present[i] ? 1 : 0);
                    appender.commit();
                }
            }
            history.add(present.clone());
        counted.add(!storage.failQueries && !fresh);
        fresh &= storage.failQueries;
            bench.clock.advance(MINUTE);
            if (faults && !failStates && random.nextInt(12) == 0) {
                killAndStartAgain(minute);
            }
        }

        /** The old one is killed: what it does on its way out is not seen by anybody. */
        private void killAndStartAgain(int minute) {
            boolean before = failStates;
            failStates = true;
            manager.stop();
            failStates = before;
            manager = start();
            fresh = true;
            assertThat(manager.status()).as("seed %d minute %d", seed, minute).hasSize(1);
        }

        private void take(List<RuleAlert> alerts) {
            if (failSink) {
                throw PlumblineException.resource("the queue is full", null);
            }
            for (RuleAlert alert : alerts) {
                lastTold.put(alert.labels(), alert);
                if (!alert.resolved()) {
                    int i = Integer.parseInt(alert.labels().get("i"));
                    assertThat(seenFor(i, alert.startsAtMillis())).as("seed %d: %s", seed, alert).isGreaterThanOrEqualTo(FOR - MINUTE);
                }
            }
        }

        /** How long no evaluation had seen the series absent. */
        private long seenFor(int series, long time) {
            int minute = (int) (time / MINUTE);
            int first = minute;
            while (first >= 0 && (history.get(first)[series] || !counted.get(first))) {
                first--;
            }
            return (minute - first) * MINUTE;
        }

        private final class FaultyStates implements AlertStateStore {
            @Override
            public Optional<GroupState> load(String groupKey) {
                check();
                return kept.load(groupKey);
            }

            @Override
            public void save(String groupKey, GroupState state) {
                check();
                kept.save(groupKey, state);
            }

            @Override
            public void expire(long beforeMillis) {
                check();
                kept.expire(beforeMillis);
            }

            private void check() {
                if (failStates) {
                    throw PlumblineException.resource("the documents are away", null);
                }
            }
        }
    }
}
