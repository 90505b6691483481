package dev.plumbline.fleet.receivers;

/** A receiver of webhooks: takes any POST or PUT whose body is JSON, and answers 200. */
public final class WebhookStandIn extends HttpStandIn {
    private WebhookStandIn(Options options) {
        super(options);
    }

    /** Starts on any port, without TLS. */
    public static WebhookStandIn start() {
        return start(Options.DEFAULT);
    }

    public static WebhookStandIn start(Options options) {
        return new WebhookStandIn(options);
    }

    @Override
    HttpConversation.Reply accept(ReceivedRequest request) {
        if (!request.method().equals("POST") && !request.method().equals("PUT")) {
            return HttpConversation.Reply.text(405, "only POST and PUT");
        }
        try {
            Json body = Json.parse(request.body());
            keep(request, "webhook: " + body.at("status").text("message") + " " + body.at("groupKey").text(""));
        } catch (IllegalArgumentException e) {
            return HttpConversation.Reply.text(400, "the body is not JSON: " + e.getMessage());
        }
        return HttpConversation.Reply.text(200, "");
    }
}
