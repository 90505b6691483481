package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.kayenta.ScoreThresholds;
import dev.plumbline.analysis.value.Value;
import dev.plumbline.daemon.config.kayenta.CanaryDefinition;
import dev.plumbline.daemon.config.kayenta.JsonPart;
import dev.plumbline.daemon.config.kayenta.JudgeSettings;
import java.util.List;
import java.util.Optional;

/** The judge by itself: about pairs that somebody sent, or that were kept. Thread-safe. */
public final class Judges {
    private final Configurations configurations;
    private final StoredObjects objects;

    Judges(Configurations configurations, StoredObjects objects) {
        this.configurations = configurations;
        this.objects = objects;
    }

    /**
     * Pairs that were kept, to be judged.
     *
     * @param config the id of a configuration
     * @param pairs the id of a metric set pair list
     */
    public record Question(String config, String pairs, double pass, double marginal) {}

    /** The judges that there are: name, and whether people are to choose from it. */
    public static Value list() {
        return new Value.Items(List.of(new Members().text("name", JudgeSettings.NAME).flag("visible", true).build(),
                new Members().text("name", JudgeSettings.COMPATIBLE_NAME).flag("visible", false).build()));
    }

    /** Judges what a Kayenta sends to its remote judge: {@code canaryConfig}, {@code scoreThresholds}, {@code metricSetPairList}. */
    public static Value remote(String body) {
        JsonPart request = JsonPart.read("the body", body);
        CanaryDefinition definition = CanaryDefinition.read(request.at("canaryConfig").required().value());
        ScoreThresholds thresholds = ExecutionRequest.thresholds(request.at("scoreThresholds").required());
        List<IdentifiedPair> pairs = IdentifiedPair.readAll(request.at("metricSetPairList"));
        return Judgement.of(definition.config(), definition.judge(), thresholds, Evidence.of(pairs)).json();
    }

    /** Judges what was kept; empty when the configuration or the list is not there. */
    public Optional<Value> judge(Question question) {
        return judge(question, "");
    }

    private Optional<Value> judge(Question question, String judge) {
        Optional<Value> config = configurations.find(question.config);
        Optional<Value> pairs = objects.find(ObjectType.PAIRS, question.pairs);
        if (config.isEmpty() || pairs.isEmpty()) {
            return Optional.empty();
        }
        CanaryDefinition definition = CanaryDefinition.read(config.get());
        var thresholds = ExecutionRequest.thresholds(question.pass, question.marginal);
        return Optional.of(Judgement.of(definition.config(), definition.judge().named(judge), thresholds,
                Evidence.of(IdentifiedPair.readAll(new JsonPart("metricSetPairList", pairs.get())))).json());
    }

    /**
     * Has two judges judge the same, and keeps what they said.
     *
     * @param first a judge's name; empty: the configuration's
     * @return the id of the comparison; empty when the configuration or the list is not there
     */
    public Optional<String> compare(Question question, String first, String second) {
        Optional<Value> one = judge(question, first);
        Optional<Value> other = judge(question, second);
        if (one.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        Value both = new Members().value("judge1Result", one.get()).value("judge2Result", other.get()).build();
        return Optional.of(objects.add(ObjectType.COMPARISON, "", new Members().value("comparisonResult", both).build()));
    }
}
