package dev.plumbline.daemon.notifiers.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Messages;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.fleet.receivers.ReceivedRequest;
import dev.plumbline.fleet.receivers.SlackStandIn;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlackNotifierTest {
    private static final Map<String, String> EVERY = Stream.of("channel", "username", "icon_emoji", "icon_url", "message_text", "title", "title_link",
            "pretext", "text", "fallback", "callback_id", "color", "footer", "image_url", "thumb_url").collect(Collectors.toMap(k -> k, k -> "the " + k));
    private final Messages messages = new Messages();
    private final SlackStandIn server = SlackStandIn.start();

    @AfterEach
    void stop() {
        messages.close();
        server.close();
    }

    private String sent(Integration.Slack config, Notification notification) {
        assertThat(new SlackNotifier(config, messages.context()).send(notification)).isEqualTo(new Delivery.Delivered("ok"));
        return server.accepted().getLast().body();
    }

    private Integration.Slack full() {
        var fields = List.of(new Integration.Slack.Field("t", "v", null), new Integration.Slack.Field("u", "w", true));
        var confirm = new Integration.Slack.Confirm("sure", "Sure?", "yes", "no");
        var actions = List.of(new Integration.Slack.Action("button", "Go", "http://x", "primary", "", "", null),
                new Integration.Slack.Action("button", "Ack", "", "", "n", "v", confirm));
        return new Integration.Slack(true, Secret.of(server.webhookUrl()), null, "", EVERY, true, false, fields, actions, List.of("text"), 2_000L,
                null, HttpClientConfig.DEFAULT);
    }

    @Test
    void everyFieldIsInItsPlace() {
        assertThat(sent(full(), Messages.firing())).isEqualTo("""
                {"channel":"the channel","username":"the username","icon_emoji":"the icon_emoji","icon_url":"the icon_url","link_names":true,\
                "text":"the message_text","attachments":[{"title":"the title","title_link":"the title_link","pretext":"the pretext",\
                "text":"the text","fallback":"the fallback","callback_id":"the callback_id",\
                "fields":[{"title":"t","value":"v","short":false},{"title":"u","value":"w","short":true}],\
                "actions":[{"type":"button","text":"Go","url":"http://x","style":"primary"},\
                {"type":"button","text":"Ack","name":"n","value":"v","confirm":{"text":"sure","title":"Sure?","ok_text":"yes","dismiss_text":"no"}}],\
                "image_url":"the image_url","thumb_url":"the thumb_url","footer":"the footer","color":"the color","mrkdwn_in":["text"]}]}""");
    }

    @Test
    void whatIsNotSetIsLeftOutAsAlertmanagerDoes() {
        assertThat(sent(Messages.slack(server.webhookUrl(), Map.of("title", "t")), Messages.firing())).isEqualTo(
                "{\"attachments\":[{\"title\":\"t\",\"text\":\"\",\"fallback\":\"\",\"callback_id\":\"\",\"footer\":\"\","
                + "\"mrkdwn_in\":[\"fallback\",\"pretext\",\"text\"]}]}");
    }

    @Test
    void longTextsAreCut() {
        String body = sent(Messages.slack(server.webhookUrl(), Map.of("title", "€".repeat(2000), "text", "x".repeat(50_000))), Messages.firing());
        assertThat(body).contains("\"" + "€".repeat(1023) + "…\"").contains("\"" + "x".repeat(39_999) + "…\"");
    }

    @Test
    void aTestIsMarkedInTitleAndFallback() {
        assertThat(sent(full(), Messages.marked(Messages.firing()))).contains("\"title\":\"[TEST] the title\"", "\"fallback\":\"[TEST] the fallback\"");
        assertThat(sent(Messages.slack(server.webhookUrl(), Map.of()), Messages.marked(Messages.firing())))
                .contains("\"title\":\"[TEST] [FIRING:1] X a (api)\"");
    }

    @Test
    void aTokenPostsByTheCall() {
        var config = new Integration.Slack(true, null, Secret.of(SlackStandIn.TOKEN), server.postMessageUrl(), Map.of("channel", "#ops"), false, false,
                List.of(), List.of(), List.of(), 2_000L, null, HttpClientConfig.DEFAULT);
        assertThat(new SlackNotifier(config, messages.context()).send(Messages.firing()))
                .isEqualTo(new Delivery.Delivered("ok C-ops 1700000000.000001"));
        ReceivedRequest request = server.accepted().getLast();
        assertThat(request.path()).isEqualTo("/api/chat.postMessage");
        assertThat(request.header("authorization")).isEqualTo("Bearer " + SlackStandIn.TOKEN);
    }
}
