package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.canary.CanaryFiles;
import dev.plumbline.daemon.config.canary.Policies;
import dev.plumbline.daemon.config.canary.PromqlSyntax;
import dev.plumbline.documents.Documents;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A gate that can be killed and made again over the same documents, with a canary that serves 60 requests a second. */
final class GateWorld {
    static final String POLICY = """
            policies:
            - name: web
              match: {namespace: shop, service: checkout}
              canary: '{service="{{service}}", version="{{version}}"}'
              stages: [{weight: 5, at_most: 5m}, {weight: 25, at_most: 10m}]
              metrics:
              - {name: error_rate, signal: error_rate, fail_above: 5%}
              judge: {method: thresholds, min_requests: 200, warm_up: 5s}
              decision_valid_for: 1h
              rollout: {kind: argo, name: checkout}
              on:
                go: {rollout: promote, notify: [releases]}
                no_go: {rollout: abort, notify: [oncall]}
            """;
    static final GateQuestion CHECKOUT = GateQuestion.about("checkout", "2.4.1");
    static final long START = 1_790_000_000_000L;

    final VirtualTime time = new VirtualTime(START);
    final ScriptedSource source = new ScriptedSource();
    final FailingDocuments documents = new FailingDocuments();
    final Recorder sink = new Recorder();
    double errors = 0.002;
    Optional<String> doubt = Optional.empty();
    GateService gate;

    /** Remembers what it was told, and fails when told to. */
    static final class Recorder implements VerdictSink {
        final List<VerdictEvent> events = new ArrayList<>();
        boolean fails;

        @Override
        public String name() {
            return "recorder";
        }

        @Override
        public void accept(VerdictEvent event) {
            if (fails) {
                throw new IllegalStateException("the outbox is full");
            }
            events.add(event);
        }

        List<String> ids() {
            return events.stream().map(e -> e.id().substring(e.id().indexOf('/') + 1)).toList();
        }
    }

    GateWorld() {
        source.number("count(http_requests_total", 3);
        source.on("5..", t -> ScriptedSource.counter(t, x -> (x - START) * 0.06 * errors));
        source.on("http_requests_total{", t -> ScriptedSource.counter(t, x -> (x - START) * 0.06));
        gate = begin(documents, EvidenceKey.ephemeral());
    }

    private GateService begin(Documents kept, EvidenceKey key) {
        var made = new GateService(new GateService.Surroundings(time, new Random(time.wallMillis()), source, () -> doubt),
                new GateOptions(200, 10_000, 1_000, "https://p/", "https://api"));
        made.policies(policies(POLICY));
        made.start(kept, key, List.of(sink));
        return made;
    }

    /** As kill -9 and a start: only the documents are left. */
    void restart() {
        restart(documents, EvidenceKey.ephemeral());
    }

    /** As {@link #restart()}, with other documents and another key. */
    void restart(Documents kept, EvidenceKey key) {
        gate.stop();
        gate = begin(kept, key);
    }

    static Policies policies(String text) {
        var loaded = CanaryFiles.load(List.of(new CanaryFiles.Source("c.yml", text)), new PromqlSyntax(ParserOptions.STABLE));
        assertThat(loaded.problems()).isEmpty();
        return loaded.policies();
    }

    GateAnswer.Judged ask() {
        return ask(CHECKOUT);
    }

    GateAnswer.Judged ask(GateQuestion question) {
        return (GateAnswer.Judged) gate.ask(question);
    }

    String word() {
        return ask().verdict().word();
    }
}
