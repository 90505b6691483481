package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.time.VirtualTime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the buckets and the count of classic histograms weigh in a block, and what it costs to pack and unpack them: 40 histograms of 8
 * buckets, scraped every 15 s for 18 hours, with so many observations a scrape on average. Load follows the day, arrivals are random, shares
 * drift by 10 %. Once with bounds in {@code le}, once in another label: then no column leans on another.
 */
public final class HistogramFigures {
    private static final int HISTOGRAMS = 40;
    private static final int HOURS = 18;
    private static final long STEP = 15_000;
    private static final double[] SHARES = {0.02, 0.08, 0.3, 0.3, 0.2, 0.07, 0.025, 0.005};
    private static final String[] BOUNDS = {"0.05", "0.1", "0.3", "0.5", "1", "2.5", "5", "+Inf"};

    private HistogramFigures() {}

    public static void main(String[] args) throws IOException {
        for (int perScrape : new int[] {20_000, 5, 20, 200, 2_000, 20_000}) { // the first is warm-up too
            for (String bound : List.of("bound", "le")) {
                Path folder = Files.createTempDirectory("histograms");
                try {
                    System.out.println(perScrape + " observations a scrape, " + bound + ": " + measure(folder, perScrape, bound));
                } finally {
                    remove(folder);
                }
            }
        }
    }

    private static String measure(Path folder, int perScrape, String bound) throws IOException {
        var clock = new VirtualTime(0);
        TsdbOptions options = TsdbOptions.defaults(folder);
        try (Tsdb store = Tsdb.open(options, clock, new RealDisk(), e -> {})) {
            fill(store, perScrape, bound);
            clock.advance((HOURS + 2) * 3_600_000L);
            store.maintain();
        }
        var store = new Store(options, clock);
        var blocks = new Blocks(store, new RealDisk(), e -> {});
        blocks.open();
        var rewrite = new BlockRewrite(store, blocks);
        long cost = Long.MAX_VALUE;
        for (int round = 0; round < 4; round++) {
            long before = cpu();
            rewrite.run(blocks.all(), BlockRewrite.Order.KEEP_ALL);
            cost = Math.min(cost, cpu() - before);
        }
        Block block = blocks.all().getFirst();
        return String.format("%.3f bytes a sample; read and packed again in %.1f ns; unpacked in %.2f ns, a bucket alone in %.2f",
                (double) block.bytes() / block.samples(), (double) cost / block.samples(), unpack(block, BOUNDS.length + 1, 12), unpack(block, 1, 34));
    }

    /** Nanoseconds a sample to read the last frames of so many columns of each histogram, one histogram after the other. */
    private static double unpack(Block block, int columns, int frames) {
        BlockTable table = block.tables()[0];
        int from = table.frames() - frames; // of one column each they are more than are remembered
        int rows = table.rows(from, table.frames());
        var out = new double[rows];
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 60; round++) {
            long before = cpu();
            for (int h = 0; h < HISTOGRAMS; h++) {
                for (int c = 0; c < columns; c++) { // the base, which comes first, comes last here
                    int column = h * (BOUNDS.length + 1) + (c + 1) % (BOUNDS.length + 1);
                    table.values(column, from, table.frames(), out, new Run.Place(0, rows, new Gaps()));
                }
            }
            best = Math.min(best, (double) (cpu() - before) / ((long) HISTOGRAMS * columns * rows));
        }
        return best;
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void fill(Tsdb store, int perScrape, String bound) {
        var random = new SplittableRandom(7);
        var counts = new double[HISTOGRAMS][BOUNDS.length];
        var drift = new double[HISTOGRAMS][BOUNDS.length];
        try (RowAppender rows = store.rows("target")) {
            for (long time = STEP; time < (HOURS + 2) * 3_600_000L; time += STEP) {
                rows.begin(time);
                for (int h = 0; h < HISTOGRAMS; h++) {
                    observe(counts[h], drift[h], perScrape * (1 + 0.3 * Math.sin(time / 1.4e7 + h)), random);
                    double sum = 0;
                    for (int b = 0; b < BOUNDS.length; b++) {
                        sum += counts[h][b];
                        rows.set(rows.column(Labels.of("__name__", "h_bucket", "h", "" + h, bound, BOUNDS[b])).index(), sum);
                    }
                    rows.set(rows.column(Labels.of("__name__", "h_count", "h", "" + h)).index(), sum);
                }
                rows.commit();
            }
        }
    }

    private static void observe(double[] counts, double[] drift, double mean, SplittableRandom random) {
        double total = 0;
        for (int b = 0; b < SHARES.length; b++) {
            drift[b] = drift[b] * 0.995 + random.nextGaussian() * 0.01;
            total += SHARES[b] * Math.exp(drift[b]);
        }
        for (int b = 0; b < SHARES.length; b++) { // arrivals are Poisson: so are those of each bucket
            counts[b] += arrivals(mean * SHARES[b] * Math.exp(drift[b]) / total, random);
        }
    }

    private static double arrivals(double mean, SplittableRandom random) {
        if (mean > 50) {
            return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        int n = 0;
        for (double p = random.nextDouble(); p > Math.exp(-mean); p *= random.nextDouble()) {
            n++;
        }
        return n;
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
        }
    }
}
