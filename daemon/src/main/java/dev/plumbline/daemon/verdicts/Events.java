package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.Judgement;
import dev.plumbline.analysis.canary.MetricResult;
import dev.plumbline.daemon.config.canary.Reaction;
import dev.plumbline.daemon.config.canary.RolloutAction;
import dev.plumbline.daemon.config.canary.StageDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an analysis has to tell, made from what is kept of it, so that it is the same after a restart. */
final class Events {
    private final GateOptions options;
    private final AnalysisStore store;

    Events(GateOptions options, AnalysisStore store) {
        this.options = options;
        this.store = store;
    }

    /** Ids of all events so far, in order; cheap. */
    static List<String> ids(AnalysisRecord r) {
        var ids = new ArrayList<String>();
        String id = r.subject().id();
        if (r.state() == AnalysisRecord.State.JUDGED) {
            ids.add(id + "/verdict");
        }
        for (int i = 1; i <= r.decisions().size(); i++) {
            ids.add(id + "/decision-" + i);
        }
        if (r.late() != null) {
            ids.add(id + "/late_no_go");
        }
        return ids;
    }

    /** Whether a sink has still to be told something. */
    static boolean isOpen(AnalysisRecord r, List<VerdictSink> sinks) {
        List<String> ids = ids(r);
        return ids.stream().anyMatch(id -> sinks.stream().anyMatch(s -> !r.told().contains(mark(id, s))));
    }

    static String mark(String event, VerdictSink sink) {
        return event.substring(event.indexOf('/') + 1) + "@" + sink.name();
    }

    VerdictEvent of(AnalysisRecord r, String id) {
        String what = id.substring(id.indexOf('/') + 1);
        AnalysisRecord.Late late = r.late();
        if (what.equals("late_no_go") && late != null) {
            Reaction told = new Reaction(RolloutAction.NONE, reaction(r, new Verdict.NoGo(late.reason())).receivers());
            return event(r, id, new Told(VerdictEvent.Kind.LATE_NO_GO, new Verdict.NoGo(late.reason()), "", late.atMillis(), told));
        }
        if (what.startsWith("decision-")) {
            Decision d = r.decisions().get(Integer.parseInt(what.substring("decision-".length())) - 1);
            return event(r, id, new Told(VerdictEvent.Kind.DECISION, d.verdict(), d.by(), d.atMillis(), reaction(r, d.verdict())));
        }
        return event(r, id, new Told(VerdictEvent.Kind.VERDICT, r.verdict(), "", r.endedMillis().orElseThrow(), reaction(r, r.verdict())));
    }

    private record Told(VerdictEvent.Kind kind, Verdict verdict, String by, long atMillis, Reaction reaction) {}

    /** An analysis that does not answer the gate is about the past, or an experiment: nothing follows from it; nor from a dry run. */
    private static Reaction reaction(AnalysisRecord r, Verdict verdict) {
        return r.subject().gate() && !r.subject().policy().dryRun() ? r.subject().policy().reactions().to(verdict) : Reaction.NOTHING;
    }

    private VerdictEvent event(AnalysisRecord r, String id, Told told) {
        AnalysisRecord.Subject s = r.subject();
        StageDefinition last = s.policy().stages().getLast();
        Judgement judged = new AnalysisNow(r, null, null).judgement();
        var lines = judged.results().stream().map(Events::line).toList();
        return new VerdictEvent(id, told.kind, told.verdict, s.id(), s.key(), s.values().getOrDefault("stable", ""), s.stage().weight(),
                last.name().equals(s.stage().name()), r.score(), lines, told.by, reportUrl(s.id()),
                told.kind == VerdictEvent.Kind.LATE_NO_GO ? null : picture(r, judged),
                told.atMillis, s.policy().reactions().target(), told.reaction);
    }

    private @Nullable String reportUrl(String id) {
        return options.reportUrlPrefix() == null ? null : options.reportUrlPrefix() + id;
    }

    private VerdictEvent.@Nullable Picture picture(AnalysisRecord r, Judgement judged) {
        String id = r.subject().id();
        String api = options.apiUrl();
        return api == null ? null : DecisiveMetric.of(r, judged)
                .map(m -> new VerdictEvent.Picture(api + "/v1/analyses/" + id + "/picture.png?signature=" + store.pictureSignature(id), m.caption())).orElse(null);
    }

    private static VerdictEvent.Line line(MetricResult m) {
        return new VerdictEvent.Line(m.criterion().name(), m.outcome().name().toLowerCase(Locale.ROOT), m.reason());
    }
}
