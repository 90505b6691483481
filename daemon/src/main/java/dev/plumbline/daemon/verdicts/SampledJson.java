package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.canary.SampledSeries;
import java.util.ArrayList;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Samples as the text that is kept of them, and back: the member {@code samples} of an arm, which one without any does not have. */
final class SampledJson {
    private SampledJson() {}

    /** Values as texts: they come back bit by bit, and NaN has one. */
    static void write(JsonGenerator json, Sampled sampled) {
        if (sampled.equals(Sampled.NONE)) {
            return;
        }
        json.writeObjectPropertyStart("samples");
        json.writeNumberProperty("start", sampled.startMillis());
        json.writeNumberProperty("step", sampled.stepMillis());
        json.writeArrayPropertyStart("series");
        for (SampledSeries s : sampled.series()) {
            json.writeStartObject();
            json.writeObjectPropertyStart("labels");
            s.labels().forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeArrayPropertyStart("values");
            s.values().forEach((at, value) -> json.writeString(at + " " + value));
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Of an arm. */
    static Sampled read(JsonObject arm) {
        @Nullable JsonObject samples = arm.object("samples");
        if (samples == null) {
            return Sampled.NONE;
        }
        var series = new ArrayList<SampledSeries>();
        for (JsonObject s : samples.objects("series")) {
            var values = new TreeMap<Long, Double>();
            for (String text : s.list("values")) {
                int space = text.indexOf(' ');
                values.put(Long.parseLong(text.substring(0, space)), Double.parseDouble(text.substring(space + 1)));
            }
            series.add(new SampledSeries(new TreeMap<>(s.texts("labels")), values));
        }
        return new Sampled(samples.whole("start"), samples.whole("step"), series);
    }
}
