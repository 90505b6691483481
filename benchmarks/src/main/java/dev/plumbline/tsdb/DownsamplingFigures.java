package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.time.VirtualTime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What remains of samples when they are downsampled, and what that costs: 300 series of a kind with a sample every 15 s for 36 hours, the first
 * 18 of them in one block. Prints bytes for each sample of that block, index included, and CPU for a million of them.
 */
public final class DownsamplingFigures {
    private static final int SERIES = 300;
    private static final int HOURS = 36;
    private static final long STEP = 15_000;

    private DownsamplingFigures() {}

    /** What the values of a series are like. */
    enum Kind { COUNTER, GAUGE, NOISE }

    public static void main(String[] args) throws IOException {
        for (Kind kind : Kind.values()) {
            for (int round = 0; round < 2; round++) { // the first is warm-up
                Path folder = Files.createTempDirectory("downsampling");
                try {
                    measure(kind, folder, round == 1);
                } finally {
                    remove(folder);
                }
            }
        }
    }

    private static void measure(Kind kind, Path folder, boolean print) {
        var clock = new VirtualTime(0);
        try (Tsdb store = Tsdb.open(TsdbOptions.defaults(folder), clock, new RealDisk(), e -> {})) {
            fill(store, kind);
            clock.advance(HOURS * 3_600_000L);
            store.maintain();
            String line = kind + ": " + block(folder);
            for (Duration resolution : RetentionRule.Coarser.RESOLUTIONS) {
                var rule = new RetentionRule(List.of(List.of(new LabelMatcher(LabelMatcher.Type.NOT_EQUAL, "i", ""))), Duration.ofDays(30),
                        List.of(new RetentionRule.Coarser(Duration.ofHours(17), resolution)));
                store.retain(new RetentionRules(List.of(rule)));
                long before = cpu();
                store.maintain();
                long cost = cpu() - before;
                line += ", " + resolution + " " + block(folder) + String.format(" %.0f ms a million", cost / (SERIES * 18.0 * 240 / 1e6) / 1e6);
            }
            if (print) {
                System.out.println(line);
            }
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static String block(Path folder) {
        BlockReport oldest = BlockReport.of(folder, new RealDisk(), 0).stream().min(Comparator.comparingLong(BlockReport::minMillis)).orElseThrow();
        return String.format("%.4f bytes a sample", (double) oldest.bytes() / oldest.samples());
    }

    private static void fill(Tsdb store, Kind kind) {
        var random = new SplittableRandom(7);
        var values = new double[SERIES];
        try (RowAppender rows = store.rows("target")) {
            for (long time = STEP; time < HOURS * 3_600_000L; time += STEP) {
                rows.begin(time);
                for (int i = 0; i < SERIES; i++) {
                    values[i] = next(kind, values[i], random);
                    rows.set(rows.column(Labels.of("__name__", "m", "i", "" + i)).index(), values[i]);
                }
                rows.commit();
            }
        }
    }

    private static double next(Kind kind, double before, SplittableRandom random) {
        return switch (kind) {
            case COUNTER -> random.nextInt(5000) == 0 ? 0 : before + random.nextInt(200);
            case GAUGE -> random.nextInt(50_000) / 1000.0;
            case NOISE -> random.nextDouble();
        };
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
        }
    }
}
