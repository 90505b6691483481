package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.Samples;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How series of transactions come to share groups, and when they part. */
class SharedGroupsTest {
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

    /** One transaction: a sample each for series {@code from … to - 1}. */
    private void append(int from, int to, long time) {
        append(from, to, time, 1);
    }

    private void append(int from, int to, long time, int samples) {
        try (var appender = store.appender()) {
            for (int i = from; i < to; i++) {
                for (int s = 0; s < samples; s++) {
                    assertThat(appender.append(series(i), time + 1000L * s, i + time + 1000L * s)).isEmpty();
                }
            }
            appender.commit();
        }
    }

    private Samples read(int i) {
        try (var querier = store.querier(0, Long.MAX_VALUE)) {
            return querier.select(List.of(LabelMatcher.equal("i", "" + i))).getFirst().samples(0, Long.MAX_VALUE);
        }
    }

    private int timeColumns(int series) {
        var distinct = new HashSet<Integer>();
        try (var querier = store.querier(0, Long.MAX_VALUE)) {
            querier.select(List.of()).forEach(s -> distinct.add(System.identityHashCode(s.samples(0, Long.MAX_VALUE).times())));
        }
        assertThat(store.stats().series()).isEqualTo(series);
        return distinct.size();
    }

    private void check(int series, int samples) {
        for (int i = 0; i < series; i++) {
            Samples s = read(i);
            assertThat(s.size()).isEqualTo(samples);
            for (int k = s.from(); k < s.to(); k++) {
                assertThat(s.values()[k]).isEqualTo(i + s.times()[k]);
            }
        }
    }

    @Test
    void whatArrivesTogetherSharesItsTimes() {
        for (int t = 1; t <= 300; t++) {
            append(0, 300, t * 1000L);
        }
        assertThat(store.stats().groups()).isEqualTo(3);
        assertThat(timeColumns(300)).isEqualTo(3);
        reopen();
        assertThat(store.stats().groups()).isEqualTo(3);
        append(0, 300, 301_000);
        assertThat(store.stats().groups()).isEqualTo(3);
        assertThat(timeColumns(300)).isEqualTo(3);
    }

    @Test
    void laterRequestsOfTheSameRowsFillTheGroup() {
        for (int block = 0; block < 10; block++) {
            for (int part = 0; part < 5; part++) {
                append(part * 50, part * 50 + 50, 1000 + block * 30_000L, 30);
            }
        }
        assertThat(store.stats().groups()).isEqualTo(2);
        check(250, 300);
        reopen();
        check(250, 300);
    }

    @Test
    void aLateSeriesMovesOnceAndTheRestStays() {
        for (int t = 1; t <= 400; t++) {
            append(0, 9, t * 1000L);
            append(9, 10, t * 1000L - (t > 5 ? 500 : 0));
        }
        assertThat(store.stats().groups()).isEqualTo(2);
        assertThat(read(9).size()).isEqualTo(400);
        reopen();
        assertThat(store.stats().groups()).isEqualTo(2);
        assertThat(read(9).size()).isEqualTo(400);
    }

    @Test
    void twoBeatsInOneGroupPart() {
        append(0, 20, 1000); // by chance at the same time
        for (int t = 2; t <= 400; t++) {
            append(0, 10, t * 1000L);
            if (t % 4 == 0) {
                append(10, 20, t * 1000L + 100);
            }
        }
        assertThat(store.stats().groups()).isBetween(2, 4);
        assertThat(read(0).size()).isEqualTo(400);
        assertThat(read(19).size()).isEqualTo(101);
    }

    @Test
    void aSeriesWithoutAnyBeatDoesNotMoveForever() {
        for (int t = 1; t <= 3000; t++) {
            append(0, 5, t * 10_000L);
            append(5 + t % 3, 6 + t % 3, t * 10_000L - 1 - t * 7919L % 5000);
        }
        assertThat(store.stats().groups()).isLessThanOrEqualTo(20);
        assertThat(read(5).size()).isEqualTo(1000);
    }

    @Test
    void endedSeriesGiveTheirColumnsBack() {
        for (int t = 1; t <= 600; t++) {
            clock.advance(30_000);
            append(0, 20, clock.wallMillis());
            append(100 + t / 10 * 5, 105 + t / 10 * 5, clock.wallMillis());
            store.maintain();
        }
        assertThat(store.stats().series()).isBetween(20, 120);
        assertThat(store.stats().groups()).isLessThanOrEqualTo(5);
        reopen();
        append(0, 20, clock.wallMillis() + 1);
        assertThat(store.stats().groups()).isLessThanOrEqualTo(5);
    }

    @Test
    void aNewSegmentDefinesAllAgain() {
        for (int t = 1; t <= 200; t++) {
            clock.advance(60_000);
            append(0, 200, clock.wallMillis());
        }
        assertThat(store.stats().walSegments()).isGreaterThan(10);
        check(200, 200);
        reopen();
        check(200, 200);
        assertThat(store.stats().groups()).isEqualTo(2);
    }

    @Test
    void theOldestSegmentsCanGo() {
        try (RowAppender rows = store.rows("s")) {
            for (int t = 1; t <= 900; t++) {
                clock.advance(10_000);
                append(0, 40, clock.wallMillis());
                rows.begin(clock.wallMillis());
                rows.set(rows.column(Labels.of("__name__", "row")).index(), t);
                rows.commit();
                store.maintain();
            }
        }
        assertThat(disk.names(Path.of("/data/wal"))).doesNotContain("00000001.wal");
        Samples before = read(7);
        reopen();
        Samples after = read(7);
        assertThat(after.times()[after.to() - 1]).isEqualTo(before.times()[before.to() - 1]);
        for (int k = after.from(); k < after.to(); k++) {
            assertThat(after.values()[k]).isEqualTo(7 + after.times()[k]);
        }
        try (var querier = store.querier(0, Long.MAX_VALUE)) {
            Samples s = querier.select(List.of(LabelMatcher.equal("__name__", "row"))).getFirst().samples(0, Long.MAX_VALUE);
            for (int k = s.from(); k < s.to(); k++) {
                assertThat(s.values()[k]).isEqualTo(s.times()[k] / 10_000.0);
            }
        }
    }
}
