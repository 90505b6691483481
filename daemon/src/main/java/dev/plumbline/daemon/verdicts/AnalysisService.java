package dev.plumbline.daemon.verdicts;

import dev.plumbline.daemon.config.canary.CanaryFiles;
import dev.plumbline.daemon.config.canary.JudgeMethod;
import dev.plumbline.daemon.config.canary.PolicyDefinition;
import dev.plumbline.daemon.config.canary.PromqlSyntax;
import dev.plumbline.documents.Filter;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Analyses as people and programs see them beside the gate: started by hand, found again, judged again, canceled, decided. Wrong
 * requests are {@link PlumblineException}s of kind USER. Thread-safe.
 */
public final class AnalysisService {
    private static final int MAX_TEXT = 1_000;
    private static final int MAX_PAST_STEPS = 1_000;
    private static final int MAX_PAST_AT_ONCE = 2;
    private static final int MAX_FOLLOWERS = 100;
    private static final long FOLLOW_MILLIS = 1_000;
    private final GateService gate;
    private final Parts parts;
    private final AtomicInteger followers = new AtomicInteger();
    private final Semaphore past = new Semaphore(MAX_PAST_AT_ONCE);

    record Parts(Clock clock, RandomGenerator random, MetricsSource source, Analyses analyses) {}

    /**
     * What is to be analysed.
     *
     * @param spec a policy of its own, one as an element of {@code policies} in a canary file, as JSON or YAML; empty: one in force
     * @param startMillis empty: now
     * @param endMillis empty: after the stage's time; in the past: judged at once
     * @param keep whether it can be found again; false only for one of the past
     */
    public record Order(GateQuestion question, String spec, OptionalLong startMillis, OptionalLong endMillis, boolean keep) {

        /** One that is kept. */
        public Order(GateQuestion question, String spec, OptionalLong startMillis, OptionalLong endMillis) {
            this(question, spec, startMillis, endMillis, true);
        }
    }

    /** An analysis and whether one that can be found again was made by this call. */
    public record Ordered(AnalysisView view, boolean created) {}

    /** A page of a list; {@code next} is where the one after it begins. */
    public record Listed(List<AnalysisView> views, Optional<String> next) {}

    /** What to list; texts that are empty match all; times are of the start, both inclusive. */
    public record Query(String service, String verdict, long fromMillis, long toMillis, int limit, String after) {}

    /** The evidence as text, its SHA-256, and who signed it: the key's id and the signature in base 64, empty for what is not signed. */
    public record Proof(String text, String sha256, String key, String signature) {}

    /** What judging again from the evidence gave; {@code genuine} when the evidence is as it was signed. */
    public record Replayed(boolean same, String verdict, String reason, int score, String recordedVerdict, String recordedReason,
            int recordedScore, Proof proof, boolean genuine) {}

    AnalysisService(GateService gate, Parts parts) {
        this.gate = gate;
        this.parts = parts;
    }

    /** Starts an analysis, or finds the one that the gate would answer from. One of the past is judged before this returns. */
    public Ordered order(Order order) {
        boolean plain = order.keep && order.spec.isEmpty() && order.startMillis.isEmpty() && order.endMillis.isEmpty();
        Candidate.Known candidate = candidate(order);
        gate.kept();
        if (plain) {
            gate.otherArgs(order.question, candidate.key()).ifPresent(other -> {
                throw PlumblineException.user(other);
            });
        }
        return plain ? ordinary(candidate) : apart(order, candidate);
    }

    private Candidate.Known candidate(Order order) {
        Candidate found;
        if (order.spec.isEmpty()) {
            found = Candidate.of(order.question, gate.policies());
        } else {
            QuestionCheck.problem(order.question).ifPresent(p -> {
                throw PlumblineException.user(p);
            });
            found = Candidate.of(order.question, spec(order.spec));
        }
        return switch (found) {
            case Candidate.Known known -> known;
            case Candidate.Refused(GateAnswer.NotFound(String detail)) -> throw PlumblineException.user(detail);
            case Candidate.Refused(GateAnswer.BadQuestion(String detail)) -> throw PlumblineException.user(detail);
            case Candidate.Refused(GateAnswer.Judged j) -> throw new IllegalStateException("refused and judged: " + j);
        };
    }

    private static PolicyDefinition spec(String text) {
        var loaded = CanaryFiles.load(List.of(new CanaryFiles.Source("spec", "{\"policies\": [" + text + "]}")), new PromqlSyntax(ParserOptions.STABLE));
        if (!loaded.problems().isEmpty()) {
            throw PlumblineException.user("the spec is no policy: " + String.join("; ", loaded.problems().stream().map(Object::toString).toList()));
        }
        return loaded.policies().all().getFirst();
    }

    private Ordered ordinary(Candidate.Known candidate) {
        boolean[] fresh = {parts.analyses.find(candidate.key(), parts.clock.wallMillis()).isEmpty()};
        Analysis started = gate.start(candidate).orElseThrow(() -> PlumblineException.resource(gate.tooMany(), null));
        requireKept(started);
        return new Ordered(view(started), fresh[0]);
    }

    private static void requireKept(Analysis started) {
        if (!started.isKept()) {
            throw PlumblineException.resource("the analysis runs but cannot be kept yet: " + started.now().hold(), null);
        }
    }

    private Ordered apart(Order order, Candidate.Known candidate) {
        long now = parts.clock.wallMillis();
        long start = order.startMillis.orElse(now);
        long end = order.endMillis.orElse(start + candidate.stage().atMostMillis());
        var judge = candidate.policy().judge();
        if (start > now || end <= start + judge.warmUpMillis() + judge.minWindowMillis()) {
            throw PlumblineException.user(start > now ? "start is in the future" : "end must be after start by more than warm_up "
                    + judge.warmUpMillis() / 1000 + " s and min_window " + judge.minWindowMillis() / 1000 + " s together");
        }
        if (start < now && candidate.policy().judge().method() instanceof JudgeMethod.Argo argo && argo.asksWeb()) {
            throw PlumblineException.user("start is past, and template \"" + candidate.policy().name() + "\" has web metrics, which measure the present only; "
                    + "leave start out");
        }
        var subject = new AnalysisRecord.Subject(AnalysisId.next(now, parts.random), candidate.key(), candidate.values(), candidate.policy(),
                candidate.stage(), start, end - start, false, null);
        if (!order.keep && end > now) {
            throw PlumblineException.user("keep is false, but the end is not past: only an analysis of the past is judged without being kept");
        }
        var analysis = new Analysis(AnalysisRecord.begun(subject), around(order));
        return end <= now ? new Ordered(judgePast(analysis, start, end), order.keep) : startApart(analysis, now);
    }

    /** What is not to be kept is stored where nobody looks: it goes the same way as all others. */
    private Analysis.Surroundings around(Order order) {
        return order.keep ? gate.kept().analysis() : new Analysis.Surroundings(gate.kept().store().forgetting(), r -> false);
    }

    private Ordered startApart(Analysis analysis, long now) {
        if (parts.analyses.start(() -> analysis).isEmpty()) {
            throw PlumblineException.resource(gate.tooMany(), null);
        }
        analysis.keep(now);
        requireKept(analysis);
        return new Ordered(view(analysis), true);
    }

    private AnalysisView judgePast(Analysis analysis, long start, long end) {
        if (!past.tryAcquire()) {
            throw PlumblineException.resource(MAX_PAST_AT_ONCE + " analyses of the past are being judged, which is the most; try again", null);
        }
        try {
            analysis.prepare(parts.source);
            long interval = Math.max(analysis.subject().intervalMillis(), (end - start) / MAX_PAST_STEPS);
            for (long t = start + analysis.subject().policy().judge().warmUpMillis() + interval; t < end && !analysis.ended(); t += interval) {
                analysis.tick(parts.source, t);
            }
            for (int i = 0; i < MAX_PAST_STEPS && !analysis.ended(); i++) { // each makes up for so many measurements at most
                analysis.tick(parts.source, end);
            }
            if (!analysis.ended()) {
                throw PlumblineException.resource("the verdict could not be kept: " + analysis.now().verdict().reason(), null);
            }
            return view(analysis);
        } finally {
            past.release();
        }
    }

    /** One analysis, running or ended, as far back as they are kept. */
    public Optional<AnalysisView> find(String id) {
        return analysis(id).map(this::view);
    }

    private Optional<Analysis> analysis(String id) {
        return parts.analyses.find(id).or(() -> gate.kept().store().find(id).map(this::restored));
    }

    private Analysis restored(AnalysisRecord r) {
        return Analysis.restored(r, gate.kept().analysis());
    }

    private AnalysisView view(Analysis a) {
        return new AnalysisView(a.now(), gate.judged(a));
    }

    /** Newest first. */
    public Listed list(Query query) {
        var filters = new ArrayList<Filter>();
        filters.add(new Filter.Time(query.fromMillis, query.toMillis));
        if (!query.service.isEmpty()) {
            filters.add(new Filter.AnyOf("service", query.service));
        }
        if (!query.verdict.isEmpty()) {
            filters.add(new Filter.AnyOf("verdict", query.verdict));
        }
        var found = gate.kept().store().search(filters, query.limit, query.after);
        var views = found.records().stream()
                .map(r -> view(parts.analyses.find(r.subject().id()).orElseGet(() -> restored(r)))).toList();
        return new Listed(views, found.next());
    }

    /** Whoever follows an analysis; called by one thread at a time. */
    public interface Follower {

        /** The state, which has changed since it was taken last. @return whether it was taken; what was not comes again */
        boolean changed(AnalysisView view);

        /** Nothing will change any more. */
        void ended();

        /** Whether nobody listens any more. */
        boolean isGone();
    }

    /**
     * Tells of every change, within a second, until the analysis has ended.
     *
     * @throws PlumblineException of kind USER when there is no such analysis, RESOURCE when too many follow
     */
    public void follow(String id, Follower follower) {
        if (find(id).isEmpty()) {
            throw PlumblineException.user("there is no analysis " + id);
        }
        if (followers.incrementAndGet() > MAX_FOLLOWERS) {
            followers.decrementAndGet();
            throw PlumblineException.resource(MAX_FOLLOWERS + " clients follow analyses, which is the most", null);
        }
        parts.clock.schedule(0, () -> look(id, follower, ""));
    }

    private void look(String id, Follower follower, String before) {
        boolean goesOn = false;
        try {
            Optional<AnalysisView> view = follower.isGone() ? Optional.empty() : find(id);
            if (view.isPresent()) {
                String text = view.get().json();
                boolean taken = !text.equals(before) && follower.changed(view.get());
                goesOn = !view.get().ended() || !taken && !text.equals(before);
                if (goesOn) {
                    parts.clock.schedule(FOLLOW_MILLIS, () -> look(id, follower, taken ? text : before));
                } else {
                    follower.ended();
                }
            }
        } finally {
            if (!goesOn) {
                followers.decrementAndGet();
            }
        }
    }

    /**
     * What to draw of an analysis, for whoever has the address that was given away with its verdict.
     *
     * @return empty when there is no such analysis, the signature is not its own, or there is nothing to draw
     */
    public Optional<DecisiveMetric> picture(String id, String signature) {
        return gate.kept().store().isPictureSignature(id, signature) ? analysis(id).map(Analysis::now).flatMap(now -> DecisiveMetric.of(now.record(), now.judgement())) : Optional.empty();
    }

    /** What the verdict rests on; empty while it runs, or when there is no such analysis. */
    public Optional<Proof> evidence(String id) {
        return gate.kept().store().evidence(id).map(AnalysisService::proof);
    }

    private static Proof proof(AnalysisStore.Signed s) {
        return new Proof(s.kept().text(), s.kept().sha256(), s.key(), s.signature());
    }

    /** Public keys (PEM) of all that ever signed evidence here, by their ids, oldest first. */
    public SequencedMap<String, String> evidenceKeys() {
        return gate.kept().store().keys();
    }

    /** Judges again from the evidence alone. */
    public Optional<Replayed> replay(String id) {
        AnalysisStore store = gate.kept().store();
        return store.evidence(id).map(s -> {
            Evidences.Replay r = Evidences.replay(s.kept().text());
            return new Replayed(r.same(), r.again().verdict().word(), r.again().verdict().reason(), r.again().score(), r.verdict().word(),
                    r.verdict().reason(), r.score(), proof(s), store.isGenuine(s));
        });
    }

    /** Ends an analysis without an answer; nothing is done to the rollout and nobody is told. */
    public AnalysisView cancel(String id, String by, String why) {
        Analysis a = running(id);
        a.change(r -> {
            if (!r.isRunning()) {
                throw PlumblineException.user("analysis " + id + " has ended: " + r.answer().word());
            }
            return r.canceled(parts.clock.wallMillis(), text("by", by), text("why", why));
        });
        return view(a);
    }

    /** Records what a person decided; it is the answer from now on. A go or no-go that was given stays. */
    public AnalysisView decide(String id, Decision given) {
        Analysis a = running(id);
        a.change(r -> {
            String answered = r.answer().word();
            if (answered.equals("go") || answered.equals("no-go")) {
                throw PlumblineException.user("analysis " + id + " has answered " + answered + ", which is final; order a new one for a new decision");
            }
            return r.decided(new Decision(given.verdict().word(), text("by", given.by()), text("why", given.why()), parts.clock.wallMillis()));
        });
        return view(a);
    }

    private Analysis running(String id) {
        return parts.analyses.find(id).orElseThrow(() -> PlumblineException.user("analysis " + id
                + " does not run and does not answer any more; nothing can be decided about it"));
    }

    private static String text(String name, String value) {
        if (value.isBlank() || value.length() > MAX_TEXT) {
            throw PlumblineException.user(name + " is missing or longer than " + MAX_TEXT + " characters; say " + (name.equals("by") ? "who" : "why"));
        }
        return value;
    }
}
