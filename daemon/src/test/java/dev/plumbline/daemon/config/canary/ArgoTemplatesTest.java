package dev.plumbline.daemon.config.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.argo.Conditions;
import dev.plumbline.analysis.argo.MetricLimits;
import dev.plumbline.promql.parser.ParserOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AnalysisTemplates as they stand in repositories, read from canary files. */
class ArgoTemplatesTest {
    private static final String SUCCESS_RATE = """
            apiVersion: argoproj.io/v1alpha1
            kind: AnalysisTemplate
            metadata:
              name: success-rate
              namespace: shop
              labels: {team: web}
            spec:
              args:
              - name: service-name
              - name: threshold
                value: "0.95"
              metrics:
              - name: success-rate
                interval: 1m
                initialDelay: 30s
                count: 5
                failureLimit: 2
                successCondition: result[0] >= {{args.threshold}}
                provider:
                  prometheus:
                    query: |
                      sum(rate(http_requests_total{service="{{args.service-name}}",status_code!~"5.*"}[2m])) /
                      sum(rate(http_requests_total{service="{{ args.service-name }}"}[2m]))
            """;
    private static final String WEB = """
            apiVersion: argoproj.io/v1alpha1
            kind: ClusterAnalysisTemplate
            metadata: {name: smoke}
            spec:
              args:
              - {name: host, value: "http://tests.shop:8080"}
              - {name: api-token, valueFrom: {secretKeyRef: {name: token, key: value}}}
              metrics:
              - name: smoke
                successCondition: result == true
                provider:
                  web:
                    method: POST
                    url: "{{args.host}}/run?suite=smoke"
                    timeoutSeconds: 20
                    headers:
                    - {key: Authorization, value: "Bearer {{args.api-token}}"}
                    jsonBody: {suite: smoke, runs: 3, deep: {on: true, token: "{{args.api-token}}"}}
                    jsonPath: "{$.data.ok}"
            """;

    private static CanaryFiles.Loaded load(String... texts) {
        var sources = new ArrayList<CanaryFiles.Source>();
        for (String text : texts) {
            sources.add(new CanaryFiles.Source("t" + sources.size() + ".yml", text));
        }
        return CanaryFiles.load(sources, new PromqlSyntax(ParserOptions.STABLE));
    }

    private static PolicyDefinition loaded(String text) {
        CanaryFiles.Loaded loaded = load(text);
        assertThat(loaded.problems()).isEmpty();
        return loaded.policies().all().getFirst();
    }

    private static ArgoTemplate template(PolicyDefinition policy) {
        return ((JudgeMethod.Argo) policy.judge().method()).template();
    }

    private static List<ArgoMetric> metrics(PolicyDefinition policy) {
        return ((JudgeMethod.Argo) policy.judge().method()).metrics();
    }

    private static PolicyDefinition filled(String text, Map<String, String> args) {
        ArgoTemplate.Filled filled = template(loaded(text)).fill(args, Map.of());
        assertThat(filled).isInstanceOf(ArgoTemplate.Filled.Ready.class);
        return ((ArgoTemplate.Filled.Ready) filled).policy();
    }

    private static String refused(String text, Map<String, String> args) {
        ArgoTemplate.Filled filled = template(loaded(text)).fill(args, Map.of());
        assertThat(filled).isInstanceOf(ArgoTemplate.Filled.Refused.class);
        return ((ArgoTemplate.Filled.Refused) filled).message();
    }

    /** Problems after one line's worth of text was replaced. */
    private static List<String> changed(String text, String from, String to) {
        assertThat(text).contains(from);
        return load(text.replace(from, to)).problems().stream().map(CanaryProblem::toString).toList();
    }

    /** A metric without arguments around what is given, which is indented as it should be. */
    private static String metric(String inner) {
        return """
                apiVersion: argoproj.io/v1alpha1
                kind: AnalysisTemplate
                metadata: {name: t}
                spec:
                  metrics:
                  - name: m
                """ + inner.indent(4);
    }

    private static List<String> problems(String inner) {
        return load(metric(inner)).problems().stream().map(CanaryProblem::toString).toList();
    }

    @Test
    void aTemplateIsReadAsItIs() {
        PolicyDefinition policy = loaded(SUCCESS_RATE);
        assertThat(policy.name()).isEqualTo("success-rate");
        assertThat(policy.match()).isEqualTo(new Match("shop", ""));
        ArgoMetric m = metrics(filled(SUCCESS_RATE, Map.of("service-name", "checkout"))).getFirst();
        assertThat(m.conditions()).isEqualTo(new Conditions("result[0] >= 0.95", ""));
        assertThat(m.limits()).isEqualTo(new MetricLimits(5, true, new MetricLimits.Tolerated(2, 0, 4, 0)));
        assertThat(m.schedule()).isEqualTo(new ArgoMetric.Schedule(30_000, 60_000));
        assertThat(m.provider().asked()).contains("{service=\"checkout\",status_code!~\"5.*\"}").contains("{service=\"checkout\"}[2m]");
    }

    @Test
    void theTimeOfARunIsThatOfItsMeasurementsWithSomeToSpare() {
        PolicyDefinition policy = filled(SUCCESS_RATE, Map.of("service-name", "checkout"));
        long planned = 30_000 + 4 * 60_000;
        assertThat(policy.stages().getFirst().atMostMillis()).isEqualTo(planned + planned / 2 + 60_000 + 50_000);
        PolicyDefinition endless = loaded(metric("interval: 1m\nprovider: {prometheus: {query: up}}"));
        assertThat(endless.stages().getFirst().atMostMillis()).isEqualTo(3_600_000);
    }

    @Test
    void whatIsFilledInReadsBackAsTheSame() {
        for (PolicyDefinition policy : List.of(filled(SUCCESS_RATE, Map.of("service-name", "a\"b\\c", "threshold", "0.9")),
                filled(WEB, Map.of("api-token", "t0k.en")))) {
            PolicyDefinition again = loaded(PolicyText.of(policy));
            assertThat(metrics(again)).isEqualTo(metrics(policy)).isNotEmpty();
            assertThat(again).isEqualTo(policy);
        }
    }

    @Test
    void aWebMetricIsReadWithItsBodyAsTyped() {
        String text = WEB.replace("Bearer {{args.api-token}}", "Bearer");
        ArgoMetric m = metrics(filled(text, Map.of("api-token", "say \"x\""))).getFirst();
        var web = (ArgoProvider.Web) m.provider();
        assertThat(web.url()).hasToString("http://tests.shop:8080/run?suite=smoke");
        assertThat(web.content()).isEqualTo(new ArgoProvider.Content(
                "{\"suite\":\"smoke\",\"runs\":3,\"deep\":{\"on\":true,\"token\":\"say \\\"x\\\"\"}}", "application/json"));
        assertThat(web.jsonPath()).isEqualTo("{$.data.ok}");
        assertThat(web.transport()).isEqualTo(new ArgoProvider.Transport(20_000, false));
    }

    @Test
    void whatAQuestionGivesIsDataInEveryPlace() {
        ArgoMetric quoted = metrics(filled(SUCCESS_RATE, Map.of("service-name", "x\"} or vector(1) #", "threshold", "-1.5e3"))).getFirst();
        assertThat(quoted.provider().asked()).contains("{service=\"x\\\"} or vector(1) #\",");
        assertThat(quoted.conditions().success()).isEqualTo("result[0] >= -1.5e3");
        assertThat(refused(SUCCESS_RATE, Map.of("service-name", "x", "threshold", "0 || true"))).contains("args.threshold is \"0 || true\"", "outside of quotes", "t0.yml:");
        assertThat(refused(WEB.replace("{{args.host}}/run", "http://a/{{args.api-token}}"), Map.of("api-token", "../admin"))).contains("url", "letters, digits");
        assertThat(refused(WEB, Map.of("api-token", "x\ny"))).contains("headers");
        assertThat(refused(SUCCESS_RATE, Map.of("service-name", "{{args.threshold}}"))).contains("not filled in again");
    }

    @Test
    void anArgumentWithoutAValueMustBeGiven() {
        assertThat(refused(SUCCESS_RATE, Map.of())).isEqualTo("args.service-name is missing: template \"success-rate\" needs a value for it; add args.service-name=");
        assertThat(refused(WEB, Map.of())).contains("args.api-token is missing", "not read from valueFrom.secretKeyRef here");
        assertThat(load(WEB).warnings().toString()).contains("argument api-token is not read from valueFrom.secretKeyRef", "give no secret");
        assertThat(refused(SUCCESS_RATE, Map.of("service-name", "a", "other", "b"))).contains("has no argument \"other\"; it has service-name, threshold");
    }

    @ParameterizedTest
    @ValueSource(strings = {"success-rate", "error-rate", "response-time"})
    void theTemplatesThatWeShipAreReadAndNeedNoTokenForOurOwnStore(String name) throws IOException {
        String text = Files.readString(Path.of("..", "deploy", "argo-rollouts", name + ".yaml"));
        assertThat(load(text).warnings()).extracting(CanaryProblem::message).contains("headers of prometheus is not used: queries are answered by this server's own store")
                .noneMatch(m -> m.contains("token"));
        var ready = (ArgoTemplate.Filled.Ready) template(loaded(text)).fill(Map.of(), Map.of("service", "checkout", "namespace", "shop", "revision", "7c9"));
        assertThat(ready.values().keySet()).doesNotContain("token").contains("service", "namespace", "revision");
        assertThat(PolicyText.of(ready.policy())).contains("revision=\\\"7c9\\\"").doesNotContain("address", "Authorization");
    }

    @Test
    void anArgumentThatTheQuestionKnowsIsTakenFromIt() {
        String byVersion = SUCCESS_RATE.replace("- name: service-name", "- name: service").replace("args.service-name", "args.service");
        var ready = (ArgoTemplate.Filled.Ready) template(loaded(byVersion)).fill(Map.of(), Map.of("service", "checkout", "version", "2"));
        assertThat(ready.values()).isEqualTo(Map.of("service", "checkout", "threshold", "0.95"));
        assertThat(metrics(ready.policy()).getFirst().provider().asked()).contains("service=\"checkout\"");
    }

    @Test
    void numbersMayBeTextsAndArguments() {
        String text = SUCCESS_RATE.replace("count: 5", "count: \"{{args.count}}\"").replace("interval: 1m", "interval: \"{{args.interval}}\"")
                .replace("- name: threshold", "- {name: count}\n  - {name: interval}\n  - name: threshold");
        ArgoMetric m = metrics(filled(text, Map.of("service-name", "x", "count", "7", "interval", "2m"))).getFirst();
        assertThat(m.limits().count()).isEqualTo(7);
        assertThat(m.schedule().intervalMillis()).isEqualTo(120_000);
        assertThat(refused(text, Map.of("service-name", "x", "count", "many", "interval", "2m"))).contains("count is \"many\", must be a whole number");
    }

    @Test
    void dryRunsAndRetentionFindTheirMetrics() {
        String text = metric("interval: 1m\ncount: 3\nprovider: {prometheus: {query: up}}") + """
                  - {name: other-1, provider: {prometheus: {query: up}}}
                  dryRun:
                  - metricName: other.*
                  measurementRetention:
                  - {metricName: m, limit: 20}
                """;
        List<ArgoMetric> metrics = metrics(loaded(text));
        assertThat(metrics.stream().map(ArgoMetric::dryRun)).containsExactly(false, true);
        assertThat(metrics.stream().map(ArgoMetric::kept)).containsExactly(20, 240);
        assertThat(changed(text, "metricName: other.*", "metricName: typo")).singleElement().asString()
                .contains("dryRun: metricName \"typo\" matches no metric; there are m, other-1");
        assertThat(changed(text, "metricName: other.*", "metricName: '('")).singleElement().asString().contains("must be a regular expression");
        assertThat(load(text.replace("metricName: other.*", "metricName: .*")).warnings().toString()).contains("every metric is a dry run");
    }

    @Test
    void templatesArePutTogetherAcrossFiles() {
        String parent = """
                apiVersion: argoproj.io/v1alpha1
                kind: AnalysisTemplate
                metadata: {name: all}
                spec:
                  templates:
                  - templateName: success-rate
                  - {templateName: smoke, clusterScope: true}
                """;
        CanaryFiles.Loaded loaded = load(parent, SUCCESS_RATE + "---\n" + WEB);
        assertThat(loaded.problems()).isEmpty();
        var ready = (ArgoTemplate.Filled.Ready) template(loaded.policies().all().getFirst()).fill(Map.of("service-name", "a", "api-token", "b"), Map.of());
        assertThat(metrics(ready.policy()).stream().map(ArgoMetric::name)).containsExactly("success-rate", "smoke");
        assertThat(load(parent).problems().toString()).contains("there is no AnalysisTemplate \"success-rate\"", "there is no ClusterAnalysisTemplate \"smoke\"");
        assertThat(load(parent.replace("success-rate", "all"), WEB).problems().toString()).contains("\"all\" refers back to this one");
        assertThat(load(parent, SUCCESS_RATE + "---\n" + WEB.replace("- {name: host, ", "- {name: threshold, value: '1'}\n  - {name: host, ")).problems().toString())
                .contains("argument threshold different values: \"0.95\" and \"1\"");
    }

    @Test
    void otherDocumentsOfTheFileAreTold() {
        CanaryFiles.Loaded loaded = load("apiVersion: v1\nkind: Service\nmetadata: {name: x}\n---\n" + SUCCESS_RATE + "---\n");
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.warnings()).singleElement().asString().isEqualTo("t0.yml:2:7: kind Service is not read; known are AnalysisTemplate and ClusterAnalysisTemplate");
        assertThat(loaded.policies().all()).hasSize(1);
        assertThat(load(SUCCESS_RATE, SUCCESS_RATE).problems().toString()).contains("a policy named \"success-rate\" is there already");
    }

    @Test
    void oneIsAskedForByItsNameOnly() {
        Policies policies = load(SUCCESS_RATE).policies();
        assertThat(policies.find("", "checkout", "")).isInstanceOfSatisfying(Policies.Found.None.class,
                none -> assertThat(none.message()).contains("a template judges what asks for it by name: policy=success-rate"));
        assertThat(policies.find("", "checkout", "success-rate")).isInstanceOfSatisfying(Policies.Found.One.class,
                one -> assertThat(one.namespace()).isEqualTo("shop"));
        assertThat(policies.find("prod", "checkout", "success-rate")).isInstanceOf(Policies.Found.None.class);
    }

    @Test
    void theAddressOfAPrometheusIsToldAsNotUsed() {
        CanaryFiles.Loaded loaded = load(metric("provider: {prometheus: {address: 'http://p:9090', timeout: 40, query: up}}"));
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.warnings()).hasSize(2).allMatch(w -> w.message().contains("of prometheus is not used: queries are answered by this server's own store"));
    }

    @Test
    void aRangeQueryIsRead() {
        ArgoMetric m = metrics(loaded(metric("provider: {prometheus: {query: up, rangeQuery: {start: 'now() - duration(\"5m\")', end: now(), step: 1m}}}"))).getFirst();
        assertThat(m.provider()).isEqualTo(new ArgoProvider.Prometheus("up", new ArgoProvider.Range("now() - duration(\"5m\")", "now()", 60_000)));
    }

    @Test
    void everyMistakeIsToldWithItsPlace() {
        assertThat(changed(SUCCESS_RATE, "successCondition: result[0] >= {{args.threshold}}", "successCondition: result[0] >="))
                .singleElement().asString().startsWith("t0.yml:18:23: successCondition \"result[0] >=\" is not valid: ");
        assertThat(changed(SUCCESS_RATE, "count: 5", "countt: 5")).singleElement().asString().contains("unknown key \"countt\"", "did you mean \"count\"");
        assertThat(changed(SUCCESS_RATE, "[2m])) /", "[2m]) /")).singleElement().asString().contains("the query is not valid: ");
        assertThat(changed(SUCCESS_RATE, "{{args.threshold}}", "{{args.treshold}}")).singleElement().asString().contains("does not declare: treshold");
        assertThat(changed(SUCCESS_RATE, "{{args.threshold}}", "{{threshold}}")).singleElement().asString().contains("unknown placeholder {{threshold}}");
        assertThat(changed(SUCCESS_RATE, "v1alpha1", "v1beta1")).singleElement().asString().contains("must be argoproj.io/v1alpha1");
        assertThat(changed(SUCCESS_RATE, "  name: success-rate\n  namespace", "  namespace")).singleElement().asString().contains("metadata needs name");
        assertThat(changed(SUCCESS_RATE, "value: \"0.95\"", "value: \"0.95\"\n    valueFrom: {fieldRef: {fieldPath: x}}")).singleElement().asString()
                .contains("has value and valueFrom");
    }

    @Test
    void everyImpossibleMetricIsToldWithWhatWouldBeRight() {
        assertThat(problems("provider: {kayenta: {}}")).singleElement().asString().contains("judge: kayenta");
        assertThat(problems("provider: {job: {}}")).singleElement().asString().contains("nothing is run in a cluster", "use prometheus");
        assertThat(problems("provider: {datadog: {}}")).singleElement().asString().contains("provider datadog is not read; known are prometheus");
        assertThat(problems("provider: {promethues: {}}")).singleElement().asString().contains("provider promethues is unknown");
        assertThat(problems("provider: {prometheus: {query: up}, web: {url: 'http://a'}}")).singleElement().asString().contains("exactly one");
        assertThat(problems("count: 2\nprovider: {prometheus: {query: up}}")).singleElement().asString().contains("no interval; add interval");
        assertThat(problems("count: 2\ninterval: 1m\nfailureLimit: 3\nprovider: {prometheus: {query: up}}")).singleElement().asString()
                .contains("at least as large as failureLimit");
        assertThat(problems("interval: 100ms\nprovider: {prometheus: {query: up}}")).singleElement().asString().contains("at least 1s");
        assertThat(problems("count: 1000000\ninterval: 1h\nprovider: {prometheus: {query: up}}")).singleElement().asString().contains("takes longer than 30d");
        assertThat(problems("provider: {prometheus: {query: up, rangeQuery: {start: now(, end: now(), step: 1m}}}")).singleElement().asString().contains("start is not valid");
        assertThat(problems("provider: {web: {url: 'ftp://a'}}")).singleElement().asString().contains("must be an absolute http or https address");
        assertThat(problems("provider: {web: {url: 'http://a', body: x}}")).singleElement().asString().contains("a GET has no body");
        assertThat(problems("provider: {web: {url: 'http://a', method: POST, body: x, jsonBody: {}}}")).singleElement().asString().contains("not both");
        assertThat(problems("provider: {web: {url: 'http://a', jsonPath: '{$.a[}'}}")).singleElement().asString().contains("JSON path");
        assertThat(problems("provider: {web: {url: 'http://a', authentication: {oauth2: {}}}}")).singleElement().asString().contains("authentication of web is not read");
        assertThat(problems("provider: {web: {url: 'http://a', headers: [{key: 'a b', value: c}]}}")).singleElement().asString().contains("header \"a b\"");
    }

    @Test
    void oneCannotBeTriedOnThePast() {
        var candidates = CanaryFiles.candidates(new CanaryFiles.Source("c.yml", SUCCESS_RATE), new PromqlSyntax(ParserOptions.STABLE));
        assertThat(candidates.problems()).singleElement().asString().contains("cannot be tried on the past");
    }
}
