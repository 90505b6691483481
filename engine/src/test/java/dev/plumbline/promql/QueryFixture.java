package dev.plumbline.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.time.VirtualTime;
import java.util.Arrays;
import java.util.List;

/** An engine over a store in memory, and short ways to fill and to ask it. */
public final class QueryFixture implements AutoCloseable {
    public final InMemoryStorage storage = new InMemoryStorage();
    public final VirtualTime clock = new VirtualTime(0);
    public final Engine engine;

    public QueryFixture(EngineOptions options) {
        engine = new Engine(options, clock);
    }

    public QueryFixture() {
        this(EngineOptions.defaults().withExperimental(true));
    }

    /** Values separated by blanks, one every {@code stepMillis} from 0; {@code _} leaves one out. Labels as {@code a=1 b=2}. */
    public QueryFixture load(String name, String labels, long stepMillis, String values) {
        Labels series = labels(labels).with(Labels.METRIC_NAME, name);
        try (var appender = storage.appender()) {
            long time = 0;
            for (String value : values.split(" ")) {
                if (!value.equals("_")) {
                    appender.append(series, time, number(value));
                }
                time += stepMillis;
            }
            appender.commit();
        }
        return this;
    }

    private static Labels labels(String text) {
        return text.isEmpty() ? Labels.EMPTY
                : Labels.of(Arrays.stream(text.split(" ")).flatMap(p -> Arrays.stream(p.split("=", 2))).toArray(String[]::new));
    }

    static double number(String text) {
        return switch (text) {
            case "Inf", "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case "stale" -> StaleMarker.VALUE;
            default -> Double.parseDouble(text);
        };
    }

    public List<Value.Element> vector(String query, long timeMillis) {
        return ((Value.Vector) engine.instant(storage, query, timeMillis).value()).elements();
    }

    /** The elements as {@code {labels} value}, sorted and joined by {@code ", "}. */
    public String answer(String query, long timeMillis) {
        return String.join(", ", vector(query, timeMillis).stream().map(e -> e.labels() + " " + e.value()).sorted().toList());
    }

    /** The value of the only element, or of a scalar. */
    public double single(String query, long timeMillis) {
        Value value = engine.instant(storage, query, timeMillis).value();
        if (value instanceof Value.Scalar s) {
            return s.value();
        }
        assertThat(value).isInstanceOfSatisfying(Value.Vector.class, v -> assertThat(v.elements()).hasSize(1));
        return ((Value.Vector) value).elements().getFirst().value();
    }

    /** What the query fails with. */
    public QueryException failure(String query, long timeMillis) {
        return catchThrowableOfType(QueryException.class, () -> engine.instant(storage, query, timeMillis));
    }

    @Override
    public void close() {
        storage.close();
    }
}
