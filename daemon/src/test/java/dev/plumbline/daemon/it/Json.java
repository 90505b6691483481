package dev.plumbline.daemon.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;

/** Answers in JSON from programs that run. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Json() {}

    static JsonNode get(String url) throws Exception {
        return MAPPER.readTree(text(url));
    }

    /** An answer as it is. */
    static String text(String url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + text, e);
        }
    }

    /** The status of a GET, 0 when nobody answers. */
    static int status(String url) {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (java.io.IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** A copy without these keys, at any depth. */
    static JsonNode without(JsonNode node, Set<String> keys) {
        JsonNode copy = node.deepCopy();
        strip(copy, keys);
        return copy;
    }

    private static void strip(JsonNode node, Set<String> keys) {
        if (node instanceof ObjectNode object) {
            object.remove(keys);
        }
        node.forEach(child -> strip(child, keys));
    }
}
