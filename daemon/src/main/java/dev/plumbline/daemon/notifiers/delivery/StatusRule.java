package dev.plumbline.daemon.notifiers.delivery;

import dev.plumbline.daemon.http.HttpAnswer;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Delivery.FailureReason;
import java.util.Set;

/**
 * The outcome by HTTP status: 2xx is delivered; 429 (with {@code Retry-After}), 5xx and the codes given are worth another
 * try; all else is final. Alertmanager gives up at 429 for some receivers and loses the message.
 *
 * @param retried further codes to retry
 */
public record StatusRule(Set<Integer> retried) {
    /** No further codes. */
    public static final StatusRule DEFAULT = new StatusRule(Set.of());

    private static final int TOO_MANY_REQUESTS = 429;

    public StatusRule {
        retried = Set.copyOf(retried);
    }

    /** {@code said}: what the body says, for the log. */
    public Delivery judge(HttpAnswer answer, String said, long retryAfterMillis) {
        int status = answer.status();
        String detail = "HTTP " + status + (said.isBlank() ? "" : ": " + said);
        if (answer.successful()) {
            return new Delivery.Delivered(detail);
        }
        if (status == TOO_MANY_REQUESTS || status / 100 == 5 || retried.contains(status)) {
            return new Delivery.Retry(reason(status), detail, retryAfterMillis);
        }
        return new Delivery.Failed(reason(status), detail);
    }

    /** The label of a failure with this status. */
    public static FailureReason reason(int status) {
        if (status == TOO_MANY_REQUESTS) {
            return FailureReason.RATE_LIMITED;
        }
        return switch (status / 100) {
            case 4 -> FailureReason.CLIENT_ERROR;
            case 5 -> FailureReason.SERVER_ERROR;
            default -> FailureReason.DEFAULT;
        };
    }
}
