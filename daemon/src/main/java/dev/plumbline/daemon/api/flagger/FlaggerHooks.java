package dev.plumbline.daemon.api.flagger;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.verdicts.GateAnswer;
import dev.plumbline.daemon.verdicts.GateQuestion;
import dev.plumbline.model.PlumblineException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * From a payload to an answer. The identity: service = name, revision = checksum, version = {@code metadata.version}, else the
 * checksum; stable = {@code metadata.stable}, else {@code {{target}}-primary}, where target is {@code metadata.target}, else the name;
 * stage = {@code metadata.stage}, else the weight last reported by events for this revision, else the first.
 *
 * <p>Flagger asks confirm-traffic-increase at weight 0 too, before the canary has any traffic: then the first stage is judged on what
 * a load test sends. A hook whose {@code metadata.start} is {@code open} lets that one increase through; only events that said so
 * for this revision count as weight 0.
 */
final class FlaggerHooks {
    private static final Pattern ADVANCE = Pattern.compile("canary weight ([0-9]{1,3})\\b");
    private static final Pattern START = Pattern.compile("^(Starting canary analysis|New revision detected)");
    private static final int NO = 412;
    private static final int FAILED = 409;
    private static final int OK = 200;
    private final Function<GateQuestion, GateAnswer> ask;
    private final Function<GateQuestion, GateAnswer> peek;
    private final ReportedWeights weights;

    /** {@code ask} may start an analysis, {@code peek} starts none. */
    FlaggerHooks(Function<GateQuestion, GateAnswer> ask, Function<GateQuestion, GateAnswer> peek, ReportedWeights weights) {
        this.ask = ask;
        this.peek = peek;
        this.weights = weights;
    }

    /** Yes on go only. */
    Answer gate(FlaggerPayload payload) {
        if (!weights.isOpen()) {
            return line(NO, "pending: the daemon is starting");
        }
        OptionalInt weight = weights.find(payload.namespace(), payload.name(), payload.checksum());
        if (opensAtStart(payload, weight)) {
            return line(OK, "the canary has no traffic yet, and the hook says start: open; the first weight is judged");
        }
        return switch (ask.apply(question(payload, weight))) {
            case GateAnswer.Judged j -> line(status(j.verdict()), said(j));
            case GateAnswer.NotFound n -> line(400, n.detail());
            case GateAnswer.BadQuestion b -> line(400, b.detail());
        };
    }

    /**
     * Yes on a no-go that was decided: a change freeze, which the gate answers with no-go too, holds a release and takes
     * none back. Starts nothing: it is asked before the canary has traffic.
     */
    Answer rollback(FlaggerPayload payload) {
        if (!weights.isOpen()) {
            return line(NO, "pending: the daemon is starting");
        }
        OptionalInt weight = weights.find(payload.namespace(), payload.name(), payload.checksum());
        return switch (peek.apply(question(payload, weight))) {
            case GateAnswer.Judged j -> line(j.verdict() instanceof Verdict.NoGo && j.decidedMillis().isPresent() ? OK : NO, said(j));
            case GateAnswer.NotFound n -> line(400, n.detail());
            case GateAnswer.BadQuestion b -> line(400, b.detail());
        };
    }

    /** Takes note of a weight; other events are welcome and forgotten. */
    Answer event(FlaggerPayload payload) {
        String message = payload.metadata("eventMessage", "");
        Matcher advance = ADVANCE.matcher(message);
        if (advance.find()) {
            weights.report(payload.namespace(), payload.name(), payload.checksum(), Math.min(100, Integer.parseInt(advance.group(1))));
        } else if (START.matcher(message).find()) {
            weights.report(payload.namespace(), payload.name(), payload.checksum(), 0);
        }
        return line(OK, "noted");
    }

    private static boolean opensAtStart(FlaggerPayload payload, OptionalInt weight) {
        return payload.metadata("start", "").equals("open") && payload.metadata("stage", "").isEmpty()
                && weight.isPresent() && weight.getAsInt() == 0;
    }

    static GateQuestion question(FlaggerPayload p, OptionalInt weight) {
        String stage = weight.isPresent() && weight.getAsInt() > 0 ? Integer.toString(weight.getAsInt()) : "";
        String target = p.metadata("target", p.name());
        return new GateQuestion(p.name(), p.metadata("version", p.checksum()), p.metadata("stable", target + "-primary"), p.checksum(),
                p.metadata("stage", stage), p.namespace(), p.metadata("policy", ""), Map.of());
    }

    private static int status(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Go g -> OK;
            case Verdict.NoGo n -> FAILED;
            case Verdict.Pending p -> NO;
            case Verdict.Inconclusive i -> NO;
        };
    }

    private static String said(GateAnswer.Judged j) {
        return j.verdict().word() + " at stage " + j.key().stage() + ": " + j.verdict().reason();
    }

    /** Our own trouble is a doubt: no, with the reason. */
    static Answer trouble(PlumblineException e) {
        return line(switch (e.kind()) {
            case USER -> 400;
            case RESOURCE, INTERNAL -> NO;
        }, "pending: " + e.getMessage());
    }

    /** One line whatever a message holds. */
    private static Answer line(int status, String text) {
        String one = text.replaceAll("\\s*[\\r\\n]+\\s*", " ") + "\n";
        return new Answer(status, "text/plain; charset=utf-8", one.getBytes(StandardCharsets.UTF_8), Map.of("Cache-Control", "no-store"));
    }
}
