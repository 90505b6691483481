package dev.plumbline.rules;

import static dev.plumbline.rules.RuleFixture.MINUTE;
import static dev.plumbline.rules.RuleFixture.alert;
import static dev.plumbline.rules.RuleFixture.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.promql.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleManagerTest {
    private final RuleFixture fixture = new RuleFixture();
    private final RuleManager manager = new RuleManager(fixture.services());

    private static RuleGroup group(String name, long interval, Rule... rules) {
        return new RuleGroup(name, "f.yml", interval, 0, 0, List.of(rules));
    }

    private List<Long> times(String metric) {
        var value = fixture.engine.instant(fixture.storage, metric + "[1h]", fixture.clock.wallMillis()).value();
        return ((Value.Matrix) value).series().stream().flatMapToLong(s -> java.util.Arrays.stream(s.times())).boxed().toList();
    }

    @Test
    void evaluatesAtTheSlotsOfEachGroup() {
        RuleGroup group = group("a", MINUTE, record("r", "vector(1)", Map.of()));
        manager.apply(List.of(group), fixture.options);
        manager.start();
        fixture.clock.advance(3 * MINUTE);
        long offset = GroupSchedule.of(group).offsetMillis();
        assertThat(times("r")).containsExactly(offset, offset + MINUTE, offset + 2 * MINUTE);
        assertThat(manager.status().getFirst().counters().iterations()).isEqualTo(3);
    }

    @Test
    void aLateEvaluationTakesTheNewestSlotAndCountsThoseLeftOut() {
        RuleGroup group = group("a", MINUTE, alert("vector(1)", 0), record("r", "vector(1)", Map.of()));
        fixture.sink = alerts -> {
            if (fixture.told.isEmpty()) {
                fixture.told.addAll(alerts);
                fixture.clock.jumpWall(3 * MINUTE + 10); // the time it takes
            }
        };
        manager.apply(List.of(group), fixture.options);
        manager.start();
        fixture.clock.advance(MINUTE);
        long offset = GroupSchedule.of(group).offsetMillis();
        fixture.clock.advance(1);
        assertThat(times("r")).containsExactly(offset, offset + 3 * MINUTE);
        var counters = manager.status().getFirst().counters();
        assertThat(counters.missed()).isEqualTo(2);
        assertThat(counters.iterations()).isEqualTo(4);
        assertThat(fixture.events).contains(new RuleEvent.IterationsMissed("f.yml;a", 2));
    }

    @Test
    void aWallClockThatGoesBackStopsNothing() {
        RuleGroup group = group("a", MINUTE, alert("vector(1)", 0));
        manager.apply(List.of(group), fixture.options);
        manager.start();
        fixture.clock.advance(60 * MINUTE);
        long before = manager.status().getFirst().counters().iterations();
        fixture.clock.jumpWall(-30 * MINUTE);
        fixture.clock.advance(10 * MINUTE);
        assertThat(manager.status().getFirst().counters().iterations()).isBetween(before + 9, before + 11);
    }

    @Test
    void leavesUnchangedGroupsAloneAndPassesStateOnToChangedOnes() {
        RuleGroup same = group("same", MINUTE, alert("vector(1)", 0));
        manager.apply(List.of(same, group("changes", MINUTE, alert("vector(1)", 0))), fixture.options);
        manager.start();
        fixture.clock.advance(2 * MINUTE);
        manager.apply(List.of(group("changes", 2 * MINUTE, alert("vector(1) + 1", 0)), same), fixture.options);
        fixture.clock.advance(4 * MINUTE);
        List<GroupStatus> status = manager.status();
        assertThat(status).extracting(g -> g.group().name()).containsExactly("changes", "same");
        assertThat(status.getLast().counters().iterations()).isEqualTo(6);
        assertThat(status.getFirst().rules().getFirst().alerts().getFirst().value()).isEqualTo(2);
        assertThat(status.getFirst().rules().getFirst().alerts().getFirst().times().firedAt()).isLessThan(MINUTE);
    }

    @Test
    void endsTheSeriesOfAGroupThatIsGoneUnlessAnotherTookThemOver() {
        RuleGroup gone = group("gone", MINUTE, record("r", "vector(1)", Map.of()), record("q", "vector(1)", Map.of()));
        manager.apply(List.of(gone), fixture.options);
        manager.start();
        fixture.clock.advance(2 * MINUTE);
        manager.apply(List.of(group("new", MINUTE, record("r", "vector(2)", Map.of()))), fixture.options);
        fixture.clock.advance(2 * MINUTE);
        assertThat(fixture.ask("{__name__=~\"r|q\"}", fixture.clock.wallMillis())).containsExactly("{__name__=\"r\"} 2.0");
    }

    @Test
    void evaluatesNothingAfterItsEndAndEndsNoSeries() {
        manager.apply(List.of(group("a", MINUTE, alert("vector(1)", 0))), fixture.options);
        manager.start();
        fixture.clock.advance(3 * MINUTE);
        manager.stop();
        int saves = fixture.states.saves;
        fixture.clock.advance(2 * MINUTE);
        assertThat(manager.status().getFirst().counters().iterations()).isEqualTo(3);
        assertThat(fixture.ask("ALERTS", fixture.clock.wallMillis())).hasSize(1);
        assertThat(saves).isEqualTo(fixture.states.saves).isPositive();
    }

    @Test
    void forgetsStatesThatNoGroupHadForAWeek() {
        manager.apply(List.of(group("a", 60 * MINUTE, alert("vector(1)", 0))), fixture.options);
        manager.start();
        fixture.clock.advance(10 * 24 * 60 * MINUTE);
        assertThat(fixture.states.expiredBefore).isEqualTo(3 * 24 * 60 * MINUTE);
        assertThat(fixture.states.of("f.yml;a").atMillis()).as("saved again from time to time")
                .isGreaterThan((10 * 24 - 7) * 60 * MINUTE);
    }

    @Test
    void newOptionsHoldFromTheNextEvaluationOn() {
        manager.apply(List.of(group("a", MINUTE, alert("vector(1)", 0))), fixture.options);
        manager.start();
        fixture.clock.advance(MINUTE);
        manager.apply(List.of(group("a", MINUTE, alert("vector(1)", 0))),
                fixture.options.withExternal(dev.plumbline.model.Labels.EMPTY, "http://new").withResendDelayMillis(0).withConcurrentGroups(1));
        fixture.clock.advance(MINUTE);
        assertThat(fixture.told.getLast().generatorUrl()).startsWith("http://new/graph");
    }

    @Test
    void groupsWithOneKeyAreRefused() {
        RuleGroup a = group("a", MINUTE);
        assertThatThrownBy(() -> manager.apply(List.of(a, a), fixture.options)).isInstanceOf(IllegalArgumentException.class);
    }
}
