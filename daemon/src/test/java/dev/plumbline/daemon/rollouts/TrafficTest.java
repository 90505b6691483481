package dev.plumbline.daemon.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.yaml.JsonView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrafficTest {
    private static Traffic of(String strategy, String status) {
        JsonView root = JsonView.of("a test", "{\"spec\":{\"strategy\":" + strategy + "},\"status\":{\"currentPodHash\":\"new\",\"stableRS\":\"old\"" + status + "}}");
        return Traffic.of(root, Rollout.read(root));
    }

    private static Traffic canary(String status) {
        return of("{\"canary\":{\"steps\":[{\"pause\":{}},{\"setWeight\":5},{\"pause\":{}},{\"setWeight\":25},{\"analysis\":{}}]}}", status);
    }

    private static Traffic blueGreen(String status) {
        return of("{\"blueGreen\":{\"activeService\":\"web\"}}", ",\"blueGreen\":{" + status + "}");
    }

    @Test
    void theWeightIsTheReportedOneOfTheNewestRevision() {
        assertThat(canary(",\"currentStepIndex\":1,\"canary\":{\"weights\":{\"canary\":{\"weight\":3,\"podTemplateHash\":\"new\"}}}"))
                .isEqualTo(new Traffic.Share(3));
        assertThat(canary(",\"currentStepIndex\":4,\"canary\":{\"weights\":{\"canary\":{\"weight\":25,\"podTemplateHash\":\"before\"}}}"))
                .as("of the revision before").isEqualTo(new Traffic.Share(0));
        assertThat(canary(",\"canary\":{\"weights\":{\"canary\":{\"weight\":7}}}")).isEqualTo(new Traffic.Share(7));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 5", "2, 5", "3, 25", "4, 25", "5, 100"})
    void withoutOneItIsThatOfTheStepsSoFar(int step, int weight) {
        assertThat(canary(",\"currentStepIndex\":" + step)).isEqualTo(new Traffic.Share(weight));
    }

    @Test
    void stepsWithoutWeightsSayNothing() {
        assertThat(of("{\"canary\":{}}", "")).isEqualTo(new Traffic.Unweighted());
        assertThat(of("{\"canary\":{\"steps\":[{\"pause\":{}}]}}", ",\"currentStepIndex\":0")).isEqualTo(new Traffic.Unweighted());
    }

    @Test
    void blueGreenIsBeforeOrAfterItsSwitch() {
        assertThat(blueGreen("\"activeSelector\":\"old\",\"previewSelector\":\"new\"")).isEqualTo(new Traffic.Preview());
        assertThat(blueGreen("\"activeSelector\":\"old\",\"previewSelector\":\"old\"")).isEqualTo(new Traffic.NotYet());
        assertThat(blueGreen("\"activeSelector\":\"old\"")).as("without a preview Service").isEqualTo(new Traffic.Preview());
        assertThat(blueGreen("\"activeSelector\":\"new\",\"previewSelector\":\"new\"")).isEqualTo(new Traffic.Active());
    }
}
