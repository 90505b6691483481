package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.config.canary.CanaryFiles;
import dev.plumbline.daemon.config.canary.PromqlSyntax;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.parser.ParserOptions;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Errors in the canary's logs of a kind that the stable version does not have. */
class LogPatternsTest {
    private static final String POLICY = """
            policies:
            - name: checkout
              canary: '{service="{{service}}", version="{{version}}"}'
              baseline: '{service="{{service}}", version="{{stable}}"}'
              stages: [{weight: 50, at_most: 30m}]
              metrics:
              - {name: new_errors, signal: log_patterns, fail_above: 1%}
              judge: {min_requests: 50, warm_up: 1m}
            """;
    private final ReleaseWorld world = new ReleaseWorld(5, POLICY);
    private final TreeMap<Labels, Double> lines = new TreeMap<>();

    /** A log's counter grows: {@code count} lines more. */
    private void log(String version, String level, String pattern, double count) {
        lines.merge(Labels.of("__name__", "log_events_total", "service", "checkout", "version", version, "level", level, "pattern", pattern), count, Double::sum);
    }

    private void write() {
        try (var appender = world.storage.appender()) {
            lines.forEach((labels, count) -> appender.append(labels, world.time.wallMillis(), count));
            appender.commit();
        }
        world.run(15);
    }

    /** Both versions log for some time; {@code error} is the canary's only error. */
    private GateAnswer.Judged judged(String error) {
        log("1.0", "ERROR", "payment <*> refused", 20);
        for (int i = 0; i < 20; i++) {
            log("1.0", "info", "order <*> placed", 300);
            write();
        }
        for (int i = 0; i < 40; i++) {
            log("1.0", "info", "order <*> placed", 300);
            log("2.0", "info", "order <*> placed", 300);
            log("2.0", "info", "cart <*> merged", 100);
            log("2.0", "ERROR", error, 12);
            write();
            world.ask();
        }
        return world.ask();
    }

    @Test
    void anErrorThatTheStableVersionHasTooIsNotNew() {
        GateAnswer.Judged answer = judged("payment <*> refused");
        assertThat(answer.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(answer.verdict().reason()).startsWith("new_errors 0");
    }

    @Test
    void anErrorThatOnlyTheCanaryHasIsANoGo() {
        GateAnswer.Judged answer = judged("cart <*> lost");
        assertThat(answer.verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThat(answer.verdict().reason()).startsWith("new_errors 2.91 %, proven beyond <= 1 %");
        var kept = world.gate.analyses().find(String.valueOf(answer.analysis())).orElseThrow();
        assertThat(kept.json()).contains("group by (pattern) (last_over_time(log_events_total{service=\\\"checkout\\\", version=\\\"1.0\\\"");
        assertThat(world.gate.analyses().replay(kept.id()).orElseThrow().same()).isTrue();
    }

    @Test
    void withoutAStableVersionNothingIsNew() {
        for (int i = 0; i < 20; i++) {
            log("2.0", "ERROR", "cart <*> lost", 12);
            write();
            world.gate.ask(GateQuestion.about("checkout", "2.0"));
        }
        GateAnswer.Judged answer = (GateAnswer.Judged) world.gate.ask(GateQuestion.about("checkout", "2.0"));
        assertThat(answer.verdict()).isInstanceOf(Verdict.Pending.class);
        assertThat(answer.verdict().reason()).contains("no stable version is known");
    }

    @Test
    void aPolicyWithoutABaselineIsRefused() {
        var loaded = CanaryFiles.load(List.of(new CanaryFiles.Source("c.yml",
                POLICY.replaceAll("(?m)^  baseline.*$\\n", ""))), new PromqlSyntax(ParserOptions.STABLE));
        assertThat(loaded.problems()).singleElement().asString().isEqualTo("c.yml:6:32: log_patterns asks which patterns the stable version does not write, so the policy needs baseline");
    }
}
