package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.canary.Judge;
import dev.plumbline.analysis.canary.ThresholdJudge;
import dev.plumbline.analysis.keptn.Objective;
import dev.plumbline.analysis.keptn.ObjectivesJudge;
import dev.plumbline.analysis.keptn.PastComparison;
import dev.plumbline.analysis.keptn.PastRelease;
import dev.plumbline.analysis.keptn.TotalScore;
import dev.plumbline.analysis.sequential.SequentialJudge;
import dev.plumbline.analysis.sequential.SequentialPlan;
import java.util.List;

/** How a policy's canaries are judged. */
public sealed interface JudgeMethod {

    /** What is used where the file says nothing. */
    JudgeMethod DEFAULT = new Sequential(0.05, false);

    /** As canary files call it. */
    String word();

    /** One that judges so. */
    Judge judge();

    /** Whether evidence must tell interval by interval how it came about, with the baseline's before the release. */
    boolean wantsTrails();

    /** By each metric's value over the window, without control of how often it errs. */
    record Thresholds() implements JudgeMethod {
        private static final Judge JUDGE = new ThresholdJudge();

        @Override
        public String word() {
            return "thresholds";
        }

        @Override
        public Judge judge() {
            return JUDGE;
        }

        @Override
        public boolean wantsTrails() {
            return false;
        }
    }

    /**
     * As soon as the evidence allows, and without erring more often than agreed.
     *
     * @param alpha above 0 and below 0.5
     * @param splitByWeight whether both arms' requests must be split as the stage's weight says before they are compared
     */
    record Sequential(double alpha, boolean splitByWeight) implements JudgeMethod {

        @Override
        public String word() {
            return "sequential";
        }

        @Override
        public Judge judge() {
            return new SequentialJudge(SequentialPlan.of(alpha));
        }

        @Override
        public boolean wantsTrails() {
            return true;
        }
    }

    /**
     * By objectives as Keptn has them, once, at the end of the stage's time.
     *
     * @param objectives one for each metric, in their order and of their names
     */
    record Keptn(List<Objective> objectives, TotalScore.Thresholds thresholds, PastComparison comparison) implements JudgeMethod {
        public Keptn {
            objectives = List.copyOf(objectives);
        }

        @Override
        public String word() {
            return "keptn";
        }

        @Override
        public ObjectivesJudge judge() {
            return judge(List.of());
        }

        /** One that compares with earlier releases, the latest one first. */
        public ObjectivesJudge judge(List<PastRelease> latestFirst) {
            return new ObjectivesJudge(objectives, thresholds, comparison, latestFirst);
        }

        @Override
        public boolean wantsTrails() {
            return false;
        }

        /** Whether any criterion compares with earlier releases. */
        public boolean looksBack() {
            return objectives.stream().anyMatch(o -> o.pass().relative() || o.warning().relative());
        }

        /** What a metric is held to. */
        public Objective objective(String metric) {
            return objectives.stream().filter(o -> o.sli().equals(metric)).findFirst().orElseThrow();
        }
    }
}
