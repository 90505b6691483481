package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.GoFloat;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.api.http.Times;
import dev.plumbline.model.Labels;
import dev.plumbline.model.MetricMetadata;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@code /targets} and {@code /metadata}: what the scrapers know. */
public final class TargetsApi {
    private final Supplier<Targets> targets;
    private final Supplier<Map<String, Set<MetricMetadata>>> metadata;

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

    public TargetsApi(Supplier<Targets> targets, Supplier<Map<String, Set<MetricMetadata>>> metadata) {
        this.targets = targets;
        this.metadata = metadata;
    }

    /** {@code /targets}: state is active, dropped or any (default); scrapePool narrows. */
    public Answer targets(Parameters p) {
        String state = p.get("state").toLowerCase(java.util.Locale.ROOT);
        String pool = p.get("scrapePool");
        Targets all = targets.get();
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
            json.raw(']').key("droppedTargetCounts").raw('{');
            if (showDropped) {
                all.droppedCounts().forEach((name, count) -> json.member(name, count.longValue()));
            }
            json.raw('}').raw('}');
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
        var found = new TreeMap<>(metadata.get());
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
