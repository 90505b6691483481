package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.analysis.canary.Progress;
import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.analysis.keptn.PastComparison;
import dev.plumbline.analysis.keptn.PastRelease;
import dev.plumbline.analysis.keptn.TotalScore.Grade;
import dev.plumbline.daemon.config.canary.JudgeMethod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What earlier releases showed: analyses that answered the gate for the same service, namespace, policy and stage, and had ended when this one began; of each version
 * and revision the last one that is let in, and never the subject's own. Looked for among the newest {@value #MOST} of the policy's.
 */
final class PastReleases {
    private static final int MOST = 400;
    private static final int PAGE = 20;

    private PastReleases() {}

    /** Whether a subject compares with them and they were not looked for yet. */
    static boolean areWanted(AnalysisRecord.Subject subject) {
        return subject.past() == null && subject.policy().judge().method() instanceof JudgeMethod.Keptn keptn && keptn.looksBack();
    }

    /** As many as are compared with, the latest one first. */
    static List<PastRelease> find(AnalysisStore store, AnalysisRecord.Subject subject) {
        if (!(subject.policy().judge().method() instanceof JudgeMethod.Keptn keptn)) {
            return List.of();
        }
        PastComparison comparison = keptn.comparison();
        var found = new ArrayList<PastRelease>();
        var seen = new HashSet<>(Set.of(release(subject)));
        String after = "";
        for (int looked = 0; looked < MOST; looked += PAGE) {
            AnalysisStore.Found page = store.ended(subject, verdicts(comparison.worst()), PAGE, after);
            for (AnalysisRecord r : page.records()) {
                if (isBefore(r, subject) && grade(r).compareTo(comparison.worst()) <= 0 && seen.add(release(r.subject()))) {
                    found.add(release(r));
                }
                if (found.size() == comparison.releases()) {
                    return found;
                }
            }
            if (page.next().isEmpty()) {
                return found;
            }
            after = page.next().get();
        }
        return found;
    }

    private static String release(AnalysisRecord.Subject s) {
        return s.key().version() + "\n" + s.key().revision();
    }

    private static boolean isBefore(AnalysisRecord r, AnalysisRecord.Subject subject) {
        AnalysisRecord.Subject s = r.subject();
        return s.gate() && s.stage().name().equals(subject.stage().name()) && r.endedMillis().orElse(Long.MAX_VALUE) <= subject.sinceMillis();
    }

    private static List<String> verdicts(Grade worst) {
        return switch (worst) {
            case PASS -> List.of("go");
            case WARNING -> List.of("go", "inconclusive");
            case FAIL -> List.of("go", "inconclusive", "no-go");
        };
    }

    /** What became of it in the end; one that was let go and failed later failed, and so did one that nobody knows about. */
    private static Grade grade(AnalysisRecord r) {
        if (r.late() != null) {
            return Grade.FAIL;
        }
        return switch (r.answer()) {
            case Verdict.Go v -> Grade.PASS;
            case Verdict.NoGo v -> Grade.FAIL;
            case Verdict.Pending v -> Grade.FAIL;
            case Verdict.Inconclusive v -> warned(r) ? Grade.WARNING : Grade.FAIL;
        };
    }

    private static boolean warned(AnalysisRecord r) {
        AnalysisRecord.Subject s = r.subject();
        List<PastRelease> past = s.past();
        return r.decisions().isEmpty() && s.policy().judge().method() instanceof JudgeMethod.Keptn keptn
                && keptn.judge(past == null ? List.of() : past).result(s.judgedBy(), new Progress(s.sinceMillis(), r.measuredMillis()), s.evidence(r.inputs()))
                        .total().grade() == Grade.WARNING;
    }

    private static PastRelease release(AnalysisRecord r) {
        var values = new TreeMap<String, Double>();
        var amounts = new TreeMap<String, Long>();
        for (Evidence e : r.subject().evidence(r.inputs())) {
            if (e.reading() instanceof Reading.Number n && Double.isFinite(n.value())) {
                values.put(e.metric(), n.value());
                amounts.put(e.metric(), e.amount());
            }
        }
        return new PastRelease(r.subject().key().version(), grade(r), values, amounts);
    }

    /** As a member of an analysis; numbers as texts, so that they come back bit by bit. */
    static void write(JsonGenerator json, @Nullable List<PastRelease> past) {
        if (past == null) {
            return;
        }
        json.writeArrayPropertyStart("past");
        for (PastRelease p : past) {
            json.writeStartObject();
            json.writeStringProperty("version", p.version());
            json.writeStringProperty("grade", p.grade().name());
            json.writeObjectPropertyStart("values");
            new TreeMap<>(p.values()).forEach((metric, value) -> json.writeStringProperty(metric, Double.toString(value)));
            json.writeEndObject();
            json.writeObjectPropertyStart("amounts");
            new TreeMap<>(p.amounts()).forEach((metric, amount) -> json.writeStringProperty(metric, Long.toString(amount)));
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Null when they were not looked for. */
    static @Nullable List<PastRelease> read(JsonObject o) {
        return o.has("past") ? o.objects("past").stream().map(PastReleases::release).toList() : null;
    }

    private static PastRelease release(JsonObject o) {
        Map<String, Double> values = new TreeMap<>();
        o.texts("values").forEach((metric, value) -> values.put(metric, Double.parseDouble(value)));
        Map<String, Long> amounts = new TreeMap<>();
        o.texts("amounts").forEach((metric, amount) -> amounts.put(metric, Long.parseLong(amount)));
        return new PastRelease(o.required("version"), Grade.valueOf(o.required("grade")), values, amounts);
    }

    /** Their versions, as people see them. */
    static void name(JsonGenerator json, @Nullable List<PastRelease> past) {
        if (past != null) {
            json.writeArrayPropertyStart("pastReleases");
            past.forEach(p -> json.writeString(p.version()));
            json.writeEndArray();
        }
    }
}
