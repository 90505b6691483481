package dev.plumbline.daemon.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a daemon, each over a connection of its own; thread-safe. {@link HttpURLConnection} instead of the JDK's newer client: it starts in a fraction
 * of the time, and a command asks once.
 */
public final class DaemonClient {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 130_000;
    private static final int MAX_BYTES = 256 << 20;
    private final String base;
    private final @Nullable String token;

    /** Status and body of an answer. */
    public record Reply(int status, String body) {}

    public DaemonClient(String url, @Nullable String token) {
        this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.token = token;
    }

    /**
     * Sends a GET.
     *
     * @param path starts with a slash; already encoded
     * @param parameters appended encoded; empty values are left out
     * @throws IOException when the daemon cannot be reached; the message names the URL
     */
    public Reply get(String path, Map<String, String> parameters) throws IOException {
        return ask("GET", path, parameters, null);
    }

    /** Sends a POST with its parameters in the URL and no body; otherwise like {@link #get}. */
    public Reply post(String path, Map<String, String> parameters) throws IOException {
        return ask("POST", path, parameters, null);
    }

    /** Sends a POST with a body of JSON; otherwise like {@link #get}. */
    public Reply post(String path, String json) throws IOException {
        return ask("POST", path, Map.of(), json);
    }

    private Reply ask(String method, String path, Map<String, String> parameters, @Nullable String json) throws IOException {
        var url = new StringBuilder(base).append(path);
        char separator = '?';
        for (var e : parameters.entrySet()) {
            if (!e.getValue().isEmpty()) {
                url.append(separator).append(encode(e.getKey())).append('=').append(encode(e.getValue()));
                separator = '&';
            }
        }
        try {
            return send(method, url.toString(), json);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("cannot ask " + base + ": " + e.getMessage()
                    + " (is the daemon running there? --url names another)", e);
        }
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Reply send(String method, String url, @Nullable String json) throws IOException {
        var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        if (token != null) {
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        if (json != null) {
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(json.getBytes(StandardCharsets.UTF_8));
            }
        }
        int status = connection.getResponseCode();
        try (InputStream in = status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
            byte[] body = in == null ? new byte[0] : in.readNBytes(MAX_BYTES);
            return new Reply(status, new String(body, StandardCharsets.UTF_8));
        } finally {
            connection.disconnect();
        }
    }
}
