package dev.plumbline.daemon.scrape.http;

import dev.plumbline.model.Quoting;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Status line and headers of an answer.
 *
 * @param status 100 to 599
 * @param reason the words after the status
 * @param http10 whether the server speaks HTTP/1.0
 * @param headers by lower-case name; repeated ones joined by a comma
 */
record ResponseHead(int status, String reason, boolean http10, Map<String, String> headers) {
    /** The most bytes of all headers. */
    static final int MAX_BYTES = 64 << 10;
    private static final int MAX_INTERIM = 5;

    static ResponseHead read(Connection connection) throws IOException {
        for (int i = 0; i < MAX_INTERIM; i++) {
            ResponseHead head = readOne(connection);
            if (head.status >= 200) {
                return head;
            }
        }
        throw new FetchException(FetchException.Reason.PROTOCOL, "more than " + MAX_INTERIM + " interim answers");
    }

    private static ResponseHead readOne(Connection connection) throws IOException {
        String first = connection.line(MAX_BYTES);
        if (first.length() < 12 || !first.startsWith("HTTP/1.") || first.charAt(8) != ' ' || !isStatus(first)) {
            String shown = first.length() > 60 ? first.substring(0, 60) + "…" : first;
            throw new FetchException(FetchException.Reason.PROTOCOL,
                    "malformed HTTP response " + Quoting.quote(shown) + ": expected HTTP/1.1 and a status");
        }
        int budget = MAX_BYTES - first.length();
        var headers = new HashMap<String, String>();
        while (true) {
            String line = connection.line(budget);
            if (line.isEmpty()) {
                return new ResponseHead(Integer.parseInt(first, 9, 12, 10), first.substring(12).strip(),
                        first.charAt(7) == '0', headers);
            }
            budget -= line.length() + 2;
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new FetchException(FetchException.Reason.PROTOCOL,
                        "malformed HTTP header " + Quoting.quote(line.substring(0, Math.min(60, line.length()))) + ": expected name: value");
            }
            headers.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
        }
    }

    private static boolean isStatus(String line) {
        for (int i = 9; i < 12; i++) {
            if (line.charAt(i) < '0' || line.charAt(i) > '9') {
                return false;
            }
        }
        return line.charAt(9) >= '1' && line.charAt(9) <= '5';
    }

    /** A header's value, or the empty string. */
    String header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, "");
    }

    boolean isRedirect() {
        return (status >= 301 && status <= 303 || status == 307 || status == 308) && headers.containsKey("location");
    }

    boolean keepsAlive() {
        String connection = header("connection").toLowerCase(Locale.ROOT);
        return http10 ? connection.contains("keep-alive") : !connection.contains("close");
    }
}
