package dev.plumbline.rules;

import static dev.plumbline.rules.AlertState.FIRING;
import static dev.plumbline.rules.RuleFixture.MINUTE;
import static dev.plumbline.rules.RuleFixture.alert;
import static dev.plumbline.rules.RuleFixture.alerts;
import static dev.plumbline.rules.RuleFixture.group;
import static dev.plumbline.rules.RuleFixture.record;
import static dev.plumbline.rules.RuleFixture.states;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupEvaluatorTest {
    private final RuleFixture fixture = new RuleFixture();

    @Test
    void recordsUnderANewNameWithLabelsOverAndTaken() {
        fixture.sample(0, 3, "job", "a", "gone", "x");
        fixture.evaluator(group(record("r", "m", Map.of("gone", "", "added", "y")))).evaluate(0);
        assertThat(fixture.ask("r", 0)).containsExactly("{__name__=\"r\", added=\"y\", job=\"a\"} 3.0");
    }

    @Test
    void laterRulesSeeWhatEarlierOnesRecorded() {
        fixture.sample(0, 3);
        fixture.evaluator(group(record("r1", "m + 1", Map.of()), record("r2", "r1 * 10", Map.of()))).evaluate(0);
        assertThat(fixture.ask("r2", 0)).containsExactly("{__name__=\"r2\"} 40.0");
    }

    @Test
    void endsSeriesThatVanishedButNotAfterAnError() {
        fixture.sample(0, 1, "i", "1").sample(0, 1, "i", "2");
        GroupEvaluator group = fixture.evaluator(group(record("r", "m", Map.of("clash", "")), record("q", "m > 0", Map.of())));
        group.evaluate(0);
        fixture.sample(MINUTE, StaleMarker.VALUE, "i", "2").sample(MINUTE, 1, "i", "1", "clash", "x");
        group.evaluate(MINUTE);
        assertThat(group.status().rules().getFirst().health()).isEqualTo(RuleStatus.Health.ERROR);
        assertThat(fixture.ask("r", MINUTE)).as("after an error").hasSize(2);
        assertThat(fixture.ask("q{clash=\"\"}", MINUTE)).containsExactly("{__name__=\"q\", i=\"1\"} 1.0");
    }

    @Test
    void twoSeriesThatBecomeOneAreAnErrorAndWriteNothing() {
        fixture.sample(0, 1, "i", "1").sample(0, 1, "i", "2");
        GroupEvaluator group = fixture.evaluator(group(record("r", "m", Map.of("i", "")), alert("A", "m", 0, 0, Map.of("i", ""))));
        group.evaluate(0);
        assertThat(group.status().rules()).extracting(RuleStatus::lastError).containsExactly(
                "vector contains metrics with the same labelset after applying rule labels",
                "vector contains metrics with the same labelset after applying alert labels");
        assertThat(group.status().rules()).extracting(RuleStatus::health).containsOnly(RuleStatus.Health.ERROR);
        assertThat(fixture.ask("{__name__=~\"r|ALERTS.*\"}", 0)).isEmpty();
        assertThat(group.status().counters().failures()).isEqualTo(2);
        assertThat(fixture.events).hasSize(2).allMatch(e -> e instanceof RuleEvent.EvaluationFailed);
    }

    @Test
    void aLimitIsAnErrorThatDropsAllAlerts() {
        fixture.sample(0, 1, "i", "1").sample(MINUTE, 1, "i", "2");
        var rule = alert("A", "m", 0, 0, Map.of());
        GroupEvaluator group = fixture.evaluator(new RuleGroup("g", "f", MINUTE, 0, 1, List.of(rule, record("r", "m", Map.of()))));
        group.evaluate(0);
        assertThat(states(group)).containsExactly(FIRING);
        group.evaluate(MINUTE);
        assertThat(group.status().rules()).extracting(RuleStatus::lastError)
                .containsExactly("exceeded limit of 1 with 2 alerts", "exceeded limit of 1 with 2 series");
        assertThat(alerts(group)).isEmpty();
    }

    @Test
    void asksAndWritesEarlierByTheOffsetWhileForCountsByTheEvaluation() {
        fixture.sample(0, 1);
        var group = fixture.evaluator(new RuleGroup("g", "f", MINUTE, 30_000, 0, List.of(alert("m", MINUTE))));
        group.evaluate(30_000);
        assertThat(alerts(group).getFirst().times().activeAt()).isEqualTo(30_000);
        assertThat(fixture.ask("ALERTS_FOR_STATE", 0)).containsExactly("{__name__=\"ALERTS_FOR_STATE\", alertname=\"A\"} 30.0");
        group.evaluate(90_000);
        assertThat(states(group)).containsExactly(FIRING);
        assertThat(fixture.ask("ALERTS", 60_000)).containsExactly("{__name__=\"ALERTS\", alertname=\"A\", alertstate=\"firing\"} 1.0");
    }

    @Test
    void seriesOfAlertsFollowTheirStates() {
        fixture.sample(0, 1, "i", "1");
        GroupEvaluator group = fixture.evaluator(group(alert("m == 1", MINUTE)));
        group.evaluate(0);
        assertThat(fixture.ask("ALERTS", 0)).containsExactly("{__name__=\"ALERTS\", alertname=\"A\", alertstate=\"pending\", i=\"1\"} 1.0");
        group.evaluate(MINUTE);
        assertThat(fixture.ask("ALERTS", MINUTE)).containsExactly("{__name__=\"ALERTS\", alertname=\"A\", alertstate=\"firing\", i=\"1\"} 1.0");
        fixture.sample(2 * MINUTE, 0, "i", "1");
        group.evaluate(2 * MINUTE);
        assertThat(fixture.ask("{__name__=~\"ALERTS.*\"}", 2 * MINUTE)).isEmpty();
    }

    @Test
    void tellsFiringAlertsAgainAfterTheDelayAndTheirEnd() {
        fixture.options = fixture.options.withExternal(Labels.EMPTY, "http://p").withResendDelayMillis(90_000);
        fixture.sample(0, 7);
        GroupEvaluator group = fixture.evaluator(group(alert("m >  5", 0)));
        group.evaluate(0);
        var labels = Labels.of("alertname", "A");
        var annotations = Labels.of("summary", "it is");
        String url = "http://p/graph?g0.expr=m+%3E+5&g0.tab=1";
        assertThat(fixture.told).containsExactly(new RuleAlert(labels, annotations, 0, 360_000, false, url));
        group.evaluate(MINUTE);
        assertThat(fixture.told).hasSize(1);
        group.evaluate(2 * MINUTE);
        assertThat(fixture.told).hasSize(2);
        fixture.sample(3 * MINUTE, 0);
        group.evaluate(3 * MINUTE);
        assertThat(fixture.told.getLast()).isEqualTo(new RuleAlert(labels, annotations, 0, 3 * MINUTE, true, url));
    }

    @Test
    void tellsAgainAtOnceWhatTheSinkDidNotTake() {
        fixture.sample(0, 7);
        fixture.sink = alerts -> {
            throw new IllegalStateException("queue full");
        };
        GroupEvaluator group = fixture.evaluator(group(alert("m > 5", 0)));
        group.evaluate(0);
        assertThat(fixture.events).containsExactly(new RuleEvent.TellingFailed("f.yml;g", "A", 1, "queue full"));
        assertThat(states(group)).containsExactly(FIRING);
        fixture.sink = fixture.told::addAll;
        group.evaluate(1_000);
        assertThat(fixture.told).hasSize(1);
    }

    @Test
    void aScalarIsOneAlertAndAStringIsAnError() {
        GroupEvaluator group = fixture.evaluator(group(alert("A", "1", 0, 0, Map.of()), alert("B", "\"text\"", 0, 0, Map.of())));
        group.evaluate(0);
        assertThat(alerts(group)).extracting(Alert::labels).containsExactly(Labels.of("alertname", "A"));
        assertThat(group.status().rules().getLast().lastError()).isEqualTo("rule result is not a vector or scalar");
    }

    @Test
    void reportsSamplesThatTheStoreDoesNotTake() {
        fixture.sample(0, 3);
        GroupEvaluator group = fixture.evaluator(group(record("r", "m", Map.of())));
        group.evaluate(MINUTE);
        fixture.evaluator(group(record("r", "m + 1", Map.of()))).evaluate(0);
        assertThat(fixture.events).singleElement().isInstanceOfSatisfying(RuleEvent.SamplesRejected.class,
                e -> assertThat(e.reasons()).isEqualTo(Map.of("out_of_order", 1L)));
    }

    @Test
    void passesStateOnToTheSameRulesAfterAReload() {
        fixture.sample(0, 3, "i", "1");
        var kept = alert("A", "m > 2", 0, 0, Map.of("severity", "page"));
        GroupEvaluator before = fixture.evaluator(group(record("gone", "m", Map.of()), kept));
        before.evaluate(0);
        before.stop();
        before.evaluate(1_000);
        assertThat(before.status().counters().iterations()).as("stopped").isEqualTo(1);

        var changed = alert("A", "m > 1", 0, 0, Map.of("severity", "page"));
        GroupEvaluator after = fixture.evaluator(group(changed, alert("A", "m > 1", 0, 0, Map.of("severity", "ticket"))));
        after.copyFrom(before);
        after.evaluate(MINUTE);
        assertThat(alerts(after)).extracting(a -> a.times().firedAt()).containsExactly(0L, MINUTE);
        assertThat(fixture.ask("gone", MINUTE)).as("the series of a removed rule is ended").isEmpty();
    }

    @Test
    void ofSeveralEqualRulesTheNthGetsTheStateOfTheNth() {
        fixture.sample(0, 3);
        var first = alert("A", "m > 5", 0, 0, Map.of());
        var second = alert("A", "m > 1", 0, 0, Map.of());
        GroupEvaluator before = fixture.evaluator(group(first, second));
        before.evaluate(0);
        GroupEvaluator after = fixture.evaluator(group(first, second, second));
        after.copyFrom(before);
        after.evaluate(MINUTE);
        assertThat(after.status().rules()).extracting(r -> r.alerts().stream().map(a -> a.times().firedAt()).toList())
                .containsExactly(List.of(), List.of(0L), List.of(MINUTE));
    }
}
