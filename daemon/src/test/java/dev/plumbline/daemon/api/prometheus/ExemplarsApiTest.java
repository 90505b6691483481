package dev.plumbline.daemon.api.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.queries.Queries;
import dev.plumbline.daemon.queries.QueryLimits;
import dev.plumbline.daemon.queries.QueryListener;
import dev.plumbline.model.Exemplar;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;
import dev.plumbline.storage.ExemplarRing;
import dev.plumbline.time.VirtualTime;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExemplarsApiTest {
    private final VirtualTime time = new VirtualTime(0);
    private final ExemplarRing ring = new ExemplarRing(10);
    private final ExemplarsApi api = new ExemplarsApi(new Engine(EngineOptions.defaults(), time), ring,
            new Queries(new QueryLimits(1, 1, 1_000, 0), Runnable::run, time, QueryListener.NONE));

    @BeforeEach
    void fill() {
        for (String job : new String[] {"a", "b"}) {
            assertThat(ring.append(Labels.of("__name__", "x", "job", job), new Exemplar(Labels.of("trace_id", job + "1"), 0.5, 1_500))).isEmpty();
            assertThat(ring.append(Labels.of("__name__", "x", "job", job), new Exemplar(Labels.of("trace_id", job + "2"), 2, 2_000))).isEmpty();
        }
    }

    private String ask(String query) {
        return new String(api.exemplars(Parameters.parse(query, null), new Asker("", "")).answer().join().body(), StandardCharsets.UTF_8);
    }

    @Test
    void findsThoseOfEverySelectorOfTheExpression() {
        assertThat(ask("query=x%7Bjob%3D%22a%22%7D")).isEqualTo("{\"status\":\"success\",\"data\":[{\"seriesLabels\":{\"__name__\":\"x\",\"job\":\"a\"},"
                + "\"exemplars\":[{\"labels\":{\"trace_id\":\"a1\"},\"value\":\"0.5\",\"timestamp\":1.5},"
                + "{\"labels\":{\"trace_id\":\"a2\"},\"value\":\"2\",\"timestamp\":2}]}]}");
        assertThat(ask("query=rate(x%7Bjob%3D%22a%22%7D[5m])%2Fsum(x%7Bjob%3D%22b%22%7D)")).contains("a1").contains("b2");
    }

    @Test
    void keepsToTheTimesAsked() {
        assertThat(ask("query=x&start=1.6&end=2")).doesNotContain("a1").contains("a2");
        assertThat(ask("query=x&start=3")).endsWith("\"data\":[]}");
        assertThat(ask("query=1")).endsWith("\"data\":[]}");
        assertThatThrownBy(() -> ask("query=x&start=3&end=1")).isInstanceOf(BadParameter.class);
    }

    @Test
    void selectorsAreFoundInEveryPlace() {
        String all = "-(a + sum by (l) (b)) * topk(scalar(c), max_over_time(d[5m:1m])) or label_replace(e, \"x\", \"y\", \"z\", \"\")";
        assertThat(Selectors.within(PromqlParser.parse(all, ParserOptions.STABLE)).stream().map(m -> m.getFirst().value())).containsExactly("a", "b", "c", "d", "e");
    }
}
