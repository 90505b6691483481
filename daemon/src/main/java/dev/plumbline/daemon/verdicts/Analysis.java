package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.Judge;
import dev.plumbline.analysis.canary.Judgement;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One analysis from its first question until nobody asks for it any more. It keeps the policy it started with, whatever is
 * reloaded. One thread at a time ticks it; people may decide meanwhile; any thread may read its state, which changes in one step.
 *
 * <p>What is final is stored before it can be seen. If that fails it stays pending, says why, and the same verdict is stored
 * again later, without measuring: so no verdict that anybody was told ever changes, in this process or the next.
 */
final class Analysis {
    private static final long SAVE_MILLIS = 30_000;
    private final Judge judge;
    private final AnalysisStore store;
    private final Predicate<AnalysisRecord> open;
    private final ReentrantLock changing = new ReentrantLock();
    private final List<MetricProbe> probes;
    private long measuredMillis = Long.MIN_VALUE;
    private @Nullable AnalysisRecord waiting; // ended, and not stored yet; of the thread that ticks
    private @Nullable Watch watch;
    private volatile boolean unwatched;
    private boolean changed = true; // since it was stored; guarded by changing
    private long savedMillis = Long.MIN_VALUE; // guarded by changing
    private volatile Now now;

    /** The present state; {@code hold} is why it cannot be kept, null when it can. */
    record Now(AnalysisRecord record, Judgement judgement, @Nullable String hold) {

        /** What is answered. */
        Verdict verdict() {
            return record.isRunning() && hold != null ? new Verdict.Pending(hold) : record.answer();
        }
    }

    /** What all analyses share; {@code open} tells whether a sink has still to be told something. */
    record Surroundings(Judge judge, AnalysisStore store, Predicate<AnalysisRecord> open) {}

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
        judge = around.judge;
        store = around.store;
        open = around.open;
        AnalysisRecord.Subject s = record.subject();
        probes = MetricProbe.forAll(s.policy(), s.values(), record.inputs());
        now = new Now(record, s.judge(judge, record.measuredMillis(), record.inputs()), null);
    }

    Now now() {
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

    /** Measures and judges if it is time to; nothing once the verdict is given. */
    void tick(MetricsSource source, long nowMillis) {
        if (ended()) {
            return;
        }
        AnalysisRecord next = waiting;
        if (next == null) {
            var progress = new Progress(subject().sinceMillis(), nowMillis);
            if (!isDue(progress)) {
                return;
            }
            next = judged(source, progress);
        }
        if (next.isRunning()) {
            goOn(next);
        } else {
            conclude(next);
        }
    }

    private boolean isDue(Progress progress) {
        long at = progress.nowMillis();
        // A clock that was set back must not stop the measuring until it has caught up.
        return measuredMillis == Long.MIN_VALUE || at < measuredMillis || progress.isOver(subject().judgedBy())
                || at - measuredMillis >= subject().policy().judge().intervalMillis();
    }

    private AnalysisRecord judged(MetricsSource source, Progress progress) {
        AnalysisRecord record = record();
        Policy policy = subject().judgedBy();
        var window = progress.window(policy);
        List<MetricInputs> inputs = record.inputs();
        if (window.lengthMillis() > 0) {
            measuredMillis = progress.nowMillis();
            inputs = probes.stream().map(p -> p.measure(source, window)).toList();
        }
        return record.judged(progress.nowMillis(), inputs, subject().judge(judge, progress.nowMillis(), inputs));
    }

    private void goOn(AnalysisRecord next) {
        changing.lock();
        try {
            if (now.record.isRunning()) {
                show(next, now.hold);
                changed = true;
            }
        } finally {
            changing.unlock();
        }
    }

    private void show(AnalysisRecord next, @Nullable String hold) {
        now = new Now(next, next.subject().judge(judge, next.measuredMillis(), next.inputs()), hold);
    }

    private void conclude(AnalysisRecord next) {
        changing.lock();
        try {
            if (now.record.isRunning()) {
                store.end(next, open.test(next));
                stored(next);
            }
            waiting = null;
        } catch (RuntimeException e) {
            waiting = next;
            now = new Now(now.record, now.judgement, "there is a verdict, which is given when it can be kept: " + e.getMessage());
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
                store.end(next, open.test(next));
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
                now = new Now(now.record, now.judgement, null);
            }
        } catch (RuntimeException e) {
            if (now.record.isRunning() && waiting == null) {
                now = new Now(now.record, now.judgement, "the analysis cannot be kept: " + e.getMessage());
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
        return !unwatched && r.late() == null && r.subject().gate() && r.answer() instanceof Verdict.Go && !expired(nowMillis);
    }

    /** Looks whether a canary that was let go fails after all. */
    void watch(MetricsSource source, long nowMillis) {
        if (watch == null || watch.isOver(nowMillis)) {
            watch = new Watch(subject(), nowMillis);
        }
        if (!watch.isDue(nowMillis)) {
            return;
        }
        Judgement seen = watch.look(source, judge, nowMillis);
        if (seen.verdict() instanceof Verdict.NoGo failed) {
            change(r -> r.seenLate(new AnalysisRecord.Late(nowMillis, failed.reason())));
        }
    }
}
