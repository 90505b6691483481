package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeletionTest {
    private static final TsdbOptions OPTIONS = TsdbOptions.defaults(Path.of("/data")).withRetention(Duration.ofHours(1));
    private final VirtualTime clock = new VirtualTime(0);
    private final FaultyDisk disk = new FaultyDisk(3);
    private Tsdb store = open();

    private Tsdb open() {
        return Tsdb.open(OPTIONS, clock, disk, e -> {});
    }

    private void reopen() {
        disk.killProcess();
        store = open();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Labels series(int i) {
        return Labels.of("__name__", "m", "i", "" + i);
    }

    private void append(int i, long time) {
        try (var appender = store.appender()) {
            appender.append(series(i), time - 1, time, time);
            appender.commit();
        }
    }

    private List<Long> times(int i) {
        var times = new ArrayList<Long>();
        try (var querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            querier.select(List.of(LabelMatcher.equal("i", "" + i))).forEach(s -> {
                var samples = s.samples(Long.MIN_VALUE, Long.MAX_VALUE);
                for (int k = samples.from(); k < samples.to(); k++) {
                    assertThat(samples.values()[k]).isEqualTo(samples.times()[k]);
                    assertThat(samples.startTime(k)).isEqualTo(samples.times()[k] - 1);
                    times.add(samples.times()[k]);
                }
            });
        }
        return times;
    }

    @Test
    void deletedSamplesAreGoneAtOnceAndAfterARestart() {
        for (int t = 1; t <= 10; t++) {
            append(1, t);
            append(2, t);
        }
        assertThat(store.delete(List.of(LabelMatcher.equal("i", "1")), 3, 8)).isEqualTo(1);
        assertThat(store.delete(List.of(LabelMatcher.equal("i", "none")), 3, 8)).isZero();
        assertThat(times(1)).containsExactly(1L, 2L, 9L, 10L);
        assertThat(times(2)).hasSize(10);
        reopen();
        assertThat(times(1)).containsExactly(1L, 2L, 9L, 10L);
        assertThat(store.delete(List.of(), 3, 8)).isEqualTo(1); // the other one
    }

    @Test
    void aSeriesWithoutVisibleSamplesIsNotFound() {
        append(1, 1);
        append(2, 1);
        store.delete(List.of(LabelMatcher.equal("i", "1")), Long.MIN_VALUE, Long.MAX_VALUE);
        try (var querier = store.querier(0, 10)) {
            assertThat(querier.select(List.of())).singleElement().satisfies(s -> assertThat(s.labels()).isEqualTo(series(2)));
            assertThat(querier.labelValues("i", List.of())).containsExactly("2");
            assertThat(querier.labelNames(List.of(LabelMatcher.equal("i", "1")))).isEmpty();
        }
        append(1, 2); // later than what was deleted
        assertThat(times(1)).containsExactly(2L);
        reopen();
        assertThat(times(1)).containsExactly(2L);
    }

    @Test
    void nothingIsDeletedWhenTheLogCannotBeWritten() {
        append(1, 1);
        disk.leaveRoom(3);
        assertThatThrownBy(() -> store.delete(List.of(), 0, 10)).isInstanceOf(PlumblineException.class);
        assertThat(times(1)).containsExactly(1L);
        disk.leaveRoom(Long.MAX_VALUE);
        assertThat(store.delete(List.of(), 0, 10)).isEqualTo(1);
        assertThat(times(1)).isEmpty();
    }

    @Test
    void tombstonesOutliveWhatTheyHide() {
        for (int t = 1; t <= 40; t++) {
            clock.advance(60_000);
            append(1, clock.wallMillis());
        }
        store.delete(List.of(), 0, 600_000);
        for (int t = 1; t <= 100; t++) {
            clock.advance(60_000);
            append(1, clock.wallMillis());
            store.maintain();
            if (t % 10 == 0) {
                reopen();
                assertThat(times(1)).allMatch(time -> time > 600_000);
            }
        }
    }

    @Test
    void rangesAreSubtractedAsFromASet() {
        var random = new Random(4);
        var left = new TreeMap<Integer, List<Long>>();
        long time = 0;
        for (int step = 0; step < 600; step++) {
            time += 1 + random.nextInt(3);
            int i = random.nextInt(3);
            append(i, time);
            left.computeIfAbsent(i, x -> new ArrayList<>()).add(time);
            if (random.nextInt(25) == 0) {
                long from = random.nextLong(time);
                long to = from + random.nextInt(60);
                store.delete(List.of(LabelMatcher.equal("i", "" + i)), from, to);
                left.get(i).removeIf(t -> t >= from && t <= to);
            }
            if (random.nextInt(100) == 0) {
                reopen();
            }
        }
        left.forEach((i, times) -> assertThat(times(i)).isEqualTo(times));
    }
}
