package dev.plumbline.daemon.config.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration.Email;
import dev.plumbline.daemon.config.alertmanager.Integration.PagerDuty;
import dev.plumbline.daemon.config.alertmanager.Integration.Payload;
import dev.plumbline.daemon.config.alertmanager.Integration.Slack;
import dev.plumbline.daemon.config.alertmanager.Integration.Webhook;
import dev.plumbline.daemon.config.yaml.Problem;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.model.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertmanagerLoaderTest {
    private static final String ROUTE = "route: {receiver: r}\n";
    @TempDir
    Path folder = Path.of("unset");

    private static AlertmanagerConfig valid(String text) {
        var problems = new Problems();
        var read = AlertmanagerLoader.parse(Path.of("/am/am.yml"), text, Map.of("KEY", "k3y"), problems);
        assertThat(problems.toString()).isEmpty();
        return Objects.requireNonNull(read).config();
    }

    private static List<String> problems(String text) {
        var problems = new Problems();
        AlertmanagerLoader.parse(Path.of("am.yml"), text, Map.of(), problems);
        return problems.sorted(Problem.Severity.values()).stream().map(Problem::toString).toList();
    }

    /** The only integration of the only receiver {@code r}; {@code global} may be empty. */
    private static Integration integration(String global, String kind, String entry) {
        return Objects.requireNonNull(valid(global + ROUTE + "receivers: [{name: r, " + kind + "_configs: [" + entry + "]}]").receivers().get("r"))
                .integrations().getFirst();
    }

    @Test
    void theSmallestFileHasAlertmanagersDefaults() {
        AlertmanagerConfig config = valid(ROUTE + "receivers: [{name: r}]");
        assertThat(config.resolveTimeoutMillis()).isEqualTo(300_000);
        assertThat(config.file()).isEqualTo(Path.of("/am/am.yml"));
        assertThat(config.receivers()).containsExactly(Map.entry("r", new Receiver("r", List.of())));
        assertThat(config.route()).isEqualTo(new Route("{}", "r", new Route.Grouping(List.of(), false), List.of(), false, Map.of(),
                30_000, 300_000, 14_400_000, List.of(), List.of(), List.of()));
    }

    @Test
    void routesInheritWhatTheyDoNotSayButNeitherMatchersNorIntervals() {
        Route root = valid("""
                time_intervals: [{name: night, time_intervals: [{times: [{start_time: '22:00', end_time: '24:00'}]}]}]
                receivers: [{name: r}, {name: s}]
                route:
                  receiver: r
                  group_by: [b, a]
                  group_wait: 0s
                  labels: {x: '1', y: '2'}
                  routes:
                  - matchers: ['sev=page', 'team=~"a.*"']
                    receiver: s
                    repeat_interval: 1d
                    mute_time_intervals: [night]
                    active_time_intervals: [night]
                    labels: {y: '3'}
                    routes: [{match: {a: b}, group_by: [], continue: true}]
                """).route();
        Route child = root.routes().getFirst();
        Route grandchild = child.routes().getFirst();
        assertThat(grandchild.key()).isEqualTo("{}/{sev=\"page\",team=~\"a.*\"}/{a=\"b\"}");
        assertThat(grandchild.receiver()).isEqualTo("s");
        assertThat(grandchild.goOn()).isTrue();
        assertThat(child.grouping()).isEqualTo(new Route.Grouping(List.of("a", "b"), false));
        assertThat(grandchild.grouping()).isEqualTo(new Route.Grouping(List.of(), false));
        assertThat(grandchild.labels()).isEqualTo(Map.of("x", "1", "y", "3"));
        assertThat(grandchild.groupWaitMillis() + " " + grandchild.repeatIntervalMillis()).isEqualTo("0 86400000");
        assertThat(child.muteTimeIntervals()).containsExactly("night");
        assertThat(grandchild.muteTimeIntervals()).isEmpty();
        assertThat(grandchild.activeTimeIntervals()).isEmpty();
        assertThat(root.size()).isEqualTo(3);
        assertThat(root.match(Labels.of("sev", "page", "team", "abc", "a", "b"))).containsExactly(grandchild);
        assertThat(root.match(Labels.of("sev", "page", "team", "a\nb"))).as("a dot matches no newline").containsExactly(root);
    }

    @Test
    void slackHasDefaultsAndTakesItsAddressFromGlobal() {
        Slack slack = (Slack) integration("global: {slack_api_url_file: secrets/slack}\n", "slack", "{channel: '#a', title: '', timeout: 3s}");
        assertThat(slack.url()).isEqualTo(Secret.inFile(Path.of("/am/secrets/slack")));
        assertThat(slack.appToken()).isNull();
        assertThat(slack.sendResolved()).isFalse();
        assertThat(slack.timeoutMillis()).isEqualTo(3_000);
        assertThat(slack.markdownIn()).containsExactly("fallback", "pretext", "text");
        assertThat(slack.templates()).containsEntry("channel", "#a").containsEntry("title", "")
                .containsEntry("color", "{{ template \"slack.default.color\" . }}").containsEntry("text", "{{ template \"slack.default.text\" . }}")
                .doesNotContainKey("image_url");
    }

    @Test
    void slackSpeaksToItsApiWithATokenAndTheNearerSettingWins() {
        String global = "global: {slack_app_token: '${env:KEY}'}\n";
        Slack slack = (Slack) integration(global, "slack", "{channel: c}");
        assertThat(slack.url()).isNull();
        assertThat(Objects.requireNonNull(slack.appToken()).reveal()).isEqualTo("k3y");
        assertThat(slack.appUrl()).isEqualTo("https://slack.com/api/chat.postMessage");
        Slack own = (Slack) integration(global, "slack", "{api_url: 'https://hooks.example/x'}");
        assertThat(own.appToken()).isNull();
        assertThat(own.url()).isEqualTo(Secret.of("https://hooks.example/x"));
        Slack authorized = (Slack) integration(global, "slack", "{http_config: {authorization: {credentials: c}}}");
        assertThat(authorized.appToken()).isNull();
        assertThat(authorized.url()).isEqualTo(Secret.of("https://slack.com/api/chat.postMessage"));
    }

    @Test
    void slackHasFieldsAndActions() {
        Slack slack = (Slack) integration("", "slack", "{api_url: 'http://x/y', short_fields: true, fields: [{title: t, value: v, short: false}, {title: a, value: b}],"
                + " actions: [{type: button, text: Go, url: u, confirm: {text: Sure?}}]}");
        assertThat(slack.fields()).containsExactly(new Slack.Field("t", "v", false), new Slack.Field("a", "b", null));
        assertThat(slack.actions()).containsExactly(new Slack.Action("button", "Go", "u", "", "", "", new Slack.Confirm("Sure?", "", "", "")));
        assertThat(problems(ROUTE + """
                receivers:
                - name: r
                  slack_configs:
                  - {api_url: 'http://x/y', fields: [{title: t}], actions: [{type: button, text: t}]}
                """)).containsExactly("am.yml:5:38: value is missing", "am.yml:5:61: an action of Slack needs a url or a name");
    }

    @Test
    void pagerDutyHasDefaultsAndDetailsAreAddedToThem() {
        PagerDuty pd = (PagerDuty) integration("global: {pagerduty_url: 'http://pd/e'}\n", "pagerduty",
                "{routing_key: k, client: me, severity: '{{ .CommonLabels.severity }}', details: {firing: f, own: o}}");
        assertThat(pd.routingKey()).isEqualTo(Secret.of("k"));
        assertThat(pd.serviceKey()).isNull();
        assertThat(pd.url()).isEqualTo("http://pd/e");
        assertThat(pd.sendResolved()).isTrue();
        assertThat(pd.templates()).containsEntry("source", "me").containsEntry("severity", "{{ .CommonLabels.severity }}")
                .containsEntry("description", "{{ template \"pagerduty.default.description\" . }}");
        assertThat(pd.details()).containsEntry("firing", "f").containsEntry("own", "o").containsEntry("num_firing", "{{ .Alerts.Firing | len }}");
        PagerDuty bare = (PagerDuty) integration("", "pagerduty", "{routing_key_file: k}");
        assertThat(bare.templates()).containsEntry("severity", "error").containsEntry("source", "{{ template \"pagerduty.default.client\" . }}");
        assertThat(bare.url()).isEqualTo("https://events.pagerduty.com/v2/enqueue");
    }

    @Test
    void aWebhookMayHaveABodyOfItsOwn() {
        Webhook webhook = (Webhook) integration("", "webhook",
                "{url: 'http://x/{{ .Status }}', max_alerts: 3, payload: {b: [1, '1', true, ~], a: '{{ .Status }}'}}");
        assertThat(webhook.maxAlerts()).isEqualTo(3);
        assertThat(webhook.sendResolved()).isTrue();
        assertThat(webhook.timeoutMillis()).isNull();
        assertThat(webhook.http()).isEqualTo(HttpClientConfig.DEFAULT);
        assertThat(webhook.payload()).contains(new Payload.Fields(List.of(
                Map.entry("b", new Payload.Items(List.of(new Payload.Literal("1"), new Payload.Template("1"), new Payload.Literal("true"), new Payload.Literal("null")))),
                Map.entry("a", new Payload.Template("{{ .Status }}")))));
    }

    @Test
    void aWebhookMayBeSigned() {
        assertThat(((Webhook) integration("", "webhook", "{url: 'http://x'}")).signingSecret()).isNull();
        assertThat(((Webhook) integration("", "webhook", "{url: 'http://x', signing_secret: s}")).signingSecret()).isEqualTo(Secret.of("s"));
        assertThat(((Webhook) integration("", "webhook", "{url: 'http://x', signing_secret_file: /run/s}")).signingSecret())
                .isEqualTo(Secret.inFile(java.nio.file.Path.of("/run/s")));
        assertThat(problems("route: {receiver: r}\nreceivers:\n- {name: r, webhook_configs: [{url: 'http://x', signing_secret: '', signing_secret_file: f}]}\n"))
                .containsExactly("am.yml:3:65: signing_secret must not be empty: leave it out to send unsigned");
        assertThat(((Slack) integration("", "slack", "{api_url: 'http://x', signing_secret: s}")).signingSecret()).isEqualTo(Secret.of("s"));
        assertThat(((Slack) integration("", "slack", "{api_url: 'http://x'}")).signingSecret()).isNull();
        assertThat(problems("route: {receiver: r}\nreceivers:\n- {name: r, slack_configs: [{api_url: 'http://x', signing_secret: ''}]}\n"))
                .singleElement().asString().endsWith("signing_secret must not be empty: leave it out for messages without buttons");
    }

    @Test
    void emailTakesTheServerAndTheLoginFromGlobal() {
        String global = "global: {smtp_from: f@x, smtp_smarthost: 'h:submission', smtp_auth_username: u, smtp_auth_password: p, smtp_hello: me}\n";
        Email email = (Email) integration(global, "email", "{to: t@x, headers: {reply-to: a@x}}");
        assertThat(email.host() + ":" + email.port() + " " + email.hello()).isEqualTo("h:587 me");
        assertThat(email.login()).isEqualTo(new Email.Login("u", Secret.of("p"), null, ""));
        assertThat(email.requireTls()).isTrue();
        assertThat(email.implicitTls()).isNull();
        assertThat(email.headers()).isEqualTo(Map.of("Subject", "{{ template \"email.default.subject\" . }}", "To", "t@x", "From", "f@x", "Reply-To", "a@x"));
        assertThat(email.html()).isEqualTo("{{ template \"email.default.html\" . }}");
        assertThat(email.text()).isEmpty();
        assertThat(email.threading()).isNull();
        Email own = (Email) integration(global, "email", "{to: t@x, smarthost: '[::1]:25', require_tls: false, force_implicit_tls: false, html: '',"
                + " auth_username: o, auth_password_file: pw, threading: {enabled: true}, headers: {subject: s}}");
        assertThat(own.host() + " " + own.port()).isEqualTo("::1 25");
        assertThat(own.login()).isEqualTo(new Email.Login("o", Secret.inFile(Path.of("/am/pw")), null, ""));
        assertThat(own.implicitTls()).isFalse();
        assertThat(own.requireTls()).isFalse();
        assertThat(own.threading()).isEqualTo(Email.Threading.DAILY);
        assertThat(own.html()).isEmpty();
        assertThat(own.headers()).containsEntry("Subject", "s");
    }

    @Test
    void inhibitRulesTakeBothFormsOfMatchers() {
        InhibitRule rule = valid(ROUTE + """
                receivers: [{name: r}]
                inhibit_rules:
                - {name: n, source_matchers: [sev=page], target_match: {sev: warn}, target_match_re: {a: b.*}, equal: [job, 'a b']}
                """).inhibitRules().getFirst();
        assertThat(rule.name() + rule.equal()).isEqualTo("n[job, a b]");
        assertThat(rule.source()).singleElement().satisfies(m -> assertThat(m.matches("page")).isTrue());
        assertThat(rule.target()).hasSize(2);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThat(problems("""
                global: {resolve_timeout: soon, smtp_smarthost: h}
                route:
                  receiver: none
                  group_by: [a, a, '...']
                  routes:
                  - {matchers: ['a=~(', b], match: {a-b: c}, mute_time_intervals: [t]}
                  - {reciever: r}
                receivers:
                - {name: r, pagerduty_configs: [{}], webhook_configs: [{url: 'ftp://x'}]}
                - name: r
                inhibit_rules: [{equal: ['']}]
                """)).containsExactly(
                "am.yml:1:27: resolve_timeout must be a duration such as 30s, 5m or 1h30m, not \"soon\"",
                "am.yml:1:49: smtp_smarthost must be host:port with a port from 1 to 65535, not \"h\"",
                "am.yml:3:13: undefined receiver \"none\" used in route",
                "am.yml:4:13: cannot have wildcard group_by (`...`) and other labels at the same time",
                "am.yml:4:17: duplicated label \"a\" in group_by",
                "am.yml:6:17: \"a=~(\" is not a matcher such as severity=\"page\": error parsing regexp: missing closing ): `^(?:()$`",
                "am.yml:6:25: \"b\" is not a matcher such as severity=\"page\": bad matcher format: b",
                "am.yml:6:37: invalid label name \"a-b\": match takes ASCII letters, digits and _; for other names write matchers",
                "am.yml:6:68: undefined time interval \"t\" used in route",
                "am.yml:7:6: unknown key \"reciever\" in a route: did you mean \"receiver\"?",
                "am.yml:9:33: missing service or routing key in PagerDuty config: give routing_key or routing_key_file",
                "am.yml:9:62: url must start with http:// or https:// and name a host",
                "am.yml:10:9: notification config name \"r\" is not unique: there is a receiver of that name already",
                "am.yml:11:26: invalid label name \"\" in equal list");
    }

    @Test
    void whatIsNotThereYetIsNamed() {
        assertThat(problems(ROUTE + """
                receivers:
                - name: r
                  telegram_configs: [{}]
                  slack_configs: [{api_url: 'https://slack.com/api/chat.postMessage', update_message: true}]
                  webhook_configs: [{url: 'http://x', http_config: {proxy_url: 'http://p'}}]
                  pagerduty_configs: [{routing_key: k, details: {a: {b: c}}}]
                tracing: {endpoint: e}
                event_recorder: {}
                """)).containsExactly(
                "am.yml:4:3: the key \"telegram_configs\" (receivers of kind telegram) is not there yet in this version; leave it out",
                "am.yml:5:71: the key \"update_message\" is not there yet in this version; leave it out",
                "am.yml:6:53: a proxy of an http_config is not there yet in this version; leave it out",
                "am.yml:7:50: a detail that is a mapping is not there yet in this version; leave it out",
                "am.yml:8:1: the key \"tracing\" is not there yet in this version; leave it out");
    }

    @Test
    void matchersThatMeanSomethingElseInTheNewFormAreWarned() {
        assertThat(problems("receivers: [{name: r}]\nroute: {receiver: r, routes: [{matchers: ['a=', 'b=\"\\x41\"']}]}")).hasSize(2)
                .allSatisfy(p -> assertThat(p).contains("warning: ", "classic form"));
    }

    @Test
    void templatesAreReadFromEveryFileThatAPatternNames() throws IOException {
        for (String name : List.of("a/t1", "b/t1")) {
            Files.createDirectories(Objects.requireNonNull(folder.resolve(name).getParent()));
            Files.writeString(folder.resolve(name + ".tmpl"), "{{ define \"" + name + "\" }}x{{ end }}");
        }
        var problems = new Problems();
        var read = AlertmanagerLoader.parse(folder.resolve("am.yml"), ROUTE + "receivers: [{name: r}]\ntemplates: ['?/*.tmpl', a/t1.tmpl, gone.tmpl]", Map.of(), problems);
        assertThat(Objects.requireNonNull(read).config().templates()).extracting(AlertmanagerConfig.TemplateFile::path)
                .containsExactly(folder.resolve("a/t1.tmpl"), folder.resolve("b/t1.tmpl"));
        assertThat(read.texts()).hasSize(3);
        assertThat(problems.toString().replace(folder + "/", "")).isEqualTo("am.yml:3:36: warning: there is no file gone.tmpl");
    }
}
