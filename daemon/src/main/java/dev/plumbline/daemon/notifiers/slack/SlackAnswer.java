package dev.plumbline.daemon.notifiers.slack;

import dev.plumbline.daemon.http.HttpAnswer;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Delivery.FailureReason;
import dev.plumbline.daemon.notifiers.delivery.JsonReply;
import dev.plumbline.daemon.notifiers.delivery.StatusRule;
import java.util.Set;

/**
 * What Slack's answer means: an error status as for everyone; with 2xx, JSON must say {@code ok}, and text must be
 * {@code ok}. JSON that cannot be read is worth another try; errors that Slack calls passing are, too.
 */
final class SlackAnswer {
    private static final Set<String> PASSING = Set.of("ratelimited", "rate_limited", "internal_error", "fatal_error",
            "service_unavailable", "request_timeout", "message_limit_exceeded");

    private SlackAnswer() {}

    static Delivery judge(HttpAnswer answer, long retryAfterMillis) {
        var reply = JsonReply.parse(answer.text());
        long after = retryAfterMillis > 0 ? retryAfterMillis : reply.map(r -> r.secondsAsMillis("retry_after")).orElse(0L);
        if (!answer.successful()) {
            String said = reply.map(r -> r.text("error")).orElse(answer.text());
            return StatusRule.DEFAULT.judge(answer, said, after);
        }
        if (!answer.json()) {
            return answer.text().strip().equals("ok") ? new Delivery.Delivered("ok")
                    : new Delivery.Failed(FailureReason.CLIENT_ERROR, "Slack answered: " + answer.text());
        }
        if (reply.isEmpty()) {
            return new Delivery.Retry(FailureReason.DEFAULT, "Slack answered with JSON that cannot be read", after);
        }
        if (reply.get().text("ok").equals("true")) {
            return new Delivery.Delivered("ok " + reply.get().text("channel") + " " + reply.get().text("ts"));
        }
        String error = reply.get().text("error");
        if (!PASSING.contains(error)) {
            return new Delivery.Failed(FailureReason.CLIENT_ERROR, "Slack answered: " + error);
        }
        return new Delivery.Retry(error.startsWith("rate") ? FailureReason.RATE_LIMITED : FailureReason.SERVER_ERROR,
                "Slack answered: " + error, after);
    }
}
