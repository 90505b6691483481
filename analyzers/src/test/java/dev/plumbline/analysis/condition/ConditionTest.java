package dev.plumbline.analysis.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.analysis.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String RESULT = """
            {"a": 1, "b": true, "c": [1, 2, 3, 4], "d": null, "e": {"x": {"y": "z"}}, "empty": [], "s": "12.5", "neg": -2,
             "items": [{"k": "p", "v": 10}, {"k": "q", "v": 20}], "big": 1e300}""";

    private static Value result() {
        try {
            return JsonText.read(RESULT);
        } catch (JsonText.Malformed e) {
            throw new AssertionError(e);
        }
    }

    private static boolean holds(String condition) {
        return Condition.parse(condition, Set.of("result")).holds(Map.of("result", result()), NOW);
    }

    private static Value value(String expression) {
        return Condition.parse(expression, Set.of("result")).value(Map.of("result", result()), NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "result.a == 1", "result.a == 1.0", "result['a'] < 2 && result.b", "result.b or result.missing.deep == 1", "not result.b == false",
        "!(result.a > 1)", "result.d == nil", "result.missing == nil", "isNil(result.missing)", "default(result.d, 7) == 7", "default(result.a, 7) == 1",
        "result.e.x.y == 'z'", "result.e?.x?.y == \"z\"", "result.d?.x?.y == nil", "(result.d ?? 3) == 3", "result.c[0] == 1", "result.c[-1] == 4",
        "len(result.c) == 4", "len(result.e) == 1", "len('häß') == 3", "result.c[1:3] == [2, 3]", "result.c[:1] == [1]", "result.c[2:] == [3, 4]",
        "all(result.c, {# < 5})", "all(result.c, # < 5)", "all(result.empty, {false})", "any(result.c, {# == 3})", "none(result.c, {# > 4})",
        "one(result.c, {# > 3})", "filter(1..4, {# % 2 == 0}) == [2, 4]", "map(result.items, {.v}) == [10, 20]", "map(result.c, {# * 2})[3] == 8",
        "count(result.c, {# > 1}) == 3", "find(result.items, {.k == 'q'}).v == 20", "findIndex(result.c, {# == 9}) == nil", "any(result.c, {#index == 3})",
        "sum(result.c) == 10", "mean(result.c) == 2.5", "median([3, 1, 2]) == 2", "min(result.c) == 1", "max(1, 5, 3) == 5", "first(result.c) == 1",
        "last(result.empty) == nil", "abs(result.neg) == 2", "ceil(1.2) == 2", "floor(-1.2) == -2", "round(2.5) == 3", "round(-2.5) == -3",
        "asFloat(result.s) > 12.4", "int('12') == 12", "float(3) == 3", "string(result.c) == '[1,2,3,4]'", "type(result.c) == 'array'",
        "keys(result.e) == ['x']", "values({a: 1, 'b': 2}) == [1, 2]", "upper('a') == 'A'", "trim(' a ') == 'a'",
        "2 in result.c", "9 not in result.c", "'a' in result", "not ('q' in result)", "2 in 1..3", "'abc' contains 'b'", "'abc' startsWith 'a'",
        "'abc' endsWith 'bc'", "'abc' matches '^a.c$'", "'a' + 'b' == 'ab'", "1 + 2 * 3 == 7", "(1 + 2) * 3 == 9", "7 / 2 == 3.5", "7 % 4 == 3",
        "2 ** 3 ** 2 == 512", "-2 ** 2 == -4", "10 - 2 - 3 == 5", "0x1F == 31", "1_000 == 1000", "1e3 == 1000", ".5 == 0.5",
        "result.a > 0 ? result.b : false", "true ? false ? false : true : false", "result.a == 1 and result.b or false", "not (false && result.nosuch.thing)",
        "isInf(result.big * result.big)", "isNaN(asFloat('NaN'))", "isInf(asFloat('-Inf'))", "not isNaN(result.a)", "`raw\\n` == 'raw\\\\n'",
        "'\\u0041' == 'A'", "duration('1h30m') > duration('89m')", "now() - duration('1h') < now()", "date('2026-11-21') < now()"})
    void holdsWhatItShould(String condition) {
        assertThat(holds(condition)).as(condition).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "a == true | unknown name a (known: result) at column 1", "result == | expected a value, got the end at column 10",
        "result.a == 1 1 | expected the end, got \"1\" at column 15", "1 | expected bool, but got int", "result.a | expected bool, but got float64",
        "result.Name() == 1 | values have no functions of their own, such as Name(), at column 8", "nosuch(1) | unknown function nosuch",
        "len() == 1 | len takes 1 arguments, got 0", "'a' == 1 | mismatched types string and int", "asInt(result.s) == '1.1' | mismatched types int64 and string", "asFloat(result.s) == '1' | mismatched types float64 and string",
        "result.s > 1 | invalid operation: string > int", "result.c[9] == 1 | index out of range: 9 (array length is 4)",
        "result.empty[0] > 1 | the result is nil or empty", "result.d.x == 1 | the result is nil or empty: cannot fetch x from nil", "result.a.x == 1 | cannot fetch x from float64",
        "all(result.a, {# > 1}) | all needs an array, got float64", "all(result.c, {#}) | needs a predicate, which gives bool", "# > 1 | is for predicates only",
        "!result.a | expected bool, but got float64", "asInt(result.s) == 12 | strconv.ParseInt: parsing \"12.5\": invalid syntax", "1 % 0 == 0 | division by zero",
        "'abc | a text has no end at column 1", "'abc' matches '(' | not a regular expression", "duration('x') > duration('1s') | is not written like 1h30m",
        "date('x') < now() | is not written like", "1..1000000 == [] | a range has at most", "min([]) == 1 | nil or empty", "\"\\q\" == '' | unknown escape",
        "result ~ 1 | unexpected character ~", "{a 1} == nil | expected \":\"", "result.c[:1:2] | expected \"]\"", "12x == 1 | 12x is no number",
        "1 + 'a' == 2 | mismatched types int and string", "asInt(1e300) == 1 | no whole number", "int(true) == 1 | int needs a number, got bool"})
    void saysWhatIsWrong(String conditionAndMessage) {
        int bar = conditionAndMessage.indexOf(" | ");
        assertThatThrownBy(() -> holds(conditionAndMessage.substring(0, bar))).isInstanceOf(ConditionException.class)
                .hasMessageContaining(conditionAndMessage.substring(bar + 3));
    }

    @Test
    void timesAreWrittenAsGoDoes() {
        assertThat(value("date('21 Nov 26 3:04 PM', '2 Jan 06 3:04 PM', 'Europe/Berlin')"))
                .isEqualTo(new Value.Moment(Instant.parse("2026-11-21T14:04:00Z")));
        assertThat(value("date('2026-11-21T10:00:00+02:00')")).isEqualTo(new Value.Moment(Instant.parse("2026-11-21T08:00:00Z")));
        assertThat(value("now() + duration('-1.5h')")).isEqualTo(new Value.Moment(NOW.minusSeconds(5400)));
        assertThat(value("now() - date('2026-11-21')")).isEqualTo(new Value.Span(Duration.ofHours(12)));
        assertThat(value("duration('1h2m3s4ms5us6ns')")).isEqualTo(new Value.Span(Duration.ofNanos(3_723_004_005_006L)));
        assertThatThrownBy(() -> value("date('2026-11-21', '2006-01-02', 'Nowhere')")).hasMessageContaining("unknown time zone Nowhere");
        assertThatThrownBy(() -> value("duration('9e9h')")).isInstanceOf(ConditionException.class);
    }

    @Test
    void aTimeIsAskedForAsOne() {
        assertThat(Condition.parse("now() - duration('1h')", Set.of()).time(Map.of(), NOW)).isEqualTo(NOW.minusSeconds(3600));
        assertThatThrownBy(() -> Condition.parse("1", Set.of()).time(Map.of(), NOW)).hasMessage("expected time, but got int at column 1");
    }

    @Test
    void isBounded() {
        assertThatThrownBy(() -> holds("(".repeat(200) + "1")).hasMessageContaining("100 levels");
        assertThatThrownBy(() -> holds("!".repeat(200) + "true")).hasMessageContaining("100 levels");
        assertThatThrownBy(() -> holds("result" + ".a".repeat(200))).hasMessageContaining("members of members");
        assertThatThrownBy(() -> holds("'" + "x".repeat(20_000) + "'")).hasMessageContaining("10000 characters");
        assertThatThrownBy(() -> holds("all(1..1000, {let = all(1..1000, {# > 0})})")).isInstanceOf(ConditionException.class);
        assertThatThrownBy(() -> holds("all(1..1000, {all(1..1000, {# > 0})})")).hasMessageContaining("100000 steps");
    }

    @Test
    void namesThePlace() {
        assertThatThrownBy(() -> holds("result.a >\n  zz")).isInstanceOfSatisfying(ConditionException.class, e -> assertThat(e.column()).isEqualTo(14));
        assertThat(Condition.parse(" result.a > 1 ", Set.of("result"))).hasToString(" result.a > 1 ");
    }
}
