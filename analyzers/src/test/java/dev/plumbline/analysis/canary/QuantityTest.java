package dev.plumbline.analysis.canary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantityTest {

    private static Quantity quantity(String text) {
        return Quantity.parse(text).orElseThrow();
    }

    @Test
    void readsUnitsIntoBaseUnits() {
        assertThat(quantity("5%").value()).isEqualTo(0.05);
        assertThat(quantity("1000ms").value()).isEqualTo(1);
        assertThat(quantity("1.5 s").value()).isEqualTo(1.5);
        assertThat(quantity("64MiB").value()).isEqualTo(64.0 * 1024 * 1024);
        assertThat(quantity("20req/s").value()).isEqualTo(20);
        assertThat(quantity("-1e3").value()).isEqualTo(-1000);
    }

    @Test
    void refusesWhatIsNone() {
        for (String text : new String[] {"", "%", "five", "5 parsecs", "1..2ms", "5%%", "NaN", "1e999", "ms5"}) {
            assertThat(Quantity.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void showsNumbersInItsOwnUnit() {
        assertThat(quantity("1000ms").showBeside(0.41234)).isEqualTo("412 ms");
        assertThat(quantity("1000ms").showBeside(12.3456)).isEqualTo("12346 ms");
        assertThat(quantity("5%").showBeside(0.0020001)).isEqualTo("0.2 %");
        assertThat(quantity("5%").showBeside(0)).isEqualTo("0 %");
        assertThat(quantity("5%").showBeside(Double.NaN)).isEqualTo("NaN");
        assertThat(quantity("0.3").showBeside(1.0 / 3)).isEqualTo("0.333");
        assertThat(quantity("5%")).hasToString("5 %");
    }
}
