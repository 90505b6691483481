package dev.plumbline.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroupScheduleTest {
    @Test
    void slotsAreAlignedToIntervalAndOffset() {
        var schedule = new GroupSchedule(60_000, 7);
        assertThat(schedule.next(0)).isEqualTo(7);
        assertThat(schedule.next(7)).isEqualTo(60_007);
        assertThat(schedule.next(60_006)).isEqualTo(60_007);
        assertThat(schedule.next(-60_000)).isEqualTo(-59_993);
    }

    @Test
    void countsSlotsThatHavePassed() {
        var schedule = new GroupSchedule(10, 0);
        assertThat(schedule.missed(100, 100)).isZero();
        assertThat(schedule.missed(100, 109)).isZero();
        assertThat(schedule.missed(100, 110)).isEqualTo(1);
        assertThat(schedule.missed(100, 139)).isEqualTo(3);
        assertThat(schedule.missed(100, 50)).isZero();
    }

    @Test
    void theOffsetIsAHashOfFileAndNameAndStaysTheSame() {
        assertThat(GroupSchedule.hash("")).isEqualTo(0xcbf29ce484222325L);
        assertThat(GroupSchedule.hash("a")).isEqualTo(0xaf63dc4c8601ec8cL);
        var a = GroupSchedule.of(new RuleGroup("a", "f", 60_000, 0, 0, List.of()));
        var b = GroupSchedule.of(new RuleGroup("b", "f", 60_000, 0, 0, List.of()));
        assertThat(a.offsetMillis()).isBetween(0L, 59_999L).isNotEqualTo(b.offsetMillis());
        assertThat(a).isEqualTo(GroupSchedule.of(new RuleGroup("a", "f", 60_000, 0, 3, List.of())));
    }
}
