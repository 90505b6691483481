package dev.plumbline.daemon.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.rules.RuleEvent;
import dev.plumbline.time.VirtualTime;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class RuleEventLogTest {
    private final VirtualTime time = new VirtualTime(0);
    private final ArrayList<String> warnings = new ArrayList<>();
    private final ArrayList<String> errors = new ArrayList<>();
    private final RuleEventLog log = new RuleEventLog(time, warnings::add, errors::add);

    @Test
    void saysEachKindOfAGroupOnceAMinuteWithWhatWasLeftOut() {
        for (int i = 0; i < 9; i++) {
            log.accept(new RuleEvent.EvaluationFailed("f;g", "A", "no"));
            log.accept(new RuleEvent.EvaluationFailed("f;other", "A", "no"));
            time.advance(15_000);
        }
        assertThat(warnings).filteredOn(w -> w.contains("f;g")).containsExactly("group \"f;g\", rule \"A\": no",
                "group \"f;g\", rule \"A\": no (and 3 times more since the last message)",
                "group \"f;g\", rule \"A\": no (and 3 times more since the last message)");
        assertThat(errors).isEmpty();
    }

    @Test
    void whatMayLoseAnAlertIsAnError() {
        log.accept(new RuleEvent.TellingFailed("f;g", "A", 2, "full"));
        log.accept(new RuleEvent.StateNotSaved("f;g", "full"));
        assertThat(errors).hasSize(2);
    }

    @Test
    void remembersABoundedNumberOfGroups() {
        for (int i = 0; i < 3_000; i++) {
            log.accept(new RuleEvent.IterationsMissed("g" + i, 1));
        }
        log.accept(new RuleEvent.IterationsMissed("g2999", 1));
        assertThat(warnings).hasSize(3_000);
    }
}
