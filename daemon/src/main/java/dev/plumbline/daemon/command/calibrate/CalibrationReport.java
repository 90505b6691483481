package dev.plumbline.daemon.command.calibrate;

import dev.plumbline.analysis.calibration.MarginAdvice;
import dev.plumbline.daemon.command.TextTable;
import dev.plumbline.daemon.command.backtest.Figures;
import dev.plumbline.daemon.command.calibrate.AaPolicy.Compared;
import dev.plumbline.daemon.config.yaml.Durations;
import dev.plumbline.daemon.verdicts.JsonObject;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A calibration for people and for programs. */
final class CalibrationReport {
    private static final int MAX_ALARMS = 10;
    private static final double FEW_DIFFERENCES = 20;
    private static final int PERCENT = 100;
    private final Heading heading;
    private final AaPolicy policy;
    private final Calibration found;

    /** What it was run upon. */
    record Heading(String service, String version, String policy, long seed, double alpha) {}

    CalibrationReport(Heading heading, AaPolicy policy, Calibration found) {
        this.heading = heading;
        this.policy = policy;
        this.found = found;
    }

    void table(PrintWriter out) {
        AaPlan plan = found.plan();
        out.printf("A/A of %s %s by policy %s, stage %s: %d windows of %s, arms of %s by %s, seed %d%n%n", heading.service, heading.version, heading.policy,
                policy.stage().name(), found.tally().windows(), Durations.format(policy.stage().atMostMillis()), plan.sizes(), plan.label(), heading.seed);
        new TextTable().row("VERDICT", "WINDOWS (95 %)").row("no-go, a false alarm", Figures.rate(found.tally().falseAlarms()))
                .row("go", Figures.rate(found.tally().goes())).row("inconclusive", Figures.rate(found.tally().inconclusive())).print(out);
        out.println();
        metrics().print(out);
        tried(out, "few false alarms", found.forAlarms());
        tried(out, "many goes", found.forGoes());
        if (!found.alarms().isEmpty()) {
            out.println();
            found.alarms().stream().limit(MAX_ALARMS).forEach(a -> out.println("false alarm " + Instant.ofEpochMilli(a.startMillis()) + ": " + a.reason()));
        }
        out.println();
        notes().forEach(note -> out.println("note: " + note));
    }

    private TextTable metrics() {
        var table = new TextTable().row("METRIC", "FAILED IN", "UNDECIDED IN", "MARGIN", "DIFFERENCE median, largest",
                "MARGIN FOR NO-GO <= " + Figures.short3(PERCENT * heading.alpha) + " %", "MARGIN FOR GO >= " + Figures.short3(PERCENT * Calibration.GOES) + " %");
        var names = new TreeMap<>(found.tally().failed());
        found.tally().undecided().keySet().forEach(name -> names.putIfAbsent(name, 0));
        for (Compared c : policy.compared()) {
            names.remove(c.name());
            MarginAdvice advice = found.differences().get(c.name());
            table.row(c.name(), failed(c.name()), undecided(c.name()), c.margin().written(), advice == null ? "-"
                            : c.scale().about(advice.median()) + ", " + c.scale().about(advice.largest()), margin(found.forAlarms(), c), margin(found.forGoes(), c));
        }
        names.keySet().forEach(name -> table.row(name, failed(name), undecided(name), "-"));
        return table;
    }

    private String failed(String metric) {
        return "" + found.tally().failed().getOrDefault(metric, 0);
    }

    private String undecided(String metric) {
        return "" + found.tally().undecided().getOrDefault(metric, 0);
    }

    private static String margin(MarginSearch.@Nullable Found search, Compared c) {
        return search == null ? "-" : search.margins().getOrDefault(c.name(), c.margin().written() + " as it is") + (search.met() ? "" : " (not enough)");
    }

    private static void tried(PrintWriter out, String what, MarginSearch.@Nullable Found search) {
        if (search != null) {
            out.printf("the margins for %s, tried together: no-go %s; go %s%n", what, Figures.rate(search.tally().falseAlarms()), Figures.rate(search.tally().goes()));
        }
    }

    private List<String> notes() {
        var notes = new ArrayList<String>();
        notes.add("windows do not overlap, and instances are split anew in each; but they are the same instances, so one that is always worse"
                + " makes windows more alike than the intervals know");
        if (found.plan().skipped() > 0) {
            notes.add(found.plan().skipped() + " windows were left out: fewer than two instances lasted through them");
        }
        if (!found.differences().isEmpty()) {
            notes.add("suggested margins begin with the smallest that tolerates the difference of that share of the windows, each measured over the"
                    + " whole window, rounded up, and are widened by half until the policy's judge, tried on these windows, meets the target");
        }
        if (!found.differences().isEmpty() && found.tally().windows() < FEW_DIFFERENCES) {
            notes.add("fewer than 20 windows say little about rare false alarms; take a longer --over or more --windows");
        }
        if (!policy.unsplit().isEmpty()) {
            notes.add("both arms are the same for " + String.join(", ", policy.unsplit()) + ": a query without {{selector}} cannot be split");
        }
        return notes;
    }

    String json() {
        return JsonObject.write(json -> {
            json.writeStringProperty("service", heading.service);
            json.writeStringProperty("version", heading.version);
            json.writeStringProperty("policy", heading.policy);
            json.writeStringProperty("stage", policy.stage().name());
            json.writeStringProperty("label", found.plan().label());
            json.writeNumberProperty("seed", heading.seed);
            json.writeNumberProperty("alpha", heading.alpha);
            json.writeNumberProperty("skipped", found.plan().skipped());
            tally(json, "verdicts", found.tally());
            json.writeArrayPropertyStart("metrics");
            policy.compared().forEach(c -> metric(json, c));
            json.writeEndArray();
            search(json, "forFewFalseAlarms", found.forAlarms());
            search(json, "forManyGoes", found.forGoes());
            alarms(json);
            json.writeArrayPropertyStart("notes");
            notes().forEach(json::writeString);
            json.writeEndArray();
        });
    }

    private void alarms(JsonGenerator json) {
        json.writeArrayPropertyStart("falseAlarms");
        found.alarms().forEach(a -> {
            json.writeStartObject();
            json.writeStringProperty("start", Instant.ofEpochMilli(a.startMillis()).toString());
            json.writeStringProperty("reason", a.reason());
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    private static void tally(JsonGenerator json, String name, AaTally tally) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("windows", tally.windows());
        Figures.json(json, "noGo", tally.falseAlarms());
        Figures.json(json, "go", tally.goes());
        Figures.json(json, "inconclusive", tally.inconclusive());
        counts(json, "failed", tally.failed());
        counts(json, "undecided", tally.undecided());
        json.writeEndObject();
    }

    private static void counts(JsonGenerator json, String name, java.util.Map<String, Integer> counts) {
        json.writeObjectPropertyStart(name);
        new TreeMap<>(counts).forEach(json::writeNumberProperty);
        json.writeEndObject();
    }

    private void metric(JsonGenerator json, Compared c) {
        json.writeStartObject();
        json.writeStringProperty("metric", c.name());
        json.writeStringProperty("margin", c.margin().written());
        json.writeBooleanProperty("relative", c.margin().relative());
        MarginAdvice advice = found.differences().get(c.name());
        if (advice != null) {
            json.writeNumberProperty("windows", advice.windows());
            Figures.number(json, "medianDifference", advice.median());
            Figures.number(json, "largestDifference", advice.largest());
        }
        json.writeEndObject();
    }

    private static void search(JsonGenerator json, String name, MarginSearch.@Nullable Found search) {
        if (search == null) {
            return;
        }
        json.writeObjectPropertyStart(name);
        json.writeBooleanProperty("met", search.met());
        json.writeObjectPropertyStart("margins");
        new TreeMap<>(search.margins()).forEach(json::writeStringProperty);
        json.writeEndObject();
        tally(json, "tried", search.tally());
        json.writeEndObject();
    }
}
