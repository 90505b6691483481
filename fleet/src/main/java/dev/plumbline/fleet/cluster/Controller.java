package dev.plumbline.fleet.cluster;

import dev.plumbline.fleet.cluster.RolloutPlan.BlueGreen;
import dev.plumbline.fleet.cluster.RolloutPlan.Canary;
import dev.plumbline.fleet.cluster.RolloutPlan.WebMetric;
import dev.plumbline.fleet.receivers.Json;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the controller does for one Rollout, a small step with each tick: it reads the object, so that patches of others are seen,
 * and returns it with a new status. One thread at a time.
 */
final class Controller {
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");
    private final RolloutPlan plan;
    private final HttpClient http;
    private @Nullable MetricRun run;
    private int runIndex = -1;
    private long pausedNanos;
    private boolean switched;

    Controller(RolloutPlan plan, HttpClient http) {
        this.plan = plan;
        this.http = http;
    }

    RolloutPlan plan() {
        return plan;
    }

    /** The object after one step at this time. */
    Json step(Json object, long nowNanos) {
        Json seen = JsonForm.at(object, "status.observedGeneration", JsonForm.text(JsonForm.write(object.at("metadata").at("generation"))));
        Json status = seen.at("status");
        if (isHealthy(status)) {
            return seen;
        }
        if (isTrue(status.at("abort"))) {
            return with(seen, aborted(status, status.at("message").text("")));
        }
        if (isTrue(seen.at("spec").at("paused"))) {
            return with(seen, phase(status, "Paused", "manually paused"));
        }
        if (isTrue(status.at("promoteFull"))) {
            return with(seen, promoted(status));
        }
        return with(seen, switch (plan.strategy()) {
            case Canary canary -> canary(canary, status, nowNanos);
            case BlueGreen blueGreen -> blueGreen(blueGreen, status, nowNanos);
        });
    }

    private static Json with(Json object, Json status) {
        return JsonForm.with(object, "status", status);
    }

    private static boolean isTrue(Json json) {
        return json.equals(new Json.Bool(true));
    }

    private static boolean isHealthy(Json status) {
        return status.at("stableRS").equals(status.at("currentPodHash"));
    }

    private static int index(Json status) {
        return status.at("currentStepIndex") instanceof Json.Decimal(String written) ? Integer.parseInt(written) : 0;
    }

    private static boolean isPaused(Json status) {
        return status.at("pauseConditions") instanceof Json.Elements(List<Json> conditions) && !conditions.isEmpty();
    }

    private Json canary(Canary canary, Json status, long now) {
        int index = index(status);
        if (index >= canary.steps().size()) {
            return promoted(status);
        }
        return switch (canary.steps().get(index)) {
            case RolloutPlan.SetWeight weight -> next(weights(status, weight.percent()), index);
            case RolloutPlan.Pause pause -> pause(pause, status, now);
            case RolloutPlan.Analysis analysis -> analysis(analysis.metric(), status, now);
        };
    }

    private Json pause(RolloutPlan.Pause pause, Json status, long now) {
        boolean stopped = isTrue(status.at("controllerPause"));
        if (!stopped) {
            pausedNanos = now;
            return paused(status, "CanaryPauseStep", now);
        }
        boolean over = pause.seconds() > 0 && now - pausedNanos >= pause.seconds() * 1_000_000_000L;
        return isPaused(status) && !over ? status : next(status, index(status));
    }

    private Json analysis(WebMetric metric, Json status, long now) {
        int index = index(status);
        MetricRun current = runAt(index, metric);
        MetricRun.Phase before = current.phase();
        MetricRun.Phase phase = current.tick(now);
        Json told = JsonForm.at(status, "canary.currentStepAnalysisRunStatus", JsonForm.object("name", JsonForm.text(runName(index)),
                "status", JsonForm.text(phase.word()), "message", JsonForm.text(current.message())));
        return switch (phase) {
            case RUNNING -> phase(told, "Progressing", "more replicas need to be updated");
            case SUCCESSFUL -> next(told, index);
            case FAILED, ERROR -> aborted(told, failure(current));
            // A person, or a verdict that comes later, promotes out of it by clearing conditions and raising the index.
            case INCONCLUSIVE -> before == phase ? told : paused(told, "InconclusiveAnalysisRun", now);
        };
    }

    private MetricRun runAt(int index, WebMetric metric) {
        MetricRun current = run;
        if (current == null || runIndex != index) {
            current = new MetricRun(http, metric);
            run = current;
            runIndex = index;
        }
        return current;
    }

    private String runName(int index) {
        return plan.name() + "-" + plan.podHash() + "-2" + (plan.strategy() instanceof Canary ? "-" + index : index == 0 ? "-pre" : "-post");
    }

    private static String failure(MetricRun run) {
        return "Metric \"plumbline\" assessed " + run.phase().word() + ": " + run.message();
    }

    private Json blueGreen(BlueGreen plan2, Json status, long now) {
        MetricRun current = runAt(switched ? 1 : 0, switched ? plan2.after() : plan2.before());
        MetricRun.Phase phase = current.tick(now);
        String field = switched ? "postPromotionAnalysisRunStatus" : "prePromotionAnalysisRunStatus";
        Json told = JsonForm.at(status, "blueGreen." + field, JsonForm.object("name", JsonForm.text(runName(runIndex)),
                "status", JsonForm.text(phase.word()), "message", JsonForm.text(current.message())));
        return switch (phase) {
            case RUNNING -> phase(JsonForm.at(told, "blueGreen.previewSelector", JsonForm.text(plan.podHash())), "Progressing",
                    switched ? "waiting for post-promotion analysis" : "waiting for pre-promotion analysis");
            case SUCCESSFUL -> switched ? promoted(told) : switchOver(told);
            case FAILED, ERROR -> aborted(JsonForm.at(told, "blueGreen.activeSelector", JsonForm.text(plan.stableHash())), failure(current));
            case INCONCLUSIVE -> resumed(told) ? switchOver(told) : isPaused(told) ? told : paused(told, "InconclusiveAnalysisRun", now);
        };
    }

    private static boolean resumed(Json status) {
        return isTrue(status.at("controllerPause")) && !isPaused(status);
    }

    private Json switchOver(Json status) {
        switched = true;
        return JsonForm.at(unpaused(status), "blueGreen.activeSelector", JsonForm.text(plan.podHash()));
    }

    private Json next(Json status, int index) {
        return phase(JsonForm.with(unpaused(status), "currentStepIndex", JsonForm.number(index + 1L)), "Progressing",
                "more replicas need to be updated");
    }

    private static Json unpaused(Json status) {
        return JsonForm.without(JsonForm.without(status, "pauseConditions"), "controllerPause");
    }

    private static Json paused(Json status, String reason, long now) {
        Json condition = JsonForm.object("reason", JsonForm.text(reason), "startTime", JsonForm.text(EPOCH.plusNanos(now).toString()));
        Json stopped = JsonForm.with(JsonForm.with(status, "pauseConditions", JsonForm.list(List.of(condition))),
                "controllerPause", JsonForm.bool(true));
        return phase(stopped, "Paused", reason);
    }

    private Json aborted(Json status, String why) {
        Json back = plan.strategy() instanceof Canary ? weights(status, 0) : status;
        String message = why.startsWith("RolloutAborted") ? why : "RolloutAborted: Rollout aborted update to revision 2"
                + (why.startsWith("Metric") ? ": " + why : "");
        return phase(JsonForm.with(unpaused(back), "abort", JsonForm.bool(true)), "Degraded", message);
    }

    private Json promoted(Json status) {
        Json all = plan.strategy() instanceof Canary canary
                ? JsonForm.with(weights(status, 100), "currentStepIndex", JsonForm.number(canary.steps().size())) : status;
        Json stable = JsonForm.with(JsonForm.without(unpaused(all), "promoteFull"), "stableRS", JsonForm.text(plan.podHash()));
        return JsonForm.without(phase(stable, "Healthy", ""), "message");
    }

    private Json weights(Json status, int percent) {
        return JsonForm.at(status, "canary.weights", JsonForm.object("canary", weight(percent, plan.podHash()),
                "stable", weight(100 - percent, plan.stableHash())));
    }

    private static Json weight(int percent, String hash) {
        return JsonForm.object("weight", JsonForm.number(percent), "podTemplateHash", JsonForm.text(hash));
    }

    private static Json phase(Json status, String phase, String message) {
        return JsonForm.with(JsonForm.with(status, "phase", JsonForm.text(phase)), "message", JsonForm.text(message));
    }

    /** One line for people. */
    static String line(Json object) {
        Json status = object.at("status");
        String step = object.at("spec").at("strategy").at("canary").at("steps") instanceof Json.Elements(List<Json> steps)
                ? ", step " + index(status) + "/" + steps.size() + ", " + weight(status) + " %" : "";
        String message = status.at("message").text("");
        return object.at("metadata").at("name").text("") + ": " + status.at("phase").text("?") + step + (message.isEmpty() ? "" : ", " + message);
    }

    private static String weight(Json status) {
        Json weight = status.at("canary").at("weights").at("canary").at("weight");
        return weight instanceof Json.Decimal(String written) ? written : "0";
    }

    /** What the status says. */
    static RolloutView view(Json object) {
        Json status = object.at("status");
        return new RolloutView(object.at("metadata").at("name").text(""), status.at("phase").text(""), status.at("message").text(""),
                index(status), Integer.parseInt(weight(status)), isTrue(status.at("abort")),
                status.at("pauseConditions").at(0).at("reason").text(""));
    }
}
