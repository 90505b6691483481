package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.verdicts.ReleaseWorld.Behaviour;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

/** Instances of a version are replaced one after the other, without a share of the traffic that anybody orders. */
class RollingUpdateTest {
    private static final Behaviour USUAL = new Behaviour(10, 0.01, 0.1, 200);
    private static final String POLICY = """
            policies:
            - name: rolling
              canary: '{service="{{service}}", version="{{version}}"}'
              baseline: '{service="{{service}}", version="{{stable}}"}'
              stages: [{name: rolling, at_most: 30m}]
              metrics:
              - {name: error_rate, signal: error_rate, margin: 1pp, critical: true}
              - {name: latency_p90, signal: latency, quantile: 0.9, margin: 25%}
            """;
    private final ReleaseWorld world = new ReleaseWorld(11, POLICY);

    /** Six instances are replaced, one each so many seconds, and the gate is asked until it answers. */
    private GateAnswer.Judged replaced(Behaviour next, int everySeconds) {
        var old = new ArrayDeque<ReleaseWorld.Pod>();
        for (int i = 0; i < 6; i++) {
            old.add(world.pod("1.0", i, USUAL));
        }
        world.run(2_000);
        for (int i = 0; i < 6; i++) {
            world.pod("2.0", 8 + i, next);
            world.stop(old.remove());
            for (int s = 0; s < everySeconds; s += 10) {
                world.run(10);
                if (world.ask().verdict().ended()) {
                    return world.ask();
                }
            }
        }
        return world.untilDecided();
    }

    @Test
    void aGoodVersionGoesWhileBothServe() {
        GateAnswer.Judged answer = replaced(USUAL, 150);
        assertThat(answer.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(answer.decidedMillis().orElseThrow() - answer.sinceMillis().orElseThrow()).isLessThanOrEqualTo(15 * 60_000);
    }

    @Test
    void aBadVersionIsStoppedBeforeItHasReplacedAll() {
        GateAnswer.Judged answer = replaced(new Behaviour(10, 0.08, 0.1, 200), 150);
        assertThat(answer.verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThat(answer.verdict().reason()).startsWith("error_rate ");
        assertThat(answer.decidedMillis().orElseThrow() - answer.sinceMillis().orElseThrow()).isLessThanOrEqualTo(5 * 60_000);
    }

    @Test
    void oneThatIsOverBeforeEnoughIsKnownIsNotLetGo() {
        GateAnswer.Judged answer = replaced(USUAL, 20);
        assertThat(answer.verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(answer.verdict().reason()).contains("error_rate");
    }
}
