package dev.plumbline.daemon.api.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.verdicts.GateQuestion;
import dev.plumbline.daemon.verdicts.Gates;
import dev.plumbline.model.PlumblineException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExternalMetricsApiTest {
    private final Gates gates = new Gates();
    private Optional<String> doubt = Optional.empty();
    private final ExternalMetricsApi api = new ExternalMetricsApi(gates.gate()::reports, () -> doubt, gates.time());

    private static String text(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private String values(String metric, String selector) {
        return text(api.values("shop", metric, selector));
    }

    private void ask(String revision) {
        gates.gate().ask(GateQuestion.about("checkout", "2.4.1").withRevision(revision));
    }

    @Test
    void isDiscovered() {
        assertThat(text(api.group())).isEqualTo("{\"kind\":\"APIGroup\",\"apiVersion\":\"v1\",\"name\":\"external.metrics.k8s.io\",\"versions\":["
                + "{\"groupVersion\":\"external.metrics.k8s.io/v1beta1\",\"version\":\"v1beta1\"}],\"preferredVersion\":"
                + "{\"groupVersion\":\"external.metrics.k8s.io/v1beta1\",\"version\":\"v1beta1\"}}");
        assertThat(text(api.resources())).startsWith("{\"kind\":\"APIResourceList\",\"apiVersion\":\"v1\",\"groupVersion\":\"external.metrics.k8s.io/v1beta1\"")
                .contains("{\"name\":\"plumbline_verdict\",\"singularName\":\"\",\"namespaced\":true,\"kind\":\"ExternalMetricValueList\",\"verbs\":[\"get\"]}",
                        "\"plumbline_score\"");
    }

    @Test
    void tellsTheStateOfEveryAnalysis() {
        ask("a");
        gates.advance(60_000);
        assertThat(values("plumbline_verdict", "verdict=go")).isEqualTo("{\"kind\":\"ExternalMetricValueList\","
                + "\"apiVersion\":\"external.metrics.k8s.io/v1beta1\",\"metadata\":{},\"items\":[{\"metricName\":\"plumbline_verdict\",\"metricLabels\":"
                + "{\"namespace\":\"shop\",\"policy\":\"web\",\"revision\":\"a\",\"service\":\"checkout\",\"stage\":\"5\",\"verdict\":\"go\",\"version\":\"2.4.1\"},"
                + "\"timestamp\":\"2026-09-21T14:14:20Z\",\"value\":\"1\"}]}");
        assertThat(values("plumbline_verdict", "verdict!=go").split("\"value\":\"0\"", -1)).hasSize(4);
        assertThat(values("plumbline_score", "service=checkout,revision in (a,b)")).contains("\"value\":\"100\"").doesNotContain("verdict");
    }

    @Test
    void theNewestComesFirst() {
        ask("a");
        gates.advance(60_000);
        ask("b");
        assertThat(values("plumbline_verdict", "verdict=go").indexOf("\"revision\":\"b\"")).isPositive()
                .isLessThan(values("plumbline_verdict", "verdict=go").indexOf("\"revision\":\"a\""));
    }

    @Test
    void otherNamespacesAndMetricsAreEmpty() {
        ask("a");
        assertThat(text(api.values("other", "plumbline_verdict", ""))).endsWith("\"items\":[]}");
        assertThat(text(api.values("", "plumbline_verdict", ""))).endsWith("\"items\":[]}");
        assertThat(text(api.values("kube-system", "dummy-metric", ""))).as("Flagger asks whether anybody is there").endsWith("\"items\":[]}");
    }

    @Test
    void troubleIsAStatus() {
        assertThatThrownBy(() -> values("plumbline_verdict", "a b")).isInstanceOf(PlumblineException.class);
        doubt = Optional.of("the store is starting");
        assertThatThrownBy(() -> values("plumbline_verdict", "")).isInstanceOfSatisfying(PlumblineException.class, e -> {
            Answer answer = ExternalMetricsApi.trouble(e);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},"
                    + "\"status\":\"Failure\",\"message\":\"the store is starting\",\"reason\":\"ServiceUnavailable\",\"code\":503}");
        });
        assertThat(ExternalMetricsApi.trouble(PlumblineException.internal("x", null)).status()).isEqualTo(500);
    }
}
