package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.analysis.canary.Judge;
import dev.plumbline.analysis.canary.Judgement;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;
import dev.plumbline.daemon.config.canary.PolicyDefinition;
import dev.plumbline.daemon.config.canary.StageDefinition;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One analysis from its first question to its verdict. It keeps the policy it started with, whatever is reloaded. One
 * thread at a time advances it; any thread may read its state, which changes in one step.
 */
final class Analysis {
    private final String id;
    private final AnalysisKey key;
    private final long sinceMillis;
    private final PolicyDefinition definition;
    private final Policy policy;
    private final Judge judge;
    private final List<MetricProbe> probes;
    private long measuredMillis = Long.MIN_VALUE;
    private volatile State state;

    /** The last judgement and, once it is final, when that was. */
    record State(Judgement judgement, OptionalLong decidedMillis) {
        Verdict verdict() {
            return judgement.verdict();
        }
    }

    /** What is being analysed, and with which values. */
    record Subject(String id, AnalysisKey key, PolicyDefinition definition, StageDefinition stage, Map<String, String> values) {}

    Analysis(Subject subject, Judge judge, long nowMillis) {
        id = subject.id;
        key = subject.key;
        definition = subject.definition;
        sinceMillis = nowMillis;
        policy = definition.at(subject.stage);
        this.judge = judge;
        probes = MetricProbe.forAll(definition.metrics(), definition.canary().render(subject.values), subject.values);
        state = new State(judge.judge(policy, new Progress(nowMillis, nowMillis), List.of()), OptionalLong.empty());
    }

    String id() {
        return id;
    }

    AnalysisKey key() {
        return key;
    }

    long sinceMillis() {
        return sinceMillis;
    }

    State state() {
        return state;
    }

    boolean ended() {
        return state.verdict().ended();
    }

    /** Whether it ended so long ago that it does not answer any more. */
    boolean expired(long nowMillis) {
        OptionalLong decided = state.decidedMillis;
        return decided.isPresent() && nowMillis - decided.getAsLong() >= definition.decisionValidForMillis();
    }

    /** Measures and judges if it is time to; nothing once the verdict is given. */
    void tick(MetricsSource source, long nowMillis) {
        var progress = new Progress(sinceMillis, nowMillis);
        if (ended() || !isDue(progress)) {
            return;
        }
        if (progress.window(policy).lengthMillis() > 0) {
            measuredMillis = nowMillis;
        }
        Judgement judgement = judge.judge(policy, progress, evidence(source, progress));
        state = new State(judgement, judgement.verdict().ended() ? OptionalLong.of(nowMillis) : OptionalLong.empty());
    }

    private boolean isDue(Progress progress) {
        long now = progress.nowMillis();
        // A clock that was set back must not stop the measuring until it has caught up.
        return measuredMillis == Long.MIN_VALUE || now < measuredMillis || progress.isOver(policy)
                || now - measuredMillis >= definition.judge().intervalMillis();
    }

    private List<Evidence> evidence(MetricsSource source, Progress progress) {
        var window = progress.window(policy);
        return window.lengthMillis() == 0 ? List.of() : probes.stream().map(p -> p.measure(source, window)).toList();
    }
}
