package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.argo.MeasurementCounts;
import dev.plumbline.analysis.argo.RunAssessment;
import dev.plumbline.analysis.argo.RunJudge;
import dev.plumbline.analysis.canary.Judge;
import dev.plumbline.analysis.canary.ThresholdJudge;
import dev.plumbline.analysis.kayenta.Mode;
import dev.plumbline.analysis.kayenta.PolicyJudge;
import dev.plumbline.analysis.kayenta.ScoreThresholds;
import dev.plumbline.analysis.keptn.Objective;
import dev.plumbline.analysis.keptn.ObjectivesJudge;
import dev.plumbline.analysis.keptn.PastComparison;
import dev.plumbline.analysis.keptn.PastRelease;
import dev.plumbline.analysis.keptn.TotalScore;
import dev.plumbline.analysis.sequential.SequentialJudge;
import dev.plumbline.analysis.sequential.SequentialPlan;
import dev.plumbline.daemon.config.kayenta.CanaryDefinition;
import java.util.ArrayList;
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
     * By the counted measurements of an Argo AnalysisTemplate.
     *
     * @param metrics as they are measured; none while arguments are open
     */
    record Argo(ArgoTemplate template, List<ArgoMetric> metrics) implements JudgeMethod {
        public Argo {
            metrics = List.copyOf(metrics);
        }

        @Override
        public String word() {
            return "argo";
        }

        /** Whether a metric is measured over HTTP, which only the present can be. */
        public boolean asksWeb() {
            return metrics.stream().anyMatch(m -> m.provider() instanceof ArgoProvider.Web);
        }

        /** One that knows of no measurement yet. */
        @Override
        public Judge judge() {
            return judge(List.of());
        }

        /** One that knows so many measurements of each metric, in their order; of those that are left out, none. */
        public Judge judge(List<MeasurementCounts> counts) {
            var counted = new ArrayList<RunAssessment.Metric>();
            for (int i = 0; i < metrics.size(); i++) {
                ArgoMetric m = metrics.get(i);
                counted.add(new RunAssessment.Metric(m.name(), m.limits(), i < counts.size() ? counts.get(i) : MeasurementCounts.NONE, m.dryRun()));
            }
            return new RunJudge(counted);
        }

        @Override
        public boolean wantsTrails() {
            return false;
        }

        @Override
        public boolean looksAfter() {
            return false;
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
