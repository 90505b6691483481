package dev.plumbline.daemon.command;

import tools.jackson.core.JacksonException;

/** The words of an answer that is a refusal: problem+json's detail, Prometheus's error, or the text as it came. */
public final class Problems {
    private static final int MAX_SHOWN = 2_000;

    private Problems() {}

    /** What a reply of a status other than 2xx says. */
    public static String text(DaemonClient.Reply reply) {
        String shown = reply.body().length() > MAX_SHOWN ? reply.body().substring(0, MAX_SHOWN) + "…" : reply.body();
        try {
            var members = FlatJson.read(reply.body());
            String detail = members.getOrDefault("detail", members.getOrDefault("error", ""));
            return detail.isEmpty() ? "HTTP " + reply.status() + ": " + shown.strip() : detail;
        } catch (JacksonException e) {
            return "HTTP " + reply.status() + ": " + shown.strip();
        }
    }
}
