package dev.plumbline.daemon.config.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTextTest {
    private final TemplateText text = new TemplateText(Map.of("scope", "web", "long", "${scope}-v2", "loop", "${loop}"));

    @Test
    void fillsIn() {
        assertThat(text.fill("a ${scope} b ${long} ${scope}")).isEqualTo("a web b web-v2 web");
        assertThat(text.fill("")).isEmpty();
        assertThat(text.fill("{a} $b ${")).isEqualTo("{a} $b ${");
    }

    @Test
    void hasDefaultsAndEscapes() {
        assertThat(text.fill("${tier:-gold} ${scope:-other} ${tier:-}")).isEqualTo("gold web ");
        assertThat(text.fill("$${scope} $\\{scope}")).isEqualTo("${scope} web");
        assertThat(text.fill("$${open")).isEqualTo("${open");
    }

    @Test
    void refusesWhatHasNoEnd() {
        assertThatThrownBy(() -> text.fill("${loop}")).hasMessageContaining("without an end");
        assertThatThrownBy(() -> text.fill("x".repeat(100_001))).hasMessageContaining("more than 100000 characters");
        assertThatThrownBy(() -> text.fill("${none}")).hasMessageContaining("nothing is given for ${none}");
    }
}
