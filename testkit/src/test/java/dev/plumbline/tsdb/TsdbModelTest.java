package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Storage;
import dev.plumbline.testkit.contract.RandomHistograms;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeded random operations on the store and on the oracle: same outcomes, same samples, also after reopening. */
class TsdbModelTest {
    private static final Path FOLDER = Path.of("/data");
    private static final int SOURCES = 3;
    private static final int SERIES = 12;
    private static final int BUCKETS = 6;

    private Random random = new Random(0);
    private FaultyDisk disk = new FaultyDisk(0);
    private final VirtualTime clock = new VirtualTime(1_700_000_000_000L);
    private Tsdb store = Tsdb.open(TsdbOptions.defaults(Path.of("/none")), clock, disk, e -> {});
    private final InMemoryStorage oracle = new InMemoryStorage();
    private final List<Storage> both = new ArrayList<>();
    private final List<List<RowAppender>> rows = new ArrayList<>();
    private Duration blockRange = Duration.ofHours(2);
    private long time = 1_700_000_000_000L;
    private long window;
    private long late;
    private boolean deleted;
    private final double[] observed = new double[BUCKETS + 1];

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void answersAsTheOracleDoes(long seed) {
        run(seed, Duration.ofHours(2));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void answersAsTheOracleDoesFromBlocks(long seed) {
        run(seed, Duration.ofSeconds(30 + 10 * (seed % 4)));
        assertThat(disk.names(FOLDER.resolve("blocks"))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
    void answersAsTheOracleDoesWithAWindowForLateSamples(long seed) {
        window = seed % 2 == 0 ? 40_000 : 400_000;
        run(seed, seed % 3 == 0 ? Duration.ofHours(2) : Duration.ofSeconds(30 + 10 * (seed % 4)));
        assertThat(store.stats().late().floats()).isZero(); // opened anew
        assertThat(late).isGreaterThan(1000);
    }

    private void run(long seed, Duration range) {
        blockRange = range;
        random = new Random(seed);
        disk = new FaultyDisk(seed);
        reopen();
        for (int step = 0; step < 2500; step++) {
            if (window > 0) {
                oracle.inOrderFrom(store.inOrderFrom());
            }
            step();
            if (step % 250 == 249) {
                compare();
            }
        }
        disk.killProcess();
        reopen();
        compare();
        store.close();
        reopen();
        compare();
        store.close();
    }

    /** How far behind a sample comes; a window long means that it is too old by then, or nearly. */
    private long behind(Random from) {
        return window == 0 || from.nextInt(3) > 0 ? 0 : from.nextLong(window + window / 8);
    }

    private void delete() {
        long from = time - random.nextLong(200_000);
        long to = from + random.nextLong(100_000);
        var matchers = List.of(LabelMatcher.equal("i", "" + random.nextInt(SERIES)));
        store.delete(matchers, from, to);
        oracle.delete(matchers, from, to);
        deleted = true;
    }

    private void step() {
        time += random.nextInt(20) == 0 ? -5000 : 1000 + (random.nextInt(4) == 0 ? random.nextInt(10) : 0);
        int what = random.nextInt(200);
        if (what == 0) {
            store.close();
            reopen();
        } else if (what == 1) {
            disk.killProcess();
            reopen();
        } else if (what == 2 || blockRange.toMinutes() < 60 && what < 8) {
            store.maintain();
        } else if (what < 12 && window > 0 && time > 1_700_000_500_000L) {
            delete();
        } else if (what < 20) {
            observe();
        } else if (what < 40) {
            transaction();
        } else if (what < 60) {
            regular();
        } else if (what < 70) {
            long seed = random.nextLong();
            rows.get(random.nextInt(SOURCES)).forEach(r -> release(r, seed));
        } else {
            row();
        }
        clock.advance(300);
    }

    private void reopen() {
        rows.forEach(pair -> pair.get(1).close());
        var options = TsdbOptions.defaults(FOLDER).withSegmentBytes(1 << 16).withRetention(Duration.ofDays(400)).withBlockRange(blockRange);
        store = Tsdb.open(options, clock, disk, e -> assertThat(e).isInstanceOf(TsdbEvent.Replayed.class));
        both.clear();
        both.add(store);
        both.add(oracle);
        store.outOfOrderWindow(window);
        oracle.outOfOrderWindow(window);
        rows.clear();
        for (int i = 0; i <= SOURCES; i++) {
            rows.add(List.of(store.rows("s" + i), oracle.rows("s" + i)));
        }
    }

    private Labels labels(Random from) {
        return Labels.of("__name__", "m" + from.nextInt(3), "i", "" + from.nextInt(SERIES));
    }

    private double value(Random from) {
        return switch (from.nextInt(12)) {
            case 0 -> StaleMarker.VALUE;
            case 1 -> from.nextDouble();
            case 2 -> Double.longBitsToDouble(from.nextLong());
            case 3 -> from.nextInt(100_000) / 1000.0;
            case 4 -> -0.0;
            default -> from.nextInt(1000);
        };
    }

    private long start(Random from) {
        return from.nextInt(5) == 0 ? time - from.nextInt(100_000) : 1_600_000_000_000L + from.nextInt(2);
    }

    private void row() {
        long seed = random.nextLong();
        List<RowAppender> pair = rows.get(random.nextInt(SOURCES));
        assertThat(row(pair.get(0), seed)).isEqualTo(row(pair.get(1), seed));
    }

    private String row(RowAppender to, long seed) {
        var from = new Random(seed);
        to.begin(time - behind(from));
        int n = 1 + from.nextInt(SERIES);
        for (int i = 0; i < n; i++) {
            int column = to.column(labels(from)).index();
            if (from.nextInt(5) == 0) {
                to.set(column, RandomHistograms.next(from));
            } else {
                to.set(column, value(from));
            }
            if (from.nextInt(4) == 0) {
                to.setStart(column, start(from));
            }
        }
        RowAppender.Outcome outcome = to.commit();
        return outcome.appended() + " " + outcome.rejected() + " "
                + outcome.rejections().stream().map(r -> r.message()).sorted().toList().size();
    }

    private void release(RowAppender to, long seed) {
        var from = new Random(seed);
        to.rollback();
        to.release(to.column(labels(from)).index());
    }

    private void transaction() {
        long seed = random.nextLong();
        assertThat(transaction(both.get(0), seed)).isEqualTo(transaction(both.get(1), seed));
    }

    /** What remote write sends: many series in the same order at the same times, now and then some of them missing or late. */
    private void regular() {
        long seed = random.nextLong();
        assertThat(regular(both.get(0), seed)).isEqualTo(regular(both.get(1), seed));
    }

    /** Some scrapes of classic histograms, now and then with a bucket missing: in blocks their columns lean on one another. */
    private void observe() {
        var from = new Random(random.nextLong());
        for (int scrape = 10 + from.nextInt(20); scrape > 0; scrape--) {
            time += 1000;
            int observations = from.nextInt(300);
            int missing = from.nextInt(60);
            for (int b = 0; b <= BUCKETS; b++) {
                observed[b] = from.nextInt(900) == 0 ? 0 : observed[b] + (b >= BUCKETS - 1 ? observations : from.nextInt(b * observations / BUCKETS + 1));
            }
            for (RowAppender to : rows.get(SOURCES)) {
                to.begin(time);
                for (int b = 0; b <= BUCKETS; b++) {
                    Labels count = Labels.of("__name__", "h_count");
                    Labels labels = b == BUCKETS ? count : Labels.of("__name__", "h_bucket", "le", b == BUCKETS - 1 ? "+Inf" : "" + b);
                    if (b != missing) {
                        to.set(to.column(labels).index(), observed[b]);
                    }
                }
                to.commit();
            }
        }
    }

    private List<String> regular(Storage to, long seed) {
        var from = new Random(seed);
        var told = new ArrayList<String>();
        int parts = 1 + from.nextInt(3);
        int samples = from.nextInt(3) == 0 ? 1 + from.nextInt(60) : 1;
        for (int part = 0; part < parts; part++) {
            try (Appender a = to.appender()) {
                long first = time - (from.nextInt(6) == 0 ? from.nextInt(3000) : 0) - behind(from);
                for (int i = part * 60; i < part * 60 + 60; i++) {
                    Labels series = Labels.of("__name__", "remote", "i", "" + i);
                    for (int s = 0; s < samples && from.nextInt(40) > 0; s++) {
                        a.append(series, first + s * 7L, value(from)).ifPresent(r -> told.add(r.message()));
                    }
                }
                a.commit();
            }
        }
        return told;
    }

    private List<String> transaction(Storage to, long seed) {
        var from = new Random(seed);
        var told = new ArrayList<String>();
        try (Appender a = to.appender()) {
            int n = 1 + from.nextInt(from.nextInt(10) == 0 ? 400 : 30);
            for (int i = 0; i < n; i++) {
                var labels = labels(from);
                long start = from.nextInt(4) == 0 ? start(from) : 0;
                long at = time + i * 3L - behind(from);
                (from.nextInt(4) == 0 ? a.append(labels, start, at, RandomHistograms.next(from)) : a.append(labels, start, at, value(from)))
                        .ifPresent(r -> told.add(r.message()));
            }
            if (from.nextInt(5) > 0) {
                a.commit();
            }
        }
        return told;
    }

    private void compare() {
        long from = time - random.nextInt(1_500_000);
        long to = random.nextBoolean() ? Long.MAX_VALUE : from + random.nextInt(1_000_000);
        var matchers = List.of(
                List.<LabelMatcher>of(),
                List.of(LabelMatcher.equal("__name__", "m1")),
                List.of(new LabelMatcher(LabelMatcher.Type.MATCH, "i", "1.*"), LabelMatcher.equal("__name__", "m2")),
                List.of(new LabelMatcher(LabelMatcher.Type.NOT_MATCH, "i", "1|3|5")));
        for (var m : matchers) {
            compare(m, from, to);
        }
        compare(List.of(), Long.MIN_VALUE, Long.MAX_VALUE);
        if (!deleted) {
            assertThat(store.oldestMillis()).isEqualTo(oracle.oldestMillis());
        }
        late += store.stats().late().floats();
    }

    private void compare(List<LabelMatcher> matchers, long from, long to) {
        Map<String, String> found = read(store, matchers, from, to);
        Map<String, String> wanted = read(oracle, matchers, from, to);
        assertThat(found.keySet()).isEqualTo(wanted.keySet());
        wanted.forEach((series, samples) -> {
            String other = found.getOrDefault(series, "");
            if (other.equals(samples)) {
                return;
            }
            int at = IntStream.range(0, Math.min(samples.length(), other.length())).filter(i -> samples.charAt(i) != other.charAt(i)).findFirst()
                    .orElse(Math.min(samples.length(), other.length()));
            int start = Math.max(0, at - 60);
            assertThat(other.substring(start, Math.min(other.length(), at + 60))).as("%s from %d to %d", series, from, to)
                    .isEqualTo(samples.substring(start, Math.min(samples.length(), at + 60)));
        });
    }

    private static String text(Samples s) {
        var text = new StringBuilder();
        for (int i = s.from(); i < s.to(); i++) {
            text.append(s.times()[i]).append('/').append(s.startTime(i)).append('=');
            var h = s.histogram(i);
            if (h == null) {
                text.append(Double.doubleToRawLongBits(s.values()[i])).append(' ');
            } else {
                text.append(RandomHistograms.unhinted(h)).append(h.reset() == CounterReset.GAUGE).append(Double.doubleToRawLongBits(h.sum()));
            }
        }
        return text.toString();
    }

    private static Map<String, String> read(Storage from, List<LabelMatcher> matchers, long min, long max) {
        var all = new TreeMap<String, String>();
        try (var querier = from.querier(min, max)) {
            Labels before = Labels.EMPTY;
            var found = new ArrayList<Labels>();
            for (var series : querier.select(matchers)) {
                assertThat(series.labels()).isGreaterThan(before);
                before = series.labels();
                found.add(before);
                Samples s = series.samples(min, max);
                if (!s.isEmpty()) {
                    all.put(series.labels().toString(), text(s));
                }
            }
            if (from instanceof Tsdb) { // the oracle's lists do not look at the time
                checkLists(querier, matchers, found);
            }
        }
        return all;
    }

    /** Lists say what a select would find. */
    private static void checkLists(Querier querier, List<LabelMatcher> matchers, List<Labels> found) {
        assertThat(querier.labelSets(matchers)).isEqualTo(found);
        var names = new TreeMap<String, TreeSet<String>>();
        found.forEach(l -> l.forEach((name, value) -> names.computeIfAbsent(name, n -> new TreeSet<>()).add(value)));
        if (!matchers.isEmpty()) {
            assertThat(querier.labelNames(matchers)).isEqualTo(List.copyOf(names.keySet()));
            names.forEach((name, values) -> assertThat(querier.labelValues(name, matchers)).isEqualTo(List.copyOf(values)));
        }
        assertThat(querier.labelNames(List.of())).containsAll(names.keySet());
        names.forEach((name, values) -> assertThat(querier.labelValues(name, List.of())).containsAll(values).isSorted().doesNotHaveDuplicates());
        assertThat(querier.labelValues("nothing", matchers)).isEmpty();
    }
}
