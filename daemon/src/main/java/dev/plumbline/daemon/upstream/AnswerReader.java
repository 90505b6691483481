package dev.plumbline.daemon.upstream;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.Elsewhere;
import dev.plumbline.promql.Value;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads an answer of Prometheus's HTTP API while it comes: only the series are kept, no tree. Members that it does not know are
 * passed over, so that other clusters' additions do no harm. One for each answer; throws {@link tools.jackson.core.JacksonException}
 * or {@link UpstreamFailure} for what is no answer.
 */
final class AnswerReader {
    private static final JsonFactory FACTORY = new JsonFactory();
    /** An object with its header, and an entry of a list; of strings also their bytes. */
    private static final long BYTES_OF_AN_OBJECT = 56;

    static final String PARTIAL = "upstream: the answer is partial: not all of the cluster's storage nodes answered";
    private final JsonParser json;
    private final Elsewhere.Allowance allowance;
    private final List<Value.Points> series = new ArrayList<>();
    private final List<ClusterAnswer.Single> scalar = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<Labels> labelSets = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> infos = new ArrayList<>();
    private String resultType = "";
    private String errorType = "";
    private String error = "";

    private AnswerReader(JsonParser json, Elsewhere.Allowance allowance) {
        this.json = json;
        this.allowance = allowance;
    }

    static ClusterAnswer read(InputStream body, Elsewhere.Allowance allowance) {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            return new AnswerReader(json, allowance).answer();
        }
    }

    private ClusterAnswer answer() {
        expect(json, json.nextToken(), JsonToken.START_OBJECT);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String member = json.currentName();
            JsonToken token = json.nextToken();
            switch (member) {
                case "data" -> data(token);
                case "warnings" -> texts(token, warnings);
                case "infos" -> texts(token, infos);
                case "errorType" -> errorType = text();
                case "error" -> error = text();
                case "isPartial" -> {
                    if (token == JsonToken.VALUE_TRUE) {
                        warnings.add(PARTIAL);
                    }
                    json.skipChildren();
                }
                default -> json.skipChildren();
            }
        }
        return new ClusterAnswer(resultType, series, scalar, names, labelSets, warnings, infos, new ClusterAnswer.Trouble(errorType, error));
    }

    private String text() {
        if (json.currentToken() == null || !json.currentToken().isScalarValue()) {
            throw new StreamReadException(json, "a text or a number belongs here");
        }
        return json.getString();
    }

    /** Throws unless one token is the other. */
    static void expect(JsonParser json, @Nullable JsonToken found, JsonToken wanted) {
        if (found != wanted) {
            throw new StreamReadException(json, "found " + found + " where " + wanted + " belongs");
        }
    }

    private void texts(JsonToken token, List<String> into) {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        expect(json, token, JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            into.add(kept(text()));
        }
    }

    private String kept(String text) {
        allowance.hold(BYTES_OF_AN_OBJECT);
        return text;
    }

    /** The result of a query, or the list of a listing. */
    private void data(JsonToken token) {
        if (token == JsonToken.START_ARRAY) {
            listing();
        } else if (token == JsonToken.START_OBJECT) {
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String member = json.currentName();
                json.nextToken();
                switch (member) {
                    case "resultType" -> resultType = text();
                    case "result" -> result();
                    default -> json.skipChildren();
                }
            }
        } else {
            expect(json, token, JsonToken.VALUE_NULL);
        }
    }

    private void listing() {
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                labelSets.add(labels());
            } else {
                names.add(kept(text()));
            }
        }
    }

    private void result() {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        expect(json, json.currentToken(), JsonToken.START_ARRAY);
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                oneSeries();
            } else {
                long time = Numbers.millis(text());
                json.nextToken();
                scalar.add(new ClusterAnswer.Single(time, text()));
            }
        }
    }

    private Labels labels() {
        var labels = new TreeMap<String, String>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            labels.put(kept(name), kept(text()));
        }
        allowance.hold(BYTES_OF_AN_OBJECT);
        return Labels.of(labels);
    }

    private void oneSeries() {
        Labels labels = Labels.EMPTY;
        var points = new PointsReader(json, allowance);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String member = json.currentName();
            JsonToken token = json.nextToken();
            switch (member) {
                case "metric" -> {
                    expect(json, token, JsonToken.START_OBJECT);
                    labels = labels();
                }
                case "value" -> points.point();
                case "values" -> points.points();
                case "histogram" -> points.histogram();
                case "histograms" -> points.histograms();
                default -> json.skipChildren();
            }
        }
        allowance.hold(2 * BYTES_OF_AN_OBJECT);
        Value.Points read = points.of(labels);
        if (read != null) {
            series.add(read);
        }
    }
}
