package dev.plumbline.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The part of an HTTP/1.x request before its body (RFC 9112), as far as a metrics endpoint needs it.
 *
 * @param target without its query
 * @param accept the {@code Accept} header, {@code *}{@code /*} where there is none
 * @param keepAlive whether the client means to send another request
 */
record RequestHead(String method, String target, String accept, boolean keepAlive) {
    private static final int MAX_BYTES = 16 << 10;

    /** Reads up to the empty line; null at the end of the stream. Throws {@link BadRequest} for anything that is not a request. */
    static @Nullable RequestHead read(InputStream in) throws IOException {
        var text = new StringBuilder(512);
        while (!endsWithEmptyLine(text)) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            if (text.length() == MAX_BYTES) {
                throw new BadRequest("431 Request Header Fields Too Large");
            }
            text.append((char) next);
        }
        return parse(text.toString().split("\r?\n"));
    }

    private static boolean endsWithEmptyLine(StringBuilder text) {
        int end = text.length();
        return end >= 2 && text.charAt(end - 1) == '\n'
                && (text.charAt(end - 2) == '\n' || end >= 4 && text.charAt(end - 2) == '\r' && text.charAt(end - 3) == '\n');
    }

    private static RequestHead parse(String[] lines) throws BadRequest {
        String[] words = lines[0].split(" ");
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            throw new BadRequest("400 Bad Request");
        }
        String accept = "*/*";
        boolean keepAlive = words[2].equals("HTTP/1.1");
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon <= 0) {
                throw new BadRequest("400 Bad Request");
            }
            String value = lines[i].substring(colon + 1).strip();
            switch (lines[i].substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "accept" -> accept = value;
                case "connection" -> keepAlive = !value.equalsIgnoreCase("close") && (keepAlive || value.equalsIgnoreCase("keep-alive"));
                // A body would be read as the next request.
                case "content-length", "transfer-encoding" -> keepAlive = false;
                default -> { /* of no interest here */ }
            }
        }
        int query = words[1].indexOf('?');
        return new RequestHead(words[0], query < 0 ? words[1] : words[1].substring(0, query), accept, keepAlive);
    }

    /** A request that is answered with an error and the end of the connection; the message is the status line's end. */
    static final class BadRequest extends IOException {
        BadRequest(String status) {
            super(status);
        }
    }

    /** The bytes of the head of an answer. */
    static byte[] answer(String status, String contentType, int length, boolean keepAlive) {
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: " + contentType + "\r\nContent-Length: " + length
                + (keepAlive ? "" : "\r\nConnection: close") + "\r\n\r\n";
        return head.getBytes(StandardCharsets.US_ASCII);
    }
}
