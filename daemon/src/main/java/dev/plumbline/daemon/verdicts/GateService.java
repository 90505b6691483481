package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.config.canary.Policies;
import dev.plumbline.daemon.config.canary.PolicyDefinition;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Go or no-go. The first question for an analysis starts it; {@link #tick} measures and judges; questions are answered
 * from the last judgement and cost no query. A verdict is final, and stored before it is given: it answers for the policy's
 * {@code decision_valid_for}, over restarts, then the next question starts a new analysis. Policies may be swapped at any time;
 * analyses that run keep those they started with. While a freeze lasts the answer is no-go and the analysis goes on behind it.
 *
 * <p>Thread-safe. Ticks of several threads do not overlap. Times are wall times, since they select samples: when the wall
 * clock jumps ahead an analysis may end early, as inconclusive; it never passes by that, for evidence is counted.
 */
public final class GateService {
    private static final Logger LOG = LoggerFactory.getLogger(GateService.class);
    private final Clock clock;
    private final RandomGenerator random;
    private final MetricsSource source;
    private final Supplier<Optional<String>> notReady;
    private final GateOptions options;
    private final Analyses analyses;
    private final Freezes freezes;
    private final AnalysisService service;
    private final ReentrantLock ticking = new ReentrantLock();
    private volatile Policies policies = Policies.NONE;
    private volatile Clock.@Nullable Timer timer;
    private volatile boolean stopped;
    private volatile @Nullable Kept kept;
    private volatile String unread = "the daemon is starting; its analyses are not read yet";

    /** What the gate needs from outside. */
    public record Surroundings(Clock clock, RandomGenerator random, MetricsSource source, Supplier<Optional<String>> notReady) {}

    /** What there is once the documents were read. */
    record Kept(Analysis.Surroundings analysis, AnalysisStore store, AnalysisRunner runner) {}

    /**
     * A gate without policies; nothing ticks until {@link #start}.
     *
     * @param around {@code random} for names of analyses; {@code notReady} says why nothing can be
     *     measured at present (starting, store not readable), empty when all is well; must not block
     */
    public GateService(Surroundings around, GateOptions options) {
        clock = around.clock;
        random = around.random;
        source = around.source;
        notReady = around.notReady;
        this.options = options;
        analyses = new Analyses(options.maxRunning(), options.maxKept());
        freezes = new Freezes(clock, random);
        service = new AnalysisService(this, new AnalysisService.Parts(clock, random, source, analyses));
    }

    /** Puts policies in force, all at once, for questions from now on. */
    public void policies(Policies loaded) {
        policies = loaded;
    }

    /** The policies in force. */
    public Policies policies() {
        return policies;
    }

    /** Change freezes. */
    public Freezes freezes() {
        return freezes;
    }

    /** Why changes of an analysis' service are frozen at present; empty when they are not, or there is no such analysis. */
    public Optional<String> frozen(String analysis) {
        Optional<Analysis> known = analyses.find(analysis);
        return known.map(Analysis::key).or(() -> kept().store().find(analysis).map(r -> r.subject().key())).flatMap(freezes::reason);
    }

    /** Analyses as people and programs see them, beside the gate. */
    public AnalysisService analyses() {
        return service;
    }

    /** Like {@link #start(Documents, EvidenceKey, List)}, with nothing that outlives the process and nobody told. */
    public void start() {
        start(new InMemoryDocuments(), EvidenceKey.ephemeral(), List.of());
    }

    /**
     * Reads what is kept, goes on with it, and lets the clock call {@link #tick} until {@link #stop}. While the documents cannot
     * be read questions are answered pending with that reason, and every tick tries again.
     *
     * @param key signs evidence
     * @param sinks told of every verdict; names unique
     */
    public void start(Documents documents, EvidenceKey key, List<VerdictSink> sinks) {
        var store = new AnalysisStore(documents, key);
        restore(documents, store, sinks);
        schedule(documents, store, List.copyOf(sinks));
    }

    private void schedule(Documents documents, AnalysisStore store, List<VerdictSink> sinks) {
        timer = clock.schedule(options.tickMillis(), () -> {
            try {
                if (!stopped && kept == null) {
                    restore(documents, store, sinks);
                }
                if (!stopped) {
                    tick();
                }
            } finally {
                if (!stopped) {
                    schedule(documents, store, sinks);
                }
            }
        });
    }

    private void restore(Documents documents, AnalysisStore store, List<VerdictSink> sinks) {
        ticking.lock();
        try {
            store.publishKey(clock.wallMillis());
            var around = new Analysis.Surroundings(store, r -> Events.isOpen(r, sinks));
            var records = store.unfinished(clock.wallMillis(), GateService::skipDamaged);
            freezes.restore(documents);
            records.forEach(r -> analyses.restore(Analysis.restored(r, around)));
            var events = new Events(options, store);
            kept = new Kept(around, store, new AnalysisRunner(
                    new AnalysisRunner.Parts(clock, source, options, analyses, store, events, sinks)));
        } catch (RuntimeException e) {
            unread = "the analyses that were kept cannot be read: " + e.getMessage();
            LOG.error("{}", unread);
        } finally {
            ticking.unlock();
        }
    }

    private static boolean skipDamaged(PlumblineException e) {
        LOG.error("{}; it is left out", e.getMessage());
        return true;
    }

    /** @throws PlumblineException of kind RESOURCE before the documents were read */
    Kept kept() {
        Kept now = kept;
        if (now == null) {
            throw PlumblineException.resource(unread, null);
        }
        return now;
    }

    /** Ends the ticking; a tick that runs is not waited for. */
    public void stop() {
        stopped = true;
        Clock.Timer waiting = timer;
        if (waiting != null) {
            waiting.cancel();
        }
    }

    /** Measures and judges what is due, tells who is to be told, and stores it. Asks the source; may block. */
    public void tick() {
        Kept now = kept;
        if (now == null || !ticking.tryLock()) {
            return;
        }
        try {
            now.runner.tick(notReady.get().isEmpty());
        } finally {
            ticking.unlock();
        }
    }

    private Optional<String> doubt() {
        return kept == null ? notReady.get().or(() -> Optional.of(unread)) : notReady.get();
    }

    /** Answers, and starts the analysis if there is none yet. Never blocks on a query; a start is stored. */
    public GateAnswer ask(GateQuestion question) {
        return answer(question, c -> Optional.of(start(c).map(this::judged).orElseGet(() -> waiting(c.key(), Optional.empty(), tooMany())))).orElseThrow();
    }

    /** Answers as {@link #ask} does but starts nothing; for HEAD. */
    public GateAnswer peek(GateQuestion question) {
        return answer(question, c -> Optional.of(waiting(c.key(), Optional.empty(), "no analysis runs for this question; a GET starts one"))).orElseThrow();
    }

    /** Answers as {@link #ask} does where nothing is to be started and stored for it; without waiting for anything. */
    public Optional<GateAnswer> askAtOnce(GateQuestion question) {
        return answer(question, c -> Optional.empty());
    }

    /** @param none answers where no analysis does */
    private Optional<GateAnswer> answer(GateQuestion q, Function<Candidate.Known, Optional<GateAnswer.Judged>> none) {
        return switch (Candidate.of(q, policies)) {
            case Candidate.Refused refused -> Optional.of(refused.answer());
            case Candidate.Known known -> {
                Optional<String> other = otherArgs(q, known.key());
                if (other.isPresent()) {
                    yield Optional.of(new GateAnswer.BadQuestion(other.get()));
                }
                yield present(known).or(() -> none.apply(known)).map(real -> freezes.reason(known.key()).map(real::frozen).orElse(real));
            }
        };
    }

    /** Why the analysis that would answer is about other arguments; empty when it is not, or there is none. */
    Optional<String> otherArgs(GateQuestion q, AnalysisKey key) {
        return q.args().isEmpty() ? Optional.empty() : analyses.find(key, clock.wallMillis()).flatMap(a -> Candidate.otherArgs(q, a.subject()));
    }

    private Optional<GateAnswer.Judged> present(Candidate.Known c) {
        Optional<Analysis> known = analyses.find(c.key(), clock.wallMillis());
        Optional<String> doubt = doubt();
        if (doubt.isPresent() && (known.isEmpty() || !known.get().ended())) {
            return Optional.of(waiting(c.key(), known, doubt.get()));
        }
        return known.map(this::judged);
    }

    String tooMany() {
        return options.maxRunning() + " analyses run already, which is the most (max_running); this one starts when another has ended";
    }

    /** The analysis that answers, or a new one that is stored unless its state says otherwise; empty when too many run. */
    Optional<Analysis> start(Candidate.Known c) {
        long now = clock.wallMillis();
        Optional<Analysis> started = analyses.findOrStart(c.key(), now, () -> {
            var subject = new AnalysisRecord.Subject(AnalysisId.next(now, random), c.key(), c.values(), c.policy(), c.stage(), now,
                    c.stage().atMostMillis(), true, null);
            return new Analysis(AnalysisRecord.begun(subject), kept().analysis);
        });
        started.filter(a -> !a.isKept()).ifPresent(a -> a.keep(now));
        return started;
    }

    GateAnswer.Judged judged(Analysis a) {
        AnalysisNow state = a.now();
        AnalysisRecord r = state.record();
        Verdict verdict = r.subject().policy().dryRun() ? dryRun(r.subject().policy(), state.verdict()) : state.verdict();
        return new GateAnswer.Judged(verdict, r.subject().id(), r.subject().key(), r.score(), OptionalLong.of(r.subject().sinceMillis()),
                r.decidedMillis(), reportUrl(r), late(a));
    }

    private static Verdict dryRun(PolicyDefinition policy, Verdict truth) {
        return new Verdict.Go("dry run of policy " + policy.name() + ", which answers go whatever is found; "
                + (truth.ended() ? "it is " : "so far it is ") + truth.word() + ": " + truth.reason());
    }

    /** What was seen late, of this release at this or another stage. */
    private @Nullable String late(Analysis a) {
        long now = clock.wallMillis();
        var seen = new ArrayList<>(analyses.otherStages(a.key()));
        seen.add(a);
        String text = seen.stream().filter(o -> o.record().late() != null && !o.expired(now))
                .map(o -> "stage " + o.key().stage() + ": " + Objects.requireNonNull(o.record().late()).reason())
                .collect(Collectors.joining("; "));
        return text.isEmpty() ? null : text;
    }

    private GateAnswer.Judged waiting(AnalysisKey key, Optional<Analysis> known, String reason) {
        return new GateAnswer.Judged(new Verdict.Pending(reason), known.map(a -> a.subject().id()).orElse(null), key, 0,
                known.map(a -> OptionalLong.of(a.subject().sinceMillis())).orElse(OptionalLong.empty()), OptionalLong.empty(), null, null);
    }

    private @Nullable String reportUrl(AnalysisRecord r) {
        return options.reportUrlPrefix() == null ? null : options.reportUrlPrefix() + r.subject().id();
    }

    /** The last state of every analysis that answers, in order of their start; with what each verdict rests on. */
    public List<Report> reports() {
        return analyses.answering().stream().map(a -> new Report(judged(a), a.now()::judgement)).toList();
    }
}
