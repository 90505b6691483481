package dev.plumbline.analysis.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.canary.Margin.Direction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanaryConfigReaderTest {

    @Test
    void readsWhatTheJudgeUses() {
        CanaryConfigReader.Result read = CanaryConfigReader.read("""
                {"name": "web", "configVersion": "1", "applications": ["shop"], "judge": {"name": "NetflixACAJudge-v1.0"},
                 "metrics": [
                  {"name": "errors", "groups": ["errors", "all"], "scopeName": "default", "query": {"type": "prometheus"},
                   "analysisConfigurations": {"canary": {"direction": "increase", "nanStrategy": "replace", "critical": true, "mustHaveData": true,
                     "effectSize": {"measure": "cles", "allowedIncrease": 0.7}, "outliers": {"strategy": "remove", "outlierFactor": 4}}}},
                  {"name": "latency"}],
                 "templates": {"t": "x"}, "classifier": {"groupWeights": {"errors": 60, "all": 40}, "scoreThresholds": {"pass": 95}}}""");
        CanaryConfig config = read.config();
        assertThat(read.warnings()).isEmpty();
        assertThat(config.name()).isEqualTo("web");
        assertThat(config.groupWeights()).isEqualTo(Map.of("errors", 60.0, "all", 40.0));
        assertThat(config.metrics().getFirst()).isEqualTo(new CanaryMetric("errors", List.of("errors", "all"), new CanaryMetric.Rules(
                Direction.INCREASE, new Cleaning(true, true, 4), new EffectLimits(EffectLimits.Measure.CLES, 0.7, 0.5, 0.5, 0.5),
                new Importance(true, false, true))));
        assertThat(config.metrics().getLast()).isEqualTo(new CanaryMetric("latency", List.of(), CanaryMetric.Rules.USUAL));
    }

    @Test
    void namesWordsThatItDoesNotKnow() {
        CanaryConfigReader.Result read = CanaryConfigReader.read("""
                {"metrics": [{"name": "a", "analysisConfigurations": {"canary": {"direction": "up", "effectSize": {"measure": "cohen"}}}}]}""");
        assertThat(read.config().metrics().getFirst().rules().direction()).isEqualTo(Direction.EITHER);
        assertThat(read.warnings()).containsExactly(
                "metrics[0].analysisConfigurations.canary.direction: up is not known and taken as either; known: increase, decrease, either",
                "metrics[0].analysisConfigurations.canary.effectSize.measure: cohen is not known and taken as meanRatio; known: meanRatio, cles");
    }

    @Test
    void allProblemsComeAtOnce() {
        assertThatThrownBy(() -> CanaryConfigReader.read("""
                {"metrics": [{"name": 3}, {"name": "b", "groups": "x", "analysisConfigurations": {"canary": {"critical": "yes",
                  "outliers": {"outlierFactor": 0}}}}, {"name": "b"}], "classifier": {"groupWeights": {"g": 120, "h": "x"}}}"""))
                .hasMessageContainingAll("metrics[0].name: expected a text, got float64", "metrics[0].name: a metric needs a name",
                        "metrics[1].groups: expected a list, got string", "canary.critical: expected true or false, got string",
                        "outlierFactor: must be above 0, got 0", "metrics[2].name: there are two metrics b",
                        "classifier.groupWeights.g: a weight is from 0 to 100, got 120", "groupWeights.h: expected a number, got string");
        assertThatThrownBy(() -> CanaryConfigReader.read("{}")).hasMessageContaining("metrics: at least one is needed");
        assertThatThrownBy(() -> CanaryConfigReader.read("{\"metrics\": [\n}")).hasMessageContaining("line 2");
        assertThatThrownBy(() -> CanaryConfigReader.read("[]")).hasMessageContaining("expected an object, got array");
    }
}
