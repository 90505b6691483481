package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.BaselineEvidence;
import dev.plumbline.analysis.canary.Judgement;
import dev.plumbline.analysis.canary.MetricResult;
import dev.plumbline.analysis.canary.Reading;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/**
 * Everything a verdict rests on, as text: policy, queries, windows, inputs, statistics, software version. The members stand in a
 * fixed order and equal evidence gives equal text, so that its SHA-256 means something. {@link #replay} judges it again.
 */
final class Evidences {
    private Evidences() {}

    /** The text and its SHA-256, hexadecimal. */
    record Kept(String text, String sha256) {}

    /** What judging again gave, beside what was kept. */
    record Replay(Judgement again, Verdict verdict, int score) {
        boolean same() {
            return again.verdict().equals(verdict) && again.score() == score;
        }
    }

    /** @param judgement what the record's inputs gave */
    static Kept of(AnalysisRecord r, Judgement judgement) {
        AnalysisRecord.Subject s = r.subject();
        return kept(JsonObject.write(json -> {
            json.writeStringProperty("software", "plumbline " + version());
            AnalysisJson.subject(json, s);
            json.writeNumberProperty("measured", r.measuredMillis());
            json.writeObjectPropertyStart("window");
            json.writeNumberProperty("start", judgement.window().startMillis());
            json.writeNumberProperty("end", judgement.window().endMillis());
            json.writeEndObject();
            AnalysisJson.inputs(json, r.inputs());
            json.writeArrayPropertyStart("metrics");
            judgement.results().forEach(m -> metric(json, m));
            json.writeEndArray();
            json.writeStringProperty("verdict", judgement.verdict().word());
            json.writeStringProperty("reason", judgement.verdict().reason());
            json.writeNumberProperty("score", judgement.score());
        }));
    }

    static String version() {
        String version = Evidences.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    static Kept kept(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new Kept(text, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** One metric: what was read of it, on how much, and what became of it. */
    static void metric(JsonGenerator json, MetricResult m) {
        json.writeStartObject();
        json.writeStringProperty("metric", m.criterion().name());
        json.writeStringProperty("outcome", m.outcome().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("reason", m.reason());
        reading(json, m.evidence().reading());
        json.writeNumberProperty("amount", m.evidence().amount());
        json.writeStringProperty("source", m.evidence().source());
        BaselineEvidence baseline = m.evidence().baseline();
        if (baseline != null) {
            json.writeObjectPropertyStart("baseline");
            reading(json, baseline.reading());
            json.writeNumberProperty("amount", baseline.amount());
            json.writeStringProperty("source", baseline.source());
            json.writeEndObject();
        }
        json.writeArrayPropertyStart("queries");
        m.evidence().queries().forEach(json::writeString);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void reading(JsonGenerator json, Reading reading) {
        switch (reading) {
            case Reading.Number n -> number(json, "value", n.value());
            case Reading.AtLeast n -> number(json, "atLeast", n.value());
            case Reading.Missing m -> json.writeStringProperty("missing", m.why());
            case Reading.Unreadable u -> json.writeStringProperty("unreadable", u.why());
        }
    }

    private static void number(JsonGenerator json, String name, double value) {
        if (Double.isFinite(value)) {
            json.writeNumberProperty(name, value);
        } else {
            json.writeStringProperty(name, Double.toString(value));
        }
    }

    /** Judges again from what was kept, with nothing else. */
    static Replay replay(String text) {
        JsonObject o = JsonObject.read("the evidence", text);
        Judgement again = AnalysisJson.subject(o).judge(o.whole("measured"), AnalysisJson.inputs(o));
        return new Replay(again, AnalysisJson.verdict(o.required("verdict"), o.text("reason")), (int) o.whole("score"));
    }
}
