package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.GoFloat;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.api.http.Times;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.model.MetricMetadata;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.parser.PromqlParser;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** {@code /targets}, {@code /targets/metadata}, {@code /metadata} and {@code /scrape_pools}: what the scrapers know. */
public final class TargetsApi {
    private final Scrapers scrapers;
    private final UnaryOperator<Map<String, Set<MetricMetadata>>> others;

    /** What is told of scraping. Asked on each request, on any thread. */
    public interface Scrapers {
        /** All targets now. */
        Targets targets();

        /** By metric, each different entry once. */
        Map<String, Set<MetricMetadata>> metadata();

        /** What each target says of its metrics. */
        List<TargetMetadata> targetMetadata();
    }

    /** What one target says of its metrics. */
    public record TargetMetadata(Labels target, Map<String, MetricMetadata> metrics) {}

    /**
     * All targets at one moment.
     *
     * @param active those that are scraped
     * @param dropped labels before relabelling of those that relabelling dropped, as far as they are kept
     * @param droppedCounts dropped targets by scrape pool, kept or not
     */
    public record Targets(List<Active> active, List<Dropped> dropped, Map<String, Integer> droppedCounts) {
        public Targets {
            active = List.copyOf(active);
            dropped = List.copyOf(dropped);
            droppedCounts = new TreeMap<>(droppedCounts);
        }
    }

    /** A target that relabelling dropped. */
    public record Dropped(Labels discoveredLabels, String scrapePool) {}

    /** One target that is scraped. Times in ms since the epoch, 0 for never; {@code health} is up, down or unknown. */
    public record Active(Labels discoveredLabels, Labels labels, String scrapePool, String scrapeUrl, String globalUrl,
            String lastError, long lastScrapeMillis, double lastScrapeSeconds, String health, long intervalMillis,
            long timeoutMillis) {}

    /** @param others adds what was said of metrics elsewhere */
    public TargetsApi(Scrapers scrapers, UnaryOperator<Map<String, Set<MetricMetadata>>> others) {
        this.scrapers = scrapers;
        this.others = others;
    }

    /** {@code /targets}: state is active, dropped or any (default); scrapePool narrows. */
    public Answer targets(Parameters p) {
        String state = p.get("state").toLowerCase(java.util.Locale.ROOT);
        String pool = p.get("scrapePool");
        Targets all = scrapers.targets();
        boolean showActive = state.isEmpty() || state.equals("any") || state.equals("active");
        boolean showDropped = state.isEmpty() || state.equals("any") || state.equals("dropped");
        return Envelope.success(json -> {
            json.raw('{').key("activeTargets").raw('[');
            if (showActive) {
                all.active().stream().filter(t -> pool.isEmpty() || t.scrapePool().equals(pool))
                        .sorted(Comparator.comparing(Active::scrapePool)).forEach(t -> active(json.next(), t));
            }
            json.raw(']').key("droppedTargets").raw('[');
            if (showDropped) {
                all.dropped().stream().filter(t -> pool.isEmpty() || t.scrapePool().equals(pool))
                        .forEach(t -> dropped(json.next(), t));
            }
            json.raw(']').key("droppedTargetCounts");
            if (showDropped) {
                json.raw('{');
                all.droppedCounts().forEach((name, count) -> json.member(name, count.longValue()));
                json.raw('}').raw('}');
            } else {
                json.ascii("null").raw('}');
            }
        });
    }

    private static void active(JsonBytes json, Active t) {
        json.raw('{').key("discoveredLabels");
        ResultJson.labels(json, t.discoveredLabels());
        json.key("labels");
        ResultJson.labels(json, t.labels());
        json.member("scrapePool", t.scrapePool()).member("scrapeUrl", t.scrapeUrl()).member("globalUrl", t.globalUrl())
                .member("lastError", t.lastError()).member("lastScrape", Times.rfc3339(t.lastScrapeMillis()))
                .key("lastScrapeDuration");
        GoFloat.append(json, t.lastScrapeSeconds());
        json.member("health", t.health()).member("scrapeInterval", Times.duration(t.intervalMillis()))
                .member("scrapeTimeout", Times.duration(t.timeoutMillis())).raw('}');
    }

    private static void dropped(JsonBytes json, Dropped t) {
        json.raw('{').key("discoveredLabels");
        ResultJson.labels(json, t.discoveredLabels());
        json.member("scrapePool", t.scrapePool()).raw('}');
    }

    /** {@code /metadata}: metric narrows to one; limit bounds the metrics, limit_per_metric the entries of each. */
    public Answer metadata(Parameters p) {
        int limit = number(p, "limit");
        int limitPerMetric = number(p, "limit_per_metric");
        String metric = p.get("metric");
        var found = new TreeMap<>(others.apply(scrapers.metadata()));
        return Envelope.success(json -> {
            json.raw('{');
            found.entrySet().stream().filter(e -> metric.isEmpty() || e.getKey().equals(metric))
                    .limit(limit < 0 ? Long.MAX_VALUE : limit).forEach(e -> {
                        json.key(e.getKey()).raw('[');
                        e.getValue().stream().limit(limitPerMetric <= 0 ? Long.MAX_VALUE : limitPerMetric)
                                .forEach(m -> json.next().raw('{').member("type", m.type()).member("unit", m.unit())
                                        .member("help", m.help()).raw('}'));
                        json.raw(']');
                    });
            json.raw('}');
        });
    }

    /** {@code /targets/metadata}: match_target selects targets by their labels, metric narrows to one, limit bounds all entries. */
    public Answer targetMetadata(Parameters p) {
        int limit = number(p, "limit");
        String metric = p.get("metric");
        List<LabelMatcher> matchers = targetMatchers(p.get("match_target"));
        var targets = scrapers.targetMetadata().stream().filter(t -> matchers.stream().allMatch(m -> m.matches(t.target()))).toList();
        return Envelope.success(json -> {
            int written = 0;
            json.raw('[');
            for (TargetMetadata target : targets) {
                for (Map.Entry<String, MetricMetadata> entry : target.metrics().entrySet()) {
                    if ((metric.isEmpty() || entry.getKey().equals(metric)) && (limit < 0 || written++ < limit)) {
                        targetMetadata(json.next(), target.target(), metric.isEmpty() ? entry.getKey() : "", entry.getValue());
                    }
                }
            }
            json.raw(']');
        });
    }

    private static List<LabelMatcher> targetMatchers(String selector) {
        try {
            return selector.isEmpty() ? List.of() : PromqlParser.parseSelector(selector);
        } catch (QueryException e) {
            throw BadParameter.of("match_target", e.getMessage());
        }
    }

    /** {@code metric} empty: it was asked for by name and is not repeated. */
    private static void targetMetadata(JsonBytes json, Labels target, String metric, MetricMetadata m) {
        json.raw('{').key("target");
        ResultJson.labels(json, target);
        if (!metric.isEmpty()) {
            json.member("metric", metric);
        }
        json.member("type", m.type()).member("help", m.help()).member("unit", m.unit()).raw('}');
    }

    /** {@code /scrape_pools}: the names of all jobs, ascending. */
    public Answer pools() {
        var pools = new TreeSet<>(scrapers.targets().droppedCounts().keySet());
        return Envelope.success(json -> {
            json.raw('{').key("scrapePools").raw('[');
            pools.forEach(pool -> json.next().string(pool));
            json.raw(']').raw('}');
        });
    }

    private static int number(Parameters p, String name) {
        if (p.get(name).isEmpty()) {
            return -1;
        }
        try {
            return Integer.parseInt(p.get(name));
        } catch (NumberFormatException e) {
            throw new BadParameter(name + " must be a number");
        }
    }
}
