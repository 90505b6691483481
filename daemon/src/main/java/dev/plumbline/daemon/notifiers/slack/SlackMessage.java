package dev.plumbline.daemon.notifiers.slack;

import dev.plumbline.daemon.config.alertmanager.Integration.Slack;
import dev.plumbline.daemon.config.alertmanager.Integration.Slack.Action;
import dev.plumbline.daemon.config.alertmanager.Integration.Slack.Confirm;
import dev.plumbline.daemon.config.alertmanager.Integration.Slack.Field;
import dev.plumbline.daemon.notifiers.message.JsonWriter;
import dev.plumbline.daemon.notifiers.message.Rendering;
import dev.plumbline.daemon.notifiers.message.Truncation;
import java.util.List;

/** The body of one request, members in Alertmanager's order. Used by one thread. */
final class SlackMessage {
    private static final int MAX_TITLE_RUNES = 1024;
    /** Slack refuses more, and a page that is cut beats one that is refused. */
    private static final int MAX_TEXT_RUNES = 40_000;
    private static final List<String> MARKDOWN_IN = List.of("fallback", "pretext", "text");
    private final Slack config;
    private final Rendering rendering;

    SlackMessage(Slack config, Rendering rendering) {
        this.config = config;
        this.rendering = rendering;
    }

    byte[] json() {
        return JsonWriter.object(w -> {
            w.unlessEmpty("channel", text("channel")).unlessEmpty("username", text("username"))
                    .unlessEmpty("icon_emoji", text("icon_emoji")).unlessEmpty("icon_url", text("icon_url"));
            if (config.linkNames()) {
                w.bool("link_names", true);
            }
            w.unlessEmpty("text", cut(text("message_text"))).name("attachments").array(List.of(w), this::attachment);
        });
    }

    private void attachment(JsonWriter writer) {
        writer.nested(w -> {
            w.unlessEmpty("title", Truncation.runes(rendering.subject(template("title")), MAX_TITLE_RUNES).text());
            w.unlessEmpty("title_link", text("title_link")).unlessEmpty("pretext", text("pretext"));
            // The other texts are made first, so that the body can say which of them failed.
            String fallback = rendering.subject(template("fallback"));
            String callbackId = text("callback_id");
            String image = text("image_url");
            String thumb = text("thumb_url");
            String footer = text("footer");
            String color = text("color");
            w.string("text", cut(rendering.body(template("text")))).string("fallback", fallback).string("callback_id", callbackId);
            if (!config.fields().isEmpty()) {
                w.name("fields").array(config.fields(), field -> field(w, field));
            }
            if (!config.actions().isEmpty()) {
                w.name("actions").array(config.actions(), action -> action(w, action));
            }
            w.unlessEmpty("image_url", image).unlessEmpty("thumb_url", thumb).string("footer", footer).unlessEmpty("color", color);
            List<String> markdown = config.markdownIn().isEmpty() ? MARKDOWN_IN : config.markdownIn();
            w.name("mrkdwn_in").array(markdown, w::text);
        });
    }

    private void field(JsonWriter writer, Field field) {
        Boolean given = field.isShort();
        writer.nested(w -> w.unlessEmpty("title", rendering.text(field.title())).unlessEmpty("value", rendering.text(field.value()))
                .bool("short", given == null ? config.shortFields() : given));
    }

    private void action(JsonWriter writer, Action action) {
        writer.nested(w -> {
            w.unlessEmpty("type", rendering.text(action.type())).unlessEmpty("text", rendering.text(action.text()))
                    .unlessEmpty("url", rendering.text(action.url())).unlessEmpty("style", rendering.text(action.style()))
                    .unlessEmpty("name", rendering.text(action.name())).unlessEmpty("value", rendering.text(action.value()));
            Confirm confirm = action.confirm();
            if (confirm != null) {
                w.name("confirm").nested(c -> c.unlessEmpty("text", rendering.text(confirm.text()))
                        .unlessEmpty("title", rendering.text(confirm.title())).unlessEmpty("ok_text", rendering.text(confirm.okText()))
                        .unlessEmpty("dismiss_text", rendering.text(confirm.dismissText())));
            }
        });
    }

    private static String cut(String text) {
        return Truncation.runes(text, MAX_TEXT_RUNES).text();
    }

    private String template(String key) {
        return config.templates().getOrDefault(key, "");
    }

    private String text(String key) {
        return rendering.text(template(key));
    }
}
