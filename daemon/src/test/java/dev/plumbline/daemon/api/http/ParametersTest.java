package dev.plumbline.daemon.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ParametersTest {
    @Test
    void mergesFormAndUrlWithTheFormFirst() {
        var p = Parameters.parse("query=url&time=300&match%5B%5D=a", "query=form+x&match[]=b%7B%7D");
        assertThat(p.get("query")).isEqualTo("form x");
        assertThat(p.get("time")).isEqualTo("300");
        assertThat(p.all("match[]")).containsExactly("b{}", "a");
        assertThat(p.get("absent")).isEmpty();
        assertThat(p.all("absent")).isEmpty();
    }

    @Test
    void takesNamesWithoutValues() {
        assertThat(Parameters.parse("stats&x=", null).has("stats")).isTrue();
    }

    @Test
    void saysWhichEscapeIsBroken() {
        assertThatThrownBy(() -> Parameters.parse("query=%zz", null)).isInstanceOf(BadParameter.class)
                .hasMessageContaining("%zz");
    }

    @Test
    void boundsTheirNumber() {
        assertThatThrownBy(() -> Parameters.parse("a=1&".repeat(10_001), null)).isInstanceOf(BadParameter.class)
                .hasMessageContaining("more than 10000 parameters");
    }
}
