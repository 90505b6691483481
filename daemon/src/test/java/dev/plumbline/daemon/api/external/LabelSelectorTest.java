package dev.plumbline.daemon.api.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {
    private static final Labels LABELS = Labels.of("service", "checkout", "version", "2.4.1+b7", "verdict", "no-go", "in", "x");

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "service=checkout", "service==checkout", " service = checkout ", "service!=web", "revision!=a",
        "service in (web,checkout)", "service in ( web , checkout )", "service notin (web)", "revision notin (a, b)", "service", "!revision",
        "! revision", "version=2.4.1+b7", "verdict=no-go,service", "in=x", "in in (x)", "in", "service in(checkout)",
        "service=checkout,version in (2.4.1+b7,3),!revision,verdict!=go", "service in (,checkout)"})
    void matches(String selector) {
        assertThat(LabelSelector.parse(selector).matches(LABELS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"service=web", "service!=checkout", "service in (web)", "service in ()", "service notin (checkout,web)", "!service",
        "revision", "revision=", "service=", "service=Checkout", "service=checkout,verdict=go", "revision in (a)"})
    void doesNotMatch(String selector) {
        assertThat(LabelSelector.parse(selector).matches(LABELS)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            =a                      | at character 1: found "=", expected the name of a label
            service=a,              | at character 11: found the end, expected the name of a label
            ,                       | at character 1: found ",", expected the name of a label
            a b                     | at character 3: found "b" after "a", expected one of =, ==, !=, in, notin
            a in b                  | at character 6: found "b", expected "(" and values
            a in (b                 | at character 8: found the end, expected a comma or ")"
            a in (b=c)              | at character 8: found "=", expected a comma or ")"
            a=b c                   | at character 5: found "c", expected a comma or the end
            a=b=c                   | at character 4: found "=", expected a comma or the end
            a>1                     | at character 2: found ">" after "a", expected one of
            !                       | at character 2: found the end, expected the name of a label
            !a=b                    | at character 3: found "=", expected a comma or the end
            a=(b)                   | at character 3: found "(", expected a comma or the end
            """)
    void saysWhereItIsWrong(String selector, String message) {
        assertThatThrownBy(() -> LabelSelector.parse(selector)).isInstanceOf(PlumblineException.class).hasMessageContaining(message)
                .hasMessageContaining("labelSelector \"" + selector + "\"");
    }

    @Test
    void isBounded() {
        assertThatThrownBy(() -> LabelSelector.parse("a".repeat(5_000))).hasMessageContaining("at most 4096");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "100,100", "87.5,87500m", "0.0001,1m", "-0.5,-500m", "1e6,1000000", "99.9999,100"})
    void quantities(double value, String quantity) {
        assertThat(Quantity.of(value)).isEqualTo(quantity);
    }
}
