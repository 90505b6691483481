package dev.plumbline.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the language does; every expected text was compared with Go's own. */
class TemplateLanguageTest {
    private static final Map<String, Object> DATA = Map.of("Status", "firing", "Labels", Labels.of("alertname", "Down", "a", "1"),
            "List", List.of("a", "b", "c"), "Map", Map.of("b", 1L, "a", 2L), "Nested", Map.of("b", Map.of("c", 5L)));

    private static String run(String text) {
        return Template.parse("test", text, Functions.builtin()).text(DATA);
    }

    @Test
    void numbersPrintAsGoPrintsThem() {
        assertThat(run("{{ 1234567.0 }} {{ 1e20 }} {{ 0.00001 }} {{ 100000.0 }} {{ 123456.7 }} {{ 5e-324 }} {{ 2e23 }}"))
                .isEqualTo("1.234567e+06 1e+20 1e-05 100000 123456.7 5e-324 2e+23");
        assertThat(run("{{ 0x1F }} {{ 0b11 }} {{ 0o17 }} {{ 017 }} {{ 1_000 }} {{ 'a' }} {{ '\\n' }} {{ 0x1p4 }} {{ .5 }} {{ -1 }} {{ +5 }}"))
                .isEqualTo("31 3 15 15 1000 97 10 16 0.5 -1 5");
    }

    @Test
    void trimMarkersAndComments() {
        assertThat(run("a {{- /* c */ -}} x {{- /* d */}} y {{/* e */ -}} z   {{- \" q \" -}}   w")).isEqualTo("ax y z q w");
        assertThat(run("a {{- 1 }} {{- -1 -}}   b {{-1}}")).isEqualTo("a1-1b -1");
    }

    @Test
    void strings() {
        assertThat(run("{{ \"a\\tb\\u00e9\\x41\\101\" }} {{ `raw\\n\"x\"` }} {{ \"\\\"\" }}")).isEqualTo("a\tbéAA raw\\n\"x\" \"");
    }

    @Test
    void branches() {
        assertThat(run("{{ if false }}1{{ else if \"\" }}2{{ else if 0 }}3{{ else }}4{{ end }}")).isEqualTo("4");
        assertThat(run("{{ with \"\" }}a{{ else with \"b\" }}{{ . }}{{ else }}c{{ end }}{{ with $z := \"x\" }}{{ . }}{{ $z }}{{ end }}")).isEqualTo("bxx");
        assertThat(run("{{ if .Nope }}a{{ else }}b{{ end }}{{ if .List }}c{{ end }}")).isEqualTo("bc");
    }

    @Test
    void loops() {
        assertThat(run("{{ range $i, $e := .List }}{{ if eq $i 1 }}{{ continue }}{{ end }}{{ $i }}={{ $e }} {{ else }}none{{ end }}")).isEqualTo("0=a 2=c ");
        assertThat(run("{{ range .Map }}{{ . }}{{ end }}{{ range $k, $v := .Map }}{{ $k }}{{ $v }}{{ end }}")).isEqualTo("21a2b1");
        assertThat(run("{{ range 3 }}{{ . }}{{ if eq . 1 }}{{ break }}{{ end }}{{ end }}{{ range 0 }}a{{ else }}z{{ end }}{{ range .Nope }}{{ else }}n{{ end }}"))
                .isEqualTo("01zn");
        assertThat(run("{{ range $k, $v := .Labels }}{{ $k }}={{ $v }} {{ end }}")).isEqualTo("a=1 alertname=Down ");
    }

    @Test
    void variables() {
        assertThat(run("{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ $y := 3 }}{{ $x }}{{ $y }}{{ end }}{{ $x }}{{ $.Status }}")).isEqualTo("232firing");
        assertThat(run("{{ $x := 1 }}{{ range .List }}{{ $x := . }}{{ end }}{{ $x }}")).isEqualTo("1");
        assertThat(run("{{ $i := 0 }}{{ range $i = .List }}{{ end }}{{ $i }}")).isEqualTo("c");
    }

    @Test
    void templates() {
        assertThat(run("{{ define \"x\" }}[{{ . }}]{{ end }}{{ template \"x\" 1 }}{{ template \"x\" }}{{ block \"y\" 2 }}<{{ . }}>{{ end }}{{ template \"y\" \"z\" }}"))
                .isEqualTo("[1][<no value>]<2><z>");
        assertThat(run("{{ template \"x\" .Status | len }}{{ define \"x\" }}{{ . }}{{ end }}")).isEqualTo("6");
    }

    @Test
    void laterDefinitionsCountUnlessTheyAreEmpty() {
        var set = TemplateSet.of(Functions.builtin()).with("one.tmpl", "{{ define \"a\" }}1{{ end }}{{ define \"b\" }}1{{ end }}")
                .with("two.tmpl", "{{ define \"a\" }}2{{ end }}{{ define \"b\" }}  {{ end }}");
        assertThat(set.parse("t", "{{ template \"a\" }}{{ template \"b\" }}").text(null)).isEqualTo("21");
        assertThat(set.defines("a")).isTrue();
        assertThat(set.defines("c")).isFalse();
    }

    @Test
    void fieldsAndChains() {
        assertThat(run("{{ .Nested.b.c }} {{ (.Nested.b).c }} {{ .Labels.a }}{{ .Labels.nope }}| {{ .Nope }} {{ $x := .Nested }}{{ $x.b.c }}"))
                .isEqualTo("5 5 1| <no value> 5");
        assertThat(run("{{ .Labels.alertname | printf \"%s-%s\" \"x\" }} {{ (index .Labels \"a\") }}")).isEqualTo("x-Down 1");
    }

    @Test
    void logicComputesOnlyWhatItMust() {
        assertThat(run("{{ and 1 0 2 }} {{ or 0 \"\" \"x\" }} {{ and false (index .List 5) }} {{ or 1 (index .List 5) }} {{ 1 | and 0 }} {{ not \"a\" }}"))
                .isEqualTo("0 x false 1 0 false");
    }

    @Test
    void comparisons() {
        assertThat(run("{{ eq 1 2 3 1 }} {{ eq \"a\" \"b\" \"a\" }} {{ ne 1 2 }} {{ lt 1 2 }} {{ le 2 2 }} {{ gt \"b\" \"a\" }} {{ ge 1.5 2.5 }} {{ eq .Nope nil }} {{ eq .Status nil }}"))
                .isEqualTo("true true true true true true false true false");
    }

    @Test
    void lengthsAndParts() {
        assertThat(run("{{ len \"é\" }} {{ len .List }} {{ len .Labels }} {{ slice \"héllo\" 1 3 }} {{ index \"abc\" 1 }} {{ slice .List 1 }} {{ slice .List 1 2 }} {{ index .List 2 }}"))
                .isEqualTo("2 3 2 é 98 [b c] [b] c");
    }

    @Test
    void printing() {
        assertThat(run("{{ print 1 2 \"a\" \"b\" 3 4 nil nil }}|{{ println 1 \"a\" }}|{{ print }}|{{ print \"a\" 1 2 true }}"))
                .isEqualTo("1 2ab3 4 <nil> <nil>|1 a\n||a1 2 true");
        assertThat(run("{{ .List }} {{ .Map }} {{ .Labels }}")).isEqualTo("[a b c] map[a:2 b:1] map[a:1 alertname:Down]");
        assertThat(run("{{ html \"<a href='x'>\\\"&\" }} {{ js \"a'b<=\" }} {{ urlquery \"a b&c/d~é*\" }}"))
                .isEqualTo("&lt;a href=&#39;x&#39;&gt;&#34;&amp; a\\'b\\u003C\\u003D a+b%26c%2Fd~%C3%A9%2A");
    }
}
