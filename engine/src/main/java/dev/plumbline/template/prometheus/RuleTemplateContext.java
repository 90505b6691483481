package dev.plumbline.template.prometheus;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * What a template of a rule sees.
 *
 * @param labels of the result's series, with {@code __name__} if it has one
 * @param value the sample; means nothing when there is a histogram
 * @param histogram the sample when it is a native histogram; {@code $value} is its text then
 * @param externalUrl where this program can be reached, such as {@code http://host:9090/prefix}; may be empty
 * @param timeMillis the time of the evaluation
 */
public record RuleTemplateContext(Labels labels, double value, @Nullable Histogram histogram, Labels externalLabels,
        String externalUrl, long timeMillis, QueryFunction query) {
    public RuleTemplateContext(Labels labels, double value, Labels externalLabels, String externalUrl, long timeMillis,
            QueryFunction query) {
        this(labels, value, null, externalLabels, externalUrl, timeMillis, query);
    }
}
