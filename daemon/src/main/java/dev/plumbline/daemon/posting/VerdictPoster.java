package dev.plumbline.daemon.posting;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.alerting.Alerting;
import dev.plumbline.daemon.notifiers.VerdictReport;
import dev.plumbline.daemon.notifiers.VerdictReport.Metric;
import dev.plumbline.daemon.notifiers.VerdictReport.Outcome;
import dev.plumbline.daemon.notifiers.VerdictReport.Subject;
import dev.plumbline.daemon.verdicts.AnalysisKey;
import dev.plumbline.daemon.verdicts.VerdictEvent;
import dev.plumbline.daemon.verdicts.VerdictSink;
import org.jspecify.annotations.Nullable;

/** Tells verdicts to the receivers that their policy names. Thread-safe. */
public final class VerdictPoster implements VerdictSink {
    private final Alerting alerting;

    public VerdictPoster(Alerting alerting) {
        this.alerting = alerting;
    }

    @Override
    public String name() {
        return "receivers";
    }

    /** Returns when every message is kept; throws PlumblineException of kind RESOURCE when not all are. */
    @Override
    public void accept(VerdictEvent event) {
        alerting.post(report(event), event.reaction().receivers());
    }

    static VerdictReport report(VerdictEvent event) {
        AnalysisKey key = event.key();
        var subject = new Subject(key.namespace(), key.service(), key.version(), key.revision(), key.stage(), key.policy());
        var metrics = event.metrics().stream().map(line -> new Metric(line.metric(), line.outcome(), line.reason())).toList();
        String url = event.reportUrl();
        return new VerdictReport(event.id(), kind(event), outcome(event), subject, event.verdict().reason(), event.score(), metrics,
                event.analysis(), event.by(), url == null ? "" : url, picture(event.picture()), event.timeMillis());
    }

    private static VerdictReport.Picture picture(VerdictEvent.@Nullable Picture picture) {
        return picture == null ? VerdictReport.Picture.NONE : new VerdictReport.Picture(picture.url(), picture.caption());
    }

    private static VerdictReport.Kind kind(VerdictEvent event) {
        return switch (event.kind()) {
            case VERDICT -> VerdictReport.Kind.VERDICT;
            case LATE_NO_GO -> VerdictReport.Kind.LATE_NO_GO;
            case DECISION -> VerdictReport.Kind.DECISION;
        };
    }

    private static Outcome outcome(VerdictEvent event) {
        if (event.kind() == VerdictEvent.Kind.LATE_NO_GO) { // whatever word stands for what would have been
            return Outcome.NO_GO;
        }
        return switch (event.verdict()) {
            case Verdict.Go _ -> Outcome.GO;
            case Verdict.NoGo _ -> Outcome.NO_GO;
            case Verdict.Inconclusive _, Verdict.Pending _ -> Outcome.INCONCLUSIVE; // pending is no event
        };
    }
}
