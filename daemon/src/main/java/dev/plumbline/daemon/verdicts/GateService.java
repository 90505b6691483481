package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.Judge;
import dev.plumbline.analysis.canary.ThresholdJudge;
import dev.plumbline.daemon.config.canary.Policies;
import dev.plumbline.daemon.config.canary.PolicyDefinition;
import dev.plumbline.daemon.config.canary.StageDefinition;
import dev.plumbline.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Go or no-go. The first question for an analysis starts it; {@link #tick} measures and judges; questions are answered
 * from the last judgement and cost no query. A verdict is final: it answers for the policy's {@code decision_valid_for}, then the
 * next question starts a new analysis. Policies may be swapped at any time; analyses that run keep those they started with.
 *
 * <p>Thread-safe. Ticks of several threads do not overlap. Times are wall times, since they select samples: when the wall
 * clock jumps ahead an analysis may end early, as inconclusive; it never passes by that, for evidence is counted.
 */
public final class GateService {
    private final Clock clock;
    private final RandomGenerator random;
    private final MetricsSource source;
    private final Supplier<Optional<String>> notReady;
    private final GateOptions options;
    private final Analyses analyses;
    private final Judge judge = new ThresholdJudge();
    private final ReentrantLock ticking = new ReentrantLock();
    private volatile Policies policies = Policies.NONE;
    private volatile Clock.@Nullable Timer timer;
    private volatile boolean stopped;

    /** What the gate needs from outside. */
    public record Surroundings(Clock clock, RandomGenerator random, MetricsSource source, Supplier<Optional<String>> notReady) {}

    /**
     * A gate without policies; nothing ticks until {@link #start}.
     *
     * @param around {@code random} for names of analyses, used under a lock; {@code notReady} says why nothing can be
     *     measured at present (starting, store not readable), empty when all is well; must not block
     */
    public GateService(Surroundings around, GateOptions options) {
        clock = around.clock;
        random = around.random;
        source = around.source;
        notReady = around.notReady;
        this.options = options;
        analyses = new Analyses(options.maxRunning(), options.maxKept());
    }

    /** Puts policies in force, all at once, for questions from now on. */
    public void policies(Policies loaded) {
        policies = loaded;
    }

    /** Lets the clock call {@link #tick} every {@code tickMillis} until {@link #stop}. */
    public void start() {
        timer = clock.schedule(options.tickMillis(), this::tickAndGoOn);
    }

    private void tickAndGoOn() {
        try {
            if (!stopped) {
                tick();
            }
        } finally {
            if (!stopped) {
                start();
            }
        }
    }

    /** Ends the ticking; a tick that runs is not waited for. */
    public void stop() {
        stopped = true;
        Clock.Timer waiting = timer;
        if (waiting != null) {
            waiting.cancel();
        }
    }

    /** Measures and judges what is due, and forgets what does not answer any more. Asks the source; may block. */
    public void tick() {
        if (!ticking.tryLock()) {
            return;
        }
        try {
            if (notReady.get().isEmpty()) {
                analyses.running().forEach(a -> a.tick(source, clock.wallMillis()));
            }
            analyses.expire(clock.wallMillis());
        } finally {
            ticking.unlock();
        }
    }

    /** Answers, and starts the analysis if there is none yet. Never blocks on a query. */
    public GateAnswer ask(GateQuestion question) {
        return answer(question, true);
    }

    /** Answers as {@link #ask} does but starts nothing; for HEAD. */
    public GateAnswer peek(GateQuestion question) {
        return answer(question, false);
    }

    private GateAnswer answer(GateQuestion q, boolean mayStart) {
        Optional<String> problem = QuestionCheck.problem(q);
        if (problem.isPresent()) {
            return new GateAnswer.BadQuestion(problem.get());
        }
        return switch (policies.find(q.namespace(), q.service(), q.policy())) {
            case Policies.Found.None none -> new GateAnswer.NotFound(none.message());
            case Policies.Found.Several several -> new GateAnswer.BadQuestion(several.message());
            case Policies.Found.One one -> answer(q.withNamespace(one.namespace()), one.policy(), mayStart);
        };
    }

    private GateAnswer answer(GateQuestion q, PolicyDefinition policy, boolean mayStart) {
        Optional<StageDefinition> stage = policy.stage(q.stage());
        if (stage.isEmpty()) {
            return new GateAnswer.NotFound("policy \"" + policy.name() + "\" has no stage \"" + q.stage() + "\"; it has "
                    + policy.stageNames());
        }
        Map<String, String> values = values(q, policy, stage.get());
        Optional<String> missing = missing(policy, values);
        if (missing.isPresent()) {
            return new GateAnswer.BadQuestion(missing.get());
        }
        var key = new AnalysisKey(q.namespace(), q.service(), q.version(), q.revision(), stage.get().name(), policy.name());
        return answer(new Candidate(key, policy, stage.get(), values), mayStart);
    }

    private record Candidate(AnalysisKey key, PolicyDefinition policy, StageDefinition stage, Map<String, String> values) {}

    private GateAnswer answer(Candidate c, boolean mayStart) {
        long now = clock.wallMillis();
        Optional<Analysis> known = analyses.find(c.key, now);
        Optional<String> doubt = notReady.get();
        if (doubt.isPresent() && (known.isEmpty() || !known.get().ended())) {
            return waiting(c.key, known, doubt.get());
        }
        if (known.isPresent()) {
            return judged(known.get());
        }
        if (!mayStart) {
            return waiting(c.key, known, "no analysis runs for this question; a GET starts one");
        }
        return analyses.findOrStart(c.key, now, () -> begin(c, now)).map(this::judged)
                .orElseGet(() -> waiting(c.key, known, options.maxRunning() + " analyses run already, which is the most (max_running); "
                        + "this one starts when another has ended"));
    }

    private Analysis begin(Candidate c, long now) {
        var subject = new Analysis.Subject(AnalysisId.next(now, random), c.key, c.policy, c.stage, c.values);
        return new Analysis(subject, judge, now);
    }

    private static Map<String, String> values(GateQuestion q, PolicyDefinition policy, StageDefinition stage) {
        var values = new HashMap<String, String>();
        values.put("service", q.service());
        values.put("version", q.version());
        values.put("stage", stage.name());
        putIfGiven(values, "namespace", q.namespace());
        putIfGiven(values, "stable", q.stable());
        putIfGiven(values, "revision", q.revision());
        policy.args().forEach((name, value) -> values.put("args." + name, value));
        return Map.copyOf(values);
    }

    private static void putIfGiven(Map<String, String> values, String name, String value) {
        if (!value.isEmpty()) {
            values.put(name, value);
        }
    }

    /** What the policy's queries need and the question does not give. */
    private static Optional<String> missing(PolicyDefinition policy, Map<String, String> values) {
        for (String name : policy.placeholders()) {
            if (!name.equals("selector") && !name.equals("window") && !values.containsKey(name)) {
                return Optional.of(name + " is missing: policy \"" + policy.name() + "\" uses {{" + name + "}}, add " + name + "=");
            }
        }
        return Optional.empty();
    }

    private GateAnswer.Judged judged(Analysis a) {
        Analysis.State state = a.state();
        return new GateAnswer.Judged(state.verdict(), a.id(), a.key(), state.judgement().score(), OptionalLong.of(a.sinceMillis()),
                state.decidedMillis(), reportUrl(a));
    }

    private GateAnswer.Judged waiting(AnalysisKey key, Optional<Analysis> known, String reason) {
        return new GateAnswer.Judged(new Verdict.Pending(reason), known.map(Analysis::id).orElse(null), key, 0,
                known.map(a -> OptionalLong.of(a.sinceMillis())).orElse(OptionalLong.empty()), OptionalLong.empty(), null);
    }

    private @Nullable String reportUrl(Analysis a) {
        return options.reportUrlPrefix() == null ? null : options.reportUrlPrefix() + a.id();
    }

    /** The last state of every analysis that is known, in order of their start; with what each verdict rests on. */
    public List<Report> reports() {
        return analyses.all().stream().map(a -> new Report(judged(a), a.state().judgement())).toList();
    }
}
