package dev.plumbline.daemon.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class SourceTextTest {

    /** Where the first {@code #} of the value of the key {@code v} stands. */
    private static String place(String yaml) {
        var problems = new Problems();
        var root = Objects.requireNonNull(YamlDocument.parse("f", yaml, problems), problems::toString);
        var scalar = (YamlNode.Scalar) Objects.requireNonNull(MappingReader.of(root, "it", problems).node("v"));
        return new SourceText(yaml).at(scalar, scalar.text().indexOf('#')).toString();
    }

    @Test
    void plainAndQuotedTextOnOneLine() {
        assertThat(place("v: ab#c\n")).isEqualTo("f:1:6");
        assertThat(place("v: 'ab #c'\n")).isEqualTo("f:1:8");
        assertThat(place("x: 1\nv: \"ab#\"\n")).isEqualTo("f:2:7");
        assertThat(place("v: &name !!str ab#c\n")).isEqualTo("f:1:18");
    }

    @Test
    void blocksAndFoldedTextKeepTheirLines() {
        assertThat(place("v: |\n  one\n    two #\n")).isEqualTo("f:3:9");
        assertThat(place("v: >-\n  one\n  two\n\n  th#ree\n")).isEqualTo("f:5:5");
        assertThat(place("v: |2-\n   one #\n")).isEqualTo("f:2:8");
        assertThat(place("v: one\n  two\n  #three\n".replace("  #", "  a#"))).isEqualTo("f:3:4");
        assertThat(place("v: 'one\n\n  two #'\n")).isEqualTo("f:3:7");
    }

    @Test
    void escapesThatHideThePlaceGiveTheValuesOwn() {
        assertThat(place("v: \"a\\x41 #\"\n")).isEqualTo("f:1:4");
        assertThat(place("v: 'it''s #'\n")).isEqualTo("f:1:4");
    }

    @Test
    void thePlaceBehindTheLastCharacter() {
        var scalar = new YamlNode.Scalar(new Position("f", 1, 4), "up +", false);
        assertThat(new SourceText("v: 'up +'").at(scalar, 4)).isEqualTo(new Position("f", 1, 9));
        assertThat(new SourceText("v: 'up +'").at(scalar, 40)).isEqualTo(new Position("f", 1, 9));
    }

    @Test
    void offsetsAreBoundedByTheText() {
        assertThat(SourceText.offset("ab\ncd", 2, 2)).isEqualTo(4);
        assertThat(SourceText.offset("ab", 7, 9)).isEqualTo(2);
    }

    @Test
    void messagesOfParsersLoseTheirPlaceToThePosition() {
        var scalar = new YamlNode.Scalar(new Position("f", 1, 4), "a\nb{{x", false);
        var source = new SourceText("v: 'a\n\n  b{{x'");
        assertThat(source.locate(scalar, "2:2: parse error: odd")).isEqualTo(new SourceText.Located(new Position("f", 3, 4), "odd"));
        assertThat(source.locate(scalar, "template: t:2:2: odd")).isEqualTo(new SourceText.Located(new Position("f", 3, 4), "odd"));
        assertThat(source.locate(scalar, "odd: 3")).isEqualTo(new SourceText.Located(new Position("f", 1, 4), "odd: 3"));
    }
}
