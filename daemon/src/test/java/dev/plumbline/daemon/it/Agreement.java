package dev.plumbline.daemon.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Whether two servers give the same answer to a query: the same series, times, and values but for rounding. */
final class Agreement {
    private static final double TOLERANCE = 1e-9;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private final Set<String> ignoredLabels;

    Agreement(String... ignoredLabels) {
        this.ignoredLabels = Set.of(ignoredLabels);
    }

    static JsonNode get(String url) throws IOException, InterruptedException {
        return JSON.readTree(HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString()).body());
    }

    /** The status of an answer, 0 when there is none. */
    static int statusOf(String url) {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Empty when both say the same. */
    String difference(JsonNode theirs, JsonNode ours) {
        if (!theirs.path("status").equals(ours.path("status"))
                || !theirs.at("/data/resultType").equals(ours.at("/data/resultType"))) {
            return "theirs " + shorten(theirs) + ", ours " + shorten(ours);
        }
        var expected = series(theirs);
        var actual = series(ours);
        if (!expected.keySet().equals(actual.keySet())) {
            return "theirs has the series " + expected.keySet() + ", ours " + actual.keySet();
        }
        for (var e : expected.entrySet()) {
            JsonNode mine = Objects.requireNonNull(actual.get(e.getKey()));
            if (!same(e.getValue(), mine)) {
                return e.getKey() + ": theirs " + shorten(e.getValue()) + ", ours " + shorten(mine);
            }
        }
        return "";
    }

    private static String shorten(JsonNode node) {
        String text = node.toString();
        return text.length() > 300 ? text.substring(0, 300) : text;
    }

    private Map<String, JsonNode> series(JsonNode answer) {
        var series = new TreeMap<String, JsonNode>();
        for (JsonNode element : answer.at("/data/result")) {
            var labels = new TreeMap<String, String>();
            element.path("metric").properties().forEach(p -> labels.put(p.getKey(), p.getValue().asText()));
            ignoredLabels.forEach(labels::remove);
            var points = JSON.createObjectNode();
            element.properties().stream().filter(p -> !p.getKey().equals("metric")).forEach(p -> points.set(p.getKey(), p.getValue()));
            series.put(labels.toString(), points);
        }
        return series;
    }

    private static boolean same(JsonNode theirs, JsonNode ours) {
        if (theirs.isContainerNode() || ours.isContainerNode()) {
            return theirs.getNodeType() == ours.getNodeType() && theirs.size() == ours.size() && sameMembers(theirs, ours);
        }
        if (theirs.equals(ours)) {
            return true;
        }
        double a = number(theirs);
        double b = number(ours);
        return Double.compare(a, b) == 0 || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
    }

    private static boolean sameMembers(JsonNode theirs, JsonNode ours) {
        if (theirs.isObject()) {
            return theirs.properties().stream().allMatch(p -> ours.has(p.getKey()) && same(p.getValue(), ours.path(p.getKey())));
        }
        for (int i = 0; i < theirs.size(); i++) {
            if (!same(theirs.get(i), ours.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static double number(JsonNode text) {
        return switch (text.asText()) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text.asText());
        };
    }
}
