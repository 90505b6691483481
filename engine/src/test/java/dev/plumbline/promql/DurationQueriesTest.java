package dev.plumbline.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationQueriesTest {
    private final QueryFixture fixture = new QueryFixture().load("m", "", 1_000, "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20");

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({"m[2s+3], 5", "m[2^3], 8", "m[-2^2+6], 2", "m[2*3-1], 5", "m[7%4], 3", "m[(1+1)*2], 4", "'m[max_of(1s, 2s, )]', -1",
        "'m[max_of(3s, 2s)]', 3", "'m[min_of(3s, 2s)]', 2", "m[10/4], 3", "m[--3], 3"})
    void arithmetic(String selector, int count) {
        if (count < 0) {
            assertThatThrownBy(() -> fixture.engine.parse(selector)).isInstanceOf(QueryException.class);
        } else {
            assertThat(fixture.single("count_over_time(" + selector + ")", 20_000)).isEqualTo(count);
        }
    }

    @ParameterizedTest
    @CsvSource({"m offset 2 + 1, 19", "m offset (2) + 1, 17", "m offset -(-2) + 1, 19", "m offset (2 * 2) ^ 2, 4", "m offset - -2, 18",
        "m offset 0 offset 3, 17", "m offset (1+1) @ 10, 8"})
    void anOffsetThatBeginsWithAParenthesisGoesOn(String query, double expected) {
        assertThat(fixture.single(query, 20_000)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"m[1-2], 2:5: duration must be greater than 0", "m[(0)], 2:4: duration must be greater than 0",
        "m[step()], 2:8: duration must be greater than 0", "'m[max_of(0, 0)]', 9:13: duration must be greater than 0",
        "m[1/(1-1)], 2:8: division by zero", "m[1%(1-1)], 2:8: modulo by zero", "m[2^9999], 2:8: duration is NaN or infinite",
        "m[2^99], 2:6: duration is out of range", "m offset -(2^99), 9:15: duration is out of range"})
    void errorsNameTheirPlace(String query, String message) {
        assertThat(fixture.failure(query, 20_000)).hasMessage(message)
                .satisfies(e -> assertThat(e.type()).isEqualTo(QueryException.Type.BAD_DATA));
    }

    @ParameterizedTest
    @ValueSource(strings = {"m[0]", "m[-1]", "m[1/0]", "m[1%0]", "m offset", "m[1+]", "m offset (1", "m[step]", "m offset 1e30"})
    void whatIsKnownWhenParsingFailsThen(String query) {
        assertThatThrownBy(() -> fixture.engine.parse(query)).isInstanceOf(QueryException.class).hasMessageContaining("parse error");
    }

    /** The end is the one that was asked for, though the last step falls short of it. */
    @Test
    void theEndIsTheQuerys() {
        assertThat(range("m @ end()")).isEqualTo(12);
        assertThat(range("m offset range()")).isEqualTo(3);
        assertThat(range("vector(end())")).isEqualTo(12);
        assertThat(range("vector(range())")).isEqualTo(7);
        assertThat(range("vector(step())")).isEqualTo(5);
    }

    /** The last point of steps of 5 s from 5 s to 12 s. */
    private double range(String query) {
        var matrix = (Value.Matrix) fixture.engine.range(fixture.storage, query, 5_000, 12_000, 5_000).value();
        assertThat(matrix.series()).singleElement().satisfies(p -> assertThat(p.times()).contains(10_000));
        double[] values = matrix.series().getFirst().values();
        return values[values.length - 1];
    }

    @Test
    void afterAParenthesisAnotherDurationIsExpected() {
        assertThatThrownBy(() -> fixture.engine.parse("m offset (1 + 2) + m")).hasMessageContaining("1:20: parse error: unexpected");
    }
}
