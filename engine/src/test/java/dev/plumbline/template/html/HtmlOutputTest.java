package dev.plumbline.template.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.template.text.BoundedText;
import dev.plumbline.template.value.SafeText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values are escaped for the place where they stand; every expected text but those of scripts was compared with Go's own. */
class HtmlOutputTest {

    /** A document from a text in which each {@code @} is the next value. */
    private static String html(String text, @Nullable Object... values) {
        var out = new HtmlOutput(new BoundedText());
        String[] literals = text.split("@", -1);
        out.literal(literals[0]);
        for (int i = 0; i < values.length; i++) {
            out.value(values[i]);
            out.literal(literals[i + 1]);
        }
        return out.result();
    }

    private static SafeText url(String text) {
        return new SafeText(SafeText.Place.URL, text);
    }

    @Test
    void text() {
        assertThat(html("<b>@</b>@@", "<i>+&'\"", new SafeText(SafeText.Place.HTML, "<u>"), null)).isEqualTo("<b>&lt;i&gt;&#43;&amp;&#39;&#34;</b><u>");
        assertThat(html("<title>@</title><textarea>@</textarea>@", "a<b", "</textarea><b>", "<")).isEqualTo(
                "<title>a&lt;b</title><textarea>&lt;/textarea&gt;&lt;b&gt;</textarea>&lt;");
        assertThat(html("1 < 2 <@ <", "script")).isEqualTo("1 &lt; 2 &lt;script <");
        assertThat(html("<!DOCTYPE html><?x?>@", "a")).isEqualTo("<!DOCTYPE html><?x?>a");
    }

    @Test
    void commentsAreTakenOut() {
        assertThat(html("a<!-- c @ -->b<!---->c", "-->x")).isEqualTo("abc");
    }

    @Test
    void attributes() {
        assertThat(html("<a title=\"@\" data-x='@' class=@ id=@>", "a\"b'c<d>", "q'r", "a b", "")).isEqualTo(
                "<a title=\"a&#34;b&#39;c&lt;d&gt;\" data-x='q&#39;r' class=a&#32;b id=ZgotmplZ>");
        assertThat(html("<p @=\"x\" @>y</p>", "class", "onclick")).isEqualTo("<p class=\"x\" ZgotmplZ>y</p>");
    }

    @Test
    void urls() {
        assertThat(html("<a href=\"@\">", "http://x/a b?q=1&r=<z>")).isEqualTo("<a href=\"http://x/a%20b?q=1&amp;r=%3cz%3e\">");
        assertThat(html("<a href='@'><a href='@'><img src=@>", "javascript:alert(1)", "mailto:a@b", "data:x")).isEqualTo(
                "<a href='#ZgotmplZ'><a href='mailto:a@b'><img src=#ZgotmplZ>");
        assertThat(html("<a href=\"/p/@?x=@#f@\">", "a b/c?d&e", "a b&c=d", "g h")).isEqualTo("<a href=\"/p/a%20b/c?d&amp;e?x=a%20b%26c%3dd#fg%20h\">");
        assertThat(html("<a href=\"/s?@\"><a href=\"/s?@\">", "q=test%20foo", url("q=test%20foo"))).isEqualTo(
                "<a href=\"/s?q%3dtest%2520foo\"><a href=\"/s?q=test%20foo\">");
    }

    @Test
    void scriptsAndStyles() {
        assertThat(html("<script>var a = @; var b = \"@\"; var c = @;</script>@", "x</script>\"", "q\"'", List.of(1L, "a"), "<")).isEqualTo(
                "<script>var a = \"x\\u003c/script\\u003e\\\"\"; var b = \"q\\\"\\'\"; var c = [1,\"a\"];</script>&lt;");
        assertThat(html("<a onclick=\"f(@)\" style=\"color: @; x: @\">", "a'b", "red", "expression(1)")).isEqualTo(
                "<a onclick=\"f(&#34;a&#39;b&#34;)\" style=\"color: red; x: ZgotmplZ\">");
        assertThat(html("<style>p { color: @ }</style><br/>@", "}</style>", "a")).isEqualTo("<style>p { color: ZgotmplZ }</style><br/>a");
    }
}
