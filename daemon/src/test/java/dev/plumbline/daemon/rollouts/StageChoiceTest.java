package dev.plumbline.daemon.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.canary.StageDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageChoiceTest {
    private static String choice(Traffic traffic, String stages) {
        var policy = FollowWorld.policies(FollowWorld.POLICY.replace("{weight: 5, at_most: 5m}, {weight: 25, at_most: 10m}", stages)).all().getFirst();
        return StageChoice.of(traffic, policy).map(StageDefinition::name).orElse("none");
    }

    @ParameterizedTest
    @CsvSource({"0, none", "4, none", "5, 5", "24, 5", "25, 25", "99, 25", "100, 25"})
    void aCanaryIsAtTheStageOfItsWeightOrBelow(int weight, String stage) {
        assertThat(choice(new Traffic.Share(weight), "{weight: 5}, {weight: 25}")).isEqualTo(stage);
        assertThat(choice(new Traffic.Share(weight), "{weight: 25}, {weight: 5}")).as("in whatever order").isEqualTo(stage);
    }

    @Test
    void aStageWithoutAWeightIsThereFromTheBeginning() {
        assertThat(choice(new Traffic.Share(0), "{name: canary}, {name: second}")).isEqualTo("canary");
        assertThat(choice(new Traffic.Share(50), "{name: canary}")).isEqualTo("canary");
    }

    @Test
    void withoutWeightsTheFirstStageIsAskedFor() {
        assertThat(choice(new Traffic.Unweighted(), "{weight: 5}, {weight: 25}")).isEqualTo("5");
    }

    @Test
    void blueGreenHasStagesOfItsOwn() {
        assertThat(choice(new Traffic.Preview(), "{name: pre}, {name: post}")).isEqualTo("pre");
        assertThat(choice(new Traffic.Active(), "{name: pre}, {name: post}")).isEqualTo("post");
        assertThat(choice(new Traffic.Preview(), "{name: post}")).isEqualTo("none");
        assertThat(choice(new Traffic.Active(), "{name: pre}")).isEqualTo("none");
        assertThat(choice(new Traffic.NotYet(), "{name: pre}, {name: post}")).isEqualTo("none");
    }

    @Test
    void blueGreenWithoutThemIsAtTheFirstStage() {
        assertThat(choice(new Traffic.Preview(), "{weight: 5}, {weight: 25}")).isEqualTo("5");
        assertThat(choice(new Traffic.Active(), "{weight: 5}, {weight: 25}")).isEqualTo("5");
    }

    @Test
    void canariesAreNeverAtThem() {
        assertThat(choice(new Traffic.Share(3), "{name: pre}, {name: post}, {weight: 5}")).isEqualTo("none");
        assertThat(choice(new Traffic.Unweighted(), "{name: pre}, {name: post}, {weight: 5}")).isEqualTo("5");
    }
}
