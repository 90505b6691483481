package dev.plumbline.daemon.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Delivery.FailureReason;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.rules.RuleAlert;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What alerting promises, one promise at a time; {@link AlertingSimulationTest} holds it to all of them together. */
class AlertingTest {
    private static final String CONFIG = """
            route: {receiver: pager, group_by: [team], group_wait: 2s, group_interval: 10s, repeat_interval: 1h}
            receivers:
            - name: pager
              webhook_configs: [{url: 'http://h/'}]
            """;

    private final Harness harness = new Harness(CONFIG);

    @Test
    void waitsForTheGroupThenForItsInterval() {
        harness.fire("a");
        harness.run(1);
        harness.fire("b");
        harness.run(2);
        harness.fire("c");
        harness.run(12);
        assertThat(harness.sent).extracting(Harness.Sent::seconds).containsExactly(2.0, 12.0);
        assertThat(harness.sent.get(1).firing("alertname")).containsExactly("a", "b", "c");
        assertThat(harness.reasons()).containsExactly("first notification", "new alerts added");
    }

    @Test
    void tellsTheEndAndForgetsTheGroup() {
        harness.fire("a");
        harness.run(3);
        harness.resolve("a");
        harness.run(10);
        assertThat(harness.reasons()).containsExactly("first notification", "all alerts resolved");
        assertThat(harness.alerting.groups()).isEmpty();
        harness.resolve("a"); // rules go on telling it for a while
        harness.run(20);
        assertThat(harness.sent).hasSize(2);
    }

    @Test
    void doesNotWaitForTheGroupWhenTheAlertIsOld() {
        long long_ago = harness.time.wallMillis() - 60_000;
        harness.alerting.accept(List.of(new RuleAlert(Labels.of("alertname", "a"), Labels.EMPTY, long_ago,
                harness.time.wallMillis() + 240_000, false, "")));
        harness.run(0.1);
        assertThat(harness.sent).hasSize(1);
    }

    @Test
    void addsExternalLabelsAndKeepsOwnOnes() {
        harness.alerting.apply(Configs.parse(CONFIG), Labels.of("region", "eu", "alertname", "other"), List.of());
        harness.fire("a");
        harness.run(3);
        assertThat(harness.sent.getFirst().message().alerts().getFirst().labels())
                .isEqualTo(Labels.of("alertname", "a", "region", "eu"));
    }

    @Test
    void goesOnWhereAKilledProcessEnded() {
        harness.answers.put("pager", Harness.DOWN);
        harness.fire("a");
        harness.run(2.1);
        String id = harness.sent.getFirst().message().id();
        harness.answers.clear();
        harness.restart(CONFIG);
        harness.run(2);
        assertThat(harness.sent).hasSize(2).allMatch(s -> s.message().id().equals(id));
        assertThat(harness.sent.get(1).out().attempt()).isEqualTo(2);
        harness.restart(CONFIG);
        harness.run(30);
        assertThat(harness.sent).as("told once, also after a restart").hasSize(2);
    }

    @Test
    void keepsItsTimersOverARestart() {
        harness.fire("a");
        harness.run(3);
        harness.fire("b");
        harness.restart(CONFIG);
        harness.run(8.9);
        assertThat(harness.sent).hasSize(1);
        harness.run(0.2);
        assertThat(harness.sent).hasSize(2);
        assertThat(harness.sent.get(1).seconds()).isEqualTo(12.0);
    }

    @Test
    void aRestartDoesNotResolveAlerts() {
        harness.fire("a");
        harness.run(3);
        harness.time.advance(3_600_000); // nobody was there for an hour
        harness.restart(CONFIG);
        harness.run(120);
        assertThat(harness.reasons()).doesNotContain("all alerts resolved");
        harness.run(200);
        assertThat(harness.reasons()).as("but belief ends").contains("all alerts resolved");
    }

    @Test
    void jumpsOfTheClockChangeNothing() {
        harness.fire("a");
        harness.run(3);
        harness.time.jumpWall(7_200_000);
        harness.run(60);
        harness.time.jumpWall(-14_400_000);
        harness.run(60);
        assertThat(harness.reasons()).containsExactly("first notification");
        harness.resolve("a");
        harness.run(11);
        assertThat(harness.reasons()).containsExactly("first notification", "all alerts resolved");
    }

    @Test
    void pagesGoOutFromMemoryWhenTheDiskFailsForTenSeconds() {
        harness.documents.mode = FaultyDocuments.Mode.FAILS_BEFORE;
        assertThatThrownBy(() -> harness.fire("a")).isInstanceOf(PlumblineException.class).hasMessageContaining("disk");
        harness.run(9.9);
        assertThat(harness.sent).as("not before it is kept, for 10 s").isEmpty();
        harness.run(0.2);
        assertThat(harness.sent).hasSize(1);
        assertThat(harness.unpersisted).isEqualTo(1);
        assertThat(harness.alerting.status().persistFailing()).isTrue();
        harness.documents.mode = FaultyDocuments.Mode.WORKS;
        harness.run(1);
        assertThat(harness.alerting.status().persistFailing()).isFalse();
        harness.restart(CONFIG);
        harness.run(20);
        assertThat(harness.sent).as("kept when the disk was back").hasSize(1);
    }

    @Test
    void pagesGoOutEvenWhenNothingCanBeReadAtTheStart() {
        harness.documents.mode = FaultyDocuments.Mode.FAILS_READING;
        harness.restart(CONFIG);
        assertThatThrownBy(() -> harness.fire("a")).isInstanceOf(PlumblineException.class);
        harness.run(15);
        assertThat(harness.sent).hasSize(1);
        harness.documents.mode = FaultyDocuments.Mode.WORKS;
        harness.run(30);
        assertThat(harness.sent).hasSize(1);
    }

    @Test
    void whatIsRefusedIsToldAgainAtTheNextFlush() {
        harness.answers.put("pager", Harness.NO);
        harness.fire("a");
        harness.run(3);
        assertThat(harness.drops).containsExactly(AlertingListener.Drop.REFUSED);
        harness.answers.clear();
        harness.run(10);
        assertThat(harness.reasons()).containsExactly("first notification", "first notification");
    }

    @Test
    void waitsAsLongAsTheReceiverAsks() {
        harness.answers.put("pager", new Delivery.Retry(FailureReason.RATE_LIMITED, "429", 90_000));
        harness.fire("a");
        harness.run(91);
        assertThat(harness.sent).hasSize(1);
        harness.run(2);
        assertThat(harness.sent).hasSize(2);
    }

    @Test
    void nothingIsLostWhileTheReceiverIsDownForADay() {
        harness.answers.put("pager", Harness.DOWN);
        harness.fire("a");
        harness.run(3);
        harness.resolve("a");
        harness.run(11);
        for (int i = 0; i < 24 * 60; i++) {
            harness.time.advance(60_000);
            harness.alerting.tick();
        }
        harness.sent.clear();
        harness.answers.clear();
        harness.run(61);
        assertThat(harness.reasons()).containsExactly("first notification", "all alerts resolved");
        assertThat(harness.alerting.status().waiting()).isZero();
    }

    @Test
    void anEndThatWasKeptIsToldAMinuteAfterARestart() {
        harness.fire("a");
        harness.run(3);
        harness.resolve("a");
        harness.restart(CONFIG);
        harness.run(59);
        assertThat(harness.reasons()).containsExactly("first notification");
        harness.run(11);
        assertThat(harness.reasons()).containsExactly("first notification", "all alerts resolved");
    }

    @Test
    void aMessageOfAWeekAgoIsGivenUp() {
        harness.answers.put("pager", Harness.DOWN);
        harness.fire("a");
        harness.run(3);
        harness.time.advance(8L * 24 * 3_600_000);
        harness.alerting.tick();
        assertThat(harness.drops).contains(AlertingListener.Drop.EXPIRED);
    }

    @Test
    void aFullQueueKeepsTheNewestState() {
        harness.alerting = harness.start(Configs.parse(CONFIG), new AlertingLimits(100, 3, 1 << 20, 1 << 20, 64, 16));
        harness.answers.put("pager", Harness.DOWN);
        for (int i = 0; i < 6; i++) {
            harness.fire("a" + i);
            harness.run(10);
        }
        assertThat(harness.alerting.status().waiting()).isEqualTo(3);
        assertThat(harness.replacements).isEqualTo(3);
        harness.sent.clear();
        harness.answers.clear();
        harness.run(61);
        assertThat(harness.sent.getLast().firing("alertname")).containsExactly("a0", "a1", "a2", "a3", "a4", "a5");
    }

    @Test
    void refusesAlertsBeyondTheBoundAndKeepsTheOthers() {
        harness.alerting = harness.start(Configs.parse(CONFIG), new AlertingLimits(2, 3, 1 << 20, 1 << 20, 64, 16));
        assertThatThrownBy(() -> harness.fire("a", "b", "c")).hasMessageContaining("more than 2 alerts");
        harness.run(3);
        assertThat(harness.sent.getFirst().firing("alertname")).containsExactly("a", "b");
    }

    @Test
    void aReloadKeepsGroupsAndDropsWhatIsGone() {
        harness.fire("a");
        harness.run(3);
        harness.alerting.apply(Configs.parse(CONFIG.replace("2s", "1s")), Labels.EMPTY, List.of());
        harness.run(15);
        assertThat(harness.sent).as("told before the reload").hasSize(1);
        harness.answers.put("pager", Harness.DOWN);
        harness.resolve("a");
        harness.run(11);
        harness.alerting.apply(Configs.parse(CONFIG.replace("pager", "other")), Labels.EMPTY, List.of());
        assertThat(harness.drops).containsExactly(AlertingListener.Drop.UNCONFIGURED);
        assertThat(harness.alerting.status().waiting()).isZero();
    }

    @Test
    void mutesByTimeAndTellsTheEndAfterwards() {
        String muted = CONFIG.replace("receivers:", """
                time_intervals:
                - name: always
                  time_intervals: [{weekdays: ['sunday:saturday']}]
                receivers:""").replace("repeat_interval: 1h}",
                "repeat_interval: 1h, routes: [{receiver: pager, mute_time_intervals: [always]}]}");
        harness.alerting.apply(Configs.parse(muted.replace("mute_time_intervals: [always]", "")), Labels.EMPTY, List.of());
        harness.fire("a");
        harness.run(3);
        harness.alerting.apply(Configs.parse(muted), Labels.EMPTY, List.of());
        harness.fire("b");
        harness.resolve("a");
        harness.run(30);
        assertThat(harness.sent).hasSize(1);
        assertThat(harness.alerting.status().suppressed()).isEqualTo(1);
        harness.alerting.apply(Configs.parse(muted.replace("mute_time_intervals: [always]", "")), Labels.EMPTY, List.of());
        harness.run(11);
        assertThat(harness.sent.getLast().firing("alertname")).containsExactly("b");
        assertThat(harness.sent.getLast().resolved("alertname")).containsExactly("a");
    }

    @Test
    void triesAReceiverOut() {
        var outcomes = harness.alerting.test("pager");
        harness.run(0.1);
        assertThat(outcomes).hasSize(1);
        outcomes.forEach((target, outcome) -> assertThat(outcome).isCompletedWithValue(Harness.OK));
        assertThat(harness.sent.getFirst().message().test()).isTrue();
        harness.answers.put("pager", Harness.DOWN);
        outcomes = harness.alerting.test("pager");
        harness.run(30);
        outcomes.forEach((target, outcome) -> assertThat(outcome).isCompletedWithValue(Harness.DOWN));
        assertThat(harness.sent).as("tried once").hasSize(2);
        assertThatThrownBy(() -> harness.alerting.test("pagr")).hasMessageContaining("pagr").hasMessageContaining("[pager]");
    }

    @Test
    void refusesWhatIsNoAlertAndTakesTheRest() {
        long now = harness.time.wallMillis();
        assertThatThrownBy(() -> harness.alerting.acceptExternal(List.of(
                new ExternalAlert(Labels.EMPTY, Labels.EMPTY, null, null, ""),
                new ExternalAlert(Labels.of("alertname", "bad"), Labels.EMPTY, now, now - 1, ""),
                new ExternalAlert(Labels.of("alertname", "good"), Labels.EMPTY, null, null, ""))))
                .hasMessageContaining("no labels").hasMessageContaining("before it starts");
        harness.run(3);
        assertThat(harness.sent.getFirst().firing("alertname")).containsExactly("good");
    }

    @Test
    void aStormIsWrittenInFewBatches() {
        String byName = CONFIG.replace("[team]", "[alertname]");
        harness.alerting.apply(Configs.parse(byName), Labels.EMPTY, List.of());
        var alerts = new ArrayList<String>();
        for (int i = 0; i < 10_000; i++) {
            alerts.add("a" + i);
        }
        harness.documents.writes = 0;
        harness.fire(alerts.toArray(String[]::new));
        assertThat(harness.documents.writes).as("alerts, then groups").isEqualTo(2);
        harness.silentReceivers = true;
        harness.time.advance(3_000);
        harness.alerting.tick();
        assertThat(harness.documents.writes).isLessThanOrEqualTo(4);
        assertThat(harness.alerting.status().waiting()).isEqualTo(10_000);
        assertThat(harness.sent).as("in flight at once to one integration").hasSize(16);
    }
}
