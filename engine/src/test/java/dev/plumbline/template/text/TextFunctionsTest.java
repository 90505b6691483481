package dev.plumbline.template.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Labels;
import dev.plumbline.template.value.TemplateException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Regular expressions, JSON, numbers for people, words and escapes. */
class TextFunctionsTest {

    private static String replace(String regex, String replacement, String text) {
        return Regexes.replaceAll(regex, replacement, text, _ -> { });
    }

    @Test
    void replacing() {
        assertThat(replace("a*", "x", "baac")).isEqualTo("xbxcx");
        assertThat(replace("(?P<n>a)", "${n}$1$$$n1x", "abc")).isEqualTo("aa$bc");
        assertThat(replace("", "-", "abc")).isEqualTo("-a-b-c-");
        assertThat(replace("^", "-", "abc")).isEqualTo("-abc");
        assertThat(replace("b|$", "-", "abc")).isEqualTo("a-c-");
        assertThat(replace("(a)(b)?", "[$1$2$3]", "aab")).isEqualTo("[a][ab]");
        assertThat(replace("a", "$", "a") + replace("a", "${", "a") + replace("a", "$-", "a")).isEqualTo("$${$-");
    }

    @Test
    void expressionsAreBounded() {
        assertThatThrownBy(() -> replace("((a{100}){100}){100}", "", "a")).isInstanceOf(TemplateException.class).hasMessageContaining("too large");
        assertThatThrownBy(() -> replace("a".repeat(1001), "", "a")).isInstanceOf(TemplateException.class);
        assertThatThrownBy(() -> replace("(", "", "a")).isInstanceOf(TemplateException.class).hasMessageContaining("error parsing regexp");
        assertThat(replace("[a-z]{1,63}(\\.[a-z]{1,63}){1,8}", "x", "a.b.c")).isEqualTo("x");
    }

    @Test
    void json() {
        assertThat(JsonText.of("<&>\u2028\n\t\b\"\\é")).isEqualTo("\"\\u003c\\u0026\\u003e\\u2028\\n\\t\\b\\\"\\\\é\"");
        assertThat(JsonText.of(Arrays.asList(1L, 1.5, 1e21, 1e-7, null, true))).isEqualTo("[1,1.5,1e+21,1e-7,null,true]");
        assertThat(JsonText.of(Labels.of("b", "1", "a", "2")) + JsonText.of(Map.of("b", 1L, "a", 2L))).isEqualTo("{\"a\":\"2\",\"b\":\"1\"}{\"a\":2,\"b\":1}");
        assertThatThrownBy(() -> JsonText.of(Double.NaN)).hasMessage("json: unsupported value: NaN");
    }

    @Test
    void numbersForPeople() {
        assertThat(Numbers.humanizeDuration(899.99) + Numbers.humanizeDuration(1e9) + Numbers.humanizeDuration(-0.5) + Numbers.humanizeDuration(59.9999))
                .isEqualTo("14m 59s11574d 1h 46m 40s-500ms60s");
        assertThat(Numbers.humanize(Double.NaN) + Numbers.humanize(-1e30) + Numbers.humanize1024(1024)).isEqualTo("NaN-1e+06Y1ki");
        assertThat(Numbers.of("1_000") + Numbers.of("0x10p0") + Numbers.of("-Inf")).isEqualTo(Double.NEGATIVE_INFINITY);
        for (String bad : new String[] {"", "1d", " 1", "1__0", "one", "1e999", "0x"}) {
            assertThatThrownBy(() -> Numbers.parse(bad)).as(bad).isInstanceOf(TemplateException.class).hasMessageContaining("strconv.ParseFloat");
        }
    }

    @Test
    void words() {
        assertThat(Words.titleOnly("1st foo-bar foo_bar foo's ÉCOLE x.y:z a/b 3d")).isEqualTo("1St Foo-Bar Foo_bar Foo's École X.y:z A/B 3D");
        assertThat(Words.title("hELLO wORLD x.y 3d")).isEqualTo("HELLO WORLD X.Y 3d");
        assertThat(Words.upper("straße") + Words.lower("ÀÉ")).isEqualTo("STRAßEàé");
    }

    @Test
    void urls() {
        assertThat(UrlText.queryUnescape("a%20b+c%2Fé")).isEqualTo("a b c/é");
        assertThatThrownBy(() -> UrlText.queryUnescape("a%zz")).hasMessage("invalid URL escape \"%zz\"");
        assertThatThrownBy(() -> UrlText.queryUnescape("a%")).hasMessage("invalid URL escape \"%\"");
    }
}
