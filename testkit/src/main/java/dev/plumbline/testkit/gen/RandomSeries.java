package dev.plumbline.testkit.gen;

import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.Storage;
import java.util.random.RandomGenerator;

/**
 * Random series over one hour from the epoch, for {@link RandomQueries}: counters {@code c_total} and {@code d_total}, gauges
 * {@code v} (wide) and {@code w} (few different values), all with labels {@code i} and {@code g}; {@code one}, a single
 * series for each {@code g}; and the buckets {@code h_bucket}. All values are multiples of 1/8 below 2^20 or not finite, so
 * that sums of them have no rounding whatever their order.
 */
public final class RandomSeries {
    /** End of the series, ms. */
    public static final long END_MILLIS = 3_600_000;
    private static final String[] BOUNDS = {"0.1", "0.5", "1", "2.5", "+Inf"};

    private final RandomGenerator random;
    private final Appender appender;

    private RandomSeries(RandomGenerator random, Appender appender) {
        this.random = random;
        this.appender = appender;
    }

    /** Appends all series in one transaction. */
    public static void load(Storage storage, RandomGenerator random) {
        try (Appender appender = storage.appender()) {
            var series = new RandomSeries(random, appender);
            series.counters("c_total", 6, 3);
            series.counters("d_total", 5, 2);
            series.gauges("v", 4096, 6);
            series.gauges("w", 4, 5);
            series.singles();
            series.buckets(0);
            series.buckets(1);
            appender.commit();
        }
    }

    private static Labels labels(String name, int i, int groups) {
        return Labels.of(Labels.METRIC_NAME, name, "i", "" + i, "g", "" + i % groups);
    }

    private interface Values {
        double next(double before);
    }

    private void counters(String name, int n, int groups) {
        for (int i = 0; i < n; i++) {
            boolean started = random.nextInt(3) == 0;
            append(labels(name, i, groups), started, v -> random.nextInt(15) == 0 ? random.nextInt(3) : v + random.nextInt(50));
        }
    }

    private void gauges(String name, int spread, int n) {
        for (int i = 0; i < n; i++) {
            boolean wild = random.nextInt(3) == 0;
            append(labels(name, i, 2), false, v -> wild && random.nextInt(20) == 0 ? notFinite()
                    : (random.nextInt(2 * spread) - spread) / (spread > 8 ? 8.0 : 1.0));
        }
    }

    private double notFinite() {
        return switch (random.nextInt(3)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            default -> Double.NEGATIVE_INFINITY;
        };
    }

    private void singles() {
        for (int g = 0; g < 3; g++) {
            Labels labels = Labels.of(Labels.METRIC_NAME, "one", "g", "" + g, "team", "t" + random.nextInt(2));
            append(labels, false, v -> random.nextInt(1, 9));
        }
    }

    /** Steady or with gaps, now and then a staleness marker; each start is that of the counter, of its reset, or not known. */
    private void append(Labels labels, boolean started, Values values) {
        long interval = random.nextInt(3) == 0 ? 15_000 : 5_000 + random.nextLong(40_000);
        boolean steady = random.nextBoolean();
        long time = 1 + random.nextLong(interval);
        long start = started && random.nextBoolean() ? Math.max(1, time - random.nextLong(60_000)) : 0;
        double value = values.next(0);
        while (time < END_MILLIS) {
            boolean stale = random.nextInt(25) == 0;
            appender.append(labels, start, time, stale ? StaleMarker.VALUE : value);
            long before = time;
            time += random.nextInt(20) == 0 ? random.nextLong(900_000) + 1 : steady ? interval : 1 + random.nextLong(2 * interval);
            double next = values.next(value);
            if (started && (next < value || random.nextInt(10) == 0)) {
                start = random.nextInt(4) == 0 ? 0 : before + random.nextLong(time - before + 2);
            }
            value = next;
        }
    }

    /** The buckets of one histogram: scraped together, never falling from one to the next, sometimes all reset. */
    private void buckets(int g) {
        double[] counts = new double[BOUNDS.length];
        for (long time = random.nextLong(30_000); time < END_MILLIS; time += random.nextInt(30) == 0 ? 400_000 : 30_000) {
            boolean reset = random.nextInt(40) == 0;
            double more = 0;
            for (int b = 0; b < BOUNDS.length; b++) {
                more += random.nextInt(4);
                counts[b] = reset ? more : counts[b] + more;
                appender.append(Labels.of(Labels.METRIC_NAME, "h_bucket", "g", "" + g, "le", BOUNDS[b]), time, counts[b]);
            }
        }
    }
}
