package dev.plumbline.analysis.argo;

import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.analysis.value.Value;
import java.time.Instant;
import java.util.Optional;

/** What Argo's web metric makes of an answer. */
public final class WebMeasurement {
    private static final int OK = 200;
    private static final int NOT_OK = 300;

    private WebMeasurement() {}

    /**
     * Measures an answer. A status outside of 200 to 299 is an error; a body that is no JSON is the result as it is, whatever
     * the path; of JSON, the path's first match is.
     *
     * @param jsonPath as {@link JsonPath} reads it, empty for the whole body
     */
    public static Measurement of(int status, String body, String jsonPath, Conditions conditions, Instant now) {
        if (status < OK || status >= NOT_OK) {
            return Measurement.error("", "received non 2xx response code: " + status);
        }
        Value parsed;
        try {
            parsed = JsonText.read(body);
        } catch (JsonText.Malformed e) {
            Measurement text = conditions.measure(new Value.Text(body), now);
            return new Measurement(text.phase(), body, text.message());
        }
        try {
            Optional<Value> found = JsonPath.parse(jsonPath.isEmpty() ? "{$}" : jsonPath).first(parsed);
            return found.map(v -> conditions.measure(v, now))
                    .orElseGet(() -> Measurement.error("", "Could not find JSONPath in body: nothing is at " + jsonPath));
        } catch (IllegalArgumentException e) {
            return Measurement.error("", String.valueOf(e.getMessage()));
        }
    }
}
