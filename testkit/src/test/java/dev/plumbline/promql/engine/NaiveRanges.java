package dev.plumbline.promql.engine;

import dev.plumbline.promql.engine.NaiveSeries.Point;
import dev.plumbline.promql.engine.NaiveSeries.Range;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Functions over the samples of one range, from their definitions. Null: no element. */
final class NaiveRanges {
    private NaiveRanges() {}

    /** What a function needs besides the samples: its scalar arguments and the time of the step. */
    record Arguments(double[] scalars, long time) {}

    static @Nullable Double evaluate(String function, Range r, Arguments args) {
        List<Point> ps = r.points();
        if (ps.isEmpty()) {
            return null;
        }
        return switch (function) {
            case "rate", "increase", "delta" -> NaiveRates.extrapolated(function, r);
            case "irate", "idelta" -> NaiveRates.instant(function, ps);
            case "deriv", "predict_linear", "double_exponential_smoothing" -> ps.size() < 2 ? null : trend(function, r, args);
            case "count_over_time" -> Double.valueOf(ps.size());
            case "present_over_time" -> Double.valueOf(1);
            case "last_over_time" -> ps.getLast().value();
            case "first_over_time" -> ps.getFirst().value();
            case "changes" -> Double.valueOf(changes(ps));
            case "resets" -> Double.valueOf(resets(ps));
            default -> overTime(function, ps, args);
        };
    }

    private static Double overTime(String function, List<Point> ps, Arguments args) {
        double[] values = values(ps);
        return switch (function) {
            case "sum_over_time" -> NaiveNumbers.sum(values);
            case "avg_over_time" -> NaiveNumbers.mean(values);
            case "min_over_time" -> values[extreme(values, false, false)];
            case "max_over_time" -> values[extreme(values, true, false)];
            case "stdvar_over_time" -> NaiveNumbers.variance(values);
            case "stddev_over_time" -> Math.sqrt(NaiveNumbers.variance(values));
            case "quantile_over_time" -> NaiveNumbers.quantile(args.scalars[0], values);
            case "mad_over_time" -> deviation(values);
            case "ts_of_min_over_time" -> seconds(ps.get(extreme(values, false, true)));
            case "ts_of_max_over_time" -> seconds(ps.get(extreme(values, true, true)));
            case "ts_of_first_over_time" -> seconds(ps.getFirst());
            case "ts_of_last_over_time" -> seconds(ps.getLast());
            default -> throw new IllegalArgumentException("not in the naive subset: " + function);
        };
    }

    private static double[] values(List<Point> ps) {
        return ps.stream().mapToDouble(Point::value).toArray();
    }

    private static Double seconds(Point p) {
        return p.time() / 1000.0;
    }

    /** The index of the smallest or largest number; of equal ones the first, or the last; NaN only when there is no number. */
    private static int extreme(double[] values, boolean largest, boolean last) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            boolean better = largest ? values[i] > values[best] : values[i] < values[best];
            if (better || Double.isNaN(values[best]) || last && values[i] == values[best]) {
                best = i;
            }
        }
        return best;
    }

    private static double deviation(double[] values) {
        double median = NaiveNumbers.quantile(0.5, values);
        double[] distances = values.clone();
        for (int i = 0; i < distances.length; i++) {
            distances[i] = Math.abs(distances[i] - median);
        }
        return NaiveNumbers.quantile(0.5, distances);
    }

    static int changes(List<Point> ps) {
        int n = 0;
        for (int i = 1; i < ps.size(); i++) {
            double a = ps.get(i - 1).value();
            double b = ps.get(i).value();
            n += a != b && !(Double.isNaN(a) && Double.isNaN(b)) ? 1 : 0;
        }
        return n;
    }

    static int resets(List<Point> ps) {
        int n = 0;
        for (int i = 1; i < ps.size(); i++) {
            n += ps.get(i).value() < ps.get(i - 1).value() || NaiveRates.beganAnew(ps.get(i - 1), ps.get(i)) ? 1 : 0;
        }
        return n;
    }

    private static double trend(String function, Range r, Arguments args) {
        List<Point> ps = r.points();
        return switch (function) {
            case "deriv" -> line(ps, ps.getFirst().time())[0];
            case "predict_linear" -> {
                double[] line = line(ps, args.time);
                yield line[0] * args.scalars[0] + line[1];
            }
            default -> smoothing(ps, args.scalars);
        };
    }

    /** Slope and value at a time of the line of least squares. */
    private static double[] line(List<Point> ps, long origin) {
        double first = ps.getFirst().value();
        if (ps.stream().allMatch(p -> p.value() == first)) {
            return Double.isInfinite(first) ? new double[] {Double.NaN, Double.NaN} : new double[] {0, first};
        }
        double n = ps.size();
        double x = total(ps, p -> (p.time() - origin) / 1e3);
        double y = total(ps, Point::value);
        double xy = total(ps, p -> (p.time() - origin) / 1e3 * p.value());
        double xx = total(ps, p -> (p.time() - origin) / 1e3 * ((p.time() - origin) / 1e3));
        double slope = (xy - x * y / n) / (xx - x * x / n);
        return new double[] {slope, y / n - slope * x / n};
    }

    private static double total(List<Point> ps, ToDoubleFunction<Point> f) {
        return NaiveNumbers.sum(ps.stream().mapToDouble(f).toArray());
    }

    /** Holt's linear method: a level and a trend, each an exponential average. */
    private static double smoothing(List<Point> ps, double[] factors) {
        if (!(factors[0] >= 0 && factors[0] <= 1 && factors[1] >= 0 && factors[1] <= 1)) {
            throw new NaiveFailure("invalid smoothing or trend factor");
        }
        double before = 0;
        double level = ps.getFirst().value();
        double trend = ps.get(1).value() - ps.getFirst().value();
        for (int i = 1; i < ps.size(); i++) {
            if (i > 1) {
                trend = factors[1] * (level - before) + (1 - factors[1]) * trend;
            }
            before = level;
            level = factors[0] * ps.get(i).value() + (1 - factors[0]) * (level + trend);
        }
        return level;
    }
}
