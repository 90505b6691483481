package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.verdicts.ReleaseWorld.Behaviour;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DecisiveMetricTest {
    private static final Behaviour USUAL = new Behaviour(20, 0.01, 0.1, 200);
    private static final String POLICY = """
            policies:
            - name: checkout
              canary: '{service="{{service}}", version="{{version}}"}'
              baseline: '{service="{{service}}", version="{{stable}}"}'
              stages: [{weight: 50, at_most: 30m}]
              metrics:
              - {name: memory, query: 'avg(memory_mib{version="{{version}}"})', fail_above: 1000}
              - {name: error_rate, signal: error_rate, fail_above: 5%, margin: 1pp}
              judge: {min_requests: 50, warm_up: 1m}
            """;

    private static ReleaseWorld world(String policy, Behaviour canary) {
        var world = new ReleaseWorld(7, policy);
        world.pod("1.0", 3, USUAL);
        world.run(2_000);
        world.pod("2.0", 5, canary);
        world.untilDecided();
        world.run(5);
        return world;
    }

    @Test
    void aNoGoIsToldWithAPictureOfWhatFailed() {
        var world = world(POLICY, new Behaviour(20, 0.2, 0.1, 200));
        VerdictEvent event = world.told.getLast();
        assertThat(event.verdict().word()).isEqualTo("no-go");
        VerdictEvent.Picture picture = Objects.requireNonNull(event.picture());
        String prefix = "https://plumbline.example/v1/analyses/" + event.analysis() + "/picture.png?signature=";
        assertThat(picture.url()).startsWith(prefix).matches("[\\x21-\\x7e]+");
        assertThat(picture.caption()).startsWith("error_rate: canary red, stable version grey, limit dashed; from 0 % to ").endsWith(" UTC");
        AnalysisService analyses = world.gate.analyses();
        String signature = picture.url().substring(prefix.length());
        DecisiveMetric drawn = analyses.picture(event.analysis(), signature).orElseThrow();
        assertThat(drawn.name()).isEqualTo("error_rate");
        assertThat(drawn.caption()).isEqualTo(picture.caption());
        assertThat(drawn.limits()).containsExactly(0.05);
        assertThat(drawn.points()).hasSizeGreaterThan(20).filteredOn(p -> !Double.isNaN(p.canary())).isNotEmpty()
                .allSatisfy(p -> assertThat(p.canary()).isBetween(0.1, drawn.high()));
        assertThat(drawn.points().getFirst().baseline()).as("before the release").isBetween(0.0, 0.05);
        assertThat(analyses.picture(event.analysis(), "")).isEmpty();
        assertThat(analyses.picture(event.analysis(), signature.toLowerCase(Locale.ROOT))).isEmpty();
        assertThat(analyses.picture("a-other", signature)).isEmpty();
    }

    @Test
    void aGoShowsTheFirstMetric() {
        VerdictEvent.Picture picture = Objects.requireNonNull(world(POLICY, USUAL).told.getLast().picture());
        assertThat(picture.caption()).startsWith("memory: canary red, limit dashed; from 0 to 1050, ");
    }

    @Test
    void whatWasNotMeasuredByIntervalsHasNoPicture() {
        var world = world(POLICY.replace("judge: {", "judge: {method: thresholds, "), new Behaviour(20, 0.2, 0.1, 200));
        assertThat(world.told.getLast().picture()).isNull();
    }
}
