package dev.plumbline.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException.Kind;
import dev.plumbline.template.value.TemplateException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes are found, and named with their place. */
class TemplateErrorsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', value = {
        "{{                              ~ 1:1: unclosed action",
        "{{ if true }}                   ~ unexpected end of the text: <if> has no end",
        "a {{ end }}                     ~ 1:6: unexpected <end> in command",
        "{{ else }}                      ~ unexpected <else> in command",
        "{{ foo }}                       ~ function \"foo\" not defined",
        "{{ $x }}                        ~ undefined variable \"$x\"",
        "{{ $x = 1 }}                    ~ undefined variable \"$x\"",
        "{{ if $x := 1 }}{{ end }}{{ $x }} ~ 1:29: undefined variable \"$x\"",
        "{{ break }}                     ~ {{break}} outside {{range}}",
        "{{ \"abc }}                     ~ unterminated quoted string",
        "{{ `abc }}                      ~ unterminated raw quoted string",
        "{{ 'ab' }}                      ~ malformed character constant",
        "{{ 1x }}                        ~ bad number syntax",
        "{{ 9223372036854775808 }}       ~ bad number syntax",
        "{{ ( 1 }}                       ~ unclosed left paren",
        "{{ 1 ) }}                       ~ unexpected right paren",
        "{{ .a * 2 }}                    ~ unexpected \"*\" in operand",
        "{{ range $a, $b, $c := . }}{{ end }} ~ too many declarations in range",
        "{{ (1).x.y }}{{ \"a\".b }}      ~ unexpected . after term",
        "{{ /* a }}                      ~ unexpected \"/\" in command",
        "{{/* a }}                       ~ unclosed comment",
        "{{ if }}{{ end }}               ~ missing value for if",
        "{{ . | 1 }}                     ~ non executable command in pipeline stage 2",
        "{{ a := 1 }}                    ~ function \"a\" not defined",
        "{{ template x }}                ~ unexpected \"x\" in template clause",
        "{{ define \"q\" }}1{{ end }}{{ define \"q\" }}2{{ end }} ~ multiple definition of template \"q\"",
        "{{ range . }}{{ define \"q\" }}{{ end }}{{ end }} ~ unexpected <define> in command"})
    void parsing(String text, String message) {
        assertThatThrownBy(() -> Template.parse("test", text, Functions.builtin())).isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("template: test:1:").hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', value = {
        "{{ .Status.Foo }}        ~ can't evaluate field Foo in type string",
        "{{ .Nope.x }}            ~ nil pointer evaluating interface {}.x",
        "{{ nil }}                ~ nil is not a command",
        "{{ 1 2 }}                ~ can't give argument to non-function 1",
        "{{ .Status 1 }}          ~ Status is not a method but has arguments",
        "{{ eq 1 1.0 }}           ~ error calling eq: incompatible types for comparison",
        "{{ eq 1 }}               ~ missing argument for comparison",
        "{{ eq .List .List }}     ~ non-comparable types",
        "{{ lt true false }}      ~ invalid type for comparison",
        "{{ lt 1 1.5 }}           ~ incompatible types for comparison",
        "{{ len 3 }}              ~ error calling len: len of type int",
        "{{ len nil }}            ~ len of nil pointer",
        "{{ index .List 7 }}      ~ error calling index: index out of range: 7",
        "{{ index .List \"a\" }}  ~ cannot index slice/array with type string",
        "{{ index .Labels 1 }}    ~ value has type int; should be string",
        "{{ index nil 1 }}        ~ index of untyped nil",
        "{{ slice \"abc\" 2 1 }}  ~ invalid slice index: 2 > 1",
        "{{ printf 1 }}           ~ wrong type for value; expected string; got int",
        "{{ not }}                ~ wrong number of args for not: want 1 got 0",
        "{{ ne 1 }}               ~ wrong number of args for ne: want 2 got 1",
        "{{ call 1 }}             ~ non-function of type int",
        "{{ range 1.5 }}{{ end }} ~ range can't iterate over 1.5",
        "{{ range $i, $e := 3 }}{{ end }} ~ can't use 3 to iterate over more than one variable",
        "{{ template \"x\" }}     ~ template \"x\" not defined"})
    void running(String text, String message) {
        Template template = Template.parse("test", text, Functions.builtin());
        assertThatThrownBy(() -> template.text(Map.of("Status", "s", "List", List.of(1L), "Labels", Labels.EMPTY)))
                .isInstanceOfSatisfying(TemplateException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USER))
                .hasMessageStartingWith("template: test:1:").hasMessageContaining(message);
    }

    @Test
    void thePlaceIsThatOfTheMistake() {
        assertThatThrownBy(() -> Template.parse("file.tmpl", "a\nb\n  {{ foo }}", Functions.builtin()))
                .hasMessage("template: file.tmpl:3:6: function \"foo\" not defined");
        Template template = Template.parse("file.tmpl", "a\n{{ define \"in\" }}\n {{ index . 3 }}{{ end }}{{ template \"in\" .x }}", Functions.builtin());
        assertThatThrownBy(() -> template.text(Map.of("x", List.of())))
                .hasMessage("template: file.tmpl:3:5: executing \"in\" at <index>: error calling index: index out of range: 3");
    }

    @Test
    void missingKeysCanBeMistakes() {
        var strict = new Execution(null, List.of(), Execution.MissingKey.ERROR, Limits.DEFAULT);
        assertThatThrownBy(() -> Template.parse("t", "{{ .a }}", Functions.builtin()).text(Map.of(), strict)).hasMessageContaining("map has no entry for key \"a\"");
        assertThatThrownBy(() -> Template.parse("t", "{{ .a }}", Functions.builtin()).text(null, strict)).hasMessageContaining("nil data; no entry for key \"a\"");
    }

    @Test
    void limitsAreThoseGiven() {
        var tight = new Execution(null, List.of(), Execution.MissingKey.ZERO, new Limits(10, 100, 5));
        Template loop = Template.parse("t", "{{ range 1000 }}{{ end }}", Functions.builtin());
        assertThatThrownBy(() -> loop.text(null, tight)).hasMessageContaining("takes more than 100 steps");
        Template longText = Template.parse("t", "{{ range 4 }}abc{{ end }}", Functions.builtin());
        assertThatThrownBy(() -> longText.text(null, tight)).hasMessageContaining("longer than 10 characters");
        Template deep = Template.parse("t", "{{ if 1 }}{{ if 1 }}{{ if 1 }}{{ if 1 }}{{ if 1 }}x{{ end }}{{ end }}{{ end }}{{ end }}{{ end }}", Functions.builtin());
        assertThatThrownBy(() -> deep.text(null, tight)).hasMessageContaining("nested deeper than 5");
        assertThat(deep.text(null)).isEqualTo("x");
    }
}
