package dev.plumbline.rules;

import static dev.plumbline.rules.AlertState.FIRING;
import static dev.plumbline.rules.AlertState.INACTIVE;
import static dev.plumbline.rules.AlertState.PENDING;
import static dev.plumbline.rules.AlertTimes.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import dev.plumbline.rules.ActiveAlerts.Sighting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActiveAlertsTest {
    private static final Labels A = Labels.of("alertname", "A");
    private static final Map<Labels, Sighting> SEEN = Map.of(A, new Sighting(Labels.EMPTY, 1));
    private static final Map<Labels, Sighting> NOTHING = Map.of();

    private static Alert only(ActiveAlerts alerts) {
        assertThat(alerts.all()).hasSize(1);
        return alerts.all().iterator().next();
    }

    @Test
    void firesAtOnceWithoutFor() {
        var alerts = new ActiveAlerts(0, 0);
        assertThat(alerts.apply(SEEN, 10, 0)).isEqualTo(1);
        assertThat(only(alerts).state()).isEqualTo(FIRING);
        assertThat(only(alerts).times()).isEqualTo(new AlertTimes(10, 10, NEVER, NEVER, NEVER));
    }

    @Test
    void isPendingForItsTimeAndGoneWhenItIsMissedOnce() {
        var alerts = new ActiveAlerts(20, 0);
        alerts.apply(SEEN, 0, 0);
        alerts.apply(SEEN, 19, 0);
        assertThat(only(alerts).state()).isEqualTo(PENDING);
        alerts.apply(NOTHING, 20, 0);
        assertThat(alerts.all()).isEmpty();
        alerts.apply(SEEN, 30, 0);
        alerts.apply(SEEN, 50, 0);
        assertThat(only(alerts).times()).isEqualTo(new AlertTimes(30, 50, NEVER, NEVER, NEVER));
    }

    @Test
    void keepsFiringForAWhileAndStartsThatWhileAnewWhenItIsSeen() {
        var alerts = new ActiveAlerts(0, 20);
        alerts.apply(SEEN, 0, 0);
        alerts.apply(NOTHING, 10, 0);
        assertThat(only(alerts).times().keepFiringSince()).isEqualTo(10);
        alerts.apply(SEEN, 20, 0);
        assertThat(only(alerts).times().keepFiringSince()).isEqualTo(NEVER);
        alerts.apply(NOTHING, 30, 0);
        assertThat(alerts.apply(NOTHING, 49, 0)).isEqualTo(1);
        assertThat(alerts.apply(NOTHING, 50, 0)).isZero();
        assertThat(only(alerts).state()).isEqualTo(INACTIVE);
        assertThat(only(alerts).times().resolvedAt()).isEqualTo(50);
    }

    @Test
    void remembersAnEndForAQuarterOfAnHourAndFiresAnewAfterIt() {
        var alerts = new ActiveAlerts(0, 0);
        alerts.apply(SEEN, 0, 0);
        alerts.apply(NOTHING, 10, 0);
        alerts.apply(NOTHING, 10 + ActiveAlerts.RESOLVED_RETENTION_MILLIS, 0);
        assertThat(alerts.all()).hasSize(1);
        alerts.apply(NOTHING, 11 + ActiveAlerts.RESOLVED_RETENTION_MILLIS, 0);
        assertThat(alerts.all()).isEmpty();

        alerts.apply(SEEN, 5_000_000, 0);
        alerts.apply(NOTHING, 5_000_010, 0);
        alerts.sent(List.copyOf(alerts.all()), 5_000_010);
        alerts.apply(SEEN, 5_000_020, 0);
        assertThat(only(alerts).times()).isEqualTo(new AlertTimes(5_000_020, 5_000_020, NEVER, NEVER, NEVER));
    }

    @Test
    void goesBackToPendingWhenForBecameLongerButNotWhenTheClockWentBack() {
        var alerts = new ActiveAlerts(20, 0);
        alerts.put(List.of(new Alert(A, Labels.EMPTY, 1, FIRING, new AlertTimes(100, 110, NEVER, NEVER, NEVER))));
        alerts.apply(SEEN, 115, 0);
        assertThat(only(alerts).state()).isEqualTo(PENDING);
        assertThat(only(alerts).times().firedAt()).isEqualTo(NEVER);

        alerts.put(List.of(new Alert(A, Labels.EMPTY, 1, FIRING, new AlertTimes(100, 130, NEVER, NEVER, NEVER))));
        alerts.apply(SEEN, 115, 0);
        assertThat(only(alerts).state()).isEqualTo(FIRING);
    }

    @Test
    void duringGraceNothingEndsAndUnseenTimeDoesNotCount() {
        var alerts = new ActiveAlerts(20, 0);
        var b = Labels.of("alertname", "B");
        alerts.put(List.of(new Alert(A, Labels.EMPTY, 1, PENDING, AlertTimes.activeSince(0)),
                new Alert(b, Labels.EMPTY, 1, FIRING, new AlertTimes(0, 5, NEVER, NEVER, 5))));
        alerts.apply(NOTHING, 10, 10);
        assertThat(alerts.all()).extracting(Alert::state).containsExactly(PENDING, FIRING);
        alerts.apply(SEEN, 20, 0);
        assertThat(alerts.all()).extracting(Alert::state).containsExactly(PENDING, INACTIVE);
        alerts.apply(SEEN, 30, 0);
        assertThat(alerts.all()).extracting(Alert::state).containsExactly(FIRING, INACTIVE);
    }

    @Test
    void saysWhetherAnythingThatOutlivesARestartChanged() {
        var alerts = new ActiveAlerts(0, 0);
        assertThat(alerts.takeChanged()).isFalse();
        alerts.apply(SEEN, 0, 0);
        assertThat(alerts.takeChanged()).isTrue();
        alerts.apply(Map.of(A, new Sighting(Labels.of("summary", "other"), 2)), 1, 0);
        alerts.sent(List.copyOf(alerts.all()), 1);
        assertThat(alerts.takeChanged()).as("values, annotations and times of sending do not count").isFalse();
        alerts.apply(NOTHING, 2, 0);
        assertThat(alerts.takeChanged()).isTrue();
    }

    @Test
    void isToldWhenItFiresThenAfterTheDelayThenWhenItEndedButNeverWhilePending() {
        var firing = new Alert(A, Labels.EMPTY, 1, FIRING, new AlertTimes(0, 0, NEVER, NEVER, NEVER));
        assertThat(firing.isDue(0, 60)).isTrue();
        var told = firing.with(firing.times().withLastSentAt(0));
        assertThat(told.isDue(60, 60)).as("strictly after the delay, as Prometheus").isFalse();
        assertThat(told.isDue(61, 60)).isTrue();
        var ended = told.with(INACTIVE, told.times().withResolvedAt(10));
        assertThat(ended.isDue(10, 60)).isTrue();
        assertThat(new Alert(A, Labels.EMPTY, 1, PENDING, AlertTimes.activeSince(0)).isDue(100, 60)).isFalse();
    }
}
