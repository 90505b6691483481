package dev.plumbline.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.template.alertmanager.AlertmanagerTemplates;
import dev.plumbline.template.alertmanager.TemplateFile;
import dev.plumbline.template.value.TemplateException;
import dev.plumbline.time.VirtualTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The templates that Alertmanager defines by name; the expected texts are those of Alertmanager 0.33's tool for the same data. */
class DefaultTemplatesTest {
    private static final String MIXED = """
            {"receiver": "team a&b/x", "status": "firing", "groupLabels": {}, "commonLabels": {"alertname": "Down", "a": "1"},
             "commonAnnotations": {"summary": "s"}, "externalURL": "https://am.example.com/p", "alerts": [
              {"status": "firing", "labels": {"alertname": "Down", "zone": "<z>", "a": "1"}, "annotations": {"summary": "it's \\"down\\""},
               "startsAt": "2026-11-21T07:22:48.5Z", "generatorURL": "http://p/g?x=1&y=2"},
              {"status": "resolved", "labels": {"alertname": "Down", "a": "1"}, "annotations": {}, "startsAt": "2026-11-21T07:22:48Z",
               "endsAt": "2026-11-21T08:00:00Z", "generatorURL": "javascript:alert(1)"}]}""";

    private final AlertmanagerTemplates templates = AlertmanagerTemplates.load(List.of(), new VirtualTime(0));

    private static Object data() {
        try {
            return MessageValues.message(JsonMapper.builder().build().readTree(MIXED));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private String text(String name) {
        return templates.text("{{ template \"" + name + "\" . }}", data());
    }

    @Test
    void subjectsAndLinks() {
        assertThat(text("__subject")).isEqualTo("[FIRING:1]  (Down 1)");
        assertThat(text("slack.default.title")).isEqualTo(text("__subject"));
        assertThat(text("email.default.subject")).isEqualTo(text("__subject"));
        assertThat(text("pagerduty.default.description")).isEqualTo(text("__subject"));
        assertThat(text("slack.default.titlelink")).isEqualTo("https://am.example.com/p/#/alerts?receiver=team+a%26b%2Fx");
        assertThat(text("slack.default.fallback")).isEqualTo("[FIRING:1]  (Down 1) | https://am.example.com/p/#/alerts?receiver=team+a%26b%2Fx");
        assertThat(text("slack.default.username") + text("slack.default.color") + text("slack.default.text")).isEqualTo("Alertmanagerdanger");
    }

    @Test
    void lists() {
        assertThat(templates.text("{{ template \"pagerduty.default.instances\" .Alerts.Firing }}", data())).isEqualTo("""
                Labels:
                 - alertname = Down
                 - a = 1
                 - zone = <z>
                Annotations:
                 - summary = it's "down"
                Source: http://p/g?x=1&y=2
                """);
        assertThat(text("opsgenie.default.description")).isEqualTo("""
                s
                Alerts Firing:
                Labels:
                 - alertname = Down
                 - a = 1
                 - zone = <z>
                Annotations:
                 - summary = it's "down"
                Source: http://p/g?x=1&y=2

                Alerts Resolved:
                Labels:
                 - alertname = Down
                 - a = 1
                Annotations:
                Source: javascript:alert(1)
                """);
        assertThat(text("msteams.default.text")).startsWith("\n\n# Alerts Firing:\n\nLabels:\n  - alertname = Down\n  - a = 1\n").endsWith("alert(1)\n\n\n\n");
    }

    @Test
    void mailIsEscapedAndSaysEverything() {
        String html = templates.html("{{ template \"email.default.html\" . }}", data());
        assertThat(html).startsWith("<!DOCTYPE html>").contains("<title>[FIRING:1]  (Down 1)</title>", "<h2", "1 firing", "1 resolved",
                "&lt;z&gt;", "it&#39;s &#34;down&#34;", "<a href=\"http://p/g?x=1&amp;y=2\"")
                .doesNotContain("<z>", "javascript:", "<script", "<no value>");
    }

    @Test
    void filesOverrideDefaults() {
        var own = AlertmanagerTemplates.load(List.of(new TemplateFile("a.tmpl", "{{ define \"__subject\" }}mine{{ end }}{{ define \"x\" }}1{{ end }}"),
                new TemplateFile("b.tmpl", "{{ define \"x\" }}2{{ end }}")), new VirtualTime(0));
        assertThat(own.text("{{ template \"slack.default.title\" . }}{{ template \"x\" }}", data())).isEqualTo("mine2");
        assertThat(own.defines("x")).isTrue();
        assertThat(templates.defines("x")).isFalse();
    }

    @Test
    void mistakesNameTheFile() {
        assertThatThrownBy(() -> AlertmanagerTemplates.load(List.of(new TemplateFile("/etc/a.tmpl", "{{ define \"x\" }}\n{{ nope }}{{ end }}")), new VirtualTime(0)))
                .isInstanceOf(TemplateException.class).hasMessage("template: /etc/a.tmpl:2:4: function \"nope\" not defined");
        assertThatThrownBy(() -> templates.check("{{ .a ")).isInstanceOf(TemplateException.class);
        templates.check("no action");
    }

    @Test
    void timesGoByTheClock() {
        var later = AlertmanagerTemplates.load(List.of(), new VirtualTime(1_795_245_828_500L));
        assertThat(later.text("{{ since (index .Alerts 0).StartsAt | humanizeDuration }} {{ now.Unix }} {{ (index .Alerts 0).StartsAt | tz \"Europe/Paris\" | date \"15:04 MST\" }}",
                data())).isEqualTo("1m 0s 1795245828 08:22 CET");
    }
}
