package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.analysis.canary.Judge;
import dev.plumbline.analysis.canary.Judgement;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;
import dev.plumbline.analysis.keptn.PastRelease;
import dev.plumbline.daemon.config.canary.JudgeMethod;
import dev.plumbline.daemon.config.canary.MetricDefinition;
import dev.plumbline.daemon.config.canary.PolicyDefinition;
import dev.plumbline.daemon.config.canary.StageDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of an analysis at one moment, and all that is kept of it. Immutable.
 *
 * @param subject what is analysed and by which policy; never changes
 * @param measuredMillis when {@code inputs} were last judged, ms since the epoch
 * @param inputs one for each metric of the policy, or none yet
 * @param state whether and how it ended
 * @param verdict the judge's, pending while it runs; what people decided stands in {@code decisions}
 * @param score 0 to 100
 * @param endedMillis when it ended, empty while it runs
 * @param decisions by people, in order
 * @param late what was seen after a go, null when nothing was
 * @param told which sink has taken which event: {@code event@sink}
 */
record AnalysisRecord(Subject subject, long measuredMillis, List<MetricInputs> inputs, State state, Verdict verdict, int score,
        OptionalLong endedMillis, List<Decision> decisions, @Nullable Late late, Set<String> told) {

    /** Whether and how it ended. */
    enum State { RUNNING, JUDGED, DECIDED, CANCELED }

    /** A failure after a go. */
    record Late(long atMillis, String reason) {}

    /**
     * What is being analysed.
     *
     * @param values for the placeholders of the policy
     * @param atMostMillis how long it may take, from the start
     * @param gate whether it answers the gate; one with a policy of its own or about the past does not
     * @param past earlier releases to compare with, the latest one first; null while they were not looked for
     */
    record Subject(String id, AnalysisKey key, Map<String, String> values, PolicyDefinition policy, StageDefinition stage,
            long sinceMillis, long atMostMillis, boolean gate, @Nullable List<PastRelease> past) {
        Subject {
            values = Map.copyOf(values);
            past = past == null ? null : List.copyOf(past);
        }

        /** A judge for it. */
        Judge judge() {
            return policy.judge().method() instanceof JudgeMethod.Keptn keptn && past != null ? keptn.judge(past) : policy.judge().method().judge();
        }

        Policy judgedBy() {
            return policy.judgedFor(atMostMillis);
        }

        /** How often is measured, in ms. */
        long intervalMillis() {
            return policy.judge().intervalMillis(atMostMillis);
        }

        /** What the probes measure. */
        MetricProbe.Subject measured() {
            return new MetricProbe.Subject(policy, values, sinceMillis, atMostMillis);
        }

        /** Pure: the same inputs always give the same judgement. */
        Judgement judge(long nowMillis, List<MetricInputs> inputs) {
            return judge(judge(), nowMillis, inputs);
        }

        /** As {@link #judge(long, List)}, by a judge that may remember what it was asked before. */
        Judgement judge(Judge judge, long nowMillis, List<MetricInputs> inputs) {
            Judge used = policy.judge().method() instanceof JudgeMethod.Argo argo ? TemplateRun.judge(argo, inputs) : judge;
            return used.judge(judgedBy(), new Progress(sinceMillis, nowMillis), evidence(inputs));
        }

        /** What a judge is given. */
        List<Evidence> evidence(List<MetricInputs> inputs) {
            JudgeMethod method = policy.judge().method();
            if (method instanceof JudgeMethod.Argo argo) {
                return TemplateRun.evidence(argo, inputs);
            }
            String absence = StableVersion.wanted(policy, values).map(StableVersion::absence).orElse("");
            List<MetricDefinition> metrics = policy.judged();
            var evidence = new ArrayList<Evidence>();
            for (int i = 0; i < inputs.size(); i++) {
                evidence.add(inputs.get(i).evidence(metrics.get(i), method, new MetricInputs.Comparison(stage.weight(), absence)));
            }
            return evidence;
        }
    }

    AnalysisRecord {
        inputs = List.copyOf(inputs);
        decisions = List.copyOf(decisions);
        told = Set.copyOf(told);
    }

    static AnalysisRecord begun(Subject subject) {
        Judgement nothing = subject.judge(subject.sinceMillis, List.of());
        return new AnalysisRecord(subject, subject.sinceMillis, List.of(), State.RUNNING, nothing.verdict(), nothing.score(),
                OptionalLong.empty(), List.of(), null, Set.of());
    }

    /** The same, where what it is compared with was found. */
    AnalysisRecord comparedWith(String stable) {
        var values = new HashMap<>(subject.values);
        values.put(StableVersion.NAME, stable);
        return with(new Subject(subject.id, subject.key, values, subject.policy, subject.stage, subject.sinceMillis, subject.atMostMillis, subject.gate,
                subject.past));
    }

    /** The same, where earlier releases were found. */
    AnalysisRecord comparedWith(List<PastRelease> past) {
        return with(new Subject(subject.id, subject.key, subject.values, subject.policy, subject.stage, subject.sinceMillis, subject.atMostMillis, subject.gate,
                past));
    }

    private AnalysisRecord with(Subject found) {
        return new AnalysisRecord(found, measuredMillis, inputs, state, verdict, score, endedMillis, decisions, late, told);
    }

    boolean isRunning() {
        return state == State.RUNNING;
    }

    /** What is answered: the last decision of a person, else the judge's. */
    Verdict answer() {
        return decisions.isEmpty() ? verdict : decisions.getLast().verdict();
    }

    /** When the answer became final. */
    OptionalLong decidedMillis() {
        return decisions.isEmpty() ? endedMillis : OptionalLong.of(decisions.getLast().atMillis());
    }

    /** Until when it answers; the end of time while it runs. */
    long untilMillis() {
        OptionalLong decided = decidedMillis();
        return decided.isEmpty() ? Long.MAX_VALUE : decided.getAsLong() + subject.policy.decisionValidForMillis();
    }

    AnalysisRecord judged(long nowMillis, List<MetricInputs> measured, Judgement judgement) {
        boolean ended = judgement.verdict().ended();
        return new AnalysisRecord(subject, nowMillis, measured, ended ? State.JUDGED : State.RUNNING, judgement.verdict(),
                judgement.score(), ended ? OptionalLong.of(nowMillis) : OptionalLong.empty(), decisions, late, told);
    }

    AnalysisRecord canceled(long nowMillis, String by, String why) {
        return new AnalysisRecord(subject, measuredMillis, inputs, State.CANCELED,
                new Verdict.Inconclusive("canceled by " + by + ": " + why), score, OptionalLong.of(nowMillis), decisions, late, told);
    }

    AnalysisRecord decided(Decision decision) {
        var more = new ArrayList<>(decisions);
        more.add(decision);
        return new AnalysisRecord(subject, measuredMillis, inputs, isRunning() ? State.DECIDED : state, verdict, score,
                isRunning() ? OptionalLong.of(decision.atMillis()) : endedMillis, more, late, told);
    }

    AnalysisRecord seenLate(Late seen) {
        return new AnalysisRecord(subject, measuredMillis, inputs, state, verdict, score, endedMillis, decisions, seen, told);
    }

    AnalysisRecord told(Set<String> more) {
        var all = new TreeSet<>(told);
        all.addAll(more);
        return new AnalysisRecord(subject, measuredMillis, inputs, state, verdict, score, endedMillis, decisions, late, all);
    }
}
