package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The same life of a store, with one call of the disk failing, each in its turn: rows, transactions, a deletion, cuts, merges, checkpoints, closing,
 * opening. Then the process dies, and a store that is opened on what is there has all that was acknowledged.
 */
class EachCallFailsTest {
    private static final Path FOLDER = Path.of("/data");
    private static final int MINUTES = 110;

    /** One life: what was acknowledged, and what the store told. */
    private static final class Life {
        final Map<String, Map<Long, Double>> acknowledged = new TreeMap<>();
        final List<TsdbEvent> events = new ArrayList<>();
        final Set<String> errors = new HashSet<>();
        final VirtualTime clock = new VirtualTime(0);
        final FaultyDisk disk;
        final boolean mortal;
        boolean deleted;
        long now;

        /** @param mortal whether it ends with the first call that fails */
        Life(long seed, boolean mortal) {
            disk = new FaultyDisk(seed);
            this.mortal = mortal;
        }

        /** The store; null when it cannot be opened, which must be said. */
        @Nullable Tsdb open() {
            try {
                return Tsdb.open(TsdbOptions.defaults(FOLDER).withSegmentBytes(1 << 16).withBlockRange(Duration.ofMinutes(20)), clock, disk, events::add);
            } catch (PlumblineException e) {
                assertThat(e.kind()).isEqualTo(PlumblineException.Kind.RESOURCE);
                errors.add(String.valueOf(e.getMessage()));
                return null;
            }
        }

        Tsdb openAtLast() {
            Tsdb store = open();
            return store == null ? Objects.requireNonNull(open(), () -> "not opened at the second attempt either: " + errors) : store;
        }

        private boolean isDead() {
            return mortal && disk.failedCall() != null;
        }

        void live() {
            Tsdb store = open();
            store = store == null && !isDead() ? openAtLast() : store;
            for (int minute = 1; minute <= MINUTES && store != null && !isDead(); minute++) {
                store = minute(store, minute);
            }
            if (store != null) {
                close(store);
            }
        }

        private @Nullable Tsdb minute(Tsdb store, int minute) {
            now = 60_000L * minute;
            append(store, minute);
            if (minute % 10 == 0) {
                store.maintain();
            }
            if (minute == 55) {
                delete(store);
            }
            if (minute % 50 == 0) {
                compare(store, Long.MAX_VALUE);
            }
            if (minute == 70) {
                close(store);
                return isDead() ? null : open() instanceof Tsdb again ? again : isDead() ? null : openAtLast();
            }
            return store;
        }

        private void append(Tsdb store, int minute) {
            clock.advance(60_000);
            try (RowAppender rows = store.rows("target")) {
                rows.begin(60_000L * minute);
                for (int s = 0; s < 4; s++) {
                    rows.set(rows.column(Labels.of("__name__", "row", "i", "" + s)).index(), minute * (s + 0.5));
                }
                commit(rows::commit, minute, "row");
            }
            Appender appender = store.appender();
            for (int s = 0; s < 4; s++) {
                appender.append(Labels.of("__name__", "sent", "i", "" + s), 60_000L * minute, minute * (s + 0.5));
            }
            commit(appender::commit, minute, "sent");
        }

        private void commit(Runnable commit, int minute, String metric) {
            try {
                commit.run();
                for (int s = 0; s < 4; s++) {
                    acknowledged.computeIfAbsent("{__name__=\"" + metric + "\", i=\"" + s + "\"}", k -> new TreeMap<>()).put(60_000L * minute, minute * (s + 0.5));
                }
            } catch (PlumblineException e) {
                assertThat(e.kind()).isEqualTo(PlumblineException.Kind.RESOURCE);
                errors.add(String.valueOf(e.getMessage()));
            }
        }

        private void delete(Tsdb store) {
            deleted = mortal; // what is refused by a dying disk may be there all the same
            try {
                store.delete(List.of(LabelMatcher.equal("i", "1")), 0, 30 * 60_000L);
                deleted = true;
            } catch (PlumblineException e) {
                errors.add(String.valueOf(e.getMessage()));
            }
        }

        private void close(Tsdb store) {
            try {
                store.close();
            } catch (PlumblineException e) {
                errors.add(String.valueOf(e.getMessage()));
            }
            disk.killProcess();
        }

        /** That all is there which was acknowledged and not deleted; reading may fail, but must not leave anything out. */
        void compare(Tsdb store, long until) {
            Map<String, Map<Long, Double>> found = new TreeMap<>();
            try (var querier = store.querier(0, Long.MAX_VALUE)) {
                for (Series series : querier.select(List.of())) {
                    Samples s = series.samples(0, Long.MAX_VALUE);
                    var values = new TreeMap<Long, Double>();
                    for (int i = s.from(); i < s.to(); i++) {
                        values.put(s.times()[i], s.values()[i]);
                    }
                    found.put(series.labels().toString(), values);
                }
            } catch (PlumblineException e) {
                errors.add(String.valueOf(e.getMessage()));
                return; // refused, which leaves nothing out
            }
            acknowledged.forEach((series, samples) -> {
                var expected = new TreeMap<>(samples);
                expected.tailMap(until, true).clear();
                if (deleted && series.contains("i=\"1\"")) {
                    expected.headMap(30 * 60_000L, true).clear();
                }
                assertThat(found.getOrDefault(series, Map.of())).as(series).containsAllEntriesOf(expected);
            });
        }
    }

    private static long callsOfALife() {
        var life = new Life(0, false);
        life.live();
        assertThat(life.errors).isEmpty();
        assertThat(life.disk.names(FOLDER.resolve("blocks"))).as("blocks, some of them merged").isNotEmpty().doesNotContain("000000000001.block");
        assertThat(life.disk.calls()).isGreaterThan(400);
        return life.disk.calls();
    }

    private static void anotherLife(Life life, long until) {
        Tsdb again = life.openAtLast();
        life.compare(again, until);
        again.maintain();
        life.compare(again, until);
        again.close();
        assertThat(life.disk.names(FOLDER.resolve("blocks"))).noneMatch(name -> name.endsWith(".tmp"));
    }

    private static void failing(long call, Life life, Runnable check) {
        try {
            life.live();
            assertThat(life.disk.failedCall()).isNotNull();
            check.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("call " + call + ", " + life.disk.failedCall() + ": " + e.getMessage() + "; told: " + life.errors + life.events, e);
        }
    }

    @Test
    void oneErrorOfTheDeviceLosesNothingAndIsTold() {
        long calls = callsOfALife();
        for (long call = 0; call < calls; call++) {
            var life = new Life(call, false);
            life.disk.failCall(call, "Input/output error");
            failing(call, life, () -> {
                assertThat(life.errors.isEmpty() && life.events.stream().allMatch(TsdbEvent.Replayed.class::isInstance)).as("silent").isFalse();
                anotherLife(life, Long.MAX_VALUE);
            });
        }
    }

    @Test
    void aDiskThatFailsFromSomeCallOnKeepsWhatWasAcknowledged() {
        long calls = callsOfALife();
        for (long call = 1; call < calls; call += 3) {
            var life = new Life(call, true);
            life.disk.failFrom(call, "No space left on device");
            failing(call, life, () -> {
                life.disk.killProcess();
                life.disk.repair();
                anotherLife(life, Long.MAX_VALUE);
            });
        }
    }

    @Test
    void aPowerLossAtAnyCallKeepsWhatWasSynced() {
        long calls = callsOfALife();
        for (long call = 0; call < calls; call += 2) {
            var life = new Life(call, true);
            life.disk.failFrom(call, "the power is gone");
            failing(call, life, () -> {
                life.disk.losePower();
                anotherLife(life, life.now - 60_000);
            });
        }
    }
}
