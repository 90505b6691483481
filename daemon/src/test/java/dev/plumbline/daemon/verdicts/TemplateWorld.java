package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.canary.CanaryFiles;
import dev.plumbline.daemon.config.canary.PromqlSyntax;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.time.VirtualTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.LongToDoubleFunction;

/** A gauge {@code ratio} that is written every 5 s under virtual time, and a gate over the real engine whose policies are templates. */
final class TemplateWorld {
    static final long START = 1_790_000_000_000L;
    static final int SCRAPE_SECONDS = 5;
    final VirtualTime time = new VirtualTime(START);
    final Documents documents = new InMemoryDocuments();
    private final InMemoryStorage storage = new InMemoryStorage();
    private final String templates;
    private final WebCalls web;
    /** The gauge's value by seconds from the start; nothing is written where it is NaN. */
    LongToDoubleFunction ratio = second -> 0.99;
    GateService gate;

    TemplateWorld(String templates, WebCalls web) {
        this.templates = templates;
        this.web = web;
        gate = begin();
    }

    TemplateWorld(String templates) {
        this(templates, WebCalls.NONE);
    }

    private GateService begin() {
        var made = new GateService(new GateService.Surroundings(time, new Random(3),
                new EngineSource(new Engine(EngineOptions.defaults(), time), storage, web), Optional::empty), GateOptions.DEFAULTS);
        var loaded = CanaryFiles.load(List.of(new CanaryFiles.Source("t.yml", templates)), new PromqlSyntax(ParserOptions.STABLE));
        assertThat(loaded.problems()).isEmpty();
        made.policies(loaded.policies());
        made.start(documents, EvidenceKey.ephemeral(), List.of());
        return made;
    }

    /** As kill -9 and a start after so long: only the documents and the samples are left. */
    void restart(int awaySeconds) {
        gate.stop();
        run(awaySeconds);
        gate = begin();
    }

    /** A template of that name with these metrics; lines of the spec. */
    static String template(String name, String spec) {
        return "apiVersion: argoproj.io/v1alpha1\nkind: AnalysisTemplate\nmetadata: {name: " + name + "}\nspec:\n" + spec.indent(2);
    }

    void run(int seconds) {
        for (int i = 0; i < seconds; i++) {
            time.advance(1_000);
            long second = (time.wallMillis() - START) / 1000;
            double value = ratio.applyAsDouble(second);
            if (second % SCRAPE_SECONDS == 0 && !Double.isNaN(value)) {
                try (var appender = storage.appender()) {
                    appender.append(Labels.of(Labels.METRIC_NAME, "ratio", "service", "checkout", "instance", "a"), time.wallMillis(), value);
                    appender.commit();
                }
            }
        }
    }

    static GateQuestion question(String template) {
        return GateQuestion.about("checkout", "2.0").withPolicy(template);
    }

    GateAnswer.Judged ask(GateQuestion question) {
        assertThat(gate.ask(question)).isInstanceOf(GateAnswer.Judged.class);
        return (GateAnswer.Judged) gate.ask(question);
    }

    GateAnswer.Judged untilDecided(GateQuestion question) {
        GateAnswer.Judged answer = ask(question);
        while (!answer.verdict().ended()) {
            run(1);
            answer = ask(question);
        }
        return answer;
    }

    /** How many seconds after the start of the analysis there was an answer. */
    static long seconds(GateAnswer.Judged answer) {
        OptionalLong decided = answer.decidedMillis();
        return (decided.orElseThrow() - answer.sinceMillis().orElseThrow()) / 1000;
    }

    AnalysisRecord record(GateAnswer.Judged answer) {
        var key = EvidenceKey.ephemeral();
        return new AnalysisStore(documents, key).find(String.valueOf(answer.analysis())).orElseThrow();
    }
}
