package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.Rejection;
import dev.plumbline.storage.SampleBuffer;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.storage.WindowFigures;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of samples out of order: memory, log, blocks of their own, and one column again. */
class LateSamplesTest {
    private static final Path FOLDER = Path.of("/data");
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long STEP = 15_000;
    /** Of the four hours of {@link #fill}, with what comes late of the last. */
    private static final int FOUR_HOURS = 4 * 240 - 3 * 24;

    private final VirtualTime clock = new VirtualTime(100 * HOUR);
    private final FaultyDisk disk = new FaultyDisk(5);
    private final List<TsdbEvent> events = new ArrayList<>();
    private long memoryBytes = 1L << 30;
    private Tsdb store = open();

    private Tsdb open() {
        Tsdb opened = Tsdb.open(TsdbOptions.defaults(FOLDER).withRetention(Duration.ofDays(30)).withMemoryBytes(memoryBytes), clock, disk,
                events::add);
        opened.outOfOrderWindow(HOUR);
        return opened;
    }

    private void reopen() {
        disk.killProcess();
        store = open();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Labels series(String name) {
        return Labels.of("__name__", "m", "s", name);
    }

    private Optional<Rejection> append(String name, long time, double value) {
        try (var appender = store.appender()) {
            Optional<Rejection> told = appender.append(series(name), time, value);
            appender.commit();
            return told;
        }
    }

    private Series select(String name) {
        try (var querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            List<Series> found = querier.select(List.of(LabelMatcher.equal("s", name)));
            assertThat(found).hasSize(1);
            return found.getFirst();
        }
    }

    private List<Double> values(String name) {
        Samples s = select(name).samples(Long.MIN_VALUE, Long.MAX_VALUE);
        var values = new ArrayList<Double>();
        for (int i = s.from(); i < s.to(); i++) {
            assertThat(i == s.from() || s.times()[i - 1] < s.times()[i]).isTrue();
            values.add(s.values()[i]);
        }
        return values;
    }

    private List<String> blocks() {
        return disk.names(FOLDER.resolve("blocks"));
    }

    @Test
    void theWindowIsCountedFromTheNewestSampleOfAll() {
        append("a", 10 * HOUR, 1);
        append("b", 12 * HOUR, 1);
        assertThat(append("a", 10 * HOUR - 1, 2)).containsInstanceOf(Rejection.TooOld.class);
        assertThat(append("b", 11 * HOUR, 2)).isEmpty();
        assertThat(append("b", 11 * HOUR - 1, 3)).get().extracting(Rejection::message).asString().contains("too old sample");
        assertThat(append("a", 10 * HOUR + 1, 4)).as("in order, though older than the window").isEmpty();
        assertThat(append("b", 12 * HOUR, 5)).containsInstanceOf(Rejection.DuplicateTimestamp.class);
        assertThat(values("b")).containsExactly(2.0, 1.0);
        assertThat(store.stats().late().floats()).isEqualTo(1);
        assertThat(store.stats().rejected()).containsEntry("too_old", 2L).containsEntry("duplicate_timestamp", 1L);
        store.outOfOrderWindow(0);
        assertThat(append("b", 11 * HOUR + 1, 6)).containsInstanceOf(Rejection.OutOfOrder.class);
        assertThat(values("b")).containsExactly(2.0, 1.0);
    }

    @Test
    void ofTwoSamplesAtOneTimeTheFirstCounts() {
        append("a", 10 * HOUR, 1);
        append("a", 10 * HOUR + MINUTE, 2);
        assertThat(append("a", 10 * HOUR, 9)).isEmpty();
        assertThat(append("a", 10 * HOUR - MINUTE, 3)).isEmpty();
        assertThat(append("a", 10 * HOUR - MINUTE, 4)).isEmpty();
        assertThat(values("a")).containsExactly(3.0, 1.0, 2.0);
    }

    @Test
    void aRowMayBeLateForSomeOfItsSeries() {
        append("b", 10 * HOUR, 1);
        try (var rows = store.rows("source")) {
            rows.begin(10 * HOUR - MINUTE);
            rows.set(rows.column(series("a")).index(), 5);
            rows.set(rows.column(series("b")).index(), 6);
            rows.set(rows.column(series("c")).index(), StaleMarker.VALUE);
            assertThat(rows.commit().appended()).isEqualTo(3);
            rows.begin(10 * HOUR - 2 * MINUTE);
            rows.set(rows.column(series("a")).index(), 4);
            rows.set(rows.column(series("c")).index(), StaleMarker.VALUE);
            var outcome = rows.commit();
            assertThat(outcome.appended()).isEqualTo(1);
            assertThat(outcome.rejections()).singleElement().as("a marker never comes late").isInstanceOf(Rejection.OutOfOrder.class);
        }
        assertThat(values("a")).containsExactly(4.0, 5.0);
        assertThat(values("b")).containsExactly(6.0, 1.0);
        reopen();
        assertThat(values("a")).containsExactly(4.0, 5.0);
        assertThat(values("b")).containsExactly(6.0, 1.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@", "@0", "@late", "@united", "@300000"})
    void namesOfOurOwnAreNoSources(String name) {
        assertThatThrownBy(() -> store.rows(name)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("begin with @");
        store.rows("@job/http://a:1/metrics").close();
    }

    /** Samples of a time, every tenth missing. */
    private void fill(String name, long from, long to) {
        try (var appender = store.appender()) {
            for (long t = from; t < to; t += STEP) {
                if (t / STEP % 10 != 0) {
                    appender.append(series(name), t, t / STEP);
                }
            }
            appender.commit();
        }
    }

    private void fillLate(String name, long from, long to) {
        for (long t = to - STEP; t >= from; t -= STEP) {
            if (t / STEP % 10 == 0) {
                assertThat(append(name, t, t / STEP)).isEmpty();
            }
        }
    }

    private void assertComplete(String name, long from, long to) {
        List<Double> values = values(name);
        assertThat(values).hasSize((int) ((to - from) / STEP));
        for (int i = 0; i < values.size(); i++) {
            assertThat(values.get(i)).isEqualTo(from / STEP + i);
        }
    }

    @Test
    void lateSamplesGoToABlockOfTheirOwnAndSurviveEverything() {
        fill("a", 10 * HOUR, 14 * HOUR);
        fillLate("a", 13 * HOUR, 14 * HOUR);
        store.maintain();
        assertThat(blocks()).hasSize(1);
        reopen();
        fill("b", 14 * HOUR, 14 * HOUR + 12 * MINUTE); // nothing late for ten minutes
        assertThat(store.stats().late().bytes()).isPositive();
        store.maintain();
        assertThat(store.stats().late().bytes()).isZero();
        assertThat(blocks()).hasSize(2);
        assertThat(values("a")).hasSize(FOUR_HOURS);
        reopen();
        assertThat(values("a")).hasSize(FOUR_HOURS);
    }

    @Test
    void compactionMakesOneColumnAgainWhoseSummariesAreOfAllSamples() {
        store.outOfOrderWindow(30 * HOUR);
        fill("a", 18 * HOUR, 24 * HOUR);
        fill("b", 18 * HOUR, 24 * HOUR);
        store.maintain();
        fillLate("a", 18 * HOUR, 24 * HOUR);
        fill("c", 24 * HOUR, 26 * HOUR); // so that those of a have waited
        store.maintain();
        assertThat(store.stats().late().bytes()).isZero();
        assertThat(blocks()).as("one of six hours").hasSize(1);
        assertComplete("a", 18 * HOUR, 24 * HOUR);
        assertThat(values("b")).hasSize(6 * 240 * 9 / 10);
        var figures = new WindowFigures(WindowFigures.Figure.COUNT);
        assertThat(select("a").window(18 * HOUR, 23 * HOUR, new SampleBuffer(), figures)).as("from summaries").isTrue();
        assertThat(figures.samples()).isEqualTo(5 * 240 + 1);
        reopen();
        assertComplete("a", 18 * HOUR, 24 * HOUR);
    }

    @Test
    void whatIsInMemoryIsNotAnsweredFromSummaries() {
        store.outOfOrderWindow(30 * HOUR);
        fill("a", 12 * HOUR, 24 * HOUR);
        store.maintain();
        append("a", 13 * HOUR, 1);
        var figures = new WindowFigures(WindowFigures.Figure.COUNT);
        assertThat(select("a").window(12 * HOUR, 18 * HOUR, new SampleBuffer(), figures)).isFalse();
        assertThat(select("a").window(14 * HOUR, 23 * HOUR, new SampleBuffer(), figures)).isTrue();
    }

    @Test
    void aBlockThatCannotBeWrittenLeavesAllInMemory() {
        fill("a", 10 * HOUR, 14 * HOUR);
        store.maintain();
        fillLate("a", 13 * HOUR, 14 * HOUR);
        fill("b", 14 * HOUR, 14 * HOUR + 12 * MINUTE);
        int before = blocks().size();
        disk.leaveRoom(100);
        store.maintain();
        assertThat(events).anyMatch(TsdbEvent.WriteFailed.class::isInstance);
        assertThat(blocks()).hasSize(before);
        assertThat(values("a")).hasSize(FOUR_HOURS);
        disk.leaveRoom(Long.MAX_VALUE);
        store.maintain();
        assertThat(blocks()).hasSize(before + 1);
        assertThat(values("a")).hasSize(FOUR_HOURS);
    }

    @Test
    void checkpointsKeepThemAndRetentionDropsThem() {
        fill("a", 10 * HOUR, 14 * HOUR);
        fillLate("a", 13 * HOUR, 14 * HOUR);
        store.maintain(); // a cut, so a checkpoint
        assertThat(disk.names(FOLDER.resolve("wal"))).anyMatch(name -> name.endsWith(".frames"));
        reopen();
        assertThat(values("a")).hasSize(FOUR_HOURS);
        append("b", 14 * HOUR + Duration.ofDays(31).toMillis(), 1);
        clock.advance(Duration.ofDays(40).toMillis());
        store.maintain();
        assertThat(store.stats().late().bytes()).isZero();
        try (var querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            assertThat(querier.select(List.of(LabelMatcher.equal("s", "a")))).isEmpty();
        }
    }

    @Test
    void aSeriesOfLateSamplesAloneIsFoundAndDeleted() {
        fill("a", 10 * HOUR, 14 * HOUR);
        store.maintain(); // what is before 12 h is in a block
        store.outOfOrderWindow(3 * HOUR);
        append("late", 11 * HOUR + MINUTE, 1);
        append("late", 11 * HOUR, 2);
        assertThat(values("late")).containsExactly(2.0, 1.0);
        store.maintain(); // its series is kept
        assertThat(values("late")).containsExactly(2.0, 1.0);
        assertThat(store.delete(List.of(LabelMatcher.equal("s", "late")), 11 * HOUR, 11 * HOUR)).isEqualTo(1);
        assertThat(values("late")).containsExactly(1.0);
        append("late", 11 * HOUR + 2 * MINUTE, 3);
        reopen();
        assertThat(values("late")).containsExactly(1.0, 3.0);
    }

    @Test
    void theRoomForLateSamplesIsBounded() {
        store.close();
        memoryBytes = 1 << 20;
        store = open();
        append("a", 20 * HOUR, 1);
        int taken = 0;
        Optional<Rejection> told = Optional.empty();
        try (var appender = store.appender()) {
            while (told.isEmpty()) {
                told = appender.append(series("a"), 20 * HOUR - 1 - taken++, 1);
                if (taken % 100 == 0) {
                    appender.commit();
                }
            }
        }
        assertThat(told).get().isInstanceOf(Rejection.LimitReached.class).extracting(Rejection::message).asString().contains("out of order");
        assertThat(taken).isBetween(1000, 20_000);
        assertThat(store.isDue()).isTrue();
        store.maintain();
        assertThat(append("a", 20 * HOUR - 1 - taken, 1)).isEmpty();
    }
}
