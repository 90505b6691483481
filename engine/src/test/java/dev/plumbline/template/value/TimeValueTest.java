package dev.plumbline.template.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Times and durations as Go's time package has them. */
class TimeValueTest {
    private static final TimeValue TIME = new TimeValue(Instant.parse("2026-11-21T07:22:48.5Z"), ZoneOffset.UTC);

    @Test
    void layouts() {
        assertThat(TIME.text()).isEqualTo("2026-11-21 07:22:48.5 +0000 UTC");
        assertThat(TIME.format("Mon Jan _2 15:04:05.000 2006 -0700 MST pm PM 3 03 002 06 1 Z07:00 Monday January .999 .00 Janet Month"))
                .isEqualTo("Sat Nov 21 07:22:48.500 2026 +0000 UTC am AM 7 07 325 26 11 Z Saturday November .5 .50 Janet Month");
        assertThat(TimeValue.ZERO.text()).isEqualTo("0001-01-01 00:00:00 +0000 UTC");
        assertThat(TimeValue.ZERO.json()).isEqualTo("0001-01-01T00:00:00Z");
    }

    @Test
    void zones() {
        assertThat(TIME.in(ZoneId.of("America/New_York")).text()).isEqualTo("2026-11-21 02:22:48.5 -0500 EST");
        assertThat(TIME.in(ZoneId.of("Asia/Kolkata")).text()).isEqualTo("2026-11-21 12:52:48.5 +0530 IST");
        assertThat(TIME.in(ZoneId.of("Asia/Singapore")).text()).isEqualTo("2026-11-21 15:22:48.5 +0800 +08");
        assertThat(TIME.in(ZoneId.of("America/Sao_Paulo")).text()).isEqualTo("2026-11-21 04:22:48.5 -0300 -03");
        assertThat(TIME.in(ZoneId.of("Asia/Kolkata")).format("Z07:00 Z0700 -07:00:00 -07")).isEqualTo("+05:30 +0530 +05:30:00 +05");
    }

    @Test
    void parsing() {
        assertThat(TimeValue.parse("2006-01-02", "2024-03-15").text()).isEqualTo("2024-03-15 00:00:00 +0000 UTC");
        assertThat(TimeValue.parse("2006-01-02T15:04:05Z07:00", "2024-03-15T10:20:30.25+02:00").instant()).isEqualTo(Instant.parse("2024-03-15T08:20:30.25Z"));
        assertThat(TimeValue.parse("Jan _2, 2006 at 3:04pm (MST)", "Feb  3, 2013 at 7:54pm (UTC)").instant()).isEqualTo(Instant.parse("2013-02-03T19:54:00Z"));
        for (String bad : List.of("2024-02-30", "24-03-15", "2024-03-15x", "", "2024-3-15")) {
            assertThatThrownBy(() -> TimeValue.parse("2006-01-02", bad)).as(bad).isInstanceOf(TemplateException.class).hasMessageContaining("parsing time");
        }
    }

    private static Object call(TemplateObject on, String method, Object... arguments) {
        return Objects.requireNonNull(Objects.requireNonNull(on.method(method)).call(new Arguments(List.of(arguments))));
    }

    @Test
    void methods() {
        assertThat(call(TIME, "Unix")).isEqualTo(1_795_245_768L);
        assertThat(call(TIME, "UnixMilli")).isEqualTo(1_795_245_768_500L);
        assertThat(call(TIME, "Weekday")).isEqualTo(new NamedInteger("time.Weekday", 6, "Saturday"));
        assertThat(call(TIME, "Month")).isEqualTo(new NamedInteger("time.Month", 11, "November"));
        assertThat(call(call(TIME, "Add", new DurationValue(500_000_000)) instanceof TimeValue later ? later : TIME, "Second")).isEqualTo(49L);
        assertThat(call(TIME, "AddDate", 0L, 1L, -1L)).hasToString(TIME.in(ZoneOffset.UTC).toString().replace("2026-11-21", "2026-12-20"));
        assertThat(call(TIME, "Sub", TimeValue.ZERO)).isEqualTo(new DurationValue(Long.MAX_VALUE));
        assertThat(call(TIME, "Before", TimeValue.ZERO)).isEqualTo(false);
        assertThat(TIME.method("Nope")).isNull();
        assertThatThrownBy(() -> call(TIME, "Format")).hasMessage("wrong number of args for Format: want 1 got 0");
        assertThatThrownBy(() -> call(TIME, "AddDate", Long.MAX_VALUE, 0L, 0L)).isInstanceOf(TemplateException.class);
    }

    @Test
    void durations() {
        assertThat(List.of(0L, 1L, 1500L, 1_500_000L, 1_800_000_000_000L, 4_530_918_000_000L, -1_500_000_000L, Long.MIN_VALUE).stream()
                .map(nanos -> new DurationValue(nanos).text()))
                .containsExactly("0s", "1ns", "1.5µs", "1.5ms", "30m0s", "1h15m30.918s", "-1.5s", "-2562047h47m16.854775807s");
        var d = new DurationValue(4_530_918_000_000L);
        assertThat(call(d, "Hours")).isEqualTo(1.258588333333333333);
        assertThat(call(d, "Round", new DurationValue(60_000_000_000L))).isEqualTo(new DurationValue(4_560_000_000_000L));
        assertThat(call(d, "Truncate", new DurationValue(60_000_000_000L))).isEqualTo(new DurationValue(4_500_000_000_000L));
        assertThat(call(new DurationValue(Long.MAX_VALUE), "Round", new DurationValue(Long.MAX_VALUE - 1))).isEqualTo(new DurationValue(Long.MAX_VALUE - 1));
        assertThat(DurationValue.ofMillis(Long.MAX_VALUE).nanos()).isPositive();
    }
}
