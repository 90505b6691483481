package dev.plumbline.daemon.verdicts;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Answers queries by the first scripted fragment that the text contains; a vector without elements where none does. */
final class ScriptedSource implements MetricsSource {
    final List<String> asked = new ArrayList<>();
    private final Map<String, LongFunction<Value>> script = new LinkedHashMap<>();
    @Nullable RuntimeException failure;

    ScriptedSource on(String fragment, LongFunction<Value> answer) {
        script.put(fragment, answer);
        return this;
    }

    ScriptedSource number(String fragment, double value) {
        return on(fragment, t -> vector(value));
    }

    static Value vector(double... values) {
        var elements = new ArrayList<Value.Element>();
        for (double v : values) {
            elements.add(new Value.Element(Labels.of("i", "" + elements.size()), 0, v, null));
        }
        return new Value.Vector(elements);
    }

    static Value buckets(double... boundsAndCounts) {
        var elements = new ArrayList<Value.Element>();
        for (int i = 0; i < boundsAndCounts.length; i += 2) {
            String le = Double.isInfinite(boundsAndCounts[i]) ? "+Inf" : "" + boundsAndCounts[i];
            elements.add(new Value.Element(Labels.of("le", le), 0, boundsAndCounts[i + 1], null));
        }
        return new Value.Vector(elements);
    }

    /** One counter's samples of the last ten minutes, one each second. */
    static Value counter(long timeMillis, DoubleUnaryOperator ofTime) {
        return new Value.Matrix(List.of(points(Labels.of("i", "0"), timeMillis, ofTime)));
    }

    /** A classic histogram's counters of the last ten minutes: bounds and the share of requests at or below each. */
    static Value histogram(long timeMillis, DoubleUnaryOperator requests, double... boundsAndShares) {
        var series = new ArrayList<Value.Points>();
        for (int i = 0; i < boundsAndShares.length; i += 2) {
            String le = Double.isInfinite(boundsAndShares[i]) ? "+Inf" : "" + boundsAndShares[i];
            double share = boundsAndShares[i + 1];
            series.add(points(Labels.of("le", le), timeMillis, t -> requests.applyAsDouble(t) * share));
        }
        return new Value.Matrix(series);
    }

    private static Value.Points points(Labels labels, long timeMillis, DoubleUnaryOperator ofTime) {
        long[] times = LongStream.rangeClosed(-600, 0).map(i -> timeMillis - timeMillis % 1000 + i * 1000).toArray();
        return new Value.Points(labels, times, LongStream.of(times).mapToDouble(t -> ofTime.applyAsDouble(t)).toArray(), null);
    }

    @Override
    public Value instant(String query, long timeMillis) {
        asked.add(query);
        if (failure != null) {
            throw failure;
        }
        return script.entrySet().stream().filter(e -> query.contains(e.getKey())).findFirst()
                .map(e -> e.getValue().apply(timeMillis)).orElse(vector());
    }
}
