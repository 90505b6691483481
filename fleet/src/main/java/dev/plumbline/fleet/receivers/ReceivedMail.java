package dev.plumbline.fleet.receivers;

import java.util.List;

/**
 * A mail as it came in.
 *
 * @param from of the envelope
 * @param to of the envelope, in order
 * @param message headers and body as sent, lines ended by CR LF, dots unstuffed; as ISO 8859-1, so that every byte is a character
 * @param tls whether the connection was encrypted
 * @param login how the client proved itself, such as {@code PLAIN user}; empty when it did not
 * @param hello the name that the client gave itself
 */
public record ReceivedMail(String from, List<String> to, String message, boolean tls, String login, String hello) {
    public ReceivedMail {
        to = List.copyOf(to);
    }
}
