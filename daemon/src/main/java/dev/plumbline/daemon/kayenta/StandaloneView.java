package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.analysis.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A CanaryAnalysisExecutionStatusResponse. */
final class StandaloneView {
    private static final String FEW = "a baseline had fewer than 50 values, which makes the score less certain";
    private final StandaloneAnalysis analysis;
    private final Function<String, Optional<CanaryExecution>> executions;

    /** @param executions finds those that were judged */
    StandaloneView(StandaloneAnalysis analysis, Function<String, Optional<CanaryExecution>> executions) {
        this.analysis = analysis;
        this.executions = executions;
    }

    Value json() {
        var order = analysis.order();
        var by = order.by();
        Progress progress = analysis.progress();
        Members members = progress.show(new Members()).text("executionStatus", progress.status().name()).text("application", by.application())
                .text("user", by.user().isEmpty() ? "anonymous" : by.user()).known("parentPipelineExecutionId", by.parent()).text("pipelineId", analysis.id())
                .value("stageStatus", stages()).value("canaryAnalysisExecutionRequest", order.request()).value("canaryConfig", order.config())
                .known("canaryConfigId", order.configId()).text("metricsAccountName", by.accounts().metrics())
                .text("storageAccountName", by.accounts().storage());
        if (progress.status().isComplete()) {
            members.value("canaryAnalysisExecutionResult", result());
        }
        return members.build();
    }

    private Value stages() {
        var stages = new ArrayList<Value>();
        int windows = analysis.plan().windows().size();
        for (int i = 0; i < windows; i++) {
            boolean done = i < analysis.judged().size();
            boolean next = i == analysis.judged().size() && !analysis.progress().status().isComplete();
            String status = done ? analysis.judged().get(i).status().name() : next ? Status.RUNNING.name() : "NOT_STARTED";
            stages.add(new Members().text("type", "runCanary").text("name", "Run Canary #" + (i + 1)).text("status", status)
                    .known("executionId", done ? analysis.executionId(i) : "").build());
        }
        return new Value.Items(stages);
    }

    private Value result() {
        List<StandaloneAnalysis.Judged> judged = analysis.judged();
        Progress progress = analysis.progress();
        List<Value> scores = judged.stream().filter(j -> !Double.isNaN(j.score())).map(j -> Members.number(j.score())).toList();
        var results = new ArrayList<Value>();
        for (int i = 0; i < judged.size(); i++) {
            int number = i;
            executions.apply(analysis.executionId(i)).ifPresent(e -> results.add(result(e, number)));
        }
        boolean warned = judged.stream().anyMatch(j -> j.fewPoints() || j.held());
        return new Members().flag("didPassThresholds", analysis.passes()).flag("hasWarnings", warned).text("canaryScoreMessage", message())
                .value("canaryScores", new Value.Items(scores)).value("canaryExecutionResults", new Value.Items(results))
                .text("buildTimeIso", Members.iso(progress.builtMillis())).text("startTimeIso", Members.iso(progress.startedMillis()))
                .text("endTimeIso", Members.iso(progress.endedMillis())).build();
    }

    private String message() {
        if (analysis.judged().isEmpty() || Double.isNaN(analysis.judged().getLast().score())) {
            return "there is no final score: " + analysis.progress().exception();
        }
        var last = analysis.judged().getLast();
        var thresholds = analysis.plan().thresholds();
        String score = "the final score is " + JsonText.number(last.score());
        if (last.held()) {
            return score + ", held back for what is not known";
        }
        if (last.score() <= thresholds.marginal()) {
            return score + ", not above the marginal threshold " + JsonText.number(thresholds.marginal());
        }
        String pass = "the pass threshold " + JsonText.number(thresholds.pass());
        return score + (last.score() >= thresholds.pass() ? ", which meets " : ", below ") + pass;
    }

    private Value result(CanaryExecution e, int judgement) {
        StandalonePlan plan = analysis.plan();
        var judged = analysis.judged().get(judgement);
        var warnings = new ArrayList<String>();
        if (judged.fewPoints()) {
            warnings.add(FEW);
        }
        if (judged.held()) {
            warnings.add("the score is held back for what is not known; the reason of the result says for what");
        }
        Progress progress = e.progress();
        Members members = progress.show(new Members()).text("executionId", e.id()).text("executionStatus", progress.status().name()).texts("warnings", warnings)
                .time("judgementStartTime", plan.windowStart(judgement)).time("judgementEndTime", plan.windowEnd(judgement))
                .text("storageAccountName", e.order().by().accounts().storage()).known("configurationAccountName", e.order().by().accounts().configuration());
        e.outcome().ifPresent(o -> members.value("result", e.result(o)).text("metricSetPairListId", e.id()));
        return members.build();
    }
}
