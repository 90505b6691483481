package dev.plumbline.daemon.command.backtest;

import dev.plumbline.analysis.backtest.Trial;
import dev.plumbline.daemon.command.CommandTimes;
import dev.plumbline.daemon.verdicts.JsonObject;
import dev.plumbline.model.PlumblineException;
import java.util.List;
import java.util.OptionalDouble;

/** What came of an order about the past. */
public sealed interface Judged {

    /**
     * A verdict.
     *
     * @param decidedMillis when it would have been given then, ms since the epoch
     */
    record Verdict(Trial.Said said, String reason, long decidedMillis, List<Metric> metrics) implements Judged {
        public Verdict {
            metrics = List.copyOf(metrics);
        }
    }

    /** The order was wrong for this release or policy; why. */
    record Refused(String why) implements Judged {}

    /**
     * One metric when the verdict was given.
     *
     * @param outcome {@code pass}, {@code fail}, {@code pending} or {@code ignored}
     * @param value of the canary, in base units; empty where there was none
     * @param baseline the same of the baseline
     */
    record Metric(String name, String outcome, OptionalDouble value, OptionalDouble baseline) {}

    /** Reads an analysis that has ended. */
    static Verdict read(String body) {
        JsonObject o = JsonObject.read("the daemon's answer", body);
        Long decided = CommandTimes.millis(o.text("decided"));
        Trial.Said said = switch (o.text("verdict")) {
            case "go" -> Trial.Said.GO;
            case "no-go" -> Trial.Said.NO_GO;
            case "inconclusive" -> Trial.Said.INCONCLUSIVE;
            default -> throw PlumblineException.user("the daemon's answer has the verdict \"" + o.text("verdict") + "\", which is none of the past");
        };
        if (decided == null) {
            throw PlumblineException.user("the daemon's answer does not say when the verdict was decided");
        }
        return new Verdict(said, o.text("reason"), decided, o.objects("metrics").stream().map(Judged::metric).toList());
    }

    private static Metric metric(JsonObject o) {
        JsonObject baseline = o.object("baseline");
        return new Metric(o.text("metric"), o.text("outcome"), number(o), baseline == null ? OptionalDouble.empty() : number(baseline));
    }

    private static OptionalDouble number(JsonObject o) {
        try {
            double value = Double.parseDouble(o.text("value"));
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException none) {
            return OptionalDouble.empty();
        }
    }
}
