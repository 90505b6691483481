package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.Queryable;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is answered while the log is read: the same as before the process died, up to where the log may know more. */
class PastTest {
    private static final long HOUR = 3_600_000;
    private static final long STEP = 15_000;
    private static final int SERIES = 6;
    private static final LabelMatcher ALL = LabelMatcher.equal("__name__", "m");
    private final VirtualTime clock = new VirtualTime(100 * HOUR);
    private final FaultyDisk disk = new FaultyDisk(7);
    private Tsdb store = Tsdb.open(options(), clock, disk, e -> { });

    private static TsdbOptions options() {
        return TsdbOptions.defaults(Path.of("/data")).withRetention(Duration.ofDays(30));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Labels series(int i) {
        return Labels.of("__name__", "m", "i", "" + i);
    }

    private void append(int i, long time, double value) {
        try (var appender = store.appender()) {
            assertThat(appender.append(series(i), time, value)).isEmpty();
            appender.commit();
        }
    }

    /** Five hours of six series, the first of them in blocks after that. */
    private void fill() {
        for (long time = 0; time < 5 * HOUR; time += STEP) {
            try (var appender = store.appender()) {
                for (int i = 0; i < SERIES; i++) {
                    appender.append(series(i), time, time / STEP * i);
                }
                appender.commit();
            }
        }
        store.maintain();
        assertThat(store.inOrderFrom()).isBetween(2 * HOUR, 4 * HOUR);
    }

    private static Map<Labels, List<String>> answers(Queryable store, long min, long max) {
        var answers = new HashMap<Labels, List<String>>();
        try (var querier = store.querier(min, max)) {
            querier.select(List.of(ALL)).forEach(s -> {
                var samples = s.samples(min, max);
                var texts = new ArrayList<String>();
                for (int k = samples.from(); k < samples.to(); k++) {
                    texts.add(samples.times()[k] + ":" + samples.values()[k]);
                }
                answers.put(s.labels(), texts);
            });
            answers.put(Labels.of("names", String.join(",", querier.labelNames(List.of()))), querier.labelValues("i", List.of(ALL)));
        }
        return answers;
    }

    /** Opens anew after the death of the process; answers where the past ended. Asks it when nothing of the log is applied. */
    private long reopen(List<Map<Labels, List<String>>> early) {
        disk.killProcess();
        var until = new ArrayList<Long>();
        store = Tsdb.open(options(), clock, disk, e -> { }, past -> {
            until.add(past.untilMillis());
            early.add(answers(past, Long.MIN_VALUE, past.untilMillis() - 1));
            early.add(answers(past, HOUR / 2 + 7, HOUR + HOUR / 4));
            assertThatThrownBy(() -> past.querier(0, past.untilMillis())).isInstanceOf(IllegalArgumentException.class);
        });
        assertThat(until).hasSize(1);
        return until.getFirst();
    }

    private void answersAsAfterwards(long expectedUntil) {
        var early = new ArrayList<Map<Labels, List<String>>>();
        var before = answers(store, Long.MIN_VALUE, expectedUntil - 1);
        assertThat(reopen(early)).isEqualTo(expectedUntil);
        assertThat(early.get(0)).isEqualTo(before).isEqualTo(answers(store, Long.MIN_VALUE, expectedUntil - 1));
        assertThat(early.get(1)).isEqualTo(answers(store, HOUR / 2 + 7, HOUR + HOUR / 4));
        assertThat(early.get(1).get(series(1))).isNotEmpty();
    }

    @Test
    void isWhatIsInBlocks() {
        fill();
        answersAsAfterwards(store.inOrderFrom());
    }

    @Test
    void isNothingWithoutBlocks() {
        append(0, 1000, 1);
        disk.killProcess();
        store = Tsdb.open(options(), clock, disk, e -> { }, past -> {
            throw new AssertionError("nothing is there to be asked");
        });
    }

    @Test
    void knowsWhatWasDeleted() {
        fill();
        var random = new Random(11);
        for (int i = 0; i < SERIES - 2; i++) {
            long from = random.nextLong(4 * HOUR);
            store.delete(List.of(ALL, LabelMatcher.equal("i", "" + random.nextInt(1, SERIES))), from, from + random.nextLong(HOUR / 2));
        }
        store.delete(List.of(ALL, LabelMatcher.equal("i", "0")), 0, 5 * HOUR);
        answersAsAfterwards(store.inOrderFrom());
    }

    @Test
    void endsBeforeTheOldestLateSample() {
        store.outOfOrderWindow(5 * HOUR);
        fill();
        long floor = store.inOrderFrom();
        append(3, floor - HOUR / 4 + 1, 0.25);
        append(2, floor - HOUR / 2 + 1, 0.5);
        append(4, floor + 1, 0.75);
        answersAsAfterwards(floor - HOUR / 2 + 1);
    }

    /** The log is read as far as it is whole, checkpoints too. */
    @Test
    void readsWhatAnEndOfTheProcessHasLeft() {
        fill();
        store.delete(List.of(ALL, LabelMatcher.equal("i", "2")), HOUR, 2 * HOUR);
        store.close();
        store = Tsdb.open(options(), clock, disk, e -> { });
        store.delete(List.of(ALL, LabelMatcher.equal("i", "3")), HOUR, 2 * HOUR);
        append(1, 6 * HOUR, 1);
        answersAsAfterwards(store.inOrderFrom());
    }
}
