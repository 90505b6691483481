package dev.plumbline.daemon.keptn;

import dev.plumbline.daemon.config.yaml.JsonDocument;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlDocument;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.model.PlumblineException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request, with the files in it; all problems of a part at once. Used once. */
final class RequestReader {
    private static final int MOST_LABELS = 50;
    private static final int MOST_CHARACTERS = 1_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");
    private final long nowMillis;
    private final NumberSource source;
    private final Problems problems = new Problems();

    RequestReader(long nowMillis, NumberSource source) {
        this.nowMillis = nowMillis;
        this.source = source;
    }

    /** @throws PlumblineException of kind USER with every problem and its place */
    EvaluationRequest read(String body) {
        YamlNode root = JsonDocument.parse("request", body, problems);
        if (root == null) {
            throw refusal();
        }
        MappingReader request = MappingReader.of(root, "the request", problems);
        var subject = new EvaluationRequest.Subject(text(request, "project"), text(request, "stage"), text(request, "service"));
        if (subject.service().isBlank()) {
            request.error("service", "the request needs service, whose evaluations are compared with each other");
        }
        Map<String, String> labels = labels(request);
        TimeSpan span = TimeSpan.read(request, nowMillis);
        Optional<SloFile> slo = file(request, "slo").flatMap(f -> new SloReader(problems).read(f.root, f.text));
        Map<String, String> indicators = file(request, "sli").map(this::indicators).orElse(Map.of());
        request.finish();
        if (problems.isFatal() || slo.isEmpty()) {
            throw refusal();
        }
        Map<String, String> queries = queries(slo.get(), indicators, values(subject, labels, slo.get()), EvaluationRequest.seconds(span.startMillis(), span.endMillis()));
        return new EvaluationRequest(subject, span.startMillis(), span.endMillis(), labels, slo.get(), queries);
    }

    private PlumblineException refusal() {
        return PlumblineException.user(String.join("; ", problems.fatal().stream().map(Object::toString).toList()));
    }

    private static String text(MappingReader request, String key) {
        String text = request.string(key, "");
        if (text.length() > MOST_CHARACTERS) {
            request.error(key, key + " has " + text.length() + " characters, at most " + MOST_CHARACTERS + " are possible");
        }
        return text;
    }

    private static Map<String, String> labels(MappingReader request) {
        Map<String, String> labels = request.stringMap("labels");
        if (labels.size() > MOST_LABELS) {
            request.error("labels", "there are " + labels.size() + " labels, at most " + MOST_LABELS + " are possible");
        }
        labels.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || value.length() > MOST_CHARACTERS) {
                request.error("labels", "the label \"" + name + "\" must have a name of 1 to 100 letters, digits, _, . and -, and a value of at most " + MOST_CHARACTERS
                        + " characters");
            }
        });
        return labels;
    }

    /** A file as it came: YAML in a text, or an object. */
    private record Sent(YamlNode root, String text) {}

    private Optional<Sent> file(MappingReader request, String key) {
        YamlNode node = request.node(key);
        if (node == null) {
            request.error(key, "the request needs " + key + ", the file as a text or as an object");
            return Optional.empty();
        }
        if (!(node instanceof YamlNode.Scalar s)) {
            return Optional.of(new Sent(node, JsonDocument.write(node)));
        }
        @Nullable YamlNode root = YamlDocument.parse(key, s.text(), problems);
        if (root != null && root.isNull()) {
            request.error(key, key + " is empty");
            return Optional.empty();
        }
        return root == null ? Optional.empty() : Optional.of(new Sent(root, s.text()));
    }

    private Map<String, String> indicators(Sent sent) {
        MappingReader sli = MappingReader.of(sent.root, "sli", problems);
        sli.string("spec_version");
        Map<String, String> indicators = sli.stringMap("indicators");
        if (indicators.isEmpty()) {
            sli.error("indicators", "sli needs indicators, a mapping of names to PromQL");
        }
        sli.finish();
        return indicators;
    }

    /** What may stand in queries. */
    private static Map<String, String> values(EvaluationRequest.Subject subject, Map<String, String> labels, SloFile slo) {
        var values = new HashMap<String, String>();
        slo.filter().forEach((name, value) -> {
            String plain = value.replace("'", "").replace("\"", "");
            if (NAME.matcher(name).matches()) {
                values.put(name, plain);
                values.put(name.toUpperCase(Locale.ROOT), plain);
            }
        });
        put(values, "service", subject.service());
        put(values, "stage", subject.stage());
        put(values, "project", subject.project());
        labels.forEach((name, value) -> values.put("LABEL." + name, value));
        return values;
    }

    private static void put(Map<String, String> values, String name, String value) {
        if (!value.isEmpty()) {
            values.put(name, value);
            values.put(name.toUpperCase(Locale.ROOT), value);
        }
    }

    private Map<String, String> queries(SloFile slo, Map<String, String> indicators, Map<String, String> values, long seconds) {
        var queries = new LinkedHashMap<String, String>();
        slo.levels().objectives().forEach(objective -> {
            String query = indicators.get(objective.sli());
            if (query == null) {
                throw PlumblineException.user("sli has no indicator \"" + objective.sli() + "\", which an objective is about; it has " + String.join(", ", indicators.keySet()));
            }
            try {
                String filled = SliQuery.parse(query, values.keySet()).render(values, seconds);
                source.check(filled);
                queries.put(objective.sli(), filled);
            } catch (PlumblineException e) {
                throw new PlumblineException(e.kind(), "sli: indicators." + objective.sli() + ": " + e.getMessage(), e);
            }
        });
        return queries;
    }
}
