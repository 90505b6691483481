package dev.plumbline.daemon.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Whether two answers of the query API say the same: equal label sets and times, values equal up to 1e-9 of their size. */
final class Agreement {
    private static final double TOLERANCE = 1e-9;

    private Agreement() {}

    /** Empty when both say the same. Texts of errors, warnings and the order of series are not compared. */
    static String difference(JsonNode theirs, JsonNode ours) {
        return difference(theirs, ours, "");
    }

    /** Without the label {@code ignored}, if it is not empty. */
    static String difference(JsonNode theirs, JsonNode ours, String ignored) {
        if (!theirs.path("status").equals(ours.path("status")) || !theirs.path("errorType").equals(ours.path("errorType"))
                || !theirs.at("/data/resultType").equals(ours.at("/data/resultType"))) {
            return "theirs " + shorten(theirs) + ", ours " + shorten(ours);
        }
        if (theirs.at("/data/result").path(1).isTextual()) {
            return same(theirs.at("/data/result"), ours.at("/data/result")) ? "" : "theirs " + shorten(theirs) + ", ours " + shorten(ours);
        }
        return difference(series(theirs, ignored), series(ours, ignored));
    }

    private static String difference(Map<String, JsonNode> expected, Map<String, JsonNode> actual) {
        if (!expected.keySet().equals(actual.keySet())) {
            return "theirs has the series " + shorten(expected.keySet()) + ", ours " + shorten(actual.keySet());
        }
        for (var e : expected.entrySet()) {
            JsonNode ours = Objects.requireNonNull(actual.get(e.getKey()));
            if (!samePoints(e.getValue(), ours)) {
                return e.getKey() + ": theirs " + shorten(e.getValue()) + ", ours " + shorten(ours);
            }
        }
        return "";
    }

    private static String shorten(Object node) {
        String text = node.toString();
        return text.length() > 300 ? text.substring(0, 300) : text;
    }

    private static Map<String, JsonNode> series(JsonNode answer, String ignored) {
        var series = new TreeMap<String, JsonNode>();
        for (JsonNode element : answer.at("/data/result")) {
            var labels = new TreeMap<String, String>();
            element.path("metric").properties().forEach(p -> labels.put(p.getKey(), p.getValue().asText()));
            labels.remove(ignored);
            series.put(labels.toString(), element);
        }
        return series;
    }

    private static boolean samePoints(JsonNode theirs, JsonNode ours) {
        return sameColumns(theirs.path("values"), ours.path("values")) && sameColumns(theirs.path("histograms"), ours.path("histograms"))
                && same(theirs.path("value"), ours.path("value")) && same(theirs.path("histogram"), ours.path("histogram"));
    }

    private static boolean sameColumns(JsonNode theirs, JsonNode ours) {
        if (theirs.size() != ours.size()) {
            return false;
        }
        for (int i = 0; i < theirs.size(); i++) {
            if (!same(theirs.get(i), ours.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** One point or what is in it: numbers in texts are compared as numbers. */
    private static boolean same(JsonNode theirs, JsonNode ours) {
        if (theirs.isTextual() && ours.isTextual()) {
            return theirs.equals(ours) || isClose(theirs.asText(), ours.asText());
        }
        if (theirs.isObject() && ours.isObject()) {
            return theirs.size() == ours.size()
                    && theirs.propertyStream().allMatch(p -> same(p.getValue(), ours.path(p.getKey())));
        }
        return theirs.isArray() && ours.isArray() ? sameColumns(theirs, ours)
                : theirs.isNumber() && ours.isNumber() ? theirs.asDouble() == ours.asDouble() : theirs.equals(ours);
    }

    private static boolean isClose(String theirs, String ours) {
        try {
            double a = number(theirs);
            double b = number(ours);
            return Double.compare(a, b) == 0 || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
