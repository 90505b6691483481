package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.argo.MeasurementCounts;
import dev.plumbline.analysis.argo.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Measurements as the text that is kept of them, and back. */
final class MeasurementsJson {
    private MeasurementsJson() {}

    static void write(JsonGenerator json, Measurements m) {
        json.writeObjectPropertyStart("measurements");
        if (!m.dropped().equals(MeasurementCounts.NONE)) {
            dropped(json, m.dropped());
        }
        json.writeArrayPropertyStart("taken");
        for (Measurements.Taken t : m.kept()) {
            json.writeStartObject();
            json.writeNumberProperty("at", t.atMillis());
            json.writeStringProperty("phase", word(t.phase()));
            json.writeStringProperty("value", t.value());
            if (!t.message().isEmpty()) {
                json.writeStringProperty("message", t.message());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void dropped(JsonGenerator json, MeasurementCounts c) {
        json.writeObjectPropertyStart("before");
        json.writeNumberProperty("successful", c.byPhase().successful());
        json.writeNumberProperty("failed", c.byPhase().failed());
        json.writeNumberProperty("inconclusive", c.byPhase().inconclusive());
        json.writeNumberProperty("errors", c.byPhase().errors());
        json.writeNumberProperty("count", c.count());
        json.writeNumberProperty("errorsInARow", c.inARow().errors());
        json.writeNumberProperty("successesInARow", c.inARow().successes());
        json.writeStringProperty("last", c.last() == null ? "" : word(c.last()));
        json.writeEndObject();
    }

    private static String word(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    private static Phase phase(String word) {
        return Phase.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Null for inputs that are no measurements. */
    static @Nullable Measurements read(JsonObject inputs) {
        JsonObject o = inputs.object("measurements");
        if (o == null) {
            return null;
        }
        JsonObject before = o.object("before");
        List<Measurements.Taken> taken = new ArrayList<>();
        for (JsonObject t : o.objects("taken")) {
            taken.add(new Measurements.Taken(t.whole("at"), phase(t.required("phase")), t.text("value"), t.text("message")));
        }
        return new Measurements(before == null ? MeasurementCounts.NONE : dropped(before), taken);
    }

    private static MeasurementCounts dropped(JsonObject o) {
        var byPhase = new MeasurementCounts.ByPhase((int) o.whole("successful"), (int) o.whole("failed"), (int) o.whole("inconclusive"), (int) o.whole("errors"));
        return new MeasurementCounts(byPhase, (int) o.whole("count"),
                new MeasurementCounts.InARow((int) o.whole("errorsInARow"), (int) o.whole("successesInARow")), o.text("last").isEmpty() ? null : phase(o.text("last")));
    }
}
