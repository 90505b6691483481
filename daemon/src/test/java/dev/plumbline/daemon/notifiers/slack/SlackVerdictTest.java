package dev.plumbline.daemon.notifiers.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration.Slack;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Messages;
import dev.plumbline.daemon.notifiers.VerdictMessage;
import dev.plumbline.daemon.notifiers.VerdictMessages;
import dev.plumbline.daemon.notifiers.VerdictReport;
import dev.plumbline.daemon.notifiers.VerdictReport.Kind;
import dev.plumbline.daemon.notifiers.VerdictReport.Metric;
import dev.plumbline.daemon.notifiers.VerdictReport.Outcome;
import dev.plumbline.fleet.receivers.SlackStandIn;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlackVerdictTest {
    private final Messages messages = new Messages();
    private final SlackStandIn server = SlackStandIn.start();

    @AfterEach
    void stop() {
        messages.close();
        server.close();
    }

    private String sent(Map<String, String> templates, VerdictMessage message) {
        var notifier = new SlackNotifier(Messages.slack(server.webhookUrl(), templates), messages.context());
        assertThat(notifier.send(message)).isEqualTo(new Delivery.Delivered("ok"));
        return server.accepted().getLast().body();
    }

    @Test
    void aNoGoHasItsReasonMetricsAndLink() {
        assertThat(sent(Map.of("channel", "#releases"), VerdictMessages.message(Outcome.NO_GO))).isEqualTo("""
                {"channel":"#releases","attachments":[{"title":"NO-GO: shop/checkout 2.4.1, stage 25",\
                "title_link":"https://plumbline.example/ui/analyses/a-01J",\
                "text":"error_rate 7 % &gt; 5 % &amp; &lt;more&gt;; 5,210 requests\\nerror_rate: canary red, limit &lt;dashed&gt;",\
                "fallback":"NO-GO: shop/checkout 2.4.1, stage 25: error_rate 7 % &gt; 5 % &amp; &lt;more&gt;; 5,210 requests",\
                "image_url":"https://plumbline.example/v1/analyses/a-01J/picture.png?signature=c2ln",\
                "fields":[{"title":"error_rate","value":"fail: 7 % &gt; 5 %","short":false},\
                {"title":"latency_p99","value":"pass: 412 ms &lt;= 1000 ms","short":false}],\
                "footer":"Plumbline, analysis a-01J, score 40","ts":1772359200,"color":"danger"}]}""");
    }

    @Test
    void theColourAndTheTitleSayWhatItIs() {
        assertThat(sent(Map.of(), VerdictMessages.message(Outcome.GO))).contains("\"color\":\"good\"", "\"title\":\"GO: ");
        assertThat(sent(Map.of(), VerdictMessages.message(Outcome.INCONCLUSIVE))).contains("\"color\":\"warning\"", "\"title\":\"INCONCLUSIVE: ");
        assertThat(sent(Map.of(), VerdictMessages.message(VerdictMessages.report(Kind.LATE_NO_GO, Outcome.NO_GO))))
                .contains("\"color\":\"danger\"", "\"title\":\"LATE NO-GO: ");
        assertThat(sent(Map.of(), VerdictMessages.message(VerdictMessages.report(Kind.DECISION, Outcome.GO))))
                .contains("\"title\":\"GO decided by alice &lt;a&amp;b&gt;: shop/checkout");
    }

    @Test
    void asksForADecisionWhereOneIsOpen() {
        String body = decidable(Outcome.INCONCLUSIVE);
        assertThat(body).contains("\"color\":\"warning\"},{\"fallback\":\"Go, no-go or hold?\",\"color\":\"warning\",\"blocks\":[{\"type\":\"input\","
                + "\"block_id\":\"plumbline_why\",\"optional\":true,\"label\":{\"type\":\"plain_text\",\"text\":\"Why\"},\"element\":{\"type\":\"plain_text_input\",");
        assertThat(body).contains("{\"type\":\"button\",\"action_id\":\"plumbline_go\",\"value\":\"a-01J\",\"style\":\"primary\","
                + "\"text\":{\"type\":\"plain_text\",\"text\":\"Go\"},\"confirm\":{", "\"action_id\":\"plumbline_no-go\"", "\"action_id\":\"plumbline_inconclusive\"");
        assertThat(decidable(Outcome.GO)).as("final").doesNotContain("blocks");
        assertThat(decidable(Outcome.NO_GO)).as("final").doesNotContain("blocks");
        assertThat(sent(Map.of(), VerdictMessages.message(Outcome.INCONCLUSIVE))).as("no app").doesNotContain("blocks");
    }

    private String decidable(Outcome outcome) {
        var c = Messages.slack(server.webhookUrl(), Map.of());
        var app = new Slack(true, c.url(), null, "", Map.of(), false, false, List.of(), List.of(), List.of(), c.timeoutMillis(),
                Secret.of("hush"), c.http());
        assertThat(new SlackNotifier(app, messages.context()).send(VerdictMessages.message(outcome))).isEqualTo(new Delivery.Delivered("ok"));
        return server.accepted().getLast().body();
    }

    @Test
    void templatesOfAddressesSeeTheVerdictAsAnAlert() {
        String body = sent(Map.of("channel", "#{{ .CommonLabels.service }}-{{ .CommonLabels.severity }}", "username", "{{ .Status }}",
                "icon_emoji", "{{ nonsense"), VerdictMessages.message(Outcome.NO_GO));
        assertThat(body).startsWith("{\"channel\":\"#checkout-critical\",\"username\":\"firing\",\"attachments\"");
        assertThat(messages.failures).isNotEmpty();
    }

    @Test
    void manyMetricsAreCut() {
        VerdictReport few = VerdictMessages.report(Kind.VERDICT, Outcome.GO);
        var many = new VerdictReport(few.id(), few.kind(), few.outcome(), few.subject(), "x".repeat(5_000),
                100, Collections.nCopies(80, new Metric("m", "pass", "")), few.analysis(), "", "", VerdictReport.Picture.NONE, few.timeMillis());
        String body = sent(Map.of(), VerdictMessages.message(many));
        assertThat(body.split("\"title\":\"m\"", -1)).hasSize(21);
        assertThat(body).contains("and 30 metrics more").contains("x".repeat(3_999) + "…").doesNotContain("title_link", "image_url");
    }
}
