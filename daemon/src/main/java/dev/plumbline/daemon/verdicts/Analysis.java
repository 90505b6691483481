package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.Judge;
import dev.plumbline.analysis.canary.Judgement;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One analysis from its first question until nobody asks for it any more. It keeps the policy it started with, whatever is
 * reloaded. One thread at a time ticks it; people may decide meanwhile; any thread may read its state, which changes in one step.
 *
 * <p>What is final is stored before it can be seen. If that fails it stays pending, says why, and the same verdict is stored
 * again later, without measuring: so no verdict that anybody was told ever changes, in this process or the next.
 */
final class Analysis {
    private static final Logger LOG = LoggerFactory.getLogger(Analysis.class);
    private static final long SAVE_MILLIS = 30_000;
    /** How many intervals that were missed are made up for at once, so that no analysis keeps others waiting. */
    private static final int MAX_MADE_UP = 20;
    private static final long LOOK_MILLIS = 5_000;
    private final AnalysisStore store;
    private final Predicate<AnalysisRecord> open;
    private final ReentrantLock changing = new ReentrantLock();
    private Judge judge; // of the thread that ticks
    private List<MetricProbe> probes; // of the thread that ticks
    private final @Nullable TemplateRun template; // of the thread that ticks; null where no template judges
    private long measuredMillis = Long.MIN_VALUE;
    private long lookedMillis = Long.MIN_VALUE / 2; // for the stable version; of the thread that ticks
    private boolean historyRead; // of the thread that ticks
    private @Nullable AnalysisNow waiting; // ended, and not stored yet; of the thread that ticks
    private @Nullable Watch watch;
    private volatile boolean unwatched;
    private boolean changed = true; // since it was stored; guarded by changing
    private long savedMillis = Long.MIN_VALUE; // guarded by changing
    private volatile AnalysisNow now;

    /** What all analyses share; {@code open} tells whether a sink has still to be told something. */
    record Surroundings(AnalysisStore store, Predicate<AnalysisRecord> open) {}

    /** One that goes on where it was when it was stored. */
    static Analysis restored(AnalysisRecord record, Surroundings around) {
        var analysis = new Analysis(record, around);
        analysis.changing.lock();
        try {
            analysis.changed = false;
        } finally {
            analysis.changing.unlock();
        }
        return analysis;
    }

    /** A new one. */
    Analysis(AnalysisRecord record, Surroundings around) {
        store = around.store;
        open = around.open;
        AnalysisRecord.Subject s = record.subject();
        judge = s.judge();
        probes = MetricProbe.forAll(s.measured(), record.inputs());
        template = TemplateRun.of(s);
        historyRead = !record.inputs().isEmpty();
        measuredMillis = historyRead && s.policy().judge().method().wantsTrails() ? record.measuredMillis() : Long.MIN_VALUE;
        now = new AnalysisNow(record, null, null);
    }

    AnalysisNow now() {
        return now;
    }

    AnalysisRecord record() {
        return now.record;
    }

    AnalysisRecord.Subject subject() {
        return now.record.subject();
    }

    AnalysisKey key() {
        return subject().key();
    }

    boolean ended() {
        return !record().isRunning();
    }

    /** Whether it ended so long ago that it does not answer any more. */
    boolean expired(long nowMillis) {
        return nowMillis >= record().untilMillis();
    }

    /**
     * Measures and judges if it is time to; nothing once the verdict is given. A judge that fails holds the verdict back and says why, until the time is over: then
     * there is none.
     */
    void tick(MetricsSource source, long nowMillis) {
        try {
            measure(source, nowMillis);
        } catch (RuntimeException e) {
            String why = "it could not be judged: " + e;
            if (!now.record.verdict().reason().equals(why)) {
                LOG.error("judging {} failed", subject().id(), e);
            }
            failed(why, nowMillis);
        }
    }

    private void failed(String why, long nowMillis) {
        boolean over = new Progress(subject().sinceMillis(), nowMillis).isOver(subject().judgedBy());
        var none = new Judgement(over ? new Verdict.Inconclusive(why) : new Verdict.Pending(why), 0, now.judgement().window(), now.judgement().results());
        goOn(new AnalysisNow(record().judged(nowMillis, record().inputs(), none), none, null));
    }

    private void measure(MetricsSource source, long nowMillis) {
        AnalysisNow next = waiting;
        if (next != null) {
            conclude(next);
        } else if (!ended()) {
            lookForStable(source, nowMillis);
            lookForPast();
            if (template != null) {
                tickByTemplate(template, source, nowMillis);
            } else if (subject().policy().judge().method().wantsTrails()) {
                tickByIntervals(source, nowMillis);
            } else if (isDue(new Progress(subject().sinceMillis(), nowMillis))) {
                goOn(judged(source, new Progress(subject().sinceMillis(), nowMillis)));
            }
        }
    }

    /** Finds what to compare with, where the question did not say; what is not there yet is looked for again. */
    private void lookForStable(MetricsSource source, long nowMillis) {
        AnalysisRecord.Subject s = subject();
        Optional<StableVersion> wanted = StableVersion.wanted(s.policy(), s.values());
        long looked = Math.min(nowMillis, s.sinceMillis() + s.atMostMillis());
        if (wanted.isEmpty() || looked - lookedMillis < LOOK_MILLIS && looked >= lookedMillis) {
            return;
        }
        lookedMillis = looked;
        stable(wanted.get(), source, looked).ifPresent(stable -> {
            AnalysisRecord found = record().comparedWith(stable);
            probes = MetricProbe.forAll(found.subject().measured(), found.inputs());
            historyRead = !found.inputs().isEmpty();
            goOn(new AnalysisNow(found, null, null));
        });
    }

    private Optional<String> stable(StableVersion wanted, MetricsSource source, long atMillis) {
        try {
            return wanted.find(source, atMillis, store.released(subject()));
        } catch (RuntimeException e) {
            LOG.debug("{} finds nothing to compare with", subject().id(), e);
            return Optional.empty();
        }
    }

    /** Finds earlier releases to compare with, once; what is found then stays. */
    private void lookForPast() {
        if (PastReleases.areWanted(subject())) {
            AnalysisRecord found = record().comparedWith(PastReleases.find(store, subject()));
            judge = found.subject().judge();
            goOn(new AnalysisNow(found, null, null));
        }
    }

    private boolean isDue(Progress progress) {
        long at = progress.nowMillis();
        // A clock that was set back must not stop the measuring until it has caught up.
        return measuredMillis == Long.MIN_VALUE || at < measuredMillis || progress.isOver(subject().judgedBy())
                || at - measuredMillis >= subject().intervalMillis();
    }

    /**
     * Measures at the ends of intervals that are laid out from the start, also those that were missed while the daemon was away: so what is judged does not depend on
     * when it was looked at. A clock that was set back is waited for.
     */
    private void tickByIntervals(MetricsSource source, long nowMillis) {
        if (!readHistory(source)) {
            return;
        }
        for (int i = 0; i < MAX_MADE_UP && !ended() && waiting == null; i++) {
            long next = intervalEnd();
            if (next > nowMillis) {
                if (measuredMillis == Long.MIN_VALUE) {
                    Judgement nothing = subject().judge(nowMillis, List.of());
                    goOn(new AnalysisNow(record().judged(nowMillis, List.of(), nothing), nothing, null));
                }
                return;
            }
            goOn(judged(source, new Progress(subject().sinceMillis(), next)));
        }
    }

    /** Takes the measurements that are due, in their order, also those that were missed. */
    private void tickByTemplate(TemplateRun run, MetricsSource source, long nowMillis) {
        for (int i = 0; i < MAX_MADE_UP && !ended() && waiting == null; i++) {
            AnalysisRecord record = record();
            Optional<TemplateRun.Step> step = run.next(record.inputs(), source, nowMillis);
            if (step.isEmpty()) {
                return;
            }
            long at = Math.max(record.measuredMillis(), step.get().atMillis());
            Judgement judgement = subject().judge(judge, at, step.get().inputs());
            goOn(new AnalysisNow(record.judged(at, step.get().inputs(), judgement), judgement, null));
        }
    }

    private long intervalEnd() {
        AnalysisRecord.Subject s = subject();
        long start = s.sinceMillis() + s.policy().judge().warmUpMillis();
        long past = measuredMillis < start ? 0 : (measuredMillis - start) / s.intervalMillis();
        return Math.min(s.sinceMillis() + s.atMostMillis(), start + (past + 1) * s.intervalMillis());
    }

    /** Finds what to compare with, and reads how it varied before; for an analysis of the past, which keeps nobody waiting. */
    void prepare(MetricsSource source) {
        boolean read;
        do {
            lookForStable(source, subject().sinceMillis());
            read = readHistory(source);
        } while (!read);
    }

    /** Reads on in how the stable version varied before. @return whether all of it is read, or none is wanted */
    private boolean readHistory(MetricsSource source) {
        historyRead = historyRead || MetricProbe.readHistory(probes, source);
        return historyRead;
    }

    private AnalysisNow judged(MetricsSource source, Progress progress) {
        AnalysisRecord record = record();
        Policy policy = subject().judgedBy();
        var window = progress.window(policy);
        List<MetricInputs> inputs = record.inputs();
        if (window.lengthMillis() > 0) {
            measuredMillis = progress.nowMillis();
            inputs = probes.stream().map(p -> p.measure(source, window)).toList();
        }
        Judgement judgement = subject().judge(judge, progress.nowMillis(), inputs);
        return new AnalysisNow(record.judged(progress.nowMillis(), inputs, judgement), judgement, null);
    }

    private void goOn(AnalysisNow next) {
        if (!next.record.isRunning()) {
            conclude(next);
            return;
        }
        changing.lock();
        try {
            if (now.record.isRunning()) {
                now = new AnalysisNow(next.record, next.judgement, now.hold);
                changed = true;
            }
        } finally {
            changing.unlock();
        }
    }

    /** What is judged already is not judged again. */
    private void show(AnalysisRecord next, @Nullable String hold) {
        boolean same = next.measuredMillis() == now.record.measuredMillis() && next.inputs().equals(now.record.inputs());
        now = new AnalysisNow(next, same ? now.judgement : null, hold);
    }

    private void conclude(AnalysisNow next) {
        changing.lock();
        try {
            if (now.record.isRunning()) {
                store.end(next.record, next.judgement(), open.test(next.record));
                now = next;
                changed = false;
            }
            waiting = null;
        } catch (RuntimeException e) {
            waiting = next;
            now = new AnalysisNow(now.record, now.judgement, "there is a verdict, which is given when it can be kept: " + e.getMessage());
        } finally {
            changing.unlock();
        }
    }

    private void stored(AnalysisRecord next) {
        show(next, null);
        changed = false;
    }

    /**
     * Changes what is final, stored first.
     *
     * @param change may refuse by an exception; sees the newest state
     * @throws dev.plumbline.model.PlumblineException of kind RESOURCE when it cannot be stored; nothing is changed then
     */
    AnalysisRecord change(UnaryOperator<AnalysisRecord> change) {
        changing.lock();
        try {
            AnalysisRecord before = now.record;
            AnalysisRecord next = change.apply(before);
            if (before.isRunning()) {
                store.end(next, now.judgement(), open.test(next));
            } else {
                store.save(next, open.test(next));
            }
            stored(next);
            return next;
        } finally {
            changing.unlock();
        }
    }

    /** Remembers that sinks were told; stored with the next {@link #keep}. */
    void told(Set<String> marks) {
        changing.lock();
        try {
            show(now.record.told(marks), now.hold);
            changed = true;
        } finally {
            changing.unlock();
        }
    }

    /** Stores what changed: at once what it was never stored with or what is final, else every {@value #SAVE_MILLIS} ms. */
    void keep(long nowMillis) {
        changing.lock();
        try {
            boolean due = savedMillis == Long.MIN_VALUE || ended() || nowMillis - savedMillis >= SAVE_MILLIS || nowMillis < savedMillis
                    || now.hold != null && waiting == null;
            if (!changed || !due) {
                return;
            }
            store.save(now.record, open.test(now.record));
            savedMillis = nowMillis;
            changed = false;
            if (waiting == null) {
                now = new AnalysisNow(now.record, now.judgement, null);
            }
        } catch (RuntimeException e) {
            if (now.record.isRunning() && waiting == null) {
                now = new AnalysisNow(now.record, now.judgement, "the analysis cannot be kept: " + e.getMessage());
            }
        } finally {
            changing.unlock();
        }
    }

    /** Whether what it shows is stored. */
    boolean isKept() {
        changing.lock();
        try {
            return savedMillis != Long.MIN_VALUE || !changed;
        } finally {
            changing.unlock();
        }
    }

    /** Ends the watching: the rollout has gone on to another stage. */
    void unwatch() {
        unwatched = true;
    }

    boolean isWatched(long nowMillis) {
        AnalysisRecord r = record();
        return !unwatched && r.subject().policy().judge().method().looksAfter() && r.late() == null && r.subject().gate() && r.answer() instanceof Verdict.Go && !expired(nowMillis);
    }

    /** Looks whether a canary that was let go fails after all. */
    void watch(MetricsSource source, long nowMillis) {
        if (watch == null || watch.isOver(nowMillis)) {
            watch = new Watch(subject(), nowMillis);
        }
        if (!watch.prepare(source) || !watch.isDue(nowMillis)) {
            return;
        }
        Judgement seen = watch.look(source, nowMillis);
        if (seen.verdict() instanceof Verdict.NoGo failed) {
            change(r -> r.seenLate(new AnalysisRecord.Late(nowMillis, failed.reason())));
        }
    }
}
