package dev.plumbline.promql.eval;

import dev.plumbline.model.Quoting;
import dev.plumbline.promql.ast.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The warnings and infos of a query, each text once. Bounded: beyond a thousand of a kind further ones are not kept. */
public final class Annotations {
    private static final int MOST = 1000;
    private final byte[] text;
    private final Set<String> warnings = new LinkedHashSet<>();
    private final Set<String> infos = new LinkedHashSet<>();
    private final Map<Counted, Integer> counted = new LinkedHashMap<>();

    private record Counted(String text, Span at) {}

    /** For a query text, in which positions are found. */
    public Annotations(String query) {
        text = query.getBytes(StandardCharsets.UTF_8);
    }

    void warn(String message, Span at) {
        if (warnings.size() < MOST) {
            warnings.add("PromQL warning: " + message + position(at));
        }
    }

    void inform(String message, Span at) {
        if (infos.size() < MOST) {
            infos.add("PromQL info: " + message + position(at));
        }
    }

    /** {@code message "metric" (line:column)}. */
    void warnMetric(String message, String metric, Span at) {
        warn(message + " " + Quoting.quote(metric), at);
    }

    /** A warning that ends in how often it was given, when that is more than once. */
    void countMetric(String message, String metric, Span at) {
        var key = new Counted(message + " " + Quoting.quote(metric), at);
        if (counted.size() < MOST || counted.containsKey(key)) {
            counted.merge(key, 1, Integer::sum);
        }
    }

    void informMetric(String message, String metric, Span at) {
        inform(message + " " + Quoting.quote(metric), at);
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
        var all = new ArrayList<>(warnings);
        counted.forEach((key, times) -> all.add("PromQL warning: " + key.text + (times > 1 ? " (" + times + " occurrences)" : "")
                + position(key.at)));
        return List.copyOf(all);
    }

    public List<String> infos() {
        return List.copyOf(infos);
    }
}
