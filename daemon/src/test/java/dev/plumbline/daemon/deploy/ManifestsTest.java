package dev.plumbline.daemon.deploy;

import static dev.plumbline.daemon.deploy.Manifests.list;
import static dev.plumbline.daemon.deploy.Manifests.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.config.ConfigLoader;
import dev.plumbline.daemon.config.LoadResult;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {
    private static final Path DEPLOY = Path.of(System.getProperty("plumbline.root"), "deploy");

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/development", "overlays/staging", "overlays/production"})
    void everyFieldIsOneThatKubernetesKnows(String folder) throws Exception {
        List<HasMetadata> objects = Manifests.build(DEPLOY.resolve("kustomize").resolve(folder)).stream().map(Manifests::strict).toList();
        assertThat(objects).extracting(HasMetadata::getKind).contains("Deployment", "Service", "ConfigMap", "PersistentVolumeClaim",
                "ClusterRole", "ClusterRoleBinding", "NetworkPolicy", "PodDisruptionBudget", "ServiceAccount");
        var deployment = objects.stream().filter(Deployment.class::isInstance).map(Deployment.class::cast).findFirst().orElseThrow();
        var container = deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
        assertThat(deployment.getSpec().getReplicas()).isOne();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
        assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
        assertThat(container.getVolumeMounts()).hasSize(4);
        for (HasMetadata role : objects.stream().filter(ClusterRole.class::isInstance).toList()) {
            Set<String> allowed = role.getMetadata().getName().equals("plumbline-rollouts")
                    ? Set.of("get", "list", "watch", "patch") : Set.of("get", "list", "watch");
            assertThat(((ClusterRole) role).getRules()).allSatisfy(rule -> assertThat(allowed).containsAll(rule.getVerbs()));
        }
        assertThat(objects.stream().anyMatch(o -> o.getMetadata().getName().equals("plumbline-rollouts")))
                .isEqualTo(folder.endsWith("staging") || folder.endsWith("production"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollouts", "openkruise"})
    void rightsToActAreAComponentOfTheirOwn(String component) throws Exception {
        assertThat(Manifests.build(DEPLOY.resolve("kustomize/components").resolve(component)).stream().map(Manifests::strict).toList())
                .extracting(o -> o.getKind() + " " + o.getMetadata().getName())
                .containsExactly("ClusterRole plumbline-" + component, "ClusterRoleBinding plumbline-" + component);
    }

    @Test
    void aMisspeltFieldIsSeen() {
        Map<String, Object> service = new LinkedHashMap<>(Map.of("apiVersion", "v1", "kind", "Service",
                "metadata", Map.of("name", "x"), "spec", Map.of("prots", List.of())));
        assertThatThrownBy(() -> Manifests.strict(service)).isInstanceOf(AssertionError.class).hasMessageContaining("prots");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gate", "success-rate", "error-rate", "response-time"})
    void analysisTemplatesAskWhatCanBeAnswered(String name) throws Exception {
        Map<String, Object> template = Manifests.documents(DEPLOY.resolve("argo-rollouts").resolve(name + ".yaml")).getFirst();
        assertThat(template.keySet()).containsExactlyInAnyOrder("apiVersion", "kind", "metadata", "spec");
        Map<String, Object> metric = map(list(map(template.get("spec")).get("metrics")).getFirst());
        assertThat(Set.of("name", "interval", "count", "failureLimit", "consecutiveSuccessLimit", "inconclusiveLimit",
                "consecutiveErrorLimit", "successCondition", "failureCondition", "provider")).containsAll(metric.keySet());
        Map<String, Object> provider = map(metric.get("provider"));
        if (provider.containsKey("prometheus")) {
            String query = map(provider.get("prometheus")).get("query").toString();
            PromqlParser.parse(query.replaceAll("\\{\\{args\\.[a-z]+}}", "value"), ParserOptions.STABLE);
        } else {
            assertThat(metric).containsEntry("successCondition", "result.verdict == \"go\"").containsEntry("failureLimit", 0)
                    .containsEntry("failureCondition", "result.verdict == \"no-go\"").containsEntry("consecutiveSuccessLimit", 1)
                    .containsEntry("consecutiveErrorLimit", 20).containsEntry("inconclusiveLimit", metric.get("count"));
        }
    }

    @Test
    void theKayentaProviderHasWhatItNeeds() throws Exception {
        Map<String, Object> template = Manifests.documents(DEPLOY.resolve("argo-rollouts/kayenta.yaml")).getFirst();
        Map<String, Object> metric = map(list(map(template.get("spec")).get("metrics")).getFirst());
        Map<String, Object> kayenta = map(map(metric.get("provider")).get("kayenta"));
        assertThat(kayenta.keySet()).containsExactlyInAnyOrder("address", "application", "canaryConfigName", "metricsAccountName", "configurationAccountName",
                "storageAccountName", "threshold", "scopes");
        assertThat(kayenta.get("address").toString()).endsWith(":9480/kayenta");
        Map<String, Object> scope = map(list(kayenta.get("scopes")).getFirst());
        assertThat(map(scope.get("controlScope")).keySet()).containsExactlyInAnyOrder("scope", "region", "step", "start", "end")
                .isEqualTo(map(scope.get("experimentScope")).keySet());
    }

    @Test
    void rolloutsPassEveryArgumentOfTheirTemplates() throws Exception {
        Map<String, Object> canary = strategy("canary");
        List<Object> steps = list(canary.get("steps"));
        assertThat(steps.stream().map(Manifests::map).filter(s -> s.containsKey("setWeight")).map(s -> s.get("setWeight")))
                .containsExactly(10, 20, 50, 100);
        for (Object analysis : List.of(map(steps.get(1)).get("analysis"), strategy("blueGreen").get("prePromotionAnalysis"),
                strategy("blueGreen").get("postPromotionAnalysis"))) {
            assertThat(list(map(analysis).get("args")).stream().map(a -> map(a).get("name")))
                    .containsExactly("service", "namespace", "version", "revision", "stage");
        }
    }

    private static Map<String, Object> strategy(String kind) throws Exception {
        String file = kind.equals("canary") ? "canary.yaml" : "blue-green.yaml";
        return map(map(map(Manifests.documents(DEPLOY.resolve("argo-rollouts").resolve(file)).getFirst().get("spec")).get("strategy")).get(kind));
    }

    @Test
    void spinnakersStageReadsWhatItIsAnswered() throws Exception {
        Map<String, Object> stage = Manifests.documents(DEPLOY.resolve("spinnaker/stage.json")).getFirst();
        assertThat(stage).containsEntry("type", "webhook").containsEntry("waitForCompletion", true)
                .containsEntry("statusUrlResolution", "locationHeader").containsEntry("statusJsonPath", "$.status")
                .containsEntry("progressJsonPath", "$.reason").containsEntry("successStatuses", "PASS")
                .containsEntry("terminalStatuses", "FAIL,INCONCLUSIVE").containsEntry("canceledStatuses", "CANCELED")
                .containsEntry("cancelEndpoint", stage.get("url") + "/cancel").containsEntry("cancelPayload", stage.get("payload"));
        assertThat(map(stage.get("payload")).keySet()).containsExactly("service", "namespace", "version", "revision", "stage");
    }

    @Test
    void githubsSectionIsOneThatIsRead() {
        var loaded = ConfigLoader.load(DEPLOY.resolve("github/plumbline.yml"), Map.of());
        assertThat(loaded).isInstanceOfSatisfying(LoadResult.Loaded.class, l -> assertThat(l.config().github()).isNotNull());
    }

    @Test
    void autoscalersAskForMetricsThatThereAre() throws Exception {
        for (Map<String, Object> object : Manifests.documents(DEPLOY.resolve("external-metrics/hpa.yaml"))) {
            assertThat(Manifests.strict(object).getMetadata().getName()).isIn("v1beta1.external.metrics.k8s.io", "checkout-canary");
        }
        Map<String, Object> template = Manifests.documents(DEPLOY.resolve("external-metrics/metric-template.yaml")).getFirst();
        assertThat(map(template.get("spec")).get("query").toString()).contains("/plumbline_verdict?labelSelector=service%3D");
        Map<String, Object> scaled = Manifests.documents(DEPLOY.resolve("keda/scaledobject.yaml")).getLast();
        List<Object> triggers = list(map(scaled.get("spec")).get("triggers"));
        assertThat(map(map(triggers.getFirst()).get("metadata"))).containsEntry("valueLocation", "score").containsEntry("format", "json");
        PromqlParser.parse(map(map(triggers.getLast()).get("metadata")).get("query").toString(), ParserOptions.STABLE);
    }

    @Test
    void flaggersHooksAndMetricAreOnesItKnows() throws Exception {
        Map<String, Object> canary = Manifests.documents(DEPLOY.resolve("flagger/canary.yaml")).getFirst();
        List<Object> hooks = list(map(map(canary.get("spec")).get("analysis")).get("webhooks"));
        assertThat(hooks.stream().map(h -> map(h).get("type")))
                .containsExactly("confirm-traffic-increase", "confirm-promotion", "rollback", "event");
        Map<String, Object> metric = Manifests.documents(DEPLOY.resolve("flagger/metric-template.yaml")).getFirst();
        PromqlParser.parse(map(metric.get("spec")).get("query").toString().replaceAll("\\{\\{ [a-z]+ }}", "value"), ParserOptions.STABLE);
    }
}
