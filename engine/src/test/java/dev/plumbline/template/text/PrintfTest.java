package dev.plumbline.template.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.template.value.DurationValue;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Verbs, flags and mistakes as Go's fmt has them. */
class PrintfTest {

    private static String f(String format, @Nullable Object... arguments) {
        return Printf.format(format, Arrays.asList(arguments));
    }

    @Test
    void integers() {
        assertThat(f("%5d|%-5d|%05d|%+d|% d|%x|%X|%#x|%o|%b|%O|%c|%q|%U|%#U", 42L, 42L, 42L, 5L, 5L, 255L, 255L, 255L, 8L, 5L, 8L, 65L, 65L, 65L, 9731L))
                .isEqualTo("   42|42   |00042|+5| 5|ff|FF|0xff|10|101|0o10|A|'A'|U+0041|U+2603 '☃'");
        assertThat(f("%010d|%.5d|%v|%d", -42L, 7L, Long.MIN_VALUE, List.of(1L, 2L))).isEqualTo("-000000042|00007|-9223372036854775808|[1 2]");
    }

    @Test
    void floats() {
        assertThat(f("%08.3f|%6.2f%%|%e|%g|%.3g|%.10g|%.0f|%.0e|%G|%E", 3.14159, 12.345, 123456.789, 1e-7, 1234.5678, 0.1, 2.5, 15.0, 1e-10, 123.456))
                .isEqualTo("0003.142| 12.35%|1.234568e+05|1e-07|1.23e+03|0.1|2|2e+01|1E-10|1.234560E+02");
        assertThat(f("%v %v %v %f", Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN)).isEqualTo("NaN +Inf -Inf NaN");
        assertThat(f("%5.1f|%-8.2f|%+.1f", 1.25, 1.0, 2.0)).isEqualTo("  1.2|1.00    |+2.0");
        assertThat(f("%.1200f", 0.5)).hasSize(1202).startsWith("0.5000");
    }

    @Test
    void strings() {
        assertThat(f("%-8s|%8s|%.2s|%q|%x|% x|%#x|%#q|%+q|%v|%t|%T", "ab", "cd", "xyz", "a\"b", "hi", "hi", "hi", "x", "é", "v", true, "s"))
                .isEqualTo("ab      |      cd|xy|\"a\\\"b\"|6869|68 69|0x6869|`x`|\"\\u00e9\"|v|true|string");
        assertThat(f("%s|%d|%v", new DurationValue(1_500_000_000L), new DurationValue(5), new DurationValue(0))).isEqualTo("1.5s|5|0s");
    }

    @Test
    void starsAndIndexes() {
        assertThat(f("%*d|%-*d|%.*f", 5L, 42L, 6L, 7L, 2L, 3.14159)).isEqualTo("   42|7     |3.14");
        assertThat(f("%[2]d %[1]d %d", 1L, 2L)).isEqualTo("2 1 2");
        assertThat(f("%[5]d|%[x]d", 1L)).isEqualTo("%!d(BADINDEX)|%!d(BADINDEX)");
    }

    @Test
    void mistakesShow() {
        assertThat(f("%d", "x")).isEqualTo("%!d(string=x)");
        assertThat(f("%s", 1L)).isEqualTo("%!s(int=1)");
        assertThat(f("%z %d", 1L)).isEqualTo("%!z(int=1) %!d(MISSING)");
        assertThat(f("a", 1L, "b")).isEqualTo("a%!(EXTRA int=1, string=b)");
        assertThat(f("%")).isEqualTo("%!(NOVERB)");
        assertThat(f("%*d", "x", 1L)).isEqualTo("%!(BADWIDTH)1");
        assertThat(f("%.*f", -1L, 1.0)).isEqualTo("%!(BADPREC)1.000000");
        assertThat(f("%d %s %v %T", null, null, null, null)).isEqualTo("%!d(<nil>) %!s(<nil>) <nil> <nil>");
        assertThat(f("%9999999999d", 1L)).contains("NOVERB");
    }
}
