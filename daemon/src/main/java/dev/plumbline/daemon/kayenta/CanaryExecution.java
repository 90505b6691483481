package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.analysis.value.Value;
import dev.plumbline.daemon.config.kayenta.JsonPart;
import dev.plumbline.documents.Document;
import java.util.Optional;

/**
 * One window, to be judged or judged.
 *
 * @param outcome empty until it has succeeded
 */
record CanaryExecution(String id, Order order, Progress progress, Optional<Outcome> outcome) {
    /** What tells it from standalone analyses among the documents. */
    static final String TYPE = "canary";

    /**
     * What came of it.
     *
     * @param judged the judge's result
     * @param score 0 to 100
     * @param held whether what is not known holds the verdict back
     * @param fewPoints whether a baseline had fewer than 50 values
     */
    record Outcome(Value judged, double score, boolean held, boolean fewPoints) {}

    static CanaryExecution begun(String id, Order order, long nowMillis) {
        return new CanaryExecution(id, order, Progress.begun(nowMillis), Optional.empty());
    }

    CanaryExecution judged(Judgement judgement, long nowMillis) {
        return new CanaryExecution(id, order, progress.ended(Status.SUCCEEDED, "", nowMillis),
                Optional.of(new Outcome(judgement.json(), judgement.score(), judgement.held(), judgement.fewPoints())));
    }

    CanaryExecution ended(Status how, String why, long nowMillis) {
        return new CanaryExecution(id, order, progress.ended(how, why, nowMillis), Optional.empty());
    }

    Document document() {
        var members = new Members().text("id", id).value("order", order.json());
        progress.keep(members);
        outcome.ifPresent(o -> members.value("judged", o.judged).number("score", o.score).flag("held", o.held).flag("fewPoints", o.fewPoints));
        return KayentaStore.execution(TYPE, id, order.by(), progress, members.build());
    }

    static CanaryExecution read(Document document) {
        var part = JsonPart.read(document.kind() + "/" + document.id(), document.body());
        JsonPart judged = part.at("judged");
        Optional<Outcome> outcome = judged.isAbsent() ? Optional.empty() : Optional.of(new Outcome(judged.value(),
                part.at("score").number().orElse(0), part.at("held").text("").equals("true"), part.at("fewPoints").text("").equals("true")));
        return new CanaryExecution(part.at("id").text(""), Order.read(part.at("order")), Progress.read(part), outcome);
    }

    /** A CanaryExecutionStatusResponse. */
    Value view() {
        var by = order.by();
        Members members = progress.show(new Members()).text("application", by.application()).known("parentPipelineExecutionId", by.parent())
                .text("pipelineId", id).value("stageStatus", stages()).value("config", order.config())
                .text("canaryConfigId", order.configId().isEmpty() ? Order.AD_HOC : order.configId())
                .value("canaryExecutionRequest", order.request()).text("metricsAccountName", by.accounts().metrics())
                .text("storageAccountName", by.accounts().storage()).known("configurationAccountName", by.accounts().configuration());
        outcome.ifPresent(o -> members.text("metricSetPairListId", id).value("result", result(o)));
        return members.build();
    }

    /** A CanaryResult. */
    Value result(Outcome of) {
        String duration = ExecutionRequest.read(new JsonPart("request", order.request())).duration();
        return new Members().value("judgeResult", of.judged).known("canaryDuration", duration).build();
    }

    /** The stages that Kayenta would have: what is measured by metric and side, then mixed, then judged. */
    private Value stages() {
        var stages = new Members().text("setupContext", Status.SUCCEEDED.word());
        int metrics = new JsonPart("canaryConfig", order.config()).at("metrics").elements().size();
        String measured = progress.status().word();
        for (int i = 0; i < metrics; i++) {
            stages.text("fetchControl" + i, measured).text("fetchExperiment" + i, measured);
        }
        String later = progress.status() == Status.SUCCEEDED ? measured : "not_started";
        return stages.text("mixMetrics", later).text("judge", later).build();
    }

    @Override
    public String toString() {
        return id + " " + progress.status() + outcome.map(o -> " " + JsonText.number(o.score)).orElse("");
    }
}
