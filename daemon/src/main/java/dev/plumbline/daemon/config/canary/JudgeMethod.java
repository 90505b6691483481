package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.canary.Judge;
import dev.plumbline.analysis.canary.ThresholdJudge;
import dev.plumbline.analysis.kayenta.Mode;
import dev.plumbline.analysis.kayenta.PolicyJudge;
import dev.plumbline.analysis.kayenta.ScoreThresholds;
import dev.plumbline.analysis.sequential.SequentialJudge;
import dev.plumbline.analysis.sequential.SequentialPlan;
import dev.plumbline.daemon.config.kayenta.CanaryDefinition;

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

    /** Whether a canary that was let go is looked after: not by a judge for whom the end of the stable version's series is a finding. */
    default boolean looksAfter() {
        return true;
    }

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
     * By Kayenta's judge and a canary configuration, whose metrics are the policy's; without control of how often it errs.
     *
     * @param definition what the configuration says
     * @param everyMillis how often is judged on the way, for mode compatible; 0: only at the end
     * @param selectorsAdded whether the policy's selectors narrow also the queries that tell the sides apart by themselves
     */
    record Kayenta(KayentaConfiguration configuration, CanaryDefinition definition, ScoreThresholds thresholds, Mode mode, long everyMillis,
            boolean selectorsAdded) implements JudgeMethod {

        /** The same, where the policy's selectors narrow every query: so that arms of any choice can be compared. */
        public Kayenta narrowed() {
            return new Kayenta(configuration, definition, thresholds, mode, everyMillis, true);
        }

        @Override
        public String word() {
            return "kayenta";
        }

        @Override
        public Judge judge() {
            return new PolicyJudge(new PolicyJudge.Rules(definition.config(), thresholds, mode, definition.judge().noData(), everyMillis));
        }

        @Override
        public boolean wantsTrails() {
            return true;
        }

        @Override
        public boolean looksAfter() {
            return false;
        }
    }
}
