package dev.plumbline.daemon.config.alertmanager;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.HttpClientConfig.TlsConfig;
import dev.plumbline.daemon.config.HttpClientSection;
import dev.plumbline.daemon.config.LoadContext;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.yaml.MappingReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The section global: what receivers take where they say nothing themselves. */
record GlobalDefaults(long resolveTimeoutMillis, HttpClientConfig http, Slack slack, String pagerDutyUrl, Smtp smtp) {
    static final String SLACK_APP_URL = "https://slack.com/api/chat.postMessage";
    private static final String PAGERDUTY_URL = "https://events.pagerduty.com/v2/enqueue";
    private static final long RESOLVE_TIMEOUT_MILLIS = 300_000;

    /** Keys that only receivers of kinds not there yet would read; such a receiver is refused. */
    private static final List<String> OF_OTHER_KINDS = List.of("opsgenie_api_url", "opsgenie_api_key", "opsgenie_api_key_file",
            "wechat_api_url", "wechat_api_secret", "wechat_api_secret_file", "wechat_api_corp_id", "victorops_api_url",
            "victorops_api_key", "victorops_api_key_file", "telegram_api_url", "telegram_bot_token", "telegram_bot_token_file",
            "webex_api_url", "rocketchat_api_url", "rocketchat_token", "rocketchat_token_file", "rocketchat_token_id",
            "rocketchat_token_id_file", "mattermost_webhook_url", "mattermost_webhook_url_file", "jira_api_url");

    /** Slack's webhook, or a token for its API at {@code appUrl}. */
    record Slack(@Nullable Secret url, @Nullable Secret token, String appUrl) {}

    /** The mail server, its login and how it is reached. */
    record Smtp(String from, String smarthost, String hello, Integration.Email.Login login, boolean requireTls,
            @Nullable Boolean implicitTls, TlsConfig tls) {}

    static GlobalDefaults read(LoadContext context, MappingReader root) {
        MappingReader r = root.mapping("global");
        long timeout = r.duration("resolve_timeout", RESOLVE_TIMEOUT_MILLIS);
        var global = new GlobalDefaults(timeout, Reading.http(context, r, HttpClientConfig.DEFAULT), slack(context, r),
                r.string("pagerduty_url", PAGERDUTY_URL), smtp(context, r));
        HttpClientSection.webAddress(r, "pagerduty_url", global.pagerDutyUrl);
        r.know(OF_OTHER_KINDS);
        r.finish();
        return global;
    }

    private static Slack slack(LoadContext context, MappingReader r) {
        var slack = new Slack(Reading.address(context, r, "slack_api_url"),
                context.secret(r, "slack_app_token", "slack_app_token_file"), r.string("slack_app_url", SLACK_APP_URL));
        HttpClientSection.webAddress(r, "slack_app_url", slack.appUrl);
        if (slack.url != null && slack.token != null && !isAddress(slack.url, slack.appUrl)) {
            r.error(r.has("slack_app_token") ? "slack_app_token" : "slack_app_token_file",
                    "at most one of slack_api_url and slack_app_token may be given, unless the first is the same as slack_app_url");
        }
        return slack;
    }

    /** Whether a secret is known to be a certain address. */
    static boolean isAddress(@Nullable Secret secret, String address) {
        return secret instanceof Secret.Inline inline && inline.value().equals(address);
    }

    private static Smtp smtp(LoadContext context, MappingReader r) {
        TlsConfig tls = HttpClientSection.tls(context, r, "smtp_tls_config");
        var login = new Integration.Email.Login(r.string("smtp_auth_username", ""),
                context.secret(r, "smtp_auth_password", "smtp_auth_password_file"),
                context.secret(r, "smtp_auth_secret", "smtp_auth_secret_file"), r.string("smtp_auth_identity", ""));
        String smarthost = r.string("smtp_smarthost", "");
        if (!smarthost.isEmpty()) {
            HostPort.read(r, "smtp_smarthost", smarthost);
        }
        return new Smtp(r.string("smtp_from", ""), smarthost, r.string("smtp_hello", "localhost"), login,
                r.bool("smtp_require_tls", true),
                r.has("smtp_force_implicit_tls") ? Boolean.valueOf(r.bool("smtp_force_implicit_tls", false)) : null, tls);
    }
}
