package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.testkit.contract.RandomHistograms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Classic histograms of random observations, and what else may be called a bucket: one row after the other, from a seed. */
final class ObservedHistograms {
    static final double[] SHARES = {0.02, 0.08, 0.3, 0.3, 0.2, 0.07, 0.025, 0.005};
    static final String[] BOUNDS = {"0.05", "0.1", "0.3", "0.5", "1", "2.5", "5", "+Inf"};

    /** What is special about a histogram. */
    enum Kind {
        PLAIN, BEGINS_LATER, HAS_GAPS, ENDS_STALE, WITHOUT_INFINITE, OF_FLOATS, OF_DECIMALS, FALLING, HUGE, SPELLED_INF, STILL, HAS_STARTS, NATIVE, NOT_A_NUMBER
    }

    private final Random random;
    private final List<One> all = new ArrayList<>();

    private static final class One {
        final Kind kind;
        final List<Labels> series = new ArrayList<>();
        final long[] counts = new long[BOUNDS.length];
        final double perRow;

        One(Kind kind, int number, double perRow) {
            this.kind = kind;
            this.perRow = perRow;
            for (String bound : BOUNDS) {
                if (kind != Kind.WITHOUT_INFINITE || !bound.equals("+Inf")) {
                    series.add(labels("x_bucket", number).with("le", kind == Kind.SPELLED_INF && bound.equals("+Inf") ? "Inf" : bound));
                }
            }
            series.add(labels("x_count", number));
        }

        private Labels labels(String metric, int number) {
            return Labels.of("__name__", metric, "kind", kind.name(), "n", "" + number, "z", "after le");
        }
    }

    /** So many histograms of each of some kinds, with about so many observations a row. */
    ObservedHistograms(Random random, int each, double perRow, Kind... kinds) {
        this.random = random;
        for (Kind kind : kinds) {
            for (int i = 0; i < each; i++) {
                all.add(new One(kind, i, perRow));
            }
        }
    }

    /** The same with their bounds in another label than {@code le}. */
    ObservedHistograms boundIn(String label) {
        all.forEach(one -> one.series.replaceAll(l -> l.has("le") ? l.without("le").with(label, l.get("le")) : l));
        return this;
    }

    /** Appends the next row to all of them: the same to each. */
    void append(long time, int row, RowAppender... targets) {
        for (RowAppender to : targets) {
            to.begin(time);
        }
        for (One one : all) {
            observe(one);
            if (one.kind != Kind.BEGINS_LATER || row > 150) {
                append(one, row, targets);
            }
        }
        for (RowAppender to : targets) {
            to.commit();
        }
    }

    private void observe(One one) {
        if (random.nextInt(400) == 0) {
            Arrays.fill(one.counts, 0);
        }
        int n = one.kind == Kind.STILL ? 0 : (int) Math.max(0, Math.round(one.perRow + Math.sqrt(one.perRow) * random.nextGaussian()));
        for (int i = 0; i < n; i++) {
            double u = random.nextDouble();
            for (int b = 0; b < SHARES.length; b++) {
                u -= SHARES[b];
                one.counts[b] += u < 0 || b == SHARES.length - 1 ? 1 : 0;
                b = u < 0 ? SHARES.length : b;
            }
        }
    }

    private void append(One one, int row, RowAppender... targets) {
        boolean isGap = one.kind == Kind.HAS_GAPS && random.nextInt(20) == 0;
        boolean isStale = one.kind == Kind.ENDS_STALE && row % 90 == 89;
        double odd = one.kind == Kind.NOT_A_NUMBER && random.nextInt(100) == 0 ? Double.NaN : 0;
        long seed = random.nextLong();
        long sum = 0;
        for (int i = 0; i < one.series.size() && !isGap; i++) {
            sum += i < one.counts.length ? one.counts[i] : 0;
            boolean isMissing = one.kind == Kind.HAS_GAPS && random.nextInt(200) == 0;
            double value = isStale ? StaleMarker.VALUE : value(one.kind, sum, i) + odd;
            for (RowAppender to : targets) {
                if (!isMissing) {
                    set(to, one, i, value, new Random(seed + i));
                }
            }
        }
    }

    private static void set(RowAppender to, One one, int i, double value, Random from) {
        int column = to.column(one.series.get(i)).index();
        if (one.kind == Kind.NATIVE && from.nextInt(50) == 0) {
            to.set(column, RandomHistograms.next(from));
        } else {
            to.set(column, value);
        }
        if (one.kind == Kind.HAS_STARTS) {
            to.setStart(column, 1_000 + from.nextInt(2));
        }
    }

    private double value(Kind kind, long sum, int i) {
        return switch (kind) {
            case OF_FLOATS -> sum * 0.1;
            case OF_DECIMALS -> i % 3 == 0 ? sum : sum / 8.0;
            case FALLING -> random.nextInt(2000) - 1000 - sum;
            case HUGE -> i % 2 == 0 ? (1L << 53) - 4_000_000 + sum : 0x1p60 + sum * 4096.0;
            default -> sum;
        };
    }
}
