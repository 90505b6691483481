package dev.plumbline.rules;

import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.Value;
import java.util.List;

/** A rule at work. Not thread-safe: its group calls it. */
sealed interface RuleEvaluator permits RecordingEvaluator, AlertingEvaluator {

    /**
     * Evaluates the rule; alerts take their steps.
     *
     * @param ts the time of the evaluation, ms
     * @param queryAt the time that is asked for and that the samples carry, ms
     * @return the samples to be written
     * @throws PlumblineException when the query fails or its result breaks a rule's laws
     */
    List<Value.Element> evaluate(long ts, long queryAt);

    /** A result with too many elements or with two of the same labels. */
    static PlumblineException refused(String why) {
        return PlumblineException.user(why);
    }
}
