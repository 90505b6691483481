package dev.plumbline.daemon.api.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Matrices whose series share their times, or do not. */
class ResultJsonTest {
    private static Value.Points points(String name, long[] times, double... values) {
        return new Value.Points(Labels.of(Labels.METRIC_NAME, name), times, values, null);
    }

    private static String json(Value.Points... series) {
        var json = new JsonBytes();
        ResultJson.write(json, new Value.Matrix(List.of(series)), 0);
        return json.toString();
    }

    @Test
    void seriesWithTheSameTimes() {
        long[] times = {0, 1_500};
        assertThat(json(points("a", times, 1, 0.25), points("b", times, -3, Double.NaN), points("c", times.clone(), 1e-9, 2)))
                .isEqualTo("{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"__name__\":\"a\"},\"values\":[[0,\"1\"],[1.5,\"0.25\"]]},"
                        + "{\"metric\":{\"__name__\":\"b\"},\"values\":[[0,\"-3\"],[1.5,\"NaN\"]]},"
                        + "{\"metric\":{\"__name__\":\"c\"},\"values\":[[0,\"1e-09\"],[1.5,\"2\"]]}]}");
    }

    @Test
    void seriesWithTimesOfTheirOwn() {
        assertThat(json(points("a", new long[] {1000, 2000}, 1, 2), points("b", new long[] {1000}, 3), points("c", new long[] {3000}, 4)))
                .isEqualTo("{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"__name__\":\"a\"},\"values\":[[1,\"1\"],[2,\"2\"]]},"
                        + "{\"metric\":{\"__name__\":\"b\"},\"values\":[[1,\"3\"]]},{\"metric\":{\"__name__\":\"c\"},\"values\":[[3,\"4\"]]}]}");
    }
}
