package dev.plumbline.template.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.template.prometheus.QueryFunction.QuerySample;
import dev.plumbline.template.value.TemplateException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Labels and annotations of alerts. */
class RuleTemplateTest {
    private static final Labels LABELS = Labels.of("__name__", "up", "instance", "a.example.com:9090", "job", "api");

    private static String expand(String text, double value, QueryFunction query) {
        return RuleTemplate.parse(text).expand(
                new RuleTemplateContext(LABELS, value, Labels.of("dc", "x"), "http://host:9090/pre/fix", 1_700_000_000_000L, query));
    }

    private static String expand(String text) {
        return expand(text, 0.12345, (_, _) -> List.of());
    }

    @Test
    void variables() {
        assertThat(expand("{{ $labels.job }} {{ .Labels.job }} {{ $labels.nope }}|{{ $value }} {{ .Value | humanizePercentage }} {{ $externalLabels.dc }} {{ $externalURL }}"))
                .isEqualTo("api api |0.12345 12.35% x http://host:9090/pre/fix");
        assertThat(expand("{{ $labels }}")).isEqualTo("map[__name__:up instance:a.example.com:9090 job:api]");
        assertThat(expand("{{ $value }}", 123_456_789, (_, _) -> List.of())).isEqualTo("1.23456789e+08");
    }

    @Test
    void textWithoutActionsIsItself() {
        String text = "Instance down }} {";
        assertThat(expand(text)).isSameAs(text);
        assertThat(RuleTemplate.parse(text).text()).isSameAs(text);
    }

    @Test
    void functionsOfTheProgram() {
        assertThat(expand("{{ externalURL }} {{ pathPrefix }} {{ now }} {{ stripPort $labels.instance }} {{ stripDomain $labels.instance }} {{ graphLink \"a b\" }} {{ tableLink \"x\" }}"))
                .isEqualTo("http://host:9090/pre/fix /pre/fix 1.7e+09 a.example.com a:9090 /graph?g0.expr=a+b&g0.tab=0 /graph?g0.expr=x&g0.tab=1");
        assertThat(expand("{{ with args 1 \"b\" }}{{ .arg0 }}{{ .arg1 }}{{ end }} {{ urlQueryEscape \"a/b\" }} {{ toTime 1.5 }} {{ toDuration \"90\" }}"))
                .isEqualTo("1b a%2Fb 1970-01-01 00:00:01.5 +0000 UTC 1m30s");
    }

    @Test
    void queries() {
        QueryFunction query = (text, time) -> List.of(new QuerySample(Labels.of("q", text, "l", "b"), time / 1000.0), new QuerySample(Labels.of("l", "a"), 2));
        assertThat(expand("{{ range query \"up\" | sortByLabel \"l\" }}{{ .Labels.l }}{{ .Value }} {{ end }}{{ query \"up\" | first | label \"q\" }} {{ len (query \"x\") }}", 1, query))
                .isEqualTo("a2 b1.7e+09 up 2");
        assertThatThrownBy(() -> expand("{{ query \"x\" | first }}")).hasMessageContaining("first() called on vector with no elements");
        assertThatThrownBy(() -> expand("{{ value 1 }}")).hasMessageContaining("expected *template.sample; got int");
    }

    @Test
    void aQueryThatFailsFailsTheTemplate() {
        QueryFunction failing = (_, _) -> {
            throw PlumblineException.user("parse error");
        };
        assertThatThrownBy(() -> expand("{{ query \"x\" }}", 1, failing)).isInstanceOf(TemplateException.class)
                .hasMessage("template: template:1:4: executing \"template\" at <query>: error calling query: parse error");
    }

    @Test
    void histogramsAreText() {
        var buckets = new Buckets(new int[] {0}, new int[] {3}, new double[] {1, 0, 2});
        var histogram = new Histogram(0, 5, 12.5, 0.001, 1, buckets, new Buckets(new int[] {1}, new int[] {1}, new double[] {1}), new double[0], CounterReset.UNKNOWN);
        var context = new RuleTemplateContext(LABELS, 0, histogram, Labels.EMPTY, "", 0, (_, _) -> List.of());
        assertThat(RuleTemplate.parse("{{ $value }}").expand(context))
                .isEqualTo("{count:5, sum:12.5, [-2,-1):1, [-0.001,0.001]:1, (0.5,1]:1, (2,4]:2}");
        var custom = new Histogram(Histogram.CUSTOM_SCHEMA, 2, 3, 0, 0, new Buckets(new int[] {0}, new int[] {2}, new double[] {1, 1}), Buckets.NONE, new double[] {5}, CounterReset.UNKNOWN);
        assertThat(HistogramValueText.print(custom)).isEqualTo("{count:2, sum:3, [-Inf,5]:1, (5,+Inf]:1}");
    }

    @Test
    void addresses() {
        assertThat(List.of("foo:12", "[::1]:12", "::1", "[::1]", "foo", "a:b:c", "").stream().map(Hosts::withoutPort))
                .containsExactly("foo", "::1", "::1", "[::1]", "foo", "a:b:c", "");
        assertThat(List.of("a.b.c:1", "a.b.c", "1.2.3.4", "[2001:db8::1]:80", "a", "1.2.3.4.5:6").stream().map(Hosts::withoutDomain))
                .containsExactly("a:1", "a", "1.2.3.4", "[2001:db8::1]:80", "a", "1:6");
    }

    @Test
    void durations() {
        assertThat(List.of("1h2m10ms", "-30m", "0", "1y", "1w").stream().map(DurationText::seconds)).containsExactly(3720.01, -1800.0, 0.0, 31_536_000.0, 604_800.0);
        for (String bad : List.of("", "-", "1", "1m1h", "1x", "h", "1m1m", "999999999999y")) {
            assertThatThrownBy(() -> DurationText.seconds(bad)).as(bad).isInstanceOf(TemplateException.class);
        }
    }

    @Test
    void consoleFunctionsAreNotForRules() {
        assertThatThrownBy(() -> RuleTemplate.parse("{{ tmpl \"a\" . }}")).hasMessageContaining("function \"tmpl\" not defined");
    }
}
