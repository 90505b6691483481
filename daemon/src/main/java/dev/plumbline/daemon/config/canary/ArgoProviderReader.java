package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.argo.JsonPath;
import dev.plumbline.analysis.condition.Condition;
import dev.plumbline.analysis.condition.ConditionException;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.promql.QueryException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads where the values of a metric come from. */
final class ArgoProviderReader {
    private static final Set<String> PROMETHEUS = Set.of("address", "query", "rangeQuery", "authentication", "timeout", "insecure", "headers");
    private static final Set<String> WEB = Set.of("method", "url", "headers", "body", "jsonBody", "timeoutSeconds", "jsonPath", "insecure", "authentication");
    /** Keys of prometheus that say how to reach one, which nobody does here. */
    private static final List<String> UNUSED = List.of("address", "authentication", "timeout", "insecure", "headers");
    private static final Set<String> OTHERS = Set.of("kayenta", "job", "datadog", "wavefront", "newRelic", "cloudWatch", "graphite", "influxdb",
            "skywalking", "plugin");
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final long MOST_SECONDS = 120;
    private static final long USUAL_SECONDS = 10;
    private static final int MAX_BODY = 65_536;
    private static final int MAX_QUERY = 65_536;
    private final Fields metric;
    private final Notes notes;
    private final QuerySyntax syntax;

    ArgoProviderReader(Fields metric, Notes notes, QuerySyntax syntax) {
        this.metric = metric;
        this.notes = notes;
        this.syntax = syntax;
    }

    /** A metric without what is not used of it. */
    static YamlNode used(YamlNode metric) {
        return without(metric, "");
    }

    private static YamlNode without(YamlNode node, String path) {
        return !(node instanceof YamlNode.Mapping m) || path.length() > "/provider/prometheus".length() ? node
                : new YamlNode.Mapping(m.at(), m.entries().stream().filter(e -> !path.equals("/provider/prometheus") || !UNUSED.contains(e.key()))
                        .map(e -> new YamlNode.Entry(e.key(), e.at(), without(e.value(), path + "/" + e.key()))).toList());
    }

    Optional<ArgoProvider> read() {
        Optional<YamlNode> node = metric.node("provider");
        Optional<Fields> provider = node.flatMap(n -> Fields.any("provider", n, notes));
        if (node.isEmpty() || provider.isPresent() && provider.get().keys().size() != 1) {
            metric.problem("provider", "a metric needs provider with exactly one of prometheus and web");
            return Optional.empty();
        }
        return provider.flatMap(p -> one(p, p.keys().iterator().next()));
    }

    private Optional<ArgoProvider> one(Fields p, String kind) {
        YamlNode node = p.node(kind).orElseThrow();
        switch (kind) {
            case "prometheus" -> {
                return Fields.of("prometheus", node, PROMETHEUS, notes).flatMap(this::prometheus);
            }
            case "web" -> {
                return Fields.of("web", node, WEB, notes).flatMap(this::web);
            }
            case "kayenta" -> p.problem(kind, "provider kayenta is not read in templates; write a policy in a canary file with judge: kayenta, or let Argo's "
                    + "kayenta provider ask this server, which speaks Kayenta's interface");
            case "job" -> p.problem(kind, "provider job is not read: nothing is run in a cluster from here; have the job write a metric and use prometheus, "
                    + "or offer its result over HTTP and use web");
            default -> p.problem(kind, "provider " + kind + (OTHERS.contains(kind) ? " is not read" : " is unknown")
                    + "; known are prometheus, answered by this server's own store, and web");
        }
        return Optional.empty();
    }

    private Optional<ArgoProvider> prometheus(Fields f) {
        for (String key : UNUSED) {
            if (f.has(key)) {
                notes.warning(f.place(key), key + " of prometheus is not used: queries are answered by this server's own store");
            }
        }
        Optional<String> query = f.required("query").map(String::strip);
        query.ifPresent(q -> {
            try {
                if (q.length() > MAX_QUERY) {
                    f.problem("query", "the query is longer than " + MAX_QUERY + " characters");
                }
                syntax.expression(q);
            } catch (QueryException e) {
                f.problem("query", "the query " + ArgoSpecReader.LANGUAGE + e.getMessage());
            }
        });
        Optional<Fields> range = f.node("rangeQuery").flatMap(n -> Fields.of("rangeQuery", n, Set.of("start", "end", "step"), notes));
        return query.map(q -> new ArgoProvider.Prometheus(q, range.map(this::range).orElse(null)));
    }

    private ArgoProvider.@Nullable Range range(Fields f) {
        Optional<String> start = time(f, "start");
        Optional<String> end = time(f, "end");
        f.required("step");
        long step = f.durationMillis("step", MILLIS_PER_SECOND);
        if (step < MILLIS_PER_SECOND) {
            f.problem("step", "step must be at least 1s");
        }
        return start.isEmpty() || end.isEmpty() ? null : new ArgoProvider.Range(start.get(), end.get(), step);
    }

    private static Optional<String> time(Fields f, String key) {
        Optional<String> text = f.required(key);
        text.ifPresent(t -> {
            try {
                Condition.parse(t, Set.of());
            } catch (ConditionException e) {
                f.problem(key, key + " " + ArgoSpecReader.LANGUAGE + e.getMessage() + "; expected a time such as now() - duration(\"5m\")");
            }
        });
        return text;
    }

    private Optional<ArgoProvider> web(Fields f) {
        if (f.has("authentication")) {
            f.problem("authentication", "authentication of web is not read; send a header with an argument instead");
        }
        String method = f.text("method").orElse("GET").toUpperCase(Locale.ROOT);
        if (!Set.of("GET", "POST", "PUT").contains(method)) {
            f.problem("method", "method is \"" + method + "\", must be GET, POST or PUT");
        }
        Optional<URI> url = f.required("url").flatMap(text -> url(f, text));
        ArgoProvider.Content content = content(f, method);
        Map<String, String> headers = headers(f);
        String path = f.text("jsonPath").orElse("");
        try {
            JsonPath.parse(path.isEmpty() ? "{$}" : path);
        } catch (IllegalArgumentException e) {
            f.problem("jsonPath", String.valueOf(e.getMessage()));
        }
        var transport = new ArgoProvider.Transport(f.whole("timeoutSeconds", USUAL_SECONDS, 1, MOST_SECONDS) * MILLIS_PER_SECOND, f.flag("insecure", false));
        return url.map(u -> new ArgoProvider.Web(method, u, headers, content, path, transport));
    }

    private static Optional<URI> url(Fields f, String text) {
        try {
            var uri = new URI(text.strip());
            boolean known = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (known && uri.getHost() != null) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            // Falls through to the problem, which says the same for all.
        }
        f.problem("url", "url is \"" + text + "\", must be an absolute http or https address; percent-encode what does not belong into one");
        return Optional.empty();
    }

    private static ArgoProvider.Content content(Fields f, String method) {
        if (f.has("body") && f.has("jsonBody")) {
            f.problem("jsonBody", "a web metric has body or jsonBody, not both; take one out");
        }
        if (method.equals("GET") && (f.has("body") || f.has("jsonBody"))) {
            f.problem(f.has("body") ? "body" : "jsonBody", "a GET has no body; say method: POST or PUT, or take it out");
        }
        String body = f.node("jsonBody").map(ArgoText::json).orElseGet(() -> f.text("body").orElse(""));
        if (body.length() > MAX_BODY) {
            f.problem(f.has("body") ? "body" : "jsonBody", "the body is longer than " + MAX_BODY + " characters");
        }
        return new ArgoProvider.Content(body, f.has("jsonBody") ? "application/json" : "text/plain; charset=utf-8");
    }

    private Map<String, String> headers(Fields f) {
        var headers = new LinkedHashMap<String, String>();
        f.node("headers").ifPresent(list -> {
            if (!(list instanceof YamlNode.Sequence s)) {
                f.problem("headers", "headers must be a list of key and value");
                return;
            }
            for (YamlNode item : s.items()) {
                Fields.of("a header", item, Set.of("key", "value"), notes).ifPresent(h -> h.required("key").ifPresent(key -> header(h, key, headers)));
            }
        });
        return headers;
    }

    private static void header(Fields h, String key, Map<String, String> headers) {
        String value = h.text("value").orElse("");
        if (!key.chars().allMatch(c -> c > ' ' && c < 127 && c != ':') || value.chars().anyMatch(c -> c < ' ' || c > 126)) {
            h.problem("key", "header \"" + key + "\" must be a name of ASCII letters and - with a value on one line of ASCII");
        }
        headers.put(key, value);
    }
}
