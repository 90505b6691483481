package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.Storage;
import dev.plumbline.testkit.contract.RandomHistograms;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Random series of every kind that long windows may meet, a sample a minute, with gaps and staleness markers in some. */
public final class LongSeries {
    private static final long MINUTE = 60_000;
    private final RandomGenerator random;

    /** What the values of a series are like; a metric each. */
    public enum Kind {
        INTEGER_total, FRACTIONAL_total, SAWTOOTH_total, gauge, noise, constant, zeros, wild, wide, huge, mixed, started_total
    }

    private LongSeries(RandomGenerator random) {
        this.random = random;
    }

    /** Appends three series of each kind, of so many rows. */
    public static void load(Storage storage, RandomGenerator random, int rows) {
        var series = new LongSeries(random);
        try (Appender appender = storage.appender()) {
            for (Kind kind : Kind.values()) {
                for (int i = 0; i < 3; i++) {
                    series.append(appender, kind, i, rows);
                }
            }
            appender.commit();
        }
    }

    private void append(Appender appender, Kind kind, int i, int rows) {
        Labels labels = Labels.of(Labels.METRIC_NAME, kind.name(), "i", "" + i, "g", "" + i % 2);
        int begins = i == 0 ? 0 : random.nextInt(rows / 2);
        int ends = i == 0 ? rows : rows - random.nextInt(rows / 2);
        double rare = i == 0 ? 0 : random.nextDouble() * 0.1;
        double value = Math.rint(random.nextDouble() * 1e6);
        for (int row = begins; row < ends; row++) {
            if (random.nextDouble() < rare) {
                continue;
            }
            value = next(kind, value);
            boolean stale = random.nextDouble() < rare;
            long start = kind == Kind.started_total ? 1 + row / 50 * 50 * MINUTE : 0;
            if (kind == Kind.mixed && random.nextInt(100) == 0) {
                Histogram h = RandomHistograms.next(Random.from(random));
                appender.append(labels, row * MINUTE, h);
            } else {
                appender.append(labels, start, row * MINUTE, stale ? StaleMarker.VALUE : value);
            }
        }
    }

    private double next(Kind kind, double before) {
        return switch (kind) {
            case INTEGER_total, mixed, started_total -> random.nextInt(40) == 0 ? random.nextInt(5) : before + random.nextInt(1000);
            case FRACTIONAL_total -> random.nextInt(25) == 0 ? random.nextDouble() : before + random.nextDouble() * 3;
            case SAWTOOTH_total -> random.nextInt(3) == 0 ? 0.125 : before + random.nextInt(9) / 8.0;
            case gauge -> Math.rint(random.nextDouble() * 1e5 - 2e4) / 1000;
            case noise -> random.nextDouble() - 0.5;
            case constant -> before;
            case zeros -> random.nextInt(3) == 0 ? 1 : random.nextBoolean() ? 0.0 : -0.0;
            case wild -> switch (random.nextInt(30)) {
                case 0 -> Double.NaN;
                case 1 -> Double.longBitsToDouble(StaleMarker.NORMAL_NAN_BITS);
                case 2 -> Double.POSITIVE_INFINITY;
                case 3 -> Double.NEGATIVE_INFINITY;
                default -> random.nextInt(20);
            };
            case wide -> Math.scalb(random.nextDouble() + 1, random.nextInt(-60, 60));
            case huge -> Math.scalb(random.nextDouble() + 1, random.nextInt(1000, 1024));
        };
    }
}
