package dev.plumbline.daemon.notifiers.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.notifiers.Messages;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.NotifierContext;
import dev.plumbline.model.Labels;
import dev.plumbline.template.alertmanager.AlertmanagerTemplates;
import dev.plumbline.template.alertmanager.TemplateFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What templates see, by running them. */
class NotificationValueTest {
    private final Messages messages = new Messages();
    private final NotifierContext context = messages.context(new TemplateFile("own.tmpl", "{{ define \"own\" }}<{{ .Status }}>{{ end }}"));

    @AfterEach
    void stop() {
        messages.close();
    }

    private String text(String template, Notification notification) {
        AlertmanagerTemplates templates = context.templates();
        return templates.text(template, new NotificationValue(notification, Messages.URL));
    }

    private String text(String template) {
        return text(template, Messages.firing());
    }

    @Test
    void fieldsOfTheMessage() {
        assertThat(text("{{ .Receiver }}|{{ .Status }}|{{ .NotificationReason }}|{{ .ExternalURL }}|{{ len .Alerts }}"))
                .isEqualTo("on\\.call|firing|first notification|http://plumbline.example|2");
        assertThat(text("{{ .GroupLabels.team }}|{{ .CommonLabels.job }}|{{ .CommonLabels.instance }}|{{ .CommonAnnotations.summary }}"))
                .isEqualTo("a|api||it <burns> & smokes");
        assertThat(text("{{ template \"own\" . }}", Messages.resolved())).isEqualTo("<resolved>");
    }

    @Test
    void alertsAndWhenTheyWere() {
        assertThat(text("{{ range .Alerts.Firing }}{{ .Labels.instance }} {{ .StartsAt.Format \"15:04:05\" }} {{ .EndsAt.IsZero }}{{ end }}"))
                .isEqualTo("i1 10:00:00 true");
        assertThat(text("{{ range .Alerts.Resolved }}{{ .Annotations.runbook }} {{ .EndsAt.Format \"15:04\" }} {{ .GeneratorURL }} {{ .Fingerprint }}{{ end }}"))
                .isEqualTo("i2 10:01 http://g/i2 00000000000000a2");
        assertThat(text("{{ (index .Alerts 1).Status }} {{ len .Alerts.Firing }}")).isEqualTo("resolved 1");
    }

    @Test
    void pairsOfLabels() {
        assertThat(text("{{ range .CommonLabels.SortedPairs }}{{ .Name }}={{ .Value }};{{ end }}")).isEqualTo("alertname=X;job=api;team=a;");
        assertThat(text("{{ .CommonLabels.Names | join \",\" }} {{ .CommonLabels.Values | join \",\" }}")).isEqualTo("alertname,job,team X,api,a");
        assertThat(text("{{ .CommonLabels }}|{{ .CommonLabels.SortedPairs }}")).isEqualTo("alertname=X, job=api, team=a|alertname=X, job=api, team=a");
        assertThat(text("{{ (.CommonLabels.Remove .GroupLabels.Names).Values | join \",\" }}")).isEqualTo("api");
        assertThat(text("{{ .CommonLabels.SortedPairs.Names }} {{ range $k, $v := .GroupLabels }}{{ $k }}:{{ $v }} {{ end }}"))
                .isEqualTo("[alertname job team] alertname:X team:a ");
    }

    @Test
    void valuesOfRouteLabelsAreTemplates() {
        Notification n = Messages.firing();
        var labels = Labels.of("plain", "web", "made", "{{ .GroupLabels.team | toUpper }}-{{ .Status }}", "wrong", "{{ .Nope.Nope }}");
        var routed = new Notification(n.key(), n.id(), n.receiver(), n.groupKey(), n.groupLabels(), labels, n.reason(), n.alerts(),
                n.createdAtMillis(), n.test());
        var rendering = new Rendering(context, routed, "slack");
        assertThat(rendering.text("{{ routeLabels \"plain\" }} {{ routeLabels \"made\" }} {{ .RouteLabels.wrong }}"))
                .isEqualTo("web A-firing {{ .Nope.Nope }}");
        assertThat(messages.failures).hasSize(1).allMatch(f -> f.startsWith("slack: ") && f.contains("Nope"));
    }

    @Test
    void jsonHasAlertmanagersNames() {
        assertThat(text("{{ .Alerts.Firing | toJson }}")).startsWith("[{").contains("\"startsAt\":\"2026-03-01T10:00:00.12Z\"",
                "\"endsAt\":\"0001-01-01T00:00:00Z\"", "\"generatorURL\":\"http://g/i1\"", "\"labels\":{\"alertname\":\"X\"");
    }

    @Test
    void theDefaultSubject() {
        assertThat(text("{{ template \"__subject\" . }}")).isEqualTo("[FIRING:1] X a (api)").isEqualTo(PlainText.subject(Messages.firing()));
        assertThat(text("{{ template \"__subject\" . }}", Messages.resolved())).isEqualTo(PlainText.subject(Messages.resolved()));
        assertThat(text("{{ template \"slack.default.titlelink\" . }}")).isEqualTo("http://plumbline.example/#/alerts?receiver=on%5C.call");
    }

    @Test
    void aFailingTemplateLeavesAPlainMessageThatSaysSo() {
        var rendering = new Rendering(context, Messages.firing(), "slack");
        assertThat(rendering.subject("{{ .Nonsense.Field }}")).isEqualTo("[FIRING:1] X a (api)");
        assertThat(rendering.text("{{ template \"absent\" . }}")).isEmpty();
        assertThat(rendering.body("all well")).startsWith("all well\nA template of this receiver failed, so this is plain text: ").contains("Nonsense");
        assertThat(rendering.body("{{ index .Alerts 7 }}")).startsWith("firing {alertname=\"X\", instance=\"i1\"").contains("  summary: it <burns>");
        assertThat(rendering.html("<b>{{ .Nonsense }}</b>")).startsWith("<pre>firing {").contains("it &lt;burns&gt; &amp; smokes");
        assertThat(messages.failures).hasSize(4).allMatch(failure -> failure.startsWith("slack: "));
    }
}
