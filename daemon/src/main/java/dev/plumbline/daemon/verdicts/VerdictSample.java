package dev.plumbline.daemon.verdicts;

import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.List;

/** One sample of the series that tell verdicts to whoever asks in PromQL. */
public record VerdictSample(Labels labels, double value) {
    private static final List<String> WORDS = List.of("go", "no-go", "pending", "inconclusive");

    /** For every analysis the state set {@code plumbline_verdict}, 1 for the present state and 0 for the others, and its score. */
    public static List<VerdictSample> of(List<Report> reports) {
        var samples = new ArrayList<VerdictSample>();
        for (Report r : reports) {
            Labels identity = identity(r.answer().key());
            for (String word : WORDS) {
                Labels labels = identity.builder().set(Labels.METRIC_NAME, "plumbline_verdict").set("verdict", word).build();
                samples.add(new VerdictSample(labels, r.answer().verdict().word().equals(word) ? 1 : 0));
            }
            samples.add(new VerdictSample(identity.with(Labels.METRIC_NAME, "plumbline_score"), r.answer().score()));
        }
        return List.copyOf(samples);
    }

    private static Labels identity(AnalysisKey key) {
        return Labels.of("namespace", key.namespace(), "service", key.service(), "version", key.version(), "revision",
                key.revision(), "stage", key.stage(), "policy", key.policy());
    }
}
