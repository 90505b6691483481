package dev.plumbline.analysis.canary;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one metric of the canary over the window.
 *
 * @param amount how many requests or points the reading rests on, 0 or more
 * @param source the series that were used, empty while none are found
 * @param queries the PromQL texts as they were evaluated, the baseline's among them
 * @param baseline the same for the stable version, null when it is not measured
 * @param trail how it came about, null where that is not known: then no judge can say how often it errs
 */
public record Evidence(String metric, Reading reading, long amount, String source, List<String> queries,
        @Nullable BaselineEvidence baseline, @Nullable Trail trail) {
    public Evidence {
        queries = List.copyOf(queries);
        if (amount < 0) {
            throw new IllegalArgumentException("metric " + metric + ": amount of evidence is " + amount);
        }
    }

    /** Without a trail. */
    public Evidence(String metric, Reading reading, long amount, String source, List<String> queries, @Nullable BaselineEvidence baseline) {
        this(metric, reading, amount, source, queries, baseline, null);
    }

    /** Without a baseline. */
    public Evidence(String metric, Reading reading, long amount, String source, List<String> queries) {
        this(metric, reading, amount, source, queries, null, null);
    }

    /** Of a metric that nobody has looked for. */
    public static Evidence notLookedUp(Criterion c) {
        return new Evidence(c.name(), new Reading.Unreadable("not looked up yet"), 0, "", List.of());
    }

    /**
     * By metric.
     *
     * @throws IllegalArgumentException when two pieces are for the same metric
     */
    public static Map<String, Evidence> byMetric(Collection<Evidence> evidence) {
        var byMetric = new HashMap<String, Evidence>();
        for (Evidence e : evidence) {
            if (byMetric.put(e.metric(), e) != null) {
                throw new IllegalArgumentException("two pieces of evidence for metric " + e.metric());
            }
        }
        return byMetric;
    }
}
