package dev.plumbline.daemon.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    @ParameterizedTest
    @CsvSource({"300, 300000", "300.5, 300500", "300.1234, 300123", "1e2, 100000", "-1, -1000",
        "1970-01-01T00:05:00Z, 300000", "1970-01-01T00:05:00.250+00:00, 300250"})
    void readsTimes(String text, long millis) {
        assertThat(Times.timeMillis(text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", " ", "NaN", "Inf", "1e300", "5m", "12d", "2026-13-01T00:00:00Z"})
    void refusesWhatIsNoTime(String text) {
        assertThat(Times.timeMillis(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"5m, 300000", "1h30m, 5400000", "1.5, 1500", "15, 15000", "1y2w3d, 33004800000", "500ms, 500", "0, 0", "-5, -5000"})
    void readsDurations(String text, long millis) {
        assertThat(Times.durationMillis(text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zzz", "", "5 m", "m5", "1m1h", "99999999999999999999y", "9999999999y"})
    void refusesWhatIsNoDuration(String text) {
        assertThat(Times.durationMillis(text)).isNull();
    }

    @Test
    void printsDurationsAsPrometheusDoes() {
        assertThat(Times.duration(60_000)).isEqualTo("1m");
        assertThat(Times.duration(90_000)).isEqualTo("1m30s");
        assertThat(Times.duration(500)).isEqualTo("500ms");
        assertThat(Times.duration(86_400_000)).isEqualTo("1d");
        assertThat(Times.duration(0)).isEqualTo("0s");
    }

    @Test
    void printsGoZeroTimeForNever() {
        assertThat(Times.rfc3339(0)).isEqualTo("0001-01-01T00:00:00Z");
        assertThat(Times.rfc3339(1_500)).isEqualTo("1970-01-01T00:00:01.500000000Z");
    }
}
