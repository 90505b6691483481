package dev.plumbline.promql.eval;

import dev.plumbline.model.Quoting;
import dev.plumbline.promql.ast.Span;
import dev.plumbline.promql.function.ShortestDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The warnings and infos of a query. As in Prometheus, each text is there once, with the place of the expression that gave it
 * last. Bounded: beyond a thousand of a kind further ones are not kept.
 */
public final class Annotations {
    private static final int MOST = 1000;
    private static final String WARNING = "PromQL warning: ";
    private static final String INFO = "PromQL info: ";
    private final byte[] text;
    private final Map<String, Span> warnings = new LinkedHashMap<>();
    private final Map<String, Span> infos = new LinkedHashMap<>();
    private final Map<Counted, Integer> counted = new LinkedHashMap<>();
    private final Map<String, Forced> forced = new LinkedHashMap<>();

    private record Counted(String text, Span at) {}

    /**
     * Where and when the counts of a classic histogram's buckets had to be made ascending.
     *
     * @param from lowest bound of a changed bucket
     * @param to highest bound of a changed bucket
     * @param most by how much at most a count was less than the one before
     */
    record Forced(double from, double to, double most, long firstMillis, long lastMillis, int times, Span at) {
        Forced and(Forced o) {
            return new Forced(Math.min(from, o.from), Math.max(to, o.to), Math.max(most, o.most),
                    Math.min(firstMillis, o.firstMillis), Math.max(lastMillis, o.lastMillis), times + o.times, o.at);
        }

        String text() {
            return ", from buckets " + ShortestDecimal.general(from) + " to " + ShortestDecimal.general(to)
                    + ", with a max diff of " + ShortestDecimal.rounded(most, 2) + ", over " + times + " samples from "
                    + seconds(firstMillis) + " to " + seconds(lastMillis);
        }

        private static Instant seconds(long millis) {
            return Instant.ofEpochSecond(millis / 1000);
        }
    }

    /** For a query text, in which positions are found. */
    public Annotations(String query) {
        text = query.getBytes(StandardCharsets.UTF_8);
    }

    private Annotations(byte[] text) {
        this.text = text;
    }

    /** Empty ones about the same query, for another thread. */
    Annotations fork() {
        return new Annotations(text);
    }

    /** Takes over, as if they came now, and empties the others. */
    void absorb(Annotations other) {
        other.warnings.forEach(this::warn);
        other.infos.forEach(this::inform);
        other.counted.forEach((key, times) -> count(key, times));
        other.forced.forEach(this::forced);
        other.warnings.clear();
        other.infos.clear();
        other.counted.clear();
        other.forced.clear();
    }

    void warn(String message, Span at) {
        put(warnings, message, at);
    }

    void inform(String message, Span at) {
        put(infos, message, at);
    }

    private static void put(Map<String, Span> kind, String message, Span at) {
        if (kind.size() < MOST || kind.containsKey(message)) {
            kind.put(message, at);
        }
    }

    /** {@code message "metric" (line:column)}. */
    void warnMetric(String message, String metric, Span at) {
        warn(message + " " + Quoting.quote(metric), at);
    }

    /** A warning that ends in how often it was given, when that is more than once. */
    void countMetric(String message, String metric, Span at) {
        count(new Counted(message + " " + Quoting.quote(metric), at), 1);
    }

    private void count(Counted key, int times) {
        if (counted.size() < MOST || counted.containsKey(key)) {
            counted.merge(key, times, Integer::sum);
        }
    }

    void informMetric(String message, String metric, Span at) {
        inform(message + " " + Quoting.quote(metric), at);
    }

    /** {@code message for metric name "metric"}, or the message alone when the name was dropped. */
    static String named(String message, String metric) {
        return metric.isEmpty() ? message : message + " for metric name " + Quoting.quote(metric);
    }

    /** An info that sums up all histograms of the metric whose counts had to be made ascending. */
    void forced(String message, Forced what) {
        if (forced.size() < MOST || forced.containsKey(message)) {
            forced.merge(message, what, Forced::and);
        }
    }

    private String position(Span at) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(at.start(), text.length); i++) {
            column++;
            if (text[i] == '\n') {
                line++;
                column = 1;
            }
        }
        return " (" + line + ":" + column + ")";
    }

    public List<String> warnings() {
        List<String> all = new ArrayList<>();
        warnings.forEach((message, at) -> all.add(WARNING + message + position(at)));
        counted.forEach((key, times) -> all.add(WARNING + key.text + (times > 1 ? " (" + times + " occurrences)" : "")
                + position(key.at)));
        return List.copyOf(all);
    }

    public List<String> infos() {
        List<String> all = new ArrayList<>();
        infos.forEach((message, at) -> all.add(INFO + message + position(at)));
        forced.forEach((message, what) -> all.add(INFO + message + what.text() + position(what.at)));
        return List.copyOf(all);
    }
}
