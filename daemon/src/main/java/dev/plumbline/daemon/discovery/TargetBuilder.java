package dev.plumbline.daemon.discovery;

import dev.plumbline.daemon.config.ScrapeConfig;
import dev.plumbline.daemon.config.yaml.Durations;
import dev.plumbline.daemon.relabel.Relabeling;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a job's targets of discovered groups, in Prometheus's order: the target's labels, the group's where it has none,
 * the job's settings as {@code __…__} labels where neither has one, relabelling, checks, removal of {@code __meta_}
 * labels, instance. No port is added. Pure; any thread.
 */
public final class TargetBuilder {
    private static final String PARAM = "__param_";
    private static final String INTERVAL = "__scrape_interval__";
    private static final String TIMEOUT = "__scrape_timeout__";
    private static final String PATH = "__metrics_path__";
    private static final String SCHEME = "__scheme__";
    private final ScrapeConfig config;

    public TargetBuilder(ScrapeConfig config) {
        this.config = config;
    }

    /**
     * A job's targets. {@code dropped} are the discovered labels of what relabelling dropped, at most
     * keep_dropped_targets of {@code droppedCount}; {@code errors} name targets that are not valid; {@code
     * limitError}, when not null, is target_limit exceeded: every scrape of the job must fail with it.
     */
    public record Targets(List<Target> active, List<Labels> dropped, int droppedCount, List<String> errors,
                          @Nullable String limitError) {
        public Targets {
            active = List.copyOf(active);
            dropped = List.copyOf(dropped);
            errors = List.copyOf(errors);
        }
    }

    /** The targets of all groups; those with equal labels and address appear once. */
    public Targets build(List<TargetGroup> groups) {
        var active = new ArrayList<Target>();
        var dropped = new ArrayList<Labels>();
        var errors = new ArrayList<String>();
        Set<List<Object>> seen = new HashSet<>();
        long keep = config.limits().keepDroppedTargets();
        int droppedCount = 0;
        for (TargetGroup group : groups) {
            for (int i = 0; i < group.targets().size(); i++) {
                try {
                    Target target = build(group.targets().get(i), group.labels());
                    if (target == null) {
                        droppedCount++;
                        if (keep == 0 || dropped.size() < keep) {
                            dropped.add(discovered(group.targets().get(i), group.labels()));
                        }
                    } else if (seen.add(List.of(target.labels(), target.url()))) {
                        active.add(target);
                    }
                } catch (PlumblineException e) {
                    errors.add("target " + i + " of group " + group.source() + ": " + e.getMessage());
                }
            }
        }
        return new Targets(active, dropped, droppedCount, errors, limitError(active.size()));
    }

    private @Nullable String limitError(int targets) {
        long limit = config.limits().targets();
        return limit > 0 && targets > limit ? "target_limit exceeded (number of targets: " + targets + ", limit: " + limit + ")" : null;
    }

    /**
     * One target, or null when relabelling dropped it.
     *
     * @throws PlumblineException of kind USER when what relabelling left is not something to scrape
     */
    public @Nullable Target build(Labels targetLabels, Labels groupLabels) {
        Labels discovered = discovered(targetLabels, groupLabels);
        Labels labels = Relabeling.apply(config.relabelRules(), discovered);
        if (labels == null) {
            return null;
        }
        String address = labels.get(TargetGroup.ADDRESS);
        if (address.isEmpty()) {
            throw PlumblineException.user("no address: __address__ is empty");
        }
        if (address.contains("/")) {
            throw PlumblineException.user("\"" + address + "\" is not a valid hostname: give host:port");
        }
        long interval = duration("interval", labels.get(INTERVAL));
        long timeout = duration("timeout", labels.get(TIMEOUT));
        if (timeout > interval) {
            throw PlumblineException.user("scrape timeout cannot be greater than scrape interval (\""
                    + labels.get(TIMEOUT) + "\" > \"" + labels.get(INTERVAL) + "\")");
        }
        return new Target(discovered, visible(labels, address), url(labels), interval, timeout, config);
    }

    private Labels discovered(Labels target, Labels group) {
        Labels.Builder labels = group.builder();
        target.forEach(labels::set);
        setIfAbsent(labels, "job", config.jobName());
        setIfAbsent(labels, INTERVAL, Durations.format(config.intervalMillis()));
        setIfAbsent(labels, TIMEOUT, Durations.format(config.timeoutMillis()));
        setIfAbsent(labels, PATH, config.metricsPath());
        setIfAbsent(labels, SCHEME, config.scheme());
        config.params().forEach((name, values) -> {
            if (!values.isEmpty()) {
                labels.set(PARAM + name, values.getFirst());
            }
        });
        return labels.build();
    }

    private static void setIfAbsent(Labels.Builder labels, String name, String value) {
        if (labels.get(name).isEmpty()) {
            labels.set(name, value);
        }
    }

    private static long duration(String what, String text) {
        Long millis = Durations.parse(text);
        if (millis == null) {
            throw PlumblineException.user("error parsing scrape " + what + ": \"" + text + "\" is not a duration such as 30s");
        }
        if (millis == 0) {
            throw PlumblineException.user("scrape " + what + " cannot be 0");
        }
        return millis;
    }

    private static Labels visible(Labels labels, String address) {
        var visible = new Labels.Builder();
        labels.forEach((name, value) -> {
            if (!name.startsWith("__")) {
                visible.set(name, value);
            }
        });
        setIfAbsent(visible, "instance", address);
        return visible.build();
    }

    private URI url(Labels labels) {
        String path = labels.get(PATH);
        String query = query(labels);
        String text = labels.get(SCHEME) + "://" + labels.get(TargetGroup.ADDRESS)
                + (path.isEmpty() || path.startsWith("/") ? "" : "/") + escapePath(path) + (query.isEmpty() ? "" : "?" + query);
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw PlumblineException.user("\"" + text + "\" is not a valid URL: " + e.getReason(), e);
        }
    }

    /** The path as Go's net/url writes it: what may not stand in a path is percent-encoded, a question mark included. */
    private static String escapePath(String path) {
        var out = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-_.~$&+,/:;=@".indexOf(c) >= 0);
            out.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return out.toString();
    }

    /** The job's parameters, the first value of each replaced by its label, in order of their names. */
    private String query(Labels labels) {
        Map<String, List<String>> params = new TreeMap<>();
        config.params().forEach((name, values) -> params.put(name, new ArrayList<>(values)));
        labels.forEach((name, value) -> {
            if (name.startsWith(PARAM)) {
                List<String> values = params.computeIfAbsent(name.substring(PARAM.length()), _ -> new ArrayList<>());
                if (values.isEmpty()) {
                    values.add(value);
                } else {
                    values.set(0, value);
                }
            }
        });
        return params.entrySet().stream()
                .flatMap(e -> e.getValue().stream().map(v -> encode(e.getKey()) + "=" + encode(v)))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
    }
}
