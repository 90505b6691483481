package dev.plumbline.fleet.receivers;

import java.util.Map;

/** What a stand-in over HTTP does to one request, in place of the right answer. */
public sealed interface Misbehaviour {

    /** The right answer after all: a pause in a script. */
    record Behave() implements Misbehaviour {}

    /** Another answer; the message is not accepted. */
    record Answer(int status, String contentType, String body, Map<String, String> headers) implements Misbehaviour {
        public Answer {
            headers = Map.copyOf(headers);
        }
    }

    /** The message is accepted and the connection ended without an answer: the client cannot know. */
    record HangUpAfterAccepting() implements Misbehaviour {}

    /** The request is read, not accepted, and the connection ended. */
    record HangUpAfterRequest() implements Misbehaviour {}

    /** The connection is ended before anything is read. */
    record HangUpBefore() implements Misbehaviour {}

    /** The request is read and never answered. */
    record NeverAnswer() implements Misbehaviour {}

    /** The right answer, a byte at a time with a pause after each. */
    record Drip(long pauseMillis) implements Misbehaviour {}

    /** An answer of status 200 with a text of that many bytes. */
    record Huge(long bytes) implements Misbehaviour {}

    /** 429 with {@code Retry-After} in the header and, as Slack has it, in the body. */
    static Misbehaviour rateLimited(int retryAfterSeconds) {
        return new Answer(429, "application/json",
                "{\"retry_after\":" + retryAfterSeconds + ",\"ok\":false,\"error\":\"rate_limited\"}",
                Map.of("Retry-After", Integer.toString(retryAfterSeconds)));
    }

    /** A status with a line of text. */
    static Misbehaviour status(int status, String text) {
        return new Answer(status, "text/plain", text, Map.of());
    }

    /** Status 200 with JSON. */
    static Misbehaviour json(String body) {
        return new Answer(200, "application/json", body, Map.of());
    }

    /** 307 to another place. */
    static Misbehaviour redirect(String location) {
        return new Answer(307, "text/plain", "", Map.of("Location", location));
    }
}
