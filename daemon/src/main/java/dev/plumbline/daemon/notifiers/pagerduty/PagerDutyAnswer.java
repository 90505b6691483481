package dev.plumbline.daemon.notifiers.pagerduty;

import dev.plumbline.daemon.http.HttpAnswer;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.delivery.JsonReply;
import dev.plumbline.daemon.notifiers.delivery.StatusRule;
import java.util.Set;

/** What PagerDuty's answer means; what it finds wrong with an event is told in its words. */
public final class PagerDutyAnswer {
    /** The old interface says 403 when it is asked too often. */
    private static final StatusRule FIRST = new StatusRule(Set.of(403));

    private PagerDutyAnswer() {}

    static Delivery second(HttpAnswer answer, long retryAfterMillis) {
        return StatusRule.DEFAULT.judge(answer, said(answer), retryAfterMillis);
    }

    static Delivery first(HttpAnswer answer, long retryAfterMillis) {
        return FIRST.judge(answer, said(answer), retryAfterMillis);
    }

    /** {@code message: error, error} of PagerDuty's JSON, else the body. */
    public static String said(HttpAnswer answer) {
        return JsonReply.parse(answer.text()).map(reply -> {
            String errors = String.join(", ", reply.texts("errors"));
            return reply.text("message") + (errors.isEmpty() ? "" : ": " + errors);
        }).orElse(answer.text());
    }
}
