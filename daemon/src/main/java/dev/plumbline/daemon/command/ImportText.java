package dev.plumbline.daemon.command;

import dev.plumbline.prometheusdata.ImportReport;
import dev.plumbline.storage.TenantUse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/**
 * The report of an import, for people or as JSON.
 *
 * @param refused samples that the store did not take, by its reason
 * @param firstRefusal why the first of these was not taken, or empty
 * @param over who has more series in memory than the configuration allows, the first of all to be told
 * @param done what was done with the samples, such as "imported"
 */
public record ImportText(ImportReport report, Map<String, Long> refused, String firstRefusal, List<TenantUse.Over> over,
        String done) {
    private static final int MOST_PLACES = 20;
    private static final int MOST_TENANTS = 1_000;

    public ImportText {
        over = List.copyOf(over);
    }

    /** What was done to {@code out}; what was not, and why, to {@code err}. */
    public void print(PrintWriter out, PrintWriter err) {
        if (report.growing()) {
            err.println("warning: the log grew while it was read: Prometheus was writing; what it wrote since then is missing");
        }
        report.skipped().stream().limit(MOST_PLACES).forEach(place -> err.println("damaged: " + place));
        if (report.damages() > MOST_PLACES) {
            err.println("damaged: " + (report.damages() - MOST_PLACES) + " more places (--output json names up to 1000)");
        }
        new TreeMap<>(refused).forEach((reason, count) -> err.println("refused: " + count + " samples (" + reason + "), the first: " + firstRefusal));
        over.stream().limit(MOST_PLACES).forEach(o -> err.println("warning: " + text(o)));
        if (over.size() > MOST_PLACES) {
            err.println("warning: " + (over.size() - MOST_PLACES) + " more tenants are above their limit (--output json names up to " + MOST_TENANTS + ")");
        }
        out.println(done + " " + report.samples() + " samples (" + report.histograms() + " native histograms) in " + report.series()
                + " series, each counted once per range of time, of " + report.ranges() + " ranges");
        out.println("from " + report.blocks() + " blocks and " + report.logSegments() + " files of the log");
        new TreeMap<>(report.left()).forEach((reason, count) -> out.println("left out: " + count + " " + reason));
    }

    private static String text(TenantUse.Over over) {
        return (over.tenant() == null ? "all tenants together have " : "tenant \"" + over.tenant() + "\" has ") + over.series()
                + " series in memory, above the limit of " + over.limit() + ": all were imported, but new series are refused until enough of"
                + " these are gone, or " + over.key() + " is raised";
    }

    /** The report as one JSON object. */
    public void printJson(PrintWriter out) {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringProperty("done", done);
            json.writeNumberProperty("blocks", report.blocks());
            json.writeNumberProperty("logFiles", report.logSegments());
            json.writeNumberProperty("ranges", report.ranges());
            json.writeNumberProperty("series", report.series());
            json.writeNumberProperty("samples", report.samples());
            json.writeNumberProperty("histograms", report.histograms());
            json.writeBooleanProperty("logGrew", report.growing());
            counts(json, "leftOut", report.left());
            counts(json, "refused", refused);
            tenants(json);
            json.writeNumberProperty("damages", report.damages());
            places(json);
            json.writeEndObject();
        }
        out.println(text);
    }

    private static void counts(JsonGenerator json, String name, Map<String, Long> counts) {
        json.writeObjectPropertyStart(name);
        new TreeMap<>(counts).forEach(json::writeNumberProperty);
        json.writeEndObject();
    }

    private void tenants(JsonGenerator json) {
        json.writeArrayPropertyStart("overLimit");
        over.stream().limit(MOST_TENANTS).forEach(o -> {
            json.writeStartObject();
            if (o.tenant() != null) {
                json.writeStringProperty("tenant", o.tenant());
            }
            json.writeNumberProperty("series", o.series());
            json.writeNumberProperty("limit", o.limit());
            json.writeStringProperty("key", o.key());
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    private void places(JsonGenerator json) {
        json.writeArrayPropertyStart("damaged");
        for (ImportReport.Skipped place : report.skipped()) {
            json.writeStartObject();
            json.writeStringProperty("file", place.file());
            if (place.offset() >= 0) {
                json.writeNumberProperty("offset", place.offset());
            }
            json.writeStringProperty("reason", place.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
