package dev.plumbline.fleet.receivers;

import dev.plumbline.fleet.receivers.HttpConversation.Reply;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Slack: incoming webhooks at {@code /services/…} (text answers) and {@code /api/chat.postMessage} (JSON answers, needs a
 * bearer token). Refuses as Slack does: {@code invalid_payload}, {@code no_text}, {@code not_authed}.
 */
public final class SlackStandIn extends HttpStandIn {
    /** A token that looks like a bot's; any other is taken too. */
    public static final String TOKEN = "xoxb-stand-in";
    private final AtomicLong messages = new AtomicLong();

    private SlackStandIn(Options options) {
        super(options);
    }

    /** Starts on any port, without TLS. */
    public static SlackStandIn start() {
        return start(Options.DEFAULT);
    }

    public static SlackStandIn start(Options options) {
        return new SlackStandIn(options);
    }

    /** An incoming webhook's address: a secret, as the real one's is. */
    public String webhookUrl() {
        return url() + "/services/T0000/B0000/stand-in";
    }

    /** The address of the call that posts with a token. */
    public String postMessageUrl() {
        return url() + "/api/chat.postMessage";
    }

    @Override
    Reply accept(ReceivedRequest request) {
        boolean call = request.path().startsWith("/api/chat.");
        if (!call && !request.path().startsWith("/services/")) {
            return Reply.text(404, "no_service");
        }
        String problem = problem(request, call);
        if (!problem.isEmpty()) {
            return call ? Reply.json(200, "{\"ok\":false,\"error\":\"" + problem + "\"}") : Reply.text(400, problem);
        }
        Json body = Json.parse(request.body());
        keep(request, "slack " + body.at("channel").text("") + ": " + body.at("attachments").at(0).at("title").text(
                body.at("text").text("")));
        String channel = body.at("channel").text("general").replaceAll("[^A-Za-z0-9_-]", "");
        return call ? Reply.json(200, "{\"ok\":true,\"channel\":\"C-" + channel + "\",\"ts\":\"1700000000.%06d\"}"
                .formatted(messages.incrementAndGet())) : Reply.text(200, "ok");
    }

    private static String problem(ReceivedRequest request, boolean call) {
        if (call && !request.header("authorization").startsWith("Bearer xoxb-")) {
            return "not_authed";
        }
        try {
            Json body = Json.parse(request.body());
            boolean something = !body.at("text").text("").isEmpty() || body.at("attachments").at(0).exists()
                    || body.at("blocks").at(0).exists();
            return something ? "" : "no_text";
        } catch (IllegalArgumentException e) {
            return "invalid_payload";
        }
    }
}
