package dev.plumbline.analysis.argo;

import dev.plumbline.analysis.condition.Condition;
import dev.plumbline.analysis.condition.ConditionException;
import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.analysis.value.Value;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * When a measured value, the variable {@code result}, is good or bad. Each text may be empty. With one of them, the other
 * one is its opposite; with both, failure wins and neither is inconclusive; without any, every value is good.
 */
public record Conditions(String success, String failure) {
    private static final String RESULT = "result";

    /** The phase of a value. A condition that cannot be read or evaluated makes it an error, as in Argo. */
    public Measurement measure(Value result, Instant now) {
        String value = JsonText.write(result);
        try {
            boolean good = !success.isEmpty() && holds(success, result, now);
            boolean bad = !failure.isEmpty() && holds(failure, result, now);
            return new Measurement(phase(good, bad), value, "");
        } catch (ConditionException e) {
            boolean empty = result instanceof Value.Nil || result instanceof Value.Items i && i.elements().isEmpty();
            String hint = empty && !e.getMessage().contains("nil or empty") ? " (the result is nil or empty)" : "";
            return Measurement.error(value, e.getMessage() + hint);
        }
    }

    private static boolean holds(String condition, Value result, Instant now) {
        return Condition.parse(condition, Set.of(RESULT)).holds(Map.of(RESULT, result), now);
    }

    private Phase phase(boolean good, boolean bad) {
        boolean failed = failure.isEmpty() ? !success.isEmpty() && !good : bad;
        boolean successful = success.isEmpty() ? !bad : good;
        return failed ? Phase.FAILED : successful ? Phase.SUCCESSFUL : Phase.INCONCLUSIVE;
    }
}
