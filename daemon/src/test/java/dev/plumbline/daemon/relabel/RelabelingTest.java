package dev.plumbline.daemon.relabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RelabelingTest {

    private static RelabelRule rule(RelabelAction action, String source, String regex, String target, String replacement) {
        return new RelabelRule(source.isEmpty() ? List.of() : List.of(source), ";", new RelabelRegex(regex), 0, target,
                replacement, action, NameValidation.UTF8);
    }

    @Test
    void emptyResultDeletesTheLabel() {
        var rule = rule(RelabelAction.REPLACE, "a", "(.*)", "b", "");
        assertThat(Relabeling.apply(List.of(rule), Labels.of("a", "1", "b", "2"))).isEqualTo(Labels.of("a", "1"));
    }

    @Test
    void labelmapKeepsTheOriginalAndDoesNotSeeItsOwnCopies() {
        var rule = rule(RelabelAction.LABELMAP, "", "x(.+)", "", "xx$1");
        assertThat(Relabeling.apply(List.of(rule), Labels.of("xa", "1"))).isEqualTo(Labels.of("xa", "1", "xxa", "1"));
    }

    @Test
    void labeldropAndLabelkeepMatchWholeNames() {
        var labels = Labels.of("ab", "1", "abc", "2");
        assertThat(Relabeling.apply(List.of(rule(RelabelAction.LABELDROP, "", "ab", "", "$1")), labels)).isEqualTo(Labels.of("abc", "2"));
        assertThat(Relabeling.apply(List.of(rule(RelabelAction.LABELKEEP, "", "ab", "", "$1")), labels)).isEqualTo(Labels.of("ab", "1"));
    }

    @Test
    void templatesFollowGo() {
        var labels = Labels.of("a", "x");
        assertThat(expanded("$1y", labels)).isEmpty();
        assertThat(expanded("${1}y", labels)).isEqualTo("xy");
        assertThat(expanded("$$1", labels)).isEqualTo("$1");
        assertThat(expanded("$-${", labels)).isEqualTo("$-${");
        assertThat(expanded("$9z", labels)).isEmpty();
    }

    private static String expanded(String template, Labels labels) {
        Labels after = Relabeling.apply(List.of(rule(RelabelAction.REPLACE, "a", "(.*)", "out", template)), labels);
        return Objects.requireNonNull(after).get("out");
    }

    @Test
    void aBadRegularExpressionIsTheUsersFault() {
        assertThatThrownBy(() -> new RelabelRegex("(")).isInstanceOf(PlumblineException.class).hasMessageContaining("\"(\"");
    }
}
