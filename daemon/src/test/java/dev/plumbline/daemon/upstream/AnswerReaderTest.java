package dev.plumbline.daemon.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.Value;
import dev.plumbline.promql.ast.ValueType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class AnswerReaderTest {
    private static final String MATRIX = """
            {"status":"success","isPartial":true,"data":{"analysis":{"x":[1,{}]},"resultType":"matrix","result":[
             {"metric":{"__name__":"a","i":"1"},"values":[[1435781430.781,"1"],[1435781445,"NaN"],[1435781460,"-Inf"]]},
             {"metric":{},"values":[[1,"1e3"]],"histograms":[[0.5,{"count":"3","sum":"2","buckets":[[0,"1","2","3"]]}],[2,{"count":"0","sum":"0"}]]},
             {"metric":{"empty":"x"},"values":[]}]},
             "warnings":["w"],"infos":["i1","i2"],"stats":{"seriesFetched":"2"}}""";
    private final Asking asking = new Asking();

    private ClusterAnswer read(String text) {
        return AnswerReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), asking);
    }

    @Test
    void readsAMatrixWithHistogramsAmongFloats() {
        ClusterAnswer answer = read(MATRIX);
        assertThat(answer.resultType()).isEqualTo("matrix");
        assertThat(answer.warnings()).containsExactlyInAnyOrder("w", AnswerReader.PARTIAL);
        assertThat(answer.infos()).containsExactly("i1", "i2");
        assertThat(answer.series()).extracting(Value.Points::labels).containsExactly(Labels.of("__name__", "a", "i", "1"), Labels.EMPTY);
        Value.Points floats = answer.series().getFirst();
        assertThat(floats.times()).containsExactly(1435781430781L, 1435781445000L, 1435781460000L);
        assertThat(floats.values()).containsExactly(1, Double.NaN, Double.NEGATIVE_INFINITY);
        assertThat(floats.histograms()).isNull();
        Value.Points mixed = answer.series().getLast();
        assertThat(mixed.times()).containsExactly(500, 1000, 2000);
        assertThat(mixed.values()[1]).isEqualTo(1000);
        @Nullable Histogram @Nullable [] histograms = mixed.histograms();
        assertThat(histograms).extracting(h -> h == null ? -1 : h.count()).containsExactly(3.0, -1.0, 0.0);
        assertThat(asking.held.get()).as("objects are counted").isGreaterThan(500);
    }

    @Test
    void readsVectorsScalarsAndStrings() {
        var vector = (Value.Vector) read("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":"
                + "[{\"metric\":{\"b\":\"\"},\"value\":[10,\"2\"]},{\"metric\":{\"a\":\"x\"},\"value\":[10.5,\"+Inf\"]}]}}").instant(ValueType.VECTOR);
        assertThat(vector.elements()).containsExactly(new Value.Element(Labels.EMPTY, 10_000, 2, null),
                new Value.Element(Labels.of("a", "x"), 10_500, Double.POSITIVE_INFINITY, null));
        assertThat(read("{\"data\":{\"resultType\":\"scalar\",\"result\":[7,\"1.5\"]}}").instant(ValueType.SCALAR)).isEqualTo(new Value.Scalar(7000, 1.5));
        assertThat(read("{\"data\":{\"resultType\":\"string\",\"result\":[7,\"x\"]}}").instant(ValueType.STRING)).isEqualTo(new Value.Text(7000, "x"));
        assertThat(read("{\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[7,\"4\"]}]}}").instant(ValueType.SCALAR))
                .as("VictoriaMetrics answers a scalar with a vector").isEqualTo(new Value.Scalar(7000, 4));
        assertThat(read("{\"data\":{\"resultType\":\"vector\",\"result\":null}}").instant(ValueType.VECTOR)).isEqualTo(new Value.Vector(List.of()));
    }

    @Test
    void readsLists() {
        assertThat(read("{\"status\":\"success\",\"data\":[\"a\",\"b\"]}").names()).containsExactly("a", "b");
        assertThat(read("{\"status\":\"success\",\"data\":[{\"a\":\"1\"},{}]}").labelSets()).containsExactly(Labels.of("a", "1"), Labels.EMPTY);
        assertThat(read("{\"status\":\"success\",\"data\":null}").names()).isEmpty();
    }

    @Test
    void errorsKeepTheirType() {
        ClusterAnswer wrong = read("{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"no\"}");
        assertThat(wrong.refusal(400)).isInstanceOfSatisfying(QueryException.class, e -> {
            assertThat(e.type()).isEqualTo(QueryException.Type.BAD_DATA);
            assertThat(e).hasMessage("upstream: no");
        });
        ClusterAnswer victoria = read("{\"status\":\"error\",\"errorType\":\"422\",\"error\":\"too much\"}");
        assertThat(victoria.refusal(422)).isInstanceOfSatisfying(QueryException.class, e -> assertThat(e.type()).isEqualTo(QueryException.Type.EXECUTION));
        ClusterAnswer slow = read("{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"slow\"}");
        assertThat(slow.refusal(503)).isInstanceOfSatisfying(UpstreamFailure.class,
                e -> assertThat(e.outward()).isInstanceOfSatisfying(QueryException.class, q -> assertThat(q.type()).isEqualTo(QueryException.Type.TIMEOUT)));
        assertThat(read("{\"status\":\"error\"}").refusal(429)).isInstanceOf(UpstreamFailure.class).hasMessageContaining("answered 429");
        assertThat(read("{}").refusal(404)).isInstanceOf(UpstreamFailure.class).hasMessageContaining("404");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "<html>", "{\"data\":1}", "{\"data\":{\"result\":{}}}", "{\"data\":{\"result\":[[]]}}",
        "{\"data\":{\"result\":[{\"values\":[[1]]}]}}", "{\"data\":{\"result\":[{\"values\":[[1,\"x\"]]}]}}", "{\"data\":{\"result\":[{\"values\":[[1e300,\"1\"]]}]}}",
        "{\"data\":{\"result\":[{\"values\":[[2,\"1\"],[1,\"1\"]]}]}}", "{\"data\":{\"result\":[{\"histogram\":[1,2]}]}}", "{\"data\":[[]]}", "{\"data\":[\"a\"",
        "{\"data\":{\"result\":[{\"histogram\":[1,{\"buckets\":[[1,\"1\",\"2\"]]}]}]}}"})
    void whatIsNoAnswerIsAFailure(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOfAny(JacksonException.class, UpstreamFailure.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"data\":{\"resultType\":\"scalar\",\"result\":[]}}", "{\"data\":{\"resultType\":\"heap\",\"result\":[]}}", "{}"})
    void resultsOfNoKnownTypeAreFailures(String text) {
        assertThatThrownBy(() -> read(text).instant(ValueType.VECTOR)).isInstanceOf(UpstreamFailure.class);
    }

    /** Damaged answers are read or refused, never anything else. */
    @Test
    void damageIsRefused() {
        var random = new SplittableRandom(3);
        byte[] good = MATRIX.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 3000; i++) {
            byte[] bad = java.util.Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
            for (int flips = random.nextInt(4); flips >= 0 && bad.length > 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) "{}[]\",:0129.-eENnax\\u0000\u00ff ".charAt(random.nextInt(26));
            }
            try {
                AnswerReader.read(new ByteArrayInputStream(bad), asking);
            } catch (JacksonException | UpstreamFailure e) {
                assertThat(e.getMessage()).isNotNull();
            }
        }
    }

    @Test
    void bytesAreBoundedAndCounted() {
        var body = new BoundedStream(new ByteArrayInputStream(MATRIX.getBytes(StandardCharsets.UTF_8)), 100, asking);
        assertThatThrownBy(() -> AnswerReader.read(body, asking)).isInstanceOfSatisfying(QueryException.class, e -> {
            assertThat(e.type()).isEqualTo(QueryException.Type.EXECUTION);
            assertThat(e).hasMessageContaining("upstream.max_response_bytes");
        });
        assertThat(body.bytesRead()).isGreaterThan(100);
    }
}
