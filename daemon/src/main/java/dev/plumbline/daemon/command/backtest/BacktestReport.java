package dev.plumbline.daemon.command.backtest;

import dev.plumbline.analysis.backtest.Scorecard;
import dev.plumbline.analysis.backtest.Trial;
import dev.plumbline.daemon.command.TextTable;
import dev.plumbline.daemon.verdicts.JsonObject;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/** A backtest for people, for programs, and for spreadsheets. */
final class BacktestReport {
    private final Backtest backtest;

    BacktestReport(Backtest backtest) {
        this.backtest = backtest;
    }

    void table(PrintWriter out) {
        var summary = new TextTable().row("POLICY", "FALSE ALARMS (95 %)", "MISSES (95 %)", "CAUGHT", "TOO EARLY", "INCONCLUSIVE (95 %)",
                "TO VERDICT min: median, p90", "TO DETECTION min: median, p90");
        for (Backtest.PolicyResult p : backtest.policies()) {
            Scorecard card = p.scorecard();
            summary.row(p.candidate().label(), Figures.rate(card.falseAlarms()), Figures.rate(card.misses()), "" + card.count(Trial.Result.CAUGHT),
                    "" + card.count(Trial.Result.TOO_EARLY), Figures.rate(card.inconclusive()), Figures.minutes(card.minutesToVerdict()),
                    Figures.minutes(card.minutesToDetection()));
        }
        summary.print(out);
        out.println();
        var releases = new TextTable().row("RELEASE", "KNOWN", "POLICY", "VERDICT", "RESULT", "MINUTES", "REASON");
        backtest.policies().forEach(p -> p.rows().forEach(row -> releases.row(cells(p, row).toArray(String[]::new))));
        releases.print(out);
        List<String> notes = notes();
        if (!notes.isEmpty()) {
            out.println();
            notes.forEach(note -> out.println("note: " + note));
        }
    }

    private List<String> notes() {
        return Stream.concat(backtest.notes().stream(), backtest.policies().stream().flatMap(BacktestReport::notes)).toList();
    }

    private static Stream<String> notes(Backtest.PolicyResult p) {
        String label = p.candidate().label();
        return Stream.concat(p.notGoverned() == 0 ? Stream.empty() : Stream.of("policy " + label + " does not govern " + p.notGoverned()
                        + " of the releases (match: " + p.candidate().policy().match() + "); they are not counted for it"),
                p.refused() == 0 ? Stream.empty() : Stream.of("policy " + label + " could not be tried on " + p.refused()
                        + " releases, marked error; they are not counted"));
    }

    private static List<String> cells(Backtest.PolicyResult p, Backtest.Row row) {
        String known = row.release().bad() ? "bad" : "good";
        return switch (row.judged()) {
            case Judged.Refused r -> List.of(row.release().name(), known, p.candidate().label(), "-", "error", "-", r.why());
            case Judged.Verdict v -> {
                Trial trial = row.trial().orElseThrow();
                yield List.of(row.release().name(), known, p.candidate().label(), word(v.said()), word(trial.result()),
                        Figures.short3(trial.minutesToVerdict()), v.reason());
            }
        };
    }

    private static String word(Trial.Said said) {
        return said.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String word(Trial.Result result) {
        return result.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    void csv(PrintWriter out) {
        out.println("release,known,policy,verdict,result,minutes,reason");
        backtest.policies().forEach(p -> p.rows().forEach(row ->
                out.println(String.join(",", cells(p, row).stream().map(TextTable::csv).toList()))));
    }

    String json() {
        return JsonObject.write(json -> {
            json.writeArrayPropertyStart("policies");
            backtest.policies().forEach(p -> policy(json, p));
            json.writeEndArray();
            json.writeArrayPropertyStart("results");
            backtest.policies().forEach(p -> p.rows().forEach(row -> result(json, p, row)));
            json.writeEndArray();
            json.writeArrayPropertyStart("notes");
            notes().forEach(json::writeString);
            json.writeEndArray();
        });
    }

    private static void policy(JsonGenerator json, Backtest.PolicyResult p) {
        Scorecard card = p.scorecard();
        json.writeStartObject();
        json.writeStringProperty("policy", p.candidate().label());
        json.writeStringProperty("file", p.candidate().file());
        json.writeNumberProperty("good", card.good());
        json.writeNumberProperty("bad", card.bad());
        Figures.json(json, "falseAlarms", card.falseAlarms());
        Figures.json(json, "misses", card.misses());
        Figures.json(json, "inconclusive", card.inconclusive());
        json.writeNumberProperty("passed", card.count(Trial.Result.PASSED));
        json.writeNumberProperty("caught", card.count(Trial.Result.CAUGHT));
        json.writeNumberProperty("tooEarly", card.count(Trial.Result.TOO_EARLY));
        json.writeNumberProperty("errors", p.refused());
        json.writeNumberProperty("notGoverned", p.notGoverned());
        Figures.json(json, "minutesToVerdict", card.minutesToVerdict());
        Figures.json(json, "minutesToDetection", card.minutesToDetection());
        json.writeEndObject();
    }

    private static void result(JsonGenerator json, Backtest.PolicyResult p, Backtest.Row row) {
        Release release = row.release();
        json.writeStartObject();
        json.writeStringProperty("release", release.name());
        json.writeStringProperty("service", release.subject().service());
        json.writeStringProperty("version", release.subject().version());
        json.writeStringProperty("stage", release.subject().stage());
        json.writeStringProperty("known", release.bad() ? "bad" : "good");
        json.writeStringProperty("start", Instant.ofEpochMilli(release.startMillis()).toString());
        release.badSinceMillis().ifPresent(since -> json.writeStringProperty("badSince", Instant.ofEpochMilli(since).toString()));
        json.writeStringProperty("policy", p.candidate().label());
        switch (row.judged()) {
            case Judged.Refused r -> json.writeStringProperty("error", r.why());
            case Judged.Verdict v -> {
                json.writeStringProperty("verdict", word(v.said()));
                json.writeStringProperty("result", word(row.trial().orElseThrow().result()));
                json.writeStringProperty("decided", Instant.ofEpochMilli(v.decidedMillis()).toString());
                json.writeNumberProperty("minutes", row.trial().orElseThrow().minutesToVerdict());
                json.writeStringProperty("reason", v.reason());
            }
        }
        json.writeEndObject();
    }
}
