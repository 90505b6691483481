package dev.plumbline.promql.function;

import dev.plumbline.model.Histogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Windows for tests, and what functions say of them. */
final class Windows {
    private Windows() {}

    /** Floats separated by blanks, one a second from 1 s, in a window from 0 to the last of them. */
    static Window of(String values) {
        double[] floats = values.isBlank() ? new double[0] : Arrays.stream(values.split(" ")).mapToDouble(Windows::number).toArray();
        long[] times = new long[floats.length];
        Arrays.setAll(times, i -> (i + 1) * 1000L);
        return of(0, times.length * 1000L, times, floats);
    }

    static Window of(long startMillis, long endMillis, long[] times, double[] values) {
        var w = new Window(times, values, new long[0], new Histogram[0]);
        w.to = values.length;
        w.startMillis = startMillis;
        w.endMillis = endMillis;
        w.evalMillis = endMillis;
        return w;
    }

    static double number(String text) {
        return switch (text) {
            case "Inf", "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    static Recorded apply(String function, Window w, double... parameters) {
        var out = new Recorded();
        Objects.requireNonNull(RangeFunctions.byName().get(function)).apply(w, parameters, out);
        return out;
    }

    /** Keeps what it is told. */
    static final class Recorded implements Output {
        @Nullable Double value;
        @Nullable Histogram histogram;
        final List<String> notes = new ArrayList<>();

        @Override
        public void set(double newValue) {
            value = newValue;
        }

        @Override
        public void set(Histogram newHistogram) {
            histogram = newHistogram;
        }

        @Override
        public void warn(String text) {
            notes.add(text);
        }

        @Override
        public void inform(String text) {
            notes.add(text);
        }

        @Override
        public void warnMetric(String text) {
            notes.add(text);
        }

        @Override
        public void countMetric(String text) {
            notes.add(text);
        }

        @Override
        public void informMetric(String text) {
            notes.add(text);
        }
    }
}
