package dev.plumbline.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Labels;
import dev.plumbline.template.alertmanager.AlertmanagerTemplates;
import dev.plumbline.template.prometheus.QueryFunction.QuerySample;
import dev.plumbline.template.prometheus.RuleTemplate;
import dev.plumbline.template.prometheus.RuleTemplateContext;
import dev.plumbline.template.value.TemplateException;
import dev.plumbline.time.VirtualTime;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a template is, it ends soon, and nothing but TemplateException comes of it. */
class TemplateFuzzTest {
    private static final String[] PIECES = ("{{ |{{- | }}| -}}|}}|{{|if |else |end|range |with |define \"a\"|template \"a\" .|block \"b\" .|break|continue|"
            + "$labels|$value|$x|$y|.Labels|.a|.b.c|.|:= |= |, |\\| |(|)|\"s\"|`raw`|'c'|1|-2.5|0x1f|1e300|nil|true|false|printf |\"%d\"|\"%*.*f\"|"
            + "\"%999999d\"|\"%[9]q\"|eq |lt |and |or |not |len |index |slice |query \"q\" |first |value |humanize |toTime |humanizeDuration |"
            + "reReplaceAll |match |\"(a*)*\"|\"$1$0\"|list |dict |append |join |toJson |args |html |js |urlquery |text|\n|é|\\|\u0000|/* c */").split("\\|(?!\\|)");
    private static final String[] TEMPLATES = {
        "{{ range $i, $e := query \"x\" }}{{ if gt $i 3 }}{{ break }}{{ else if eq $i 1 }}{{ continue }}{{ end }}{{ $e.Labels.a }}={{ $e | value | humanize }};{{ end }}",
        "{{ define \"a\" }}[{{ . }}]{{ end }}{{ with $x := .Labels }}{{ template \"a\" $x.job }}{{ else with 1 }}{{ . }}{{ end }}",
        "{{ printf \"%-10s|%05d|%.3e|%v|%T\" $labels.job 42 $value (args 1 \"b\") nil }}{{- /* c */ -}} {{ block \"b\" . }}{{ .Value }}{{ end }}",
        "{{ $x := 1 }}{{ if and (eq $x 1) (ne \"a\" \"b\") (not false) }}{{ $x = toUpper \"a\" | printf \"%q\" }}{{ end }}{{ (now | toTime).Format \"2006\" }}"};
    private static final int CASES = 6_000;
    private static final RuleTemplateContext CONTEXT = new RuleTemplateContext(Labels.of("job", "api", "a", "1"), 1.5, Labels.of("dc", "x"),
            "http://localhost:9090", 1_700_000_000_000L, (_, _) -> List.of(new QuerySample(Labels.of("a", "b"), 1)));

    private final AlertmanagerTemplates alertmanager = AlertmanagerTemplates.load(List.of(), new VirtualTime(0));

    @Test
    @Timeout(120)
    void piecesInAnyOrder() {
        var random = new SplittableRandom(20_261_121);
        for (int i = 0; i < CASES; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(1, 14); n > 0; n--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            check(text.toString());
            check("{{ " + text.toString().replace("{{", "").replace("}}", "") + " }}");
        }
    }

    @Test
    @Timeout(120)
    void templatesWithDamage() {
        var random = new SplittableRandom(7);
        for (int i = 0; i < CASES; i++) {
            var text = new StringBuilder(TEMPLATES[random.nextInt(TEMPLATES.length)]);
            for (int n = random.nextInt(0, 4); n > 0; n--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                    default -> text.setCharAt(at, (char) random.nextInt(1, 0x300));
                }
            }
            check(text.toString());
        }
    }

    private void check(String text) {
        try {
            RuleTemplate.parse(text).expand(CONTEXT);
        } catch (TemplateException expected) {
            assertThat(expected.getMessage()).as(text).matches("(?s)template: .*:\\d+:\\d+: .+");
        }
        try {
            alertmanager.html(text, Labels.of("a", "1"));
        } catch (TemplateException expected) {
            assertThat(expected.getMessage()).as(text).matches("(?s)template: .*:\\d+:\\d+: .+");
        }
    }

    /** Each of these asks for more than there is. */
    @ParameterizedTest
    @Timeout(60)
    @ValueSource(strings = {
        "{{ define \"a\" }}{{ template \"a\" }}{{ end }}{{ template \"a\" }}",
        "{{ define \"a\" }}{{ template \"b\" . }}{{ end }}{{ define \"b\" }}x{{ template \"a\" . }}{{ end }}{{ template \"b\" }}",
        "{{ range 9223372036854775807 }}{{ end }}",
        "{{ range 9223372036854775807 }}xxxxxxxxxx{{ end }}",
        "{{ range 2000 }}{{ range 2000 }}{{ end }}{{ end }}",
        "{{ $x := \"aaaaaaaaaa\" }}{{ range 100 }}{{ $x = print $x $x }}{{ end }}",
        "{{ $x := list 1 }}{{ range 100 }}{{ $x = list $x $x }}{{ end }}{{ $x }}",
        "{{ $x := list 1 }}{{ range 10000 }}{{ $x = list $x }}{{ end }}{{ $x }}",
        "{{ $x := list 1 }}{{ range 10000 }}{{ $x = list $x }}{{ end }}{{ toJson $x }}",
        "{{ $x := list 1 }}{{ range 1000000 }}{{ $x = append $x 1 1 1 1 1 1 1 1 }}{{ end }}",
        "{{ range 1000000 }}{{ $x := printf \"%999999d\" 1 }}{{ end }}",
        "{{ $x := printf \"%999999d\" 1 }}{{ range 1000000 }}{{ $y := reReplaceAll \"a*b|.\" \"$0\" $x }}{{ end }}",
        "{{ $x := printf \"%99999s\" \"a\" }}{{ reReplaceAll \"( .*b)|( )\" \"x\" $x }}",
        "{{ $x := printf \"%500000s\" \"a\" }}{{ reReplaceAll \"\" $x $x }}",
        "{{ match \"((a{100}){100}){100}\" \"a\" }}",
        "{{ match \"(((((((a{9}){9}){9}){9}){9}){9}){9}){9}\" \"a\" }}",
        "{{ $x := printf \"%999999d\" 1 }}{{ range 1000000 }}{{ $y := urlquery $x }}{{ end }}",
        "{{ $x := printf \"%999999d\" 1 }}{{ join $x (stringSlice \"a\" \"b\" \"c\") }}",
        "{{ $x := printf \"%999999d\" 1 }}{{ range 100000 }}{{ $y := eq $x $x }}{{ end }}",
        "{{ $t := now }}{{ range 100000 }}{{ $t = $t.AddDate 100000 0 0 }}{{ end }}",
        "{{ $t := now }}{{ $t.AddDate 9223372036854775807 0 0 }}"})
    void neverTakesMoreThanItMay(String text) {
        assertThatThrownBy(() -> alertmanager.text(text, null)).isInstanceOf(TemplateException.class)
                .message().matches("(?s)template: .*:\\d+:\\d+: .+");
    }

    @ParameterizedTest
    @Timeout(60)
    @ValueSource(strings = {"{{ if 1 }}|{{ end }}", "{{ (|)}}", "{{ if 0 }}{{ else if 0 }}|{{ end }}", "{{ range 1 }}|{{ end }}",
        "{{ block \"b\" . }}|{{ end }}", "{{ with 1 }}{{ else }}|{{ end }}"})
    void nestingIsBounded(String pair) {
        String[] halves = pair.split("\\|", -1);
        String deep = (halves[0].contains("(") ? "{{ " + "(".repeat(100_000) : halves[0].repeat(100_000)) + "1"
                + (halves[0].contains("(") ? ")".repeat(100_000) + " }}" : halves[1].repeat(100_000));
        assertThatThrownBy(() -> alertmanager.text(deep, null)).isInstanceOf(TemplateException.class).hasMessageContaining("nested deeper");
        String elseIfs = "{{ if 0 }}" + "{{ else if 0 }}".repeat(100_000) + "{{ end }}";
        assertThatThrownBy(() -> alertmanager.text(elseIfs, null)).isInstanceOf(TemplateException.class).hasMessageContaining("nested deeper");
        String chain = "{{ . " + ".a".repeat(100_000) + " }}";
        assertThatThrownBy(() -> alertmanager.text(chain, Labels.of("a", "b"))).isInstanceOf(TemplateException.class);
    }

    @Test
    void aThousandQueriesAreTooMany() {
        assertThatThrownBy(() -> RuleTemplate.parse("{{ range $i, $e := query \"a\" }}{{ range args 1 2 3 4 5 6 7 8 9 10 }}"
                + "{{ range args 1 2 3 4 5 6 7 8 9 10 }}{{ $x := query \"b\" }}{{ end }}{{ end }}{{ end }}").expand(CONTEXT))
                .isInstanceOf(TemplateException.class).hasMessageContaining("steps");
    }
}
