package dev.plumbline.rules;

import static dev.plumbline.rules.RuleFixture.alert;
import static dev.plumbline.rules.RuleFixture.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.rules.RuleDependencies.Relation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleDependenciesTest {
    private static final Relation NONE = new Relation(false, false);
    private static final Relation READ = new Relation(true, false);
    private static final Relation READER = new Relation(false, true);

    private static Rule recorded(String name, String expr) {
        return record(name, expr, Map.of());
    }

    @Test
    void aMetricThatAnotherRuleRecordsIsADependency() {
        assertThat(RuleDependencies.of(List.of(recorded("a", "x"), recorded("b", "rate(y[5m]) / on() a"), recorded("c", "z"))))
                .containsExactly(READ, READER, NONE);
    }

    @Test
    void seriesOfAlertsAreDependenciesWhereTheNameMayMatch() {
        var a = alert("A", "x", 0, 0, Map.of());
        var b = alert("B", "x", 0, 0, Map.of());
        assertThat(RuleDependencies.of(List.of(a, b, recorded("n", "count(ALERTS{alertname=~\"A|C\"})")))).containsExactly(READ, NONE, READER);
        assertThat(RuleDependencies.of(List.of(a, b, recorded("n", "ALERTS_FOR_STATE")))).containsExactly(READ, READ, READER);
    }

    @Test
    void aRuleDoesNotDependOnItself() {
        assertThat(RuleDependencies.of(List.of(recorded("a", "a + 1")))).containsExactly(NONE);
    }

    @Test
    void aSelectorWithoutAnExactNameMakesAllOfThemUnknown() {
        assertThat(RuleDependencies.of(List.of(recorded("a", "x"), recorded("b", "{__name__=~\"y.*\"}"))))
                .containsOnly(new Relation(true, true));
        assertThat(RuleDependencies.of(List.of(recorded("a", "x"), recorded("b", "sum_over_time({__name__=\"a\"}[5m:1m])"))))
                .containsExactly(READ, READER);
    }
}
