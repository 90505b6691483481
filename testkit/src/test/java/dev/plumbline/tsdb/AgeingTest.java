package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.Downsampled;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.storage.WindowFigures;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rules of retention on the blocks of a store: what goes, what becomes coarser, how often a block is written; and blocks without deleted samples. */
class AgeingTest {
    private static final Path FOLDER = Path.of("/data");
    private static final Path BLOCKS = FOLDER.resolve("blocks");
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final RetentionRule DEV = rule("dev", Duration.ofHours(6));
    private static final RetentionRule WEB = rule("web", Duration.ofDays(60), step(5, 5), step(12, 60));
    private static final RetentionRules RULES = new RetentionRules(List.of(DEV, WEB));
    private final VirtualTime clock = new VirtualTime(0);
    private final List<TsdbEvent> events = new ArrayList<>();

    private static RetentionRule.Coarser step(int hours, int minutes) {
        return new RetentionRule.Coarser(Duration.ofHours(hours), Duration.ofMinutes(minutes));
    }

    private static RetentionRule rule(String job, Duration keep, RetentionRule.Coarser... steps) {
        return new RetentionRule(List.of(List.of(LabelMatcher.equal("job", job))), keep, List.of(steps));
    }

    private Tsdb open(FaultyDisk disk) {
        return Tsdb.open(TsdbOptions.defaults(FOLDER), clock, disk, events::add);
    }

    /** A sample a minute of two series of each of the jobs dev, web, db. */
    private void fill(Tsdb store, int fromMinute, int toMinute) {
        var random = new Random(fromMinute);
        try (RowAppender rows = store.rows("t")) {
            for (int i = fromMinute; i < toMinute; i++) {
                rows.begin(MINUTE * i);
                for (String job : List.of("dev", "web", "db")) {
                    rows.set(rows.column(Labels.of("__name__", "requests_total", "job", job)).index(), 7L * i);
                    rows.set(rows.column(Labels.of("__name__", "load", "job", job)).index(), random.nextInt(1000) / 100.0);
                }
                rows.commit();
            }
        }
        clock.advance(MINUTE * toMinute - clock.wallMillis());
    }

    private static void maintain(Tsdb store) {
        for (int i = 0; i < 20; i++) {
            store.maintain();
        }
    }

    private static Map<String, Samples> read(Tsdb store) {
        var all = new TreeMap<String, Samples>();
        try (var querier = store.querier(0, Long.MAX_VALUE)) {
            for (Series s : querier.select(List.of())) {
                all.put(s.labels().get("job") + " " + s.labels().metricName(), s.samples(0, Long.MAX_VALUE));
            }
        }
        return all;
    }

    private static Map<String, List<Double>> values(Tsdb store) {
        var all = new HashMap<String, List<Double>>();
        read(store).forEach((name, s) -> {
            var list = new ArrayList<Double>();
            for (int i = s.from(); i < s.to(); i++) {
                list.add((double) s.times()[i]);
                list.add(s.values()[i]);
            }
            all.put(name, list);
        });
        return all;
    }

    private static Series series(Tsdb store, String job) {
        try (var querier = store.querier(0, Long.MAX_VALUE)) {
            return querier.select(List.of(LabelMatcher.equal("job", job), LabelMatcher.equal("__name__", "requests_total"))).getFirst();
        }
    }

    private static long samples(Series series, long from, long to) {
        var figures = new WindowFigures(WindowFigures.Figure.COUNT);
        if (series.window(from + 1, to, new dev.plumbline.storage.SampleBuffer(), figures)) {
            return figures.samples();
        }
        return series.samples(from + 1, to).size();
    }

    @Test
    void eachSeriesAgesByTheFirstRuleThatMatches() {
        var disk = new FaultyDisk(1);
        try (Tsdb store = open(disk)) {
            store.retain(RULES);
            fill(store, 0, 32 * 60);
            maintain(store);
            Map<String, Samples> all = read(store);
            assertThat(all.getOrDefault("db load", Samples.NONE).size()).as("no rule, the store's retention").isEqualTo(32 * 60);
            assertThat(all.getOrDefault("dev load", Samples.NONE).times()[all.getOrDefault("dev load", Samples.NONE).from()]).as("6 hours, and the block in which they end")
                    .isBetween(18 * HOUR, 26 * HOUR);
            Series web = series(store, "web");
            assertThat(web.downsampled()).isEqualTo(new Downsampled(HOUR, 24 * HOUR));
            assertThat(samples(web, 0, 32 * HOUR)).as("samples that rows and the rest stand for").isEqualTo(32 * 60 - 1);
            assertThat(web.samples(0, 6 * HOUR).size()).isEqualTo(7);
            assertThat(series(store, "db").downsampled()).isNull();
            store.maintain();
            List<String> files = disk.names(BLOCKS);
            for (int i = 0; i < 10; i++) {
                store.maintain();
            }
            assertThat(disk.names(BLOCKS)).as("nothing is written twice").isEqualTo(files);
            assertThat(events).isEmpty();
        }
    }

    @Test
    void answersAreTheSameAfterAReopenAndNoBlockIsWrittenAgain() {
        var disk = new FaultyDisk(1);
        Map<String, List<Double>> before;
        try (Tsdb store = open(disk)) {
            store.retain(RULES);
            fill(store, 0, 32 * 60);
            maintain(store);
            before = values(store);
        }
        List<String> files = disk.names(BLOCKS);
        try (Tsdb store = open(disk)) {
            store.retain(RULES);
            assertThat(values(store)).isEqualTo(before);
            maintain(store);
            assertThat(values(store)).isEqualTo(before);
            assertThat(disk.names(BLOCKS)).isEqualTo(files);
            store.retain(new RetentionRules(List.of(DEV, WEB, rule("none", Duration.ofHours(1)))));
            maintain(store);
            assertThat(disk.names(BLOCKS)).as("other rules that change nothing").isEqualTo(files);
        }
    }

    @Test
    void aRuleMayKeepLongerThanTheStore() {
        var disk = new FaultyDisk(1);
        var options = TsdbOptions.defaults(FOLDER).withRetention(Duration.ofHours(20));
        try (Tsdb store = Tsdb.open(options, clock, disk, events::add)) {
            store.retain(RULES);
            for (int day = 0; day < 3; day++) {
                fill(store, day * 24 * 60, (day + 1) * 24 * 60);
                maintain(store);
            }
            Map<String, Samples> all = read(store);
            assertThat(all.getOrDefault("db load", Samples.NONE).times()[all.getOrDefault("db load", Samples.NONE).from()]).isBetween(46 * HOUR, 52 * HOUR);
            assertThat(all.getOrDefault("web load", Samples.NONE).times()[all.getOrDefault("web load", Samples.NONE).from()]).isZero();
            store.retain(RetentionRules.NONE);
            maintain(store);
            assertThat(read(store).getOrDefault("web load", Samples.NONE).times()[0]).isGreaterThan(46 * HOUR);
        }
    }

    @Test
    void aDiskThatIsFullLosesNothing() {
        var disk = new FaultyDisk(1);
        Map<String, List<Double>> before;
        try (Tsdb store = open(disk)) {
            fill(store, 0, 13 * 60);
            maintain(store);
            before = values(store);
        }
        for (long room = 0; room < 16_000; room += 1_597) {
            FaultyDisk copy = copy(disk, room);
            Tsdb store = open(copy);
            store.retain(RULES);
            copy.leaveRoom(room);
            store.maintain();
            copy.killProcess();
            copy.leaveRoom(Long.MAX_VALUE);
            try (Tsdb again = open(copy)) {
                assertThat(values(again)).as("room for %d bytes", room).isIn(before, downsampled(copy));
                again.retain(RULES);
                maintain(again);
                assertThat(series(again, "web").downsampled()).isNotNull();
                assertThat(values(again).get("db load")).isEqualTo(before.get("db load"));
            }
            assertThat(copy.names(BLOCKS)).noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    private Map<String, List<Double>> downsampled(FaultyDisk disk) {
        try (Tsdb store = open(copy(disk, 9))) {
            store.retain(RULES);
            maintain(store);
            return values(store);
        }
    }

    private static FaultyDisk copy(FaultyDisk disk, long seed) {
        var copy = new FaultyDisk(seed);
        for (Path folder : List.of(BLOCKS, FOLDER.resolve("wal"))) {
            disk.names(folder).forEach(name -> copy.put(folder.resolve(name), disk.bytes(folder.resolve(name))));
        }
        return copy;
    }

    @Test
    void aFlippedBitOfADownsampledBlockIsFoundAndChangesNoAnswer() {
        var disk = new FaultyDisk(1);
        Map<String, List<Double>> whole;
        try (Tsdb store = open(disk)) {
            store.retain(RULES);
            fill(store, 0, 14 * 60);
            maintain(store);
            whole = values(store);
        }
        var random = new Random(5);
        for (int round = 0; round < 200; round++) {
            FaultyDisk damaged = copy(disk, round);
            Path block = BLOCKS.resolve(disk.names(BLOCKS).getFirst());
            damaged.flip(block, 128 + random.nextLong(8L * disk.bytes(block).length - 128));
            assertThat(BlockReport.of(FOLDER, damaged, 1).getFirst().problems()).as("round %d", round).isNotEmpty();
            events.clear();
            try (Tsdb store = open(damaged)) {
                boolean isSetAside = events.stream().anyMatch(TsdbEvent.Corruption.class::isInstance);
                assertThat(values(store).equals(whole)).as("round %d", round).isEqualTo(!isSetAside);
                assertThat(events).as("round %d", round).isNotEmpty();
            } catch (PlumblineException e) {
                assertThat(e.getMessage()).contains(block.toString()).contains("damaged");
            }
        }
    }

    @Test
    void cleaningTakesDeletedSamplesFromTheDisk() {
        var disk = new FaultyDisk(1);
        try (Tsdb store = open(disk)) {
            fill(store, 0, 10 * 60);
            maintain(store);
            store.delete(List.of(LabelMatcher.equal("job", "web")), 0, 4 * HOUR);
            store.delete(List.of(LabelMatcher.equal("job", "dev")), 0, Long.MAX_VALUE);
            Map<String, List<Double>> before = values(store);
            long bytes = store.stats().blockBytes();
            store.cleanTombstones();
            assertThat(values(store)).isEqualTo(before);
            assertThat(store.stats().blockBytes()).isLessThan(bytes * 7 / 10);
            List<String> files = disk.names(BLOCKS);
            store.cleanTombstones();
            assertThat(disk.names(BLOCKS)).as("nothing is left to clean").isEqualTo(files);
            store.maintain();
            disk.killProcess();
            try (Tsdb again = open(disk)) {
                assertThat(values(again)).isEqualTo(before);
            }
        }
    }

    @Test
    void cleaningThatCannotWriteSaysSoAndDeletesNothingMore() {
        var disk = new FaultyDisk(1);
        try (Tsdb store = open(disk)) {
            fill(store, 0, 10 * 60);
            maintain(store);
            store.delete(List.of(LabelMatcher.equal("job", "web")), 0, 4 * HOUR);
            Map<String, List<Double>> before = values(store);
            disk.leaveRoom(100);
            assertThatThrownBy(store::cleanTombstones).isInstanceOf(PlumblineException.class).hasMessageContaining("make room");
            disk.leaveRoom(Long.MAX_VALUE);
            assertThat(values(store)).isEqualTo(before);
        }
    }

    @Test
    void deletedRowsAreHiddenAndTheirNeighboursAreNot() {
        try (Tsdb store = open(new FaultyDisk(1))) {
            store.retain(RULES);
            fill(store, 0, 32 * 60);
            maintain(store);
            store.delete(List.of(LabelMatcher.equal("job", "web")), 2 * HOUR - MINUTE, 3 * HOUR - MINUTE);
            assertThat(samples(series(store, "web"), 0, 6 * HOUR)).as("the rows of 2 and 3 o'clock are gone").isEqualTo(4 * 60);
            store.cleanTombstones();
            assertThat(samples(series(store, "web"), 0, 6 * HOUR)).isEqualTo(4 * 60);
        }
    }
}
