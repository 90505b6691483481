package dev.plumbline.daemon.notifiers;

import dev.plumbline.daemon.notifiers.VerdictMessage.Purpose;
import dev.plumbline.daemon.notifiers.VerdictReport.Kind;
import dev.plumbline.daemon.notifiers.VerdictReport.Metric;
import dev.plumbline.daemon.notifiers.VerdictReport.Outcome;
import dev.plumbline.daemon.notifiers.VerdictReport.Subject;
import java.util.List;

/** Verdicts that tests of notifiers send. */
public final class VerdictMessages {
    public static final String KEY = "incident-key";
    public static final String REPORT_URL = "https://plumbline.example/ui/analyses/a-01J";
    public static final VerdictReport.Picture PICTURE =
            new VerdictReport.Picture("https://plumbline.example/v1/analyses/a-01J/picture.png?signature=c2ln", "error_rate: canary red, limit <dashed>");
    public static final Subject SUBJECT = new Subject("shop", "checkout", "2.4.1", "6d4cf56db6", "25", "web");
    private static final List<Metric> METRICS = List.of(new Metric("error_rate", "fail", "7 % > 5 %"),
            new Metric("latency_p99", "pass", "412 ms <= 1000 ms"));

    private VerdictMessages() {}

    public static VerdictReport report(Kind kind, Outcome outcome) {
        String by = kind == Kind.DECISION ? "alice <a&b>" : "";
        return new VerdictReport("a-01J/" + kind.text(), kind, outcome, SUBJECT, "error_rate 7 % > 5 % & <more>; 5,210 requests", 40, METRICS,
                "a-01J", by, REPORT_URL, PICTURE, Messages.T0);
    }

    public static VerdictMessage message(VerdictReport report) {
        return new VerdictMessage(KEY, report.id(), "on.call", report, Purpose.TELL, Messages.T0);
    }

    public static VerdictMessage message(Outcome outcome) {
        return message(report(Kind.VERDICT, outcome));
    }

    /** Ends the incident of an earlier version. */
    public static VerdictMessage end() {
        VerdictReport go = report(Kind.VERDICT, Outcome.GO);
        return new VerdictMessage("earlier-key", go.id() + "/ends-earlier", "on.call", go, Purpose.END, Messages.T0);
    }
}
