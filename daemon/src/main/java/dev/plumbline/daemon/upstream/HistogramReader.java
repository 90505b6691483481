package dev.plumbline.daemon.upstream;

import dev.plumbline.model.Histogram;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * Reads {@code {"count":"…","sum":"…","buckets":[[b,"lower","upper","n"]…]}}. The text has bounds and no schema; the schema is
 * found from them, and what fits none has custom bounds. So the same buckets are shown again; empty ones and what is known of
 * resets are lost on the way.
 */
final class HistogramReader {
    private final JsonParser json;
    private final List<HistogramFit.Bucket> buckets = new ArrayList<>();

    HistogramReader(JsonParser json) {
        this.json = json;
    }

    /** Reads the rest of the object that has just begun. */
    Histogram read() {
        double count = 0;
        double sum = 0;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String member = json.currentName();
            json.nextToken();
            switch (member) {
                case "count" -> count = number();
                case "sum" -> sum = number();
                case "buckets" -> buckets();
                default -> json.skipChildren();
            }
        }
        return HistogramFit.histogram(count, sum, buckets);
    }

    private double number() {
        if (json.currentToken() == null || !json.currentToken().isScalarValue()) {
            throw new StreamReadException(json, "a number belongs here");
        }
        return Numbers.parse(json.getString());
    }

    private double next() {
        json.nextToken();
        return number();
    }

    private void buckets() {
        AnswerReader.expect(json, json.currentToken(), JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            AnswerReader.expect(json, json.currentToken(), JsonToken.START_ARRAY);
            int bounds = (int) next();
            buckets.add(new HistogramFit.Bucket(bounds, next(), next(), next()));
            AnswerReader.expect(json, json.nextToken(), JsonToken.END_ARRAY);
        }
    }
}
