package dev.plumbline.daemon.config.alertmanager;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.HttpClientSection;
import dev.plumbline.daemon.config.LoadContext;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration.Slack;
import dev.plumbline.daemon.config.yaml.MappingReader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one entry of slack_configs. Used once. */
final class SlackReader {
    private static final List<String> TEMPLATES = List.of("channel", "username", "icon_emoji", "icon_url", "message_text", "title",
            "title_link", "pretext", "text", "fallback", "callback_id", "color", "footer", "image_url", "thumb_url");
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("color", "{{ template \"slack.default.color\" . }}"),
            Map.entry("username", "{{ template \"slack.default.username\" . }}"),
            Map.entry("title", "{{ template \"slack.default.title\" . }}"),
            Map.entry("title_link", "{{ template \"slack.default.titlelink\" . }}"),
            Map.entry("icon_emoji", "{{ template \"slack.default.iconemoji\" . }}"),
            Map.entry("icon_url", "{{ template \"slack.default.iconurl\" . }}"),
            Map.entry("pretext", "{{ template \"slack.default.pretext\" . }}"),
            Map.entry("text", "{{ template \"slack.default.text\" . }}"),
            Map.entry("fallback", "{{ template \"slack.default.fallback\" . }}"),
            Map.entry("callback_id", "{{ template \"slack.default.callbackid\" . }}"),
            Map.entry("footer", "{{ template \"slack.default.footer\" . }}"));
    private static final List<String> MARKDOWN_IN = List.of("fallback", "pretext", "text");
    private final Surroundings around;
    private final LoadContext context;
    private final MappingReader r;
    private final GlobalDefaults global;

    SlackReader(Surroundings around, MappingReader r) {
        this.around = around;
        this.context = around.context();
        this.r = r;
        this.global = around.global();
    }

    /** Where it goes: exactly one is set, unless that was reported. */
    private record Way(@Nullable Secret url, @Nullable Secret token) {}

    Slack read() {
        HttpClientConfig http = Reading.http(context, r, global.http());
        String appUrl = r.string("app_url", global.slack().appUrl());
        HttpClientSection.webAddress(r, "app_url", appUrl);
        Way way = way(appUrl, r.has("http_config") && http.authorization() != null);
        updateMessage(way);
        List<String> markdown = r.strings("mrkdwn_in");
        return new Slack(r.bool("send_resolved", false), way.url, way.token, appUrl, Reading.templates(around, r, TEMPLATES, DEFAULTS),
                r.bool("link_names", false), r.bool("short_fields", false), fields(), actions(),
                markdown.isEmpty() ? MARKDOWN_IN : markdown, Reading.timeout(r), Reading.signingSecret(context, r, "leave it out for messages without buttons"), http);
    }

    private Way way(String appUrl, boolean ownAuthorization) {
        Secret url = Reading.address(context, r, "api_url");
        Secret token = context.secret(r, "app_token", "app_token_file");
        if (token != null) {
            if (url != null && !GlobalDefaults.isAddress(url, appUrl)) {
                r.error(r.has("app_token") ? "app_token" : "app_token_file",
                        "at most one of api_url and app_token may be given, unless the first is the same as app_url");
            }
            return new Way(null, token);
        }
        if (url != null) {
            return new Way(url, null);
        }
        return inherited(appUrl, ownAuthorization);
    }

    /** A receiver with an authorization of its own does not take the global token, only the address it is for. */
    private Way inherited(String appUrl, boolean ownAuthorization) {
        GlobalDefaults.Slack slack = global.slack();
        if (slack.token() != null) {
            return ownAuthorization ? new Way(Secret.of(appUrl), null) : new Way(null, slack.token());
        }
        if (slack.url() == null) {
            r.problems().error(r.at(), "no Slack API URL nor App token set either inline or in a file: give api_url or app_token here, "
                    + "or slack_api_url or slack_app_token in global");
        }
        return new Way(slack.url(), null);
    }

    private void updateMessage(Way way) {
        if (!r.bool("update_message", false)) {
            return;
        }
        if (way.token == null && !GlobalDefaults.isAddress(way.url, GlobalDefaults.SLACK_APP_URL)) {
            r.error("update_message", "update_message needs an app_token, or the api_url " + GlobalDefaults.SLACK_APP_URL);
        } else {
            r.problems().notYet(r.keyAt("update_message"), "the key \"update_message\"");
        }
    }

    private List<Slack.Field> fields() {
        return Reading.mappings(r, "fields", "a field of Slack").stream().map(f -> {
            var field = new Slack.Field(required(f, "title"), required(f, "value"),
                    f.has("short") ? Boolean.valueOf(f.bool("short", false)) : null);
            f.finish();
            return field;
        }).toList();
    }

    private List<Slack.Action> actions() {
        return Reading.mappings(r, "actions", "an action of Slack").stream().map(this::action).toList();
    }

    private Slack.Action action(MappingReader a) {
        String url = around.template(a, "url", "");
        String name = around.template(a, "name", "");
        if (url.isEmpty() && name.isEmpty()) {
            a.error("url", "an action of Slack needs a url or a name");
        }
        var action = new Slack.Action(required(a, "type"), required(a, "text"), url, around.template(a, "style", ""), name,
                around.template(a, "value", ""), a.has("confirm") ? confirm(a.mapping("confirm")) : null);
        a.finish();
        return action;
    }

    private Slack.Confirm confirm(MappingReader c) {
        var confirm = new Slack.Confirm(required(c, "text"), around.template(c, "title", ""), around.template(c, "ok_text", ""),
                around.template(c, "dismiss_text", ""));
        c.finish();
        return confirm;
    }

    private String required(MappingReader reader, String key) {
        String text = around.template(reader, key, "");
        if (text.isEmpty()) {
            reader.error(key, key + " is missing");
        }
        return text;
    }
}
