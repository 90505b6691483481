package dev.plumbline.daemon.api.kayenta;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.kayenta.Judges;
import dev.plumbline.daemon.kayenta.Kayenta;
import dev.plumbline.daemon.kayenta.ObjectType;
import org.jspecify.annotations.Nullable;

/** The judges, about what was kept and about what a Kayenta sends. Thread-safe. */
final class JudgesApi {
    private static final String STORED = "canary configuration or metric set pair list";
    private final Kayenta kayenta;

    JudgesApi(Kayenta kayenta) {
        this.kayenta = kayenta;
    }

    static Answer list() {
        return Replies.json(Judges.list());
    }

    /** The remote judge: a configuration, thresholds and pairs in, a CanaryJudgeResult out. */
    static Answer remote(byte @Nullable [] body) {
        return Replies.json(Judges.remote(Replies.body(body, Replies.MAX_LIST_BODY)));
    }

    Answer judge(Parameters p) {
        Judges.Question question = question(p);
        return Replies.found(kayenta.judges().judge(question), STORED, question.config() + ", " + question.pairs());
    }

    Answer compare(Parameters p) {
        Judges.Question question = question(p);
        return kayenta.judges().compare(question, p.get("overrideCanaryJudge1"), p.get("overrideCanaryJudge2"))
                .map(id -> Replies.json("canaryExecutionId", id)).orElseGet(() -> Replies.none(STORED, question.config() + ", " + question.pairs()));
    }

    Answer comparison(String id) {
        return Replies.found(kayenta.objects().find(ObjectType.COMPARISON, id), "comparison", id);
    }

    private static Judges.Question question(Parameters p) {
        return new Judges.Question(required(p, "canaryConfigId"), required(p, "metricSetPairListId"), threshold(p, "passThreshold"),
                threshold(p, "marginalThreshold"));
    }

    private static String required(Parameters p, String name) {
        String text = p.get(name);
        if (text.isEmpty()) {
            throw BadParameter.of(name, "it is missing");
        }
        return text;
    }

    private static double threshold(Parameters p, String name) {
        String text = required(p, name);
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw BadParameter.of(name, "\"" + text + "\" must be a number from 0 to 100");
        }
    }
}
