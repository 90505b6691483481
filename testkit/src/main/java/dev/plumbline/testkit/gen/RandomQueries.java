package dev.plumbline.testkit.gen;

import java.util.random.RandomGenerator;

/**
 * Random PromQL over {@link RandomSeries}. An exact expression is one in which no order of computation changes a bit; only
 * such ones stand under what turns a small difference into a large one (comparisons, rounding, ranking, division), so that
 * two correct evaluators agree to about the precision of a number. Most queries have an answer; some fail for every evaluator.
 */
public final class RandomQueries {
    private static final String[] SERIES = {"c_total", "d_total", "v", "w"};
    private static final String[] MATCHERS = {"", "", "", "{g=\"0\"}", "{i=~\"[0-3]\"}", "{i!=\"2\"}", "{g!~\"1|2\",i=~\".*\"}"};
    private static final String[] COMPARISONS = {"==", "!=", "<", "<=", ">", ">="};

    private final RandomGenerator random;

    public RandomQueries(RandomGenerator random) {
        this.random = random;
    }

    /** The next query; an instant vector, seldom a scalar. */
    public String next() {
        return random.nextInt(25) == 0 ? scalar() : random.nextBoolean() ? exact(1 + random.nextInt(2)) : any(1 + random.nextInt(2));
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String name() {
        return one(SERIES);
    }

    private String times() {
        String offset = random.nextInt(4) == 0 ? " offset " + one("1m", "7m", "-3m", "45s", "13s", "1h") : "";
        String at = random.nextInt(8) == 0 ? " @ " + one("start()", "end()", "1800", "600.5", "3000") : "";
        return random.nextBoolean() ? at + offset : offset + at;
    }

    private String duration() {
        return one("30s", "1m", "2m", "5m", "10m", "17m", "1h", "61s", "1m1ms");
    }

    private String selector() {
        return names() + times();
    }

    /** A metric, seldom several of which some are equal without their names. */
    private String names() {
        return random.nextInt(15) == 0 ? one("{__name__=~\"[cd]_total\"}", "{i=\"1\"}", "{__name__!~\".*_.*\",g=\"0\"}") : name() + one(MATCHERS);
    }

    private String range() {
        return random.nextInt(15) == 0 ? names() + "[" + duration() + "]" + times() : range(name());
    }

    private String range(String metric) {
        return metric + one(MATCHERS) + "[" + duration() + "]" + times();
    }

    private String subquery(int depth) {
        return "(" + exact(depth) + ")[" + one("5m", "12m", "30m") + ":" + one("1m", "30s", "2m", "97s", "") + "]" + times();
    }

    /** A number, the same at each step or not. */
    private String scalar() {
        return switch (random.nextInt(9)) {
            case 0 -> "time() - " + random.nextInt(100);
            case 1 -> "scalar(" + exact(0) + ")";
            case 2 -> random.nextInt(10) + " " + one(COMPARISONS) + " bool " + random.nextInt(10);
            case 3 -> one("start()", "end()", "step()", "range()", "pi()");
            case 4 -> one("min_of", "max_of") + "(time() - 1000, " + random.nextInt(2000) + ")";
            case 5 -> "-(" + random.nextInt(9) + " " + one("+", "-", "*", "%", "^") + " " + (1 + random.nextInt(5)) + ")";
            default -> "" + (random.nextInt(9) + 1);
        };
    }

    /** An expression without rounding. */
    private String exact(int depth) {
        if (depth == 0) {
            return random.nextInt(3) == 0 ? exactRange(range()) : selector();
        }
        return switch (random.nextInt(12)) {
            case 0, 1 -> exactAggregation(depth);
            case 2 -> exact(depth - 1) + " " + one("+", "-", "*", "%") + " " + (1 + random.nextInt(4));
            case 3 -> "(" + exact(depth - 1) + ") " + one(COMPARISONS) + one(" ", " bool ") + (random.nextInt(60) - 20);
            case 4 -> matched(exact(0), one("+", "-"), exact(0));
            case 5 -> "(" + exact(depth - 1) + ") " + one("and", "or", "unless") + one("", " on (g)", " ignoring (i)", " on ()") + " ("
                    + exact(depth - 1) + ")";
            case 6 -> rounding(depth - 1);
            case 7 -> relabelled(depth - 1);
            case 8 -> exactRange(subquery(depth - 1));
            case 9 -> matched(exact(0), one(COMPARISONS) + one("", " bool"), exact(0));
            case 10 -> other(depth - 1);
            default -> "-(" + exact(depth - 1) + ")";
        };
    }

    private String exactRange(String range) {
        return one("sum", "count", "min", "max", "last", "first", "present", "mad", "ts_of_last", "ts_of_first", "ts_of_max",
                "ts_of_min", "absent").concat("_over_time(" + range + ")");
    }

    private String exactAggregation(int depth) {
        return switch (random.nextInt(6)) {
            case 0 -> "count_values" + one("", " by (g)", " without (i)") + "(\"value\", " + selector() + ")";
            case 1 -> one("topk", "bottomk", "limitk") + one("", " by (g)", " without (i)") + "(" + one("1", "2", "3", "0") + ", "
                    + name() + one(MATCHERS) + times() + ")";
            default -> one("sum", "count", "min", "max", "group") + grouping() + "(" + exact(depth - 1) + ")";
        };
    }

    private String grouping() {
        return one("", " by (g)", " by (i, g)", " without (i)", " without (g)", " by ()", " without ()", " by (__name__)");
    }

    /** Two vectors with an operator between; usually each element finds one. */
    private String matched(String left, String op, String right) {
        return switch (random.nextInt(8)) {
            case 0 -> "sum by (g) (" + left + ") " + op + " on (g) sum by (g) (" + right + ")";
            case 1 -> "sum by (g) (" + left + ") " + op + " on (g)" + fill() + " sum by (g) (" + right + ")";
            case 2 -> left + " " + op + " on (g) group_left" + one("", " (team)", " ()") + " one" + one(MATCHERS[0], "{g!=\"1\"}");
            case 3 -> "one " + op + " on (g) group_right" + one(" ()", " (team)") + fill() + " (" + left + ")";
            case 4 -> left + " " + op + " on (g) group_left (team)" + fill() + " one{g!=\"" + random.nextInt(3) + "\"}";
            case 5 -> left + " " + op + fill() + " " + right;
            case 6 -> "sum without (i) (" + left + ") " + op + " ignoring (team) one";
            default -> left + " " + op + " ignoring ()" + " " + right;
        };
    }

    private String fill() {
        return one("", " fill (0)", " fill_left (3)", " fill_right (-1)", " fill_left (1) fill_right (2)", " fill (NaN)");
    }

    private String rounding(int depth) {
        return switch (random.nextInt(5)) {
            case 0 -> "round(" + exact(depth) + one("", ", 2", ", 0.5") + ")";
            case 1 -> "clamp(" + exact(depth) + ", " + one("-5, 20", "0, 0", "9, 1") + ")";
            case 2 -> one("clamp_min", "clamp_max") + "(" + exact(depth) + ", " + scalar() + ")";
            default -> one("abs", "floor", "ceil", "sgn") + "(" + exact(depth) + ")";
        };
    }

    private String relabelled(int depth) {
        return switch (random.nextInt(4)) {
            case 0 -> "label_join(" + exact(depth) + ", \"j\", \"-\", \"g\", \"i\", \"none\")";
            case 1 -> "label_replace(" + exact(depth) + ", \"g\", \"x$1\", \"i\", \"([0-2])\")";
            case 2 -> "label_replace(" + exact(depth) + ", \"i\", \"\", \"g\", \"1.*\")";
            default -> "label_replace(" + exact(depth) + ", \"k\", \"$1\", \"__name__\", \"(.).*\")";
        };
    }

    private String other(int depth) {
        return switch (random.nextInt(8)) {
            case 0 -> "absent(" + one("v{g=\"0\",i=\"7\"}", "nothing{a=\"b\",a=\"c\",d=~\"e\"}", "v", exact(depth)) + ")";
            case 1 -> one("changes", "resets") + "(" + range() + one("", " anchored") + ")";
            case 2 -> "timestamp(" + one(selector(), exact(depth)) + ")";
            case 3 -> "vector(" + scalar() + ")";
            case 4 -> one("sort", "sort_desc") + "(" + exact(depth) + ")";
            case 5 -> "start_timestamp(" + selector() + ")";
            case 6 -> one("minute", "hour", "day_of_week", "days_in_month", "year", "month", "day_of_year", "day_of_month")
                    + one("()", "(timestamp(" + selector() + "))", "(vector(time() * 7919))");
            default -> "irate(" + range("c_total") + ") >= bool 0 or " + exact(depth);
        };
    }

    /** Any expression; what is not exact is not made worse. */
    private String any(int depth) {
        if (depth == 0) {
            return anyRange(random.nextInt(4) == 0 ? subquery(0) : range());
        }
        return switch (random.nextInt(10)) {
            case 0, 1 -> one("sum", "avg", "min", "max") + grouping() + "(" + any(depth - 1) + ")";
            case 2 -> one("avg", "stddev", "stdvar") + grouping() + "(" + exact(depth - 1) + ")";
            case 3 -> "quantile" + grouping() + "(" + one("0.5", "0.9", "0", "1", "-1", "2", "NaN") + ", " + exact(depth - 1) + ")";
            case 4 -> matched(any(0), one("+", "-"), any(0));
            case 5 -> matched(exact(0), one("/", "*", "^", "atan2", "%"), exact(0));
            case 6 -> one("exp", "sqrt", "ln", "log2", "log10", "sin", "cos", "tan", "atan", "tanh", "deg", "rad")
                    + "(" + exact(depth - 1) + ")";
            case 7 -> quantileOfBuckets();
            case 8 -> "avg_over_time((" + any(depth - 1) + ")[" + one("5m", "20m") + ":" + one("1m", "3m") + "]" + times() + ")";
            default -> "(" + any(depth - 1) + ") " + one("+", "-", "*") + " " + scalar();
        };
    }

    private String quantileOfBuckets() {
        String q = one("0.5", "0.9", "0.99", "0", "1", "1.5", "NaN");
        String buckets = one("h_bucket", "rate(" + range("h_bucket").replaceAll("i[=!]~?\"[^\"]*\"", "le=~\".*\"") + ")",
                "sum by (le) (increase(h_bucket[5m]))", "sum by (le, g) (h_bucket)", "h_bucket{le!=\"+Inf\"}");
        return "histogram_quantile(" + q + ", " + buckets + ")";
    }

    private String anyRange(String range) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> one("rate", "increase", "delta", "irate", "idelta", "deriv") + "(" + range + ")";
            case 2 -> one("rate", "increase", "delta") + "(" + range() + one(" anchored", " smoothed") + ")";
            case 3 -> one("avg", "stddev", "stdvar") + "_over_time(" + range + ")";
            case 4 -> "quantile_over_time(" + one("0.5", "0.25", "1", "-0.1") + ", " + range + ")";
            case 5 -> "predict_linear(" + range + ", " + one("60", "600", "-30") + ")";
            case 6 -> "double_exponential_smoothing(" + range + ", 0.5, 0.3)";
            default -> name() + one(MATCHERS) + times() + one("", " smoothed");
        };
    }
}
