package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.kayenta.RepeatedJudgement;
import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.daemon.config.kayenta.JsonPart;
import dev.plumbline.documents.Document;
import java.util.ArrayList;
import java.util.List;

/**
 * A standalone analysis under way: judges each window once it is over. A score that is not above the marginal threshold ends it as
 * terminal, unless it is only held back for what is not known: the next window may know more.
 */
record StandaloneJob(StandaloneAnalysis analysis, ExecutionJob.Surroundings around) implements Job {

    @Override
    public String id() {
        return analysis.id();
    }

    @Override
    public long dueMillis() {
        return analysis.plan().windowEnd(analysis.judged().size());
    }

    @Override
    public Step advance() {
        long now = around.clock().wallMillis();
        int window = analysis.judged().size();
        StandalonePlan plan = analysis.plan();
        Order order = analysis.order();
        var siteLocal = new JsonPart("request", order.request()).at("siteLocal").value();
        var child = CanaryExecution.begun(analysis.executionId(window), order.of(plan.request(window, siteLocal)), now);
        Step judged = new ExecutionJob(child, around).completed();
        CanaryExecution execution = ((ExecutionJob) judged.next()).execution();
        var results = new ArrayList<>(judged.results());
        results.add(execution.document());
        var one = StandaloneAnalysis.Judged.of(execution);
        Progress then = progress(one, execution, plan, window + 1 == plan.windows().size());
        return new Step(new StandaloneJob(analysis.with(one, then), around), results);
    }

    private Progress progress(StandaloneAnalysis.Judged one, CanaryExecution execution, StandalonePlan plan, boolean last) {
        Progress so = analysis.progress();
        long now = around.clock().wallMillis();
        if (one.status() != Status.SUCCEEDED) {
            return so.ended(Status.TERMINAL, execution.id() + " could not be judged: " + execution.progress().exception(), now);
        }
        if (!one.held() && RepeatedJudgement.stops(one.score(), plan.thresholds())) {
            return so.ended(Status.TERMINAL, execution.id() + " has score " + JsonText.number(one.score()) + ", which is not above the marginal threshold "
                    + JsonText.number(plan.thresholds().marginal()), now);
        }
        return last ? so.ended(Status.SUCCEEDED, "", now) : so;
    }

    @Override
    public Step ended(Status how, String why) {
        return new Step(new StandaloneJob(analysis.ended(how, why, around.clock().wallMillis()), around), List.of());
    }

    @Override
    public boolean isComplete() {
        return analysis.progress().status().isComplete();
    }

    @Override
    public Document document() {
        return analysis.document();
    }
}
