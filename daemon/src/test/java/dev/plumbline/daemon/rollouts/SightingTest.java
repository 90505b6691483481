package dev.plumbline.daemon.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SightingTest {
    private static Sighting parse(String metadata, String template) {
        return Sighting.parse("{\"metadata\":{\"namespace\":\"shop\",\"name\":\"web\"" + metadata + "},\"spec\":{\"template\":{" + template + "}}}");
    }

    @Test
    void theServiceIsSaidByAnnotationThenLabelThenName() {
        String labels = "\"labels\":{\"app.kubernetes.io/name\":\"checkout\",\"app\":\"old-name\"}";
        assertThat(parse(",\"annotations\":{\"plumbline.dev/service\":\"cart\"}," + labels, "").service()).isEqualTo("cart");
        assertThat(parse("," + labels, "").service()).isEqualTo("checkout");
        assertThat(parse(",\"labels\":{\"app\":\"old-name\"}", "").service()).isEqualTo("old-name");
        assertThat(parse("", "").service()).isEqualTo("web");
        assertThat(parse(",\"annotations\":{\"plumbline.dev/service\":\" \"}", "").service()).as("blank is nothing").isEqualTo("web");
    }

    @Test
    void thePolicyIsSaidByAnnotation() {
        assertThat(parse(",\"annotations\":{\"plumbline.dev/policy\":\"strict\"}", "").policy()).isEqualTo("strict");
        assertThat(parse("", "").policy()).isEmpty();
    }

    @Test
    void theVersionIsSaidByAnnotationThenTheTemplatesLabelsThenTheImage() {
        String image = "\"spec\":{\"containers\":[{\"image\":\"r/web:3\"},{\"image\":\"r/proxy:9\"}]}";
        String both = "\"metadata\":{\"labels\":{\"app.kubernetes.io/version\":\"1\",\"version\":\"2\"}}," + image;
        assertThat(parse(",\"annotations\":{\"plumbline.dev/version\":\"0\"}", both).version()).isEqualTo("0");
        assertThat(parse(",\"labels\":{\"app.kubernetes.io/version\":\"7\"}", both).version()).isEqualTo("1");
        assertThat(parse("", "\"metadata\":{\"labels\":{\"version\":\"2\"}}," + image).version()).isEqualTo("2");
        assertThat(parse("", image).version()).isEqualTo("3");
        assertThat(parse(",\"labels\":{\"app.kubernetes.io/version\":\"7\"}", "").version()).isEmpty();
        assertThat(parse(",\"labels\":{\"app.kubernetes.io/version\":\"7\"}", "").ownVersion()).isEqualTo("7");
    }

    @ParameterizedTest
    @CsvSource({"web:1.2, 1.2", "web, ''", "registry:5000/web, ''", "registry:5000/a/web:1.2-rc.1, 1.2-rc.1", "web@sha256:abc, ''",
        "registry:5000/web:1.2@sha256:abc, 1.2", "'', ''"})
    void theTagOfAnImage(String image, String tag) {
        assertThat(Sighting.tag(image)).isEqualTo(tag);
    }

    @Test
    void aRealRollout() throws IOException {
        try (InputStream in = Objects.requireNonNull(SightingTest.class.getResourceAsStream("/rollouts/checkout.yaml"))) {
            Sighting seen = Sighting.parse(json(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)));
            assertThat(seen.key()).isEqualTo("shop/checkout");
            assertThat(seen.service()).isEqualTo("checkout");
            assertThat(seen.version()).isEqualTo("2.4.1");
            assertThat(seen.revision()).isEqualTo("6d4cf56db6");
            assertThat(seen.stableRevision()).isEqualTo("7bf84f9696");
            assertThat(seen.traffic()).isEqualTo(new Traffic.Share(5));
        }
    }

    @Test
    void theExampleOfADeployment() throws IOException {
        Sighting seen = Sighting.parse(json(Files.readString(
                Path.of(System.getProperty("plumbline.root"), "deploy", "argo-rollouts", "followed.yaml"))));
        assertThat(seen.service() + " " + seen.version()).isEqualTo("checkout 2.4.1");
        assertThat(seen.rollout().steps()).extracting(s -> s.weight().orElse(0)).containsExactly(10, 0, 50, 0);
    }

    private static String json(String yaml) {
        var serialization = new KubernetesSerialization();
        return serialization.asJson(serialization.unmarshal(yaml, GenericKubernetesResource.class));
    }
}
