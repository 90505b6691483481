package dev.plumbline.daemon.api.external;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.verdicts.JsonObject;
import dev.plumbline.daemon.verdicts.Report;
import dev.plumbline.daemon.verdicts.VerdictSample;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/**
 * The objects of the external metrics API. A metric that there is none of has an empty list, not an error: Flagger asks for one that
 * nobody has to see whether anybody answers. The newest analysis comes first, for Flagger takes the first value. Thread-safe.
 */
final class ExternalMetricsApi {
    static final String GROUP = "external.metrics.k8s.io";
    static final String PATH = "/apis/" + GROUP;
    static final String VERSION = GROUP + "/v1beta1";
    private static final List<String> METRICS = List.of("plumbline_verdict", "plumbline_score");
    private final Supplier<List<Report>> reports;
    private final Supplier<Optional<String>> notReady;
    private final Clock clock;

    /** {@code notReady} says why nothing is known at present, empty when all is well. */
    ExternalMetricsApi(Supplier<List<Report>> reports, Supplier<Optional<String>> notReady, Clock clock) {
        this.reports = reports;
        this.notReady = notReady;
        this.clock = clock;
    }

    /** {@code APIGroup}: which versions there are. */
    Answer group() {
        return json(200, json -> {
            head(json, "APIGroup", "v1");
            json.writeStringProperty("name", GROUP);
            json.writeArrayPropertyStart("versions");
            json.writeStartObject();
            version(json);
            json.writeEndObject();
            json.writeEndArray();
            json.writeObjectPropertyStart("preferredVersion");
            version(json);
            json.writeEndObject();
        });
    }

    private static void version(JsonGenerator json) {
        json.writeStringProperty("groupVersion", VERSION);
        json.writeStringProperty("version", "v1beta1");
    }

    /** {@code APIResourceList}: which metrics there are. */
    Answer resources() {
        return json(200, json -> {
            head(json, "APIResourceList", "v1");
            json.writeStringProperty("groupVersion", VERSION);
            json.writeArrayPropertyStart("resources");
            for (String metric : METRICS) {
                json.writeStartObject();
                json.writeStringProperty("name", metric);
                json.writeStringProperty("singularName", "");
                json.writeBooleanProperty("namespaced", true);
                json.writeStringProperty("kind", "ExternalMetricValueList");
                json.writeArrayPropertyStart("verbs");
                json.writeString("get");
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** {@code ExternalMetricValueList}: the metric of every analysis in the namespace that the selector matches. */
    Answer values(String namespace, String metric, String labelSelector) {
        LabelSelector selector = LabelSelector.parse(labelSelector);
        notReady.get().ifPresent(why -> {
            throw PlumblineException.resource(why, null);
        });
        String now = Instant.ofEpochMilli(clock.wallMillis()).truncatedTo(ChronoUnit.SECONDS).toString();
        List<VerdictSample> found = VerdictSample.of(reports.get().reversed()).stream()
                .filter(s -> s.labels().metricName().equals(metric) && s.labels().get("namespace").equals(namespace))
                .filter(s -> selector.matches(s.labels().withoutMetricName())).toList();
        return json(200, json -> {
            head(json, "ExternalMetricValueList", VERSION);
            json.writeObjectPropertyStart("metadata");
            json.writeEndObject();
            json.writeArrayPropertyStart("items");
            found.forEach(s -> item(json, s, now));
            json.writeEndArray();
        });
    }

    private static void item(JsonGenerator json, VerdictSample sample, String now) {
        Labels labels = sample.labels();
        json.writeStartObject();
        json.writeStringProperty("metricName", labels.metricName());
        json.writeObjectPropertyStart("metricLabels");
        labels.withoutMetricName().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeStringProperty("timestamp", now);
        json.writeStringProperty("value", Quantity.of(sample.value()));
        json.writeEndObject();
    }

    /** {@code Status}: what went wrong, as Kubernetes' clients read it. */
    static Answer trouble(PlumblineException e) {
        int code = switch (e.kind()) {
            case USER -> 400;
            case RESOURCE -> 503;
            case INTERNAL -> 500;
        };
        return json(code, json -> {
            head(json, "Status", "v1");
            json.writeObjectPropertyStart("metadata");
            json.writeEndObject();
            json.writeStringProperty("status", "Failure");
            json.writeStringProperty("message", e.getMessage());
            json.writeStringProperty("reason", switch (e.kind()) {
                case USER -> "BadRequest";
                case RESOURCE -> "ServiceUnavailable";
                case INTERNAL -> "InternalError";
            });
            json.writeNumberProperty("code", code);
        });
    }

    private static void head(JsonGenerator json, String kind, String version) {
        json.writeStringProperty("kind", kind);
        json.writeStringProperty("apiVersion", version);
    }

    private static Answer json(int status, Consumer<JsonGenerator> members) {
        return new Answer(status, Answer.JSON, JsonObject.write(members).getBytes(StandardCharsets.UTF_8), Map.of("Cache-Control", "no-store"));
    }
}
