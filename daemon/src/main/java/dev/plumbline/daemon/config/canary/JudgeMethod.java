package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.canary.Judge;
import dev.plumbline.analysis.canary.ThresholdJudge;
import dev.plumbline.analysis.sequential.SequentialJudge;
import dev.plumbline.analysis.sequential.SequentialPlan;

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
}
