package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.kayenta.RepeatedJudgement;
import dev.plumbline.analysis.value.Value;
import dev.plumbline.daemon.config.kayenta.JsonPart;
import dev.plumbline.documents.Document;
import java.util.ArrayList;
import java.util.List;

/**
 * An analysis that judges again and again.
 *
 * @param judged what was judged so far, in order
 */
record StandaloneAnalysis(String id, Order order, Progress progress, List<Judged> judged) {
    /** What tells it from single executions among the documents. */
    static final String TYPE = "standalone";

    /**
     * One judgement; its execution is a document of its own.
     *
     * @param score NaN when it could not be judged
     */
    record Judged(Status status, double score, boolean held, boolean fewPoints) {
        static Judged of(CanaryExecution e) {
            return e.outcome().map(o -> new Judged(e.progress().status(), o.score(), o.held(), o.fewPoints()))
                    .orElseGet(() -> new Judged(e.progress().status(), Double.NaN, false, false));
        }

        private Value json() {
            return new Members().text("status", status.name()).number("score", score).flag("held", held).flag("fewPoints", fewPoints).build();
        }

        private static Judged read(JsonPart part) {
            return new Judged(Status.valueOf(part.at("status").text("")), part.at("score").sample(), part.at("held").text("").equals("true"),
                    part.at("fewPoints").text("").equals("true"));
        }
    }

    StandaloneAnalysis {
        judged = List.copyOf(judged);
    }

    static StandaloneAnalysis begun(String id, Order order, long nowMillis) {
        return new StandaloneAnalysis(id, order, Progress.begun(nowMillis), List.of());
    }

    StandalonePlan plan() {
        return StandalonePlan.read(new JsonPart("request", order.request()), progress.builtMillis());
    }

    /** The name of a judgement's execution, from 0. */
    String executionId(int judgement) {
        return id + "-" + (judgement + 1);
    }

    StandaloneAnalysis with(Judged one, Progress then) {
        var all = new ArrayList<>(judged);
        all.add(one);
        return new StandaloneAnalysis(id, order, then, all);
    }

    StandaloneAnalysis ended(Status how, String why, long nowMillis) {
        return new StandaloneAnalysis(id, order, progress.ended(how, why, nowMillis), judged);
    }

    /** Whether the last judgement passes, by Kayenta's rule for standalone analyses; what is held back does not. */
    boolean passes() {
        if (progress.status() != Status.SUCCEEDED || judged.isEmpty() || judged.getLast().held()) {
            return false;
        }
        var thresholds = plan().thresholds();
        return RepeatedJudgement.passes(judged.getLast().score(), thresholds.marginal(), thresholds.pass());
    }

    Document document() {
        var members = new Members().text("id", id).value("order", order.json())
                .value("judged", new Value.Items(judged.stream().map(Judged::json).toList()));
        progress.keep(members);
        return KayentaStore.execution(TYPE, id, order.by(), progress, members.build());
    }

    static StandaloneAnalysis read(Document document) {
        var part = JsonPart.read(document.kind() + "/" + document.id(), document.body());
        return new StandaloneAnalysis(part.at("id").text(""), Order.read(part.at("order")), Progress.read(part),
                part.at("judged").elements().stream().map(Judged::read).toList());
    }
}
