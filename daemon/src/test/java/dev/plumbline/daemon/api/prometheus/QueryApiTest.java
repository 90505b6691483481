package dev.plumbline.daemon.api.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.api.http.StoreHandle;
import dev.plumbline.daemon.queries.Queries;
import dev.plumbline.daemon.queries.QueryLimits;
import dev.plumbline.daemon.queries.QueryListener;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.cache.RangeResults;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.Settled;
import dev.plumbline.time.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryApiTest {
    private final VirtualTime time = new VirtualTime(300_000);
    private final InMemoryStorage stored = new InMemoryStorage();
    private final StoreHandle store = new StoreHandle();
    private final Queries governed = new Queries(new QueryLimits(2, 2, 120_000, 0), Runnable::run, time, QueryListener.NONE);
    private final Engine engine = new Engine(EngineOptions.defaults(), time);
    private final QueryApi queries = new QueryApi(engine, new RangeResults(engine, () -> Settled.Mark.UNKNOWN, 0), store, governed, time);
    private final SeriesApi series = new SeriesApi(store, governed, null);

    @BeforeEach
    void load() {
        try (var appender = stored.appender()) {
            for (int t = 0; t <= 300_000; t += 15_000) {
                appender.append(Labels.of("__name__", "up", "job", "a"), t, 1);
                appender.append(Labels.of("__name__", "up", "job", "b\"\n"), t, Double.NaN);
            }
            appender.commit();
        }
        store.opened(stored);
    }

    private static String body(BiFunction<Parameters, Asker, Queries.Ticket<Answer>> handler, String query) {
        Answer answer;
        try {
            answer = handler.apply(Parameters.parse(query, null), new Asker("127.0.0.1", "test")).answer().join();
        } catch (PlumblineException e) {
            answer = Envelope.failure(e);
        } catch (CompletionException e) {
            answer = Envelope.failure((PlumblineException) Objects.requireNonNull(e.getCause()));
        }
        return answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void answersAnInstantQueryNowByDefault() {
        assertThat(body(queries::instant, "query=up{job=\"a\"}")).isEqualTo("200 {\"status\":\"success\",\"data\":{\"resultType\":"
                + "\"vector\",\"result\":[{\"metric\":{\"__name__\":\"up\",\"job\":\"a\"},\"value\":[300,\"1\"]}]}}");
    }

    @Test
    void answersARangeQueryAsAMatrix() {
        assertThat(body(queries::range, "query=up{job=\"a\"}&start=0&end=30&step=15")).endsWith(
                "\"values\":[[0,\"1\"],[15,\"1\"],[30,\"1\"]]}]}}");
    }

    @Test
    void escapesLabelValuesAndPrintsNaN() {
        assertThat(body(queries::instant, "query=up%7Bjob!%3D%22a%22%7D&time=300.5"))
                .contains("\"job\":\"b\\\"\\n\"").contains("[300.5,\"NaN\"]");
    }

    @Test
    void limitsAndSaysSo() {
        assertThat(body(queries::instant, "query=up&limit=1")).contains("\"warnings\":[\"results truncated due to limit\"]");
        assertThat(body(queries::instant, "query=up&limit=2")).doesNotContain("warnings");
    }

    @Test
    void addsStatisticsWhenAsked() {
        assertThat(body(queries::instant, "query=1&stats=all")).contains("\"resultType\":\"scalar\"")
                .contains("\"stats\":{\"timings\":{\"evalTotalTime\":").contains("\"totalQueryableSamples\":");
    }

    @Test
    void refusesBadParametersInPrometheusWords() {
        assertThat(body(queries::instant, "query=up&time=abc")).isEqualTo("400 {\"status\":\"error\",\"errorType\":\"bad_data\","
                + "\"error\":\"invalid parameter \\\"time\\\": invalid time value for 'time': cannot parse \\\"abc\\\" to a valid timestamp\"}");
        assertThat(body(queries::instant, "query=up%7B")).contains("400 ")
                .contains("invalid parameter \\\"query\\\": 1:4: parse error: unexpected end of input inside braces");
        assertThat(body(queries::instant, "")).contains("400 ").contains("no expression found in input");
        assertThat(body(queries::instant, "query=up&timeout=zzz")).contains("cannot parse \\\"zzz\\\" to a valid duration");
        assertThat(body(queries::instant, "query=up&lookback_delta=bad")).contains("error parsing lookback delta duration");
        assertThat(body(queries::instant, "query=up&limit=x")).contains("400 ").contains("limit");
        assertThat(body(queries::range, "query=up&start=0&step=1")).contains("invalid parameter \\\"end\\\"");
        assertThat(body(queries::range, "query=up&start=9&end=0&step=1")).contains("end timestamp must not be before start time");
        assertThat(body(queries::range, "query=up&start=0&end=9&step=0")).contains("zero or negative query resolution step");
        assertThat(body(queries::range, "query=up&start=0&end=11001&step=1")).contains("11,000 points");
        assertThat(body(queries::range, "query=up&start=0&end=11000&step=1")).startsWith("200 ");
    }

    @Test
    void tellsExecutionErrorsApart() {
        assertThat(body(queries::instant, "query=up%20%2B%20on()%20up")).startsWith("422 ").contains("\"errorType\":\"execution\"");
        assertThat(body(queries::range, "query=up[1m]&start=0&end=1&step=1")).startsWith("400 ");
    }

    @Test
    void isUnavailableWhileTheLogIsReplayed() {
        store.unavailable("the log is being replayed");
        assertThat(body(queries::instant, "query=up")).isEqualTo("503 Service Unavailable: the log is being replayed\n");
        assertThat(body(series::labelNames, "")).startsWith("503 ");
    }

    @Test
    void answersWhatEndsBeforeTheLogWhileThatIsReplayed() {
        var starting = new StoreHandle();
        starting.past(stored, 2_000);
        assertThat(values(starting, 1_999)).isPositive();
        assertThatThrownBy(() -> values(starting, 2_000)).isInstanceOf(StoreHandle.NotReady.class)
                .hasMessage("the store is starting: its log is being replayed; only what ends before 1970-01-01T00:00:02Z is answered yet");
        starting.unavailable("it cannot be opened");
        assertThatThrownBy(() -> values(starting, 1_999)).isInstanceOf(StoreHandle.NotReady.class).hasMessage("it cannot be opened");
        starting.past(stored, 2_000);
        assertThat(starting.state()).isEqualTo("it cannot be opened");
        starting.opened(stored);
        assertThat(values(starting, 5_000)).isPositive();
    }

    private static int values(StoreHandle handle, long max) {
        try (var querier = handle.querier(0, max)) {
            return querier.labelNames(List.of()).size();
        }
    }

    @Test
    void listsSeriesLabelsAndValues() {
        assertThat(body(series::series, "match[]=up%7Bjob%3D%22a%22%7D")).isEqualTo(
                "200 {\"status\":\"success\",\"data\":[{\"__name__\":\"up\",\"job\":\"a\"}]}");
        assertThat(body(series::labelNames, "")).endsWith("\"data\":[\"__name__\",\"job\"]}");
        assertThat(body(series::labelNames, "limit=1")).contains("[\"__name__\"]").contains("truncated");
        assertThat(body((p, asker) -> series.labelValues("job", p, asker), "match[]=up&match[]=nothing")).contains("[\"a\",\"b\\\"\\n\"]");
        assertThat(body((p, asker) -> series.labelValues("job", p, asker), "start=5000&end=6000")).endsWith("\"data\":[]}");
    }

    @Test
    void refusesSelectorsThatSelectEverythingOrNothing() {
        assertThat(body(series::series, "")).contains("400 ").contains("no match[] parameter provided");
        assertThat(body(series::series, "match[]=%7B%7D")).contains("match[] must contain at least one non-empty matcher");
        assertThat(body(series::series, "match[]=rate(up%5B1m%5D)")).contains("400 ").contains("invalid parameter \\\"match[]\\\"");
    }
}
