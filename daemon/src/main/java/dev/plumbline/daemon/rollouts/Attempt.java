package dev.plumbline.daemon.rollouts;

import dev.plumbline.daemon.kubernetes.CustomObjects;
import dev.plumbline.daemon.kubernetes.CustomObjects.Answer;
import dev.plumbline.daemon.rollouts.Outcome.Result;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Carries out one order once: reads, decides, patches with the version that was read; when somebody was faster, reads again
 * and decides anew, at most {@value #TRIES} times. Blocks on the network.
 */
final class Attempt {
    private static final int TRIES = 5;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;
    private static final int BAD_REQUEST = 400;
    private final CustomObjects cluster;
    private final RolloutOrder order;
    private final Consumer<Decision.Intent> keep;
    private Optional<Decision.Intent> intent;

    /** {@code intent} is what an earlier attempt was about to do; {@code keep} is told before a promotion and must store it. */
    Attempt(CustomObjects cluster, RolloutOrder order, Optional<Decision.Intent> intent, Consumer<Decision.Intent> keep) {
        this.cluster = cluster;
        this.order = order;
        this.intent = intent;
        this.keep = keep;
    }

    Outcome run() {
        String why = "";
        for (int i = 0; i < TRIES; i++) {
            Answer read = cluster.read(order.rollout());
            if (!(read instanceof Answer.Found found)) {
                return failure(read);
            }
            Seen seen = seen(found.json());
            switch (seen.decision) {
                case Decision.There there -> {
                    return new Outcome(Result.UNCHANGED, there.why());
                }
                case Decision.Skip skip -> {
                    return new Outcome(Result.SKIPPED, skip.why());
                }
                case Decision.NotYet later -> {
                    return new Outcome(Result.RETRIED, later.why());
                }
                case Decision.Patch patch -> {
                    remember(seen.here);
                    Answer answer = apply(seen.version, patch);
                    boolean more = answer instanceof Answer.Found && !patch.spec().isEmpty() && !patch.status().isEmpty();
                    if (answer instanceof Answer.Found && !more) {
                        return new Outcome(Result.DONE, "patched: " + patch.spec() + patch.status());
                    }
                    if (!more && !isConflict(answer)) {
                        return failure(answer);
                    }
                    why = more ? "the spec was patched, the status is next" : "others change it all the time";
                }
            }
        }
        return new Outcome(Result.RETRIED, why);
    }

    /** A Rollout as it is now: its version, what the order comes to, and the place it is at. */
    private record Seen(String version, Decision decision, Decision.Intent here) {}

    private Seen seen(String json) {
        if (order.isKruise()) {
            KruiseRollout rollout = KruiseRollout.parse(json);
            return new Seen(rollout.version(), KruiseDecision.of(rollout, order, intent), new Decision.Intent(rollout.status().stepIndex(), ""));
        }
        Rollout rollout = Rollout.parse(json);
        return new Seen(rollout.version(), Decision.of(rollout, order, intent), Decision.Intent.of(rollout));
    }

    private void remember(Decision.Intent now) {
        if (intent.isEmpty() && order.action() == dev.plumbline.daemon.config.canary.RolloutAction.PROMOTE) {
            keep.accept(now);
            intent = Optional.of(now);
        }
    }

    /** The spec alone where there is one to patch; the status is patched after reading again. */
    private Answer apply(String read, Decision.Patch patch) {
        String version = "{\"metadata\":{\"resourceVersion\":\"" + read.replaceAll("[\"\\\\\\p{Cntrl}]", "") + "\"},";
        if (!patch.spec().isEmpty()) {
            return cluster.patch(order.rollout(), "", version + "\"spec\":{" + patch.spec() + "}}");
        }
        String status = version + "\"status\":{" + patch.status() + "}}";
        Answer answer = cluster.patch(order.rollout(), "status", status);
        boolean noSubresource = answer instanceof Answer.Refused refused && refused.status() == NOT_FOUND;
        return noSubresource ? cluster.patch(order.rollout(), "", status) : answer;
    }

    private static boolean isConflict(Answer answer) {
        return answer instanceof Answer.Refused refused && refused.status() == CONFLICT;
    }

    private Outcome failure(Answer answer) {
        return switch (answer) {
            case Answer.Found f -> new Outcome(Result.DONE, "");
            case Answer.Unreachable u -> new Outcome(Result.AWAY, u.message());
            case Answer.Refused r -> switch (r.status()) {
                case NOT_FOUND -> new Outcome(Result.REFUSED, "there is no " + order.rollout());
                case FORBIDDEN -> new Outcome(Result.REFUSED, "the service account may not get or patch rollouts and rollouts/status in "
                        + order.rollout().namespace() + ": " + r.message());
                case BAD_REQUEST, UNPROCESSABLE -> new Outcome(Result.REFUSED, r.message());
                default -> new Outcome(Result.AWAY, "HTTP status " + r.status() + ": " + r.message());
            };
        };
    }
}
