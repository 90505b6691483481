package dev.plumbline.daemon.config.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.PlumblineException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrometheusQueryTest {
    private static final Map<String, String> TEMPLATES = Map.of("by-version", "version=\"${scope}\",zone=\"${location}\"", "whole", "PromQL:rate(errors{v=\"${scope}\"}[5m])");

    private static String promql(String query, Map<String, String> parameters) {
        var scope = new QueryScope("web-v2", "eu", parameters);
        return new PrometheusQuery(JsonPart.read("query", query.replace('\'', '"')), TEMPLATES).promql(scope);
    }

    private static String promql(String query) {
        return promql(query, Map.of());
    }

    private static void refused(String query, String why) {
        assertThatThrownBy(() -> promql(query)).isInstanceOf(PlumblineException.class).hasMessageContaining(why);
    }

    @Test
    void averagesAMetricByFields() {
        assertThat(promql("{'type': 'prometheus', 'metricName': 'cpu', 'customFilterTemplate': 'by-version', 'labelBindings': ['job=\\'node\\''], 'groupByFields': ['mode', 'cpu']}"))
                .isEqualTo("avg(cpu{version=\"web-v2\",zone=\"eu\",job=\"node\"}) by (mode,cpu)");
        assertThat(promql("{'metricName': 'cpu', 'customInlineTemplate': 'v=~\\'a{1,2}${scope}\\'', 'customFilterTemplate': 'by-version'}"))
                .as("the inline one comes first, and its commas stay where they are").isEqualTo("avg(cpu{v=~\"a{1,2}web-v2\"})");
        assertThat(promql("{'metricName': 'cpu', 'customFilter': 'v=\\'${scope}\\''}")).isEqualTo("avg(cpu{v=\"web-v2\"})");
    }

    @Test
    void takesAWholeQuery() {
        assertThat(promql("{'customFilterTemplate': 'whole'}")).isEqualTo("rate(errors{v=\"web-v2\"}[5m])");
        assertThat(promql("{'customInlineTemplate': 'PromQL:sum(x{s=\\'$\\\\{scope}\\', t=\\'${tier}\\'})', 'labelBindings': ['a=\\'b\\'']}", Map.of("tier", "gold")))
                .isEqualTo("sum(x{s=\"web-v2\", t=\"gold\"})");
    }

    @Test
    void knowsTheInstancesOfClouds() {
        assertThat(promql("{'metricName': 'cpu', 'resourceType': 'gce_instance'}", Map.of("project", "p1")))
                .isEqualTo("avg(cpu{instance=~\"web-v2-.{4}\",zone=~\".+/projects/p1/zones/eu-.{1}\"})");
        assertThat(promql("{'metricName': 'cpu', 'labelBindings': ['a=\\'b\\'']}", Map.of("resourceType", "aws_ec2_instance")))
                .isEqualTo("avg(cpu{a=\"b\",asg_groupName=\"web-v2\",zone=~\"eu.{1}\"})");
        var nowhere = new QueryScope("web", "", Map.of());
        assertThatThrownBy(() -> new PrometheusQuery(JsonPart.read("q", "{\"metricName\": \"m\", \"resourceType\": \"gce_instance\"}"), Map.of()).promql(nowhere))
                .hasMessageContaining("needs the scope's location");
    }

    @Test
    void refusesWhatSaysNothingOfTheScope() {
        refused("{'metricName': 'cpu'}", "query says nothing of the scope");
        refused("{'metricName': 'cpu', 'resourceType': 'k8s'}", "resourceType is k8s, known are gce_instance and aws_ec2_instance");
        refused("{'customInlineTemplate': 'v=\\'${scope}\\''}", "metricName is missing");
        refused("{'metricName': 'cpu', 'customFilterTemplate': 'other'}", "there is no such template; there are [by-version, whole]");
        refused("{'metricName': 'cpu', 'customInlineTemplate': 'v=\\'${tier}\\''}", "nothing is given for ${tier}; known are [location, scope]");
        refused("{'type': 'stackdriver'}", "type is stackdriver, which cannot be asked here");
        refused("null", "query is missing");
        refused("{'metricName': ['cpu']}", "query.metricName: expected a text, got array");
    }

    @Test
    void tellsWhetherItNamesTheScope() {
        var scope = new QueryScope("web-v2", "eu", Map.of(), true);
        assertThat(new PrometheusQuery(JsonPart.read("q", "{\"customFilterTemplate\": \"whole\"}"), TEMPLATES).namesScope(scope)).isTrue();
        var silent = new PrometheusQuery(JsonPart.read("q", "{\"metricName\": \"cpu\", \"labelBindings\": [\"a='b'\"]}"), TEMPLATES);
        assertThat(silent.namesScope(scope)).isFalse();
        assertThat(silent.promql(scope)).as("whoever asks adds the rest").isEqualTo("avg(cpu{a='b'})");
    }
}
