package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.config.canary.CanaryFiles;
import dev.plumbline.daemon.config.canary.PromqlSyntax;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.time.VirtualTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The gate over a real store and the real engine, with pods scraped every second under virtual time. */
class GateSimulationTest {
    private static final String POLICY = """
            policies:
            - name: all
              canary: '{service="{{service}}", version=~"{{version}}"}'
              stages: [{weight: 5, at_most: 5m}]
              metrics:
              - {name: error_rate, signal: error_rate, fail_above: 5%, critical: true}
              - {name: latency_p99, signal: latency, quantile: 0.99, fail_above: 1000ms}
              - {name: traffic, signal: traffic, fail_below: 10req/s}
              - name: cpu_per_request
                query: 'sum(rate(process_cpu_seconds_total{{selector}}[{{window}}])) / sum(rate(http_requests_total{{selector}}[{{window}}]))'
                fail_above: 100ms
              judge: {method: thresholds, min_requests: 200, min_points: 5, warm_up: 5s}
            """;
    private static final double INF = Double.POSITIVE_INFINITY;

    private final VirtualTime time = new VirtualTime(1_790_000_000_000L);
    private final InMemoryStorage storage = new InMemoryStorage();
    private final GateService gate = new GateService(new GateService.Surroundings(time, new Random(3),
            new EngineSource(new Engine(EngineOptions.defaults(), time), storage), Optional::empty), GateOptions.DEFAULTS);

    /** A pod that serves 40 requests a second since it started. */
    private record Pod(String service, String version, double errors, double slow) {
        void scrape(InMemoryStorage storage, long now, double requests) {
            try (var appender = storage.appender()) {
                Labels pod = Labels.of("service", service, "version", version, "instance", service + version);
                appender.append(named(pod, "http_requests_total").with("status_code", "200"), now, requests * (1 - errors));
                if (errors > 0) {
                    appender.append(named(pod, "http_requests_total").with("status_code", "503"), now, requests * errors);
                }
                for (double le : new double[] {0.1, 0.5, 2.5, INF}) {
                    String bound = le == INF ? "+Inf" : Double.toString(le);
                    appender.append(named(pod, "http_request_duration_seconds_bucket").with("le", bound), now,
                            le < 2.5 ? requests * (1 - slow) : requests);
                }
                appender.append(named(pod, "process_cpu_seconds_total"), now, requests * 0.01);
                appender.commit();
            }
        }

        private static Labels named(Labels labels, String name) {
            return labels.with(Labels.METRIC_NAME, name);
        }
    }

    private void run(int seconds, Pod... pods) {
        for (int i = 1; i <= seconds; i++) {
            time.advance(1_000);
            for (Pod pod : pods) {
                pod.scrape(storage, time.wallMillis(), (time.wallMillis() - 1_790_000_000_000L) * 0.04);
            }
        }
    }

    private Verdict ask(String service, String version) {
        return ((GateAnswer.Judged) gate.ask(GateQuestion.about(service, version))).verdict();
    }

    @Test
    void tellsGoodFromBadFromAbsent() {
        var loaded = CanaryFiles.load(List.of(new CanaryFiles.Source("c.yml", POLICY)), new PromqlSyntax(ParserOptions.STABLE));
        assertThat(loaded.problems()).isEmpty();
        gate.policies(loaded.policies());
        gate.start();
        var good = new Pod("checkout", "2.4.1", 0, 0.001);
        var failing = new Pod("payments", "3.1.0", 0.12, 0.001);
        var slow = new Pod("search", "1.0", 0.01, 0.03);
        ask("checkout", "2.4.1");
        ask("payments", "3.1.0");
        ask("search", "1.0");
        ask("checkout", ".*");
        run(45, good, failing, slow);
        assertThat(ask("checkout", "2.4.1")).isInstanceOf(Verdict.Go.class);
        assertThat(ask("checkout", "2.4.1").reason()).contains("error_rate 0 % <= 5 %", "latency_p99", "traffic 40 req/s >= 10 req/s",
                "cpu_per_request 10 ms <= 100 ms", " requests, ", " points");
        assertThat(ask("payments", "3.1.0")).isInstanceOf(Verdict.NoGo.class);
        assertThat(ask("payments", "3.1.0").reason()).startsWith("error_rate 12 % > 5 %");
        assertThat(ask("search", "1.0")).isInstanceOf(Verdict.NoGo.class);
        assertThat(ask("search", "1.0").reason()).startsWith("latency_p99").contains("> 1000 ms");
        assertThat(ask("checkout", ".*")).as("a version is text, not a pattern").isInstanceOf(Verdict.Pending.class);
        run(260, good);
        assertThat(ask("checkout", ".*")).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(ask("checkout", ".*").reason()).contains("no answer within 5 min", "none of the known request counters exist");
    }
}
