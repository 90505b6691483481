package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.Judge;
import dev.plumbline.analysis.canary.Judgement;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;
import dev.plumbline.daemon.config.canary.JudgeMethod;
import java.util.List;

/**
 * Looks after a canary that was let go: one window after the other, by the same limits and margins on the same minimum of evidence. That there
 * is no data any more is no failure: a canary that was promoted may be gone. Owned by the thread that ticks.
 */
final class Watch {
    private static final long WINDOW_MILLIS = 300_000;
    private static final long INTERVAL_MILLIS = 15_000;
    private final AnalysisRecord.Subject subject;
    private final Policy policy;
    private final List<MetricProbe> probes;
    private final Judge judge;
    private final long sinceMillis;
    private final long intervalMillis;
    private long lookedMillis;
    private boolean historyRead;

    Watch(AnalysisRecord.Subject subject, long nowMillis) {
        this.subject = subject;
        judge = subject.judge();
        Policy judged = subject.judgedBy();
        long atMost = Math.max(window(subject), 2 * judged.minWindowMillis() + 1);
        policy = new Policy(judged.criteria().stream().map(Criterion::holding).toList(), 0, judged.minWindowMillis(), atMost, judged.grouping());
        probes = MetricProbe.forAll(new MetricProbe.Subject(subject.policy(), subject.values(), nowMillis, atMost), List.of());
        intervalMillis = Math.max(INTERVAL_MILLIS, subject.policy().judge().intervalMillis(atMost));
        sinceMillis = nowMillis;
        lookedMillis = nowMillis;
    }

    /** A judge that answers for how often it errs does so once for the whole time, not for each window anew. */
    private static long window(AnalysisRecord.Subject subject) {
        return subject.policy().judge().method().wantsTrails() ? subject.policy().decisionValidForMillis() : WINDOW_MILLIS;
    }

    boolean isOver(long nowMillis) {
        return nowMillis - sinceMillis >= policy.atMostMillis() + lastLookMillis() || nowMillis < sinceMillis;
    }

    /** A judge that answers only once the window is over is asked once more then. */
    private long lastLookMillis() {
        return subject.policy().judge().method() instanceof JudgeMethod.Keptn ? intervalMillis : 0;
    }

    /** Reads on in how the stable version varied before. @return whether all of it is read, or none is wanted: before that nothing is looked at */
    boolean prepare(MetricsSource source) {
        historyRead = historyRead || MetricProbe.readHistory(probes, source);
        return historyRead;
    }

    boolean isDue(long nowMillis) {
        return nowMillis - lookedMillis >= intervalMillis;
    }

    Judgement look(MetricsSource source, long nowMillis) {
        lookedMillis = nowMillis;
        var progress = new Progress(sinceMillis, nowMillis);
        var window = progress.window(policy);
        return judge.judge(policy, progress, subject.evidence(probes.stream().map(p -> p.measure(source, window)).toList()));
    }
}
