package dev.plumbline.rules;

import static dev.plumbline.rules.AlertState.FIRING;
import static dev.plumbline.rules.AlertState.INACTIVE;
import static dev.plumbline.rules.AlertState.PENDING;
import static dev.plumbline.rules.RuleFixture.MINUTE;
import static dev.plumbline.rules.RuleFixture.alert;
import static dev.plumbline.rules.RuleFixture.alerts;
import static dev.plumbline.rules.RuleFixture.group;
import static dev.plumbline.rules.RuleFixture.states;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.StaleMarker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of alerts when the process ends and another one goes on. */
class RestorationTest {
    private static final long HOUR = 60 * MINUTE;
    private final RuleFixture fixture = new RuleFixture();

    private void seenDuring(long from, long to) {
        for (long t = from; t <= to; t += MINUTE) {
            fixture.sample(t, 1);
        }
    }

    private GroupEvaluator run(RuleGroup group, long from, long to) {
        GroupEvaluator evaluator = fixture.firstLoad(group);
        for (long t = from; t <= to; t += MINUTE) {
            evaluator.evaluate(t);
        }
        return evaluator;
    }

    @Test
    void whatFiredFiresOnSinceTheSameTimeAndItsEndIsTold() {
        seenDuring(0, 5 * MINUTE);
        RuleGroup group = group(alert("m == 1", 2 * MINUTE));
        run(group, 0, 5 * MINUTE);
        seenDuring(70 * MINUTE, 71 * MINUTE);
        fixture.told.clear();
        GroupEvaluator after = run(group, 70 * MINUTE, 71 * MINUTE);
        assertThat(alerts(after)).extracting(a -> a.times().firedAt()).containsExactly(2 * MINUTE);
        assertThat(fixture.told).as("told again after the resend delay").hasSize(1).allMatch(a -> a.startsAtMillis() == 2 * MINUTE);

        fixture.sample(72 * MINUTE, 0);
        after.evaluate(72 * MINUTE);
        assertThat(fixture.told.getLast().resolved()).isTrue();
        assertThat(fixture.told.getLast().annotations().get("summary")).isEqualTo("it is");
    }

    @Test
    void anEndThatNobodySawIsToldOnceTheTargetsHadTheirChance() {
        seenDuring(0, MINUTE);
        RuleGroup group = group(alert("m == 1", 0));
        run(group, 0, MINUTE);
        fixture.told.clear();
        GroupEvaluator after = fixture.firstLoad(group);
        after.evaluate(HOUR);
        assertThat(states(after)).as("the first evaluation after a gap ends nothing").containsExactly(FIRING);
        after.evaluate(HOUR + MINUTE);
        assertThat(states(after)).isEmpty();
        assertThat(fixture.told.getLast().resolved()).isTrue();
        assertThat(fixture.told.getLast().endsAtMillis()).isEqualTo(HOUR + MINUTE);
    }

    @Test
    void pendingGoesOnOverAShortGap() {
        seenDuring(0, 20 * MINUTE);
        RuleGroup group = group(alert("m == 1", 15 * MINUTE));
        run(group, 0, 6 * MINUTE);
        GroupEvaluator after = run(group, 8 * MINUTE, 14 * MINUTE);
        assertThat(states(after)).containsExactly(PENDING);
        after.evaluate(15 * MINUTE);
        assertThat(states(after)).containsExactly(FIRING);
    }

    @Test
    void timeThatNobodySawDoesNotCountTowardsFor() {
        seenDuring(0, 90 * MINUTE);
        RuleGroup group = group(alert("m == 1", 30 * MINUTE));
        run(group, 0, 10 * MINUTE); // 20 min remain
        GroupEvaluator after = run(group, 40 * MINUTE, 59 * MINUTE);
        assertThat(states(after)).containsExactly(PENDING);
        after.evaluate(60 * MINUTE);
        assertThat(states(after)).containsExactly(FIRING);
    }

    @Test
    void aRestBelowTheGraceWaitsForTheGrace() {
        seenDuring(0, 90 * MINUTE);
        RuleGroup group = group(alert("m == 1", 30 * MINUTE));
        run(group, 0, 28 * MINUTE); // 2 min remain
        GroupEvaluator after = run(group, 40 * MINUTE, 49 * MINUTE);
        assertThat(states(after)).containsExactly(PENDING);
        after.evaluate(50 * MINUTE);
        assertThat(states(after)).containsExactly(FIRING);
    }

    @Test
    void aForBelowTheGraceIsServedAnew() {
        seenDuring(0, 90 * MINUTE);
        RuleGroup group = group(alert("m == 1", 5 * MINUTE));
        run(group, 0, 4 * MINUTE);
        GroupEvaluator after = run(group, 40 * MINUTE, 44 * MINUTE);
        assertThat(states(after)).containsExactly(PENDING);
        after.evaluate(45 * MINUTE);
        assertThat(states(after)).containsExactly(FIRING);
    }

    @Test
    void beyondTheTolerancePendingStartsAnew() {
        seenDuring(0, 300 * MINUTE);
        RuleGroup group = group(alert("m == 1", 30 * MINUTE));
        run(group, 0, 20 * MINUTE);
        GroupEvaluator after = run(group, 200 * MINUTE, 200 * MINUTE);
        assertThat(alerts(after).getFirst().times().activeAt()).isEqualTo(200 * MINUTE);
    }

    @Test
    void keepFiringForGoesOn() {
        seenDuring(0, 2 * MINUTE);
        RuleGroup group = group(alert("A", "m == 1", 0, 10 * MINUTE, Map.of()));
        run(group, 0, 2 * MINUTE);
        fixture.sample(3 * MINUTE, 0);
        run(group, 3 * MINUTE, 4 * MINUTE);
        fixture.sample(5 * MINUTE, 0);
        GroupEvaluator after = run(group, 5 * MINUTE, 5 * MINUTE);
        assertThat(alerts(after).getFirst().times().keepFiringSince()).isEqualTo(3 * MINUTE);
        for (long t = 6; t <= 12; t++) {
            fixture.sample(t * MINUTE, 0);
            after.evaluate(t * MINUTE);
        }
        assertThat(states(after)).containsExactly(FIRING);
        after.evaluate(13 * MINUTE);
        assertThat(states(after)).isEmpty();
    }

    @Test
    void stateIsKeptBeforeItIsTold() {
        seenDuring(0, 0);
        fixture.sink = alerts -> {
            assertThat(fixture.states.of("f.yml;g").rules().getFirst().alerts()).extracting(Alert::state).containsExactly(FIRING);
            fixture.told.addAll(alerts);
        };
        run(group(alert("m == 1", 0)), 0, 0);
        assertThat(fixture.told).hasSize(1);
    }

    @Test
    void isSavedWhenSomethingHappenedAndNotForValues() {
        seenDuring(0, 10 * MINUTE);
        GroupEvaluator group = run(group(alert("m == 1", 0)), 0, MINUTE);
        int saves = fixture.states.saves;
        for (long t = 2; t <= 10; t++) {
            group.evaluate(t * MINUTE);
        }
        assertThat(fixture.states.saves).isEqualTo(saves);
        group.stop();
        assertThat(fixture.states.saves).as("the times of sending, at the end").isEqualTo(saves + 1);
    }

    @Test
    void aStoreThatFailsStopsNothingAndGetsTheStateLater() {
        seenDuring(0, 5 * MINUTE);
        GroupEvaluator group = fixture.evaluator(group(alert("m == 1", MINUTE)));
        group.evaluate(0);
        fixture.states.failing = true;
        group.evaluate(MINUTE);
        assertThat(fixture.told).hasSize(1);
        assertThat(fixture.events).containsExactly(new RuleEvent.StateNotSaved("f.yml;g", "disk full"));
        fixture.states.failing = false;
        group.evaluate(2 * MINUTE);
        assertThat(fixture.states.of("f.yml;g").rules().getFirst().alerts()).extracting(Alert::state).containsExactly(FIRING);
    }

    @Test
    void aStateThatCanOnlyBeReadLaterIsNotOverwrittenAndNotLost() {
        seenDuring(0, MINUTE);
        RuleGroup group = group(alert("m == 1", 0), alert("B", "m == 0", 0, 0, Map.of()));
        run(group, 0, MINUTE);
        fixture.states.failing = true;
        fixture.sample(2 * MINUTE, 0);
        GroupEvaluator after = run(group, 2 * MINUTE, 4 * MINUTE);
        assertThat(fixture.events).hasSize(3).allMatch(e -> e instanceof RuleEvent.StateNotLoaded);
        assertThat(alerts(after)).extracting(a -> a.labels().get("alertname")).containsExactly("B");
        fixture.states.failing = false;
        fixture.told.clear();
        after.evaluate(5 * MINUTE);
        assertThat(fixture.told).as("the end of what fired is told").anyMatch(a -> a.resolved() && a.labels().get("alertname").equals("A"));
        assertThat(fixture.states.of("f.yml;g").rules().getFirst().alerts()).extracting(Alert::state).containsExactly(INACTIVE);
    }

    @Test
    void aPendingAlertThatEndedAfterTheLastSaveIsNotTakenUp() {
        seenDuring(0, 0);
        var rule = alert("m == 1", 30 * MINUTE);
        GroupEvaluator before = run(group(rule), 0, 2 * MINUTE);
        fixture.states.failing = true;
        fixture.sample(3 * MINUTE, 0);
        before.evaluate(3 * MINUTE); // ends, which could not be saved
        fixture.states.failing = false;
        seenDuring(4 * MINUTE, 4 * MINUTE);
        GroupEvaluator after = run(group(rule), 4 * MINUTE, 4 * MINUTE);
        assertThat(alerts(after).getFirst().times().activeAt()).isEqualTo(4 * MINUTE);
    }

    @Test
    void endsTheSeriesThatTheProcessBeforeWrote() {
        seenDuring(0, 0);
        RuleGroup group = group(alert("m == 1", 0));
        run(group, 0, 2 * MINUTE);
        fixture.sample(3 * MINUTE, 0);
        run(group, 3 * MINUTE, 3 * MINUTE);
        assertThat(fixture.ask("{__name__=~\"ALERTS.*\"}", 3 * MINUTE)).isEmpty();
    }

    @Test
    void withoutAnythingKeptAlertsAreRestoredFromSeriesAfterTwoEvaluations() {
        seenDuring(0, 60 * MINUTE);
        RuleGroup group = group(alert("m == 1", 30 * MINUTE));
        run(group, 0, 15 * MINUTE);
        fixture.states.kept.clear();
        GroupEvaluator after = run(group, 20 * MINUTE, 20 * MINUTE);
        assertThat(alerts(after).getFirst().times().activeAt()).isEqualTo(20 * MINUTE);
        after.evaluate(21 * MINUTE);
        assertThat(fixture.ask("ALERTS_FOR_STATE", 21 * MINUTE)).as("not written yet").isEmpty();
        after.evaluate(22 * MINUTE);
        assertThat(alerts(after).getFirst().times().activeAt()).as("0 and the 6 minutes away").isEqualTo(6 * MINUTE);
        assertThat(fixture.ask("ALERTS_FOR_STATE", 22 * MINUTE))
                .containsExactly("{__name__=\"ALERTS_FOR_STATE\", alertname=\"A\"} 360.0");
        assertThat(after.status().counters().iterations()).isEqualTo(3);
    }

    @Test
    void aSeriesThatEndedRestoresNothing() {
        seenDuring(0, 60 * MINUTE);
        RuleGroup group = group(alert("m == 1", 30 * MINUTE));
        run(group, 0, 15 * MINUTE);
        fixture.states.kept.clear();
        try (var appender = fixture.storage.appender()) {
            appender.append(dev.plumbline.model.Labels.of("__name__", "ALERTS_FOR_STATE", "alertname", "A"), 16 * MINUTE, StaleMarker.VALUE);
            appender.commit();
        }
        GroupEvaluator after = run(group, 20 * MINUTE, 22 * MINUTE);
        assertThat(alerts(after).getFirst().times().activeAt()).isEqualTo(20 * MINUTE);
    }

    @Test
    void rulesThatAreNotThereAnyMoreLeaveNothingBehind() {
        seenDuring(0, MINUTE);
        run(group(alert("m == 1", 0), alert("B", "m == 1", 0, 0, Map.of("x", "1"))), 0, MINUTE);
        GroupEvaluator after = run(group(alert("B", "m == 1", 0, 0, Map.of("x", "1")), alert("C", "m == 0", 0, 0, Map.of())), 2 * MINUTE,
                2 * MINUTE);
        assertThat(alerts(after)).extracting(a -> a.labels().get("alertname") + a.times().firedAt()).isEqualTo(List.of("B0"));
    }
}
