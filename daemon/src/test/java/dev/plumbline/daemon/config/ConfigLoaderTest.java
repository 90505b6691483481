package dev.plumbline.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.yaml.Problem;
import dev.plumbline.daemon.relabel.RelabelAction;
import dev.plumbline.model.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    @TempDir
    Path folder;
    private Path file = Path.of("unset");

    @BeforeEach
    void name() {
        file = folder.resolve("plumbline.yml");
    }

    private LoadResult load(String text) {
        return load(text, Map.of());
    }

    private LoadResult load(String text, Map<String, String> env) {
        write("plumbline.yml", text);
        return ConfigLoader.load(file, env);
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PlumblineConfig loaded(String text) {
        LoadResult result = load(text);
        assertThat(result).isInstanceOf(LoadResult.Loaded.class);
        return ((LoadResult.Loaded) result).config();
    }

    /** The problems without the folder in front. */
    private List<String> problems(String text) {
        LoadResult result = load(text);
        assertThat(result).isInstanceOf(LoadResult.Refused.class);
        return shown(((LoadResult.Refused) result).problems());
    }

    private List<String> shown(List<Problem> problems) {
        return problems.stream().map(p -> p.toString().replace(folder + "/", "")).toList();
    }

    @Test
    void anEmptyFileHasPrometheusDefaults() {
        PlumblineConfig config = loaded("");
        assertThat(config.global()).isEqualTo(GlobalConfig.DEFAULT);
        assertThat(config.storage()).isEqualTo(StorageConfig.DEFAULT);
        assertThat(config.scrapeConfigs()).isEmpty();
        assertThat(config.auth()).isNull();
    }

    @Test
    void aJobHasPrometheusDefaults() {
        ScrapeConfig job = loaded("scrape_configs: [{job_name: a, static_configs: [{targets: ['h:1']}]}]").scrapeConfigs().getFirst();
        assertThat(job).isEqualTo(ScrapeConfig.of("a", 60_000, 10_000,
                List.of(new DiscoveryConfig.Static(List.of("h:1"), Labels.EMPTY))));
    }

    @Test
    void jobsInheritFromGlobal() {
        var jobs = loaded("""
                global: {scrape_interval: 15s, sample_limit: 10, scrape_native_histograms: true, body_size_limit: 10MB}
                scrape_configs:
                - job_name: a
                - {job_name: b, scrape_interval: 5s, sample_limit: 20}
                - {job_name: c, metric_name_validation_scheme: legacy}
                """).scrapeConfigs();
        assertThat(jobs).extracting(ScrapeConfig::intervalMillis).containsExactly(15_000L, 5_000L, 15_000L);
        assertThat(jobs).extracting(ScrapeConfig::timeoutMillis).containsExactly(10_000L, 5_000L, 10_000L);
        assertThat(jobs).extracting(j -> j.limits().samples()).containsExactly(10L, 20L, 10L);
        assertThat(jobs.getFirst().limits().bodySizeBytes()).isEqualTo(10L << 20);
        assertThat(jobs.getFirst().protocols().accepted()).isEqualTo(ScrapeProtocol.DEFAULTS_WITH_NATIVE_HISTOGRAMS);
        assertThat(jobs.getLast().names().escaping()).isEqualTo(ScrapeConfig.NameEscaping.UNDERSCORES);
    }

    @Test
    void allProblemsComeAtOnceWithTheirPlaces() {
        assertThat(problems("""
                global:
                  scrap_interval: 10s
                  evaluation_interval: soon
                scrape_configs:
                - job_name: a
                  scrape_interval: 5s
                  scrape_timeout: 10s
                  honor_labels: perhaps
                - job_name: a
                  relabel_configs:
                  - regex: "("
                    target_label: x
                  - action: hashmod
                    target_label: x
                  - action: explode
                - static_configs: {}
                  sample_limit: -1
                """)).containsExactly(
                "plumbline.yml:2:3: unknown key \"scrap_interval\" in global: did you mean \"scrape_interval\"?",
                "plumbline.yml:3:24: evaluation_interval must be a duration such as 30s, 5m or 1h30m, not \"soon\"",
                "plumbline.yml:7:19: scrape_timeout (10s) must not be greater than scrape_interval (5s)",
                "plumbline.yml:8:17: honor_labels must be true or false, not \"perhaps\"",
                "plumbline.yml:9:13: the job_name \"a\" is given twice, first at plumbline.yml:5:13",
                "plumbline.yml:11:12: the regular expression \"(\" is not valid RE2: missing closing )",
                "plumbline.yml:13:5: this relabelling rule is not valid: hashmod requires a non-zero modulus",
                "plumbline.yml:15:5: this relabelling rule is not valid: the action replace requires a target_label",
                "plumbline.yml:15:13: action must be one of drop, dropequal, hashmod, keep, keepequal, labeldrop, labelkeep, labelmap, lowercase, replace, uppercase, not \"explode\"",
                "plumbline.yml:16:3: a job needs a job_name",
                "plumbline.yml:16:19: static_configs must be a list, not a mapping",
                "plumbline.yml:17:17: sample_limit must be at least 0, not -1");
    }

    @Test
    void duplicateKeysAndBrokenYamlHaveAPlace() {
        assertThat(problems("global: {}\nglobal: {}\n")).containsExactly(
                "plumbline.yml:2:1: the key \"global\" is given twice, first in line 1");
        assertThat(problems("global: [1\n")).singleElement().asString().startsWith("plumbline.yml:2:1: this is not valid YAML");
        assertThat(problems("- a\n")).containsExactly(
                "plumbline.yml:1:1: the configuration must be a mapping of keys to values, not a list");
    }

    @Test
    void whatIsNotThereYetIsNamed() {
        assertThat(problems("""
                slo_files: [a.yml]
                remote_read: [{url: http://x}]
                scrape_configs:
                - job_name: k
                  consul_sd_configs: [{server: x}]
                """)).containsExactly(
                "plumbline.yml:1:1: the key \"slo_files\" is not there yet in this version; leave it out",
                "plumbline.yml:2:1: the key \"remote_read\" is not there yet in this version; leave it out",
                "plumbline.yml:5:3: the key \"consul_sd_configs\" (service discovery of kind consul) is not there yet in this version; leave it out");
    }

    @Test
    void ruleFilesThatAreMissingOnlyWarnUntilTheyAreChecked() {
        write("r.yml", "groups: []");
        LoadResult result = load("rule_files: [r.yml, gone.yml]");
        assertThat(result).isInstanceOfSatisfying(LoadResult.Loaded.class, l -> {
            assertThat(l.config().ruleFiles()).containsExactly(folder.resolve("r.yml"));
            assertThat(shown(l.warnings())).containsExactly("plumbline.yml:1:21: warning: there is no file gone.yml");
            assertThat(l.hash()).hasSize(64);
        });
        assertThat(ConfigLoader.check(file, Map.of())).isInstanceOf(LoadResult.Refused.class);
    }

    @Test
    void alertingSaysWhichAlertmanagersAreTold() {
        AlertingConfig alerting = loaded("""
                alerting:
                  alert_relabel_configs: [{regex: replica, action: labeldrop}]
                  alertmanagers:
                  - {scheme: https, path_prefix: am/, timeout: 3s, static_configs: [{targets: ['a:1']}]}
                  - {}
                """).alerting();
        assertThat(alerting.alertRelabel()).hasSize(1);
        assertThat(alerting.alertmanagers()).hasSize(2);
        var first = alerting.alertmanagers().getFirst();
        assertThat(first.scheme() + " " + first.pathPrefix() + " " + first.timeoutMillis()).isEqualTo("https /am 3000");
        assertThat(first.discoveries()).containsExactly(new DiscoveryConfig.Static(List.of("a:1"), Labels.EMPTY));
        var second = alerting.alertmanagers().getLast();
        assertThat(second.scheme() + " " + second.pathPrefix() + " " + second.timeoutMillis()).isEqualTo("http / 10000");
    }

    @Test
    void whatIsWrongInAlertingIsSaidWithItsPlace() {
        assertThat(problems("""
                alerting:
                  alertmanagers:
                  - api_version: v1
                    scheme: ftp
                  -
                  - proxy_url: http://p
                  - {sigv4: {region: x}}
                """)).containsExactly(
                "plumbline.yml:3:18: api_version must be v2, not \"v1\"",
                "plumbline.yml:4:13: scheme must be one of http, https, not \"ftp\"",
                "plumbline.yml:5:4: an entry of alertmanagers is empty; fill or remove it",
                "plumbline.yml:6:5: a proxy to an Alertmanager is not there yet in this version; leave it out",
                "plumbline.yml:7:6: the key \"sigv4\" is not there yet in this version; leave it out");
    }

    @Test
    void aHeartbeatHasDefaultsAndAnAddressOfItsOwn() {
        HeartbeatConfig heartbeat = Objects.requireNonNull(loaded("heartbeat: {url: 'https://hc.example/x'}").heartbeat());
        assertThat(heartbeat).isEqualTo(new HeartbeatConfig(Secret.of("https://hc.example/x"), "POST", 60_000, 10_000, HttpClientConfig.DEFAULT));
        assertThat(loaded("heartbeat: {url_file: u, interval: 5s, method: GET}").heartbeat()).isEqualTo(
                new HeartbeatConfig(Secret.inFile(folder.resolve("u")), "GET", 5_000, 10_000, HttpClientConfig.DEFAULT));
        assertThat(loaded("").heartbeat()).isNull();
        assertThat(problems("heartbeat: {url: 'mailto:x', interval: 10ms, timeout: 0s, method: DELETE}")).containsExactly(
                "plumbline.yml:1:18: url must start with http:// or https:// and name a host",
                "plumbline.yml:1:40: the interval of a heartbeat must be at least 1s",
                "plumbline.yml:1:55: the timeout of a heartbeat must be more than 0s",
                "plumbline.yml:1:67: method must be one of GET, HEAD, POST, PUT, not \"DELETE\"");
        assertThat(problems("heartbeat: {interval: 1m}")).containsExactly("plumbline.yml:1:12: a heartbeat needs a url or a url_file");
    }

    @Test
    void anAlertmanagerFileMustBeThere() {
        write("am.yml", "");
        assertThat(loaded("alertmanager_config_file: am.yml").alertmanagerFile()).isEqualTo(folder.resolve("am.yml"));
        assertThat(loaded("").alertmanagerFile()).isNull();
        assertThat(problems("alertmanager_config_file: no.yml")).containsExactly("plumbline.yml:1:27: there is no file no.yml");
    }

    @Test
    void missingFilesAreErrors() {
        assertThat(problems("canary_files: [c.yml, 'none/*.yml']\nauth: {tokens_file: t.yml}\n")).containsExactly(
                "plumbline.yml:1:16: there is no file c.yml", "plumbline.yml:2:21: there is no file t.yml");
        assertThat(ConfigLoader.load(folder.resolve("absent.yml"), Map.of())).isInstanceOfSatisfying(LoadResult.Refused.class,
                r -> assertThat(shown(r.problems())).containsExactly("absent.yml: there is no such file"));
    }

    @Test
    void scrapeConfigFilesAreIncluded() {
        write("more1.yml", "scrape_configs: [{job_name: b, wrong: 1}]");
        write("more2.yml", "scrape_configs: [{job_name: a}]");
        assertThat(problems("scrape_config_files: ['more*.yml']\nscrape_configs: [{job_name: a}]\n")).satisfiesExactly(
                first -> assertThat(first).startsWith("more1.yml:1:32: unknown key \"wrong\" in scrape_configs"),
                second -> assertThat(second).isEqualTo("more2.yml:1:29: the job_name \"a\" is given twice, first at plumbline.yml:2:29"));
    }

    @Test
    void externalLabelsAreExpandedAsByGo() {
        LoadResult result = load("""
                global:
                  external_labels: {foo: '${TEST}', baz: 'foo${TEST}bar', qux: 'foo$${TEST}', xyz: foo$$bar, none: $GONE, n: 1}
                """, Map.of("TEST", "123"));
        assertThat(((LoadResult.Loaded) result).config().global().externalLabels()).isEqualTo(
                Labels.of("foo", "123", "baz", "foo123bar", "qux", "foo${TEST}", "xyz", "foo$bar", "n", "1"));
    }

    @Test
    void secretsAreReadAndNeverPrinted() {
        write("pw", "hunter2\n");
        LoadResult result = load("""
                scrape_configs:
                - {job_name: a, basic_auth: {username: u, password_file: pw}}
                - {job_name: b, authorization: {credentials: '${env:TOKEN}'}}
                - {job_name: c, bearer_token: sesame}
                """, Map.of("TOKEN", "swordfish"));
        var jobs = ((LoadResult.Loaded) result).config().scrapeConfigs();
        assertThat(jobs.get(0).http().basicAuth()).satisfies(b -> assertThat(Objects.requireNonNull(b.password()).reveal()).isEqualTo("hunter2"));
        assertThat(jobs.get(1).http().authorization()).satisfies(a -> assertThat(Objects.requireNonNull(a.credentials()).reveal()).isEqualTo("swordfish"));
        assertThat(jobs.get(2).http().authorization()).satisfies(a -> assertThat(Objects.requireNonNull(a.credentials()).reveal()).isEqualTo("sesame"));
        assertThat(result.toString()).contains("<secret>").doesNotContain("hunter2", "swordfish", "sesame");
        assertThat(problems("scrape_configs: [{job_name: b, authorization: {credentials: '${env:GONE}'}}]"))
                .containsExactly("plumbline.yml:1:61: the environment has no variable GONE");
    }

    @Test
    void onlyOneWayToAuthenticate() {
        assertThat(problems("scrape_configs: [{job_name: b, basic_auth: {username: u}, bearer_token: t}]")).singleElement()
                .asString().contains("at most one of basic_auth, authorization");
    }

    @Test
    void tokensAreKeptAsDigests() {
        write("t.yml", "- {name: ci, token: secret-1, scopes: [gate, read]}\n");
        PlumblineConfig config = loaded("auth: {tokens_file: t.yml}");
        assertThat(config.auth()).isNotNull();
        ApiToken token = Objects.requireNonNull(config.auth()).tokens().getFirst();
        assertThat(token.matches("secret-1")).isTrue();
        assertThat(token.matches("secret-2")).isFalse();
        assertThat(token.scopes()).containsExactlyInAnyOrder(ApiToken.Scope.GATE, ApiToken.Scope.READ);
        assertThat(config.toString()).doesNotContain("secret-1");
    }

    @Test
    void wrongTokensAreReported() {
        write("t.yml", "- {name: a, scopes: [root]}\n- {name: a, sha256: 12, scopes: []}\n");
        assertThat(problems("auth: {tokens_file: t.yml}")).containsExactly(
                "t.yml:1:3: exactly one of token, token_file and sha256 must be given",
                "t.yml:1:22: a scope must be one of admin, gate, read, write, not \"root\"",
                "t.yml:2:3: the name \"a\" is given twice",
                "t.yml:2:21: sha256 must be 64 hexadecimal digits",
                "t.yml:2:33: a token needs scopes: some of read, gate, write, admin");
    }

    @Test
    void discoveriesAreChecked() {
        assertThat(problems("""
                scrape_configs:
                - job_name: a
                  static_configs: [{targets: ['http://h:1/metrics']}]
                  file_sd_configs: [{files: ['a*/b.json', 'c.txt']}]
                  http_sd_configs: [{url: 'ftp://x'}, {}]
                """)).hasSize(5).allSatisfy(p -> assertThat(p).matches("plumbline\\.yml:[345]:\\d+: .+"));
    }

    @Test
    void anchorsAndMergeKeysWork() {
        var job = loaded("""
                scrape_configs:
                - &a {job_name: a, scheme: https, metric_relabel_configs: [{action: drop, regex: x}]}
                - {<<: *a, job_name: b}
                """).scrapeConfigs().getLast();
        assertThat(job.jobName()).isEqualTo("b");
        assertThat(job.scheme()).isEqualTo("https");
        assertThat(job.metricRelabelRules().getFirst().action()).isEqualTo(RelabelAction.DROP);
    }
}
