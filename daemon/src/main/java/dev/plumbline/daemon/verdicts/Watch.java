package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.Judge;
import dev.plumbline.analysis.canary.Judgement;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;
import java.util.List;

/**
 * Looks after a canary that was let go: one window after the other, by the same limits on the same minimum of evidence. That there
 * is no data any more is no failure: a canary that was promoted may be gone. Owned by the thread that ticks.
 */
final class Watch {
    private static final long WINDOW_MILLIS = 300_000;
    private static final long INTERVAL_MILLIS = 15_000;
    private final AnalysisRecord.Subject subject;
    private final Policy policy;
    private final List<MetricProbe> probes;
    private final long sinceMillis;
    private long lookedMillis;

    Watch(AnalysisRecord.Subject subject, long nowMillis) {
        this.subject = subject;
        Policy judged = subject.judgedBy();
        policy = new Policy(judged.criteria().stream().map(Criterion::holding).toList(), 0, judged.minWindowMillis(),
                Math.max(WINDOW_MILLIS, 2 * judged.minWindowMillis() + 1));
        probes = MetricProbe.forAll(subject.policy(), subject.values(), List.of());
        sinceMillis = nowMillis;
        lookedMillis = nowMillis;
    }

    boolean isOver(long nowMillis) {
        return nowMillis - sinceMillis >= policy.atMostMillis() || nowMillis < sinceMillis;
    }

    boolean isDue(long nowMillis) {
        return nowMillis - lookedMillis >= Math.max(INTERVAL_MILLIS, subject.policy().judge().intervalMillis());
    }

    Judgement look(MetricsSource source, Judge judge, long nowMillis) {
        lookedMillis = nowMillis;
        var progress = new Progress(sinceMillis, nowMillis);
        var window = progress.window(policy);
        var inputs = probes.stream().map(p -> p.measure(source, window)).toList();
        return judge.judge(policy, progress, MetricInputs.evidence(subject.policy().metrics(), inputs));
    }
}
