package dev.plumbline.analysis.kayenta;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * One series of an answer to a range query, as Kayenta reads it. The label {@code __name__} is no tag; the step is the gap
 * between the first two samples, 0 with one; it ends at its start plus as many steps as it has values.
 */
public final class MeasuredSeries {
    private static final String NAME_LABEL = "__name__";
    private final Map<String, String> tags;
    private final long startMillis;
    private final long stepMillis;
    private final double[] values;

    private MeasuredSeries(Map<String, String> tags, long startMillis, long stepMillis, double[] values) {
        this.tags = Map.copyOf(tags);
        this.startMillis = startMillis;
        this.stepMillis = stepMillis;
        this.values = values;
    }

    /**
     * Of labels and samples.
     *
     * @param timesMillis ascending, as many as there are values
     */
    public static MeasuredSeries of(Map<String, String> labels, long[] timesMillis, double[] values) {
        if (timesMillis.length != values.length) {
            throw new IllegalArgumentException(timesMillis.length + " times and " + values.length + " values");
        }
        Map<String, String> tags = new TreeMap<>(labels);
        tags.remove(NAME_LABEL);
        return new MeasuredSeries(tags, timesMillis.length == 0 ? 0 : timesMillis[0], timesMillis.length < 2 ? 0 : timesMillis[1] - timesMillis[0],
                values.clone());
    }

    /** What stands for an answer without series. */
    public static MeasuredSeries none() {
        return new MeasuredSeries(Map.of(), 0, 0, new double[0]);
    }

    /** A sample's text: a number, NaN, +Inf or -Inf. */
    public static double sample(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    public Map<String, String> tags() {
        return tags;
    }

    /** 0 or more. */
    public long stepMillis() {
        return stepMillis;
    }

    /** Exclusive. */
    public long endMillis() {
        return startMillis + values.length * stepMillis;
    }

    /** The values, with NaN behind them up to this many. */
    double[] padded(int length) {
        double[] padded = Arrays.copyOf(values, Math.max(length, values.length));
        Arrays.fill(padded, values.length, padded.length, Double.NaN);
        return padded;
    }
}
