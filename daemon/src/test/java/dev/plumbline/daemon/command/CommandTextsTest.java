package dev.plumbline.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.backtest.Proportion;
import dev.plumbline.daemon.command.backtest.Figures;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTextsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T10:00:00Z, 1795168800000",
        "2026-11-20 10:00:00Z, 1795168800000",
        "2026-11-20T11:00:00.250+01:00, 1795168800250",
        "1795168800, 1795168800000",
        "1795168800.25, 1795168800250",
        "-1, -1000",
    })
    void readsTimes(String text, long millis) {
        assertThat(CommandTimes.millis(text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-11-20", "2026-11-20T10:00:00", "1e300", "NaN", "Infinity"})
    void refusesWhatIsNoTime(String text) {
        assertThat(CommandTimes.millis(text)).isNull();
    }

    @Test
    void columnsStandBelowEachOther() {
        var out = new StringWriter();
        new TextTable().row("A", "LONGER", "C").row("a long one", "b").row("", "", "c").print(new PrintWriter(out, true));
        assertThat(out.toString().lines()).containsExactly(
                "A           LONGER  C",
                "a long one  b",
                "                    c");
    }

    @Test
    void fieldsOfCsvAreQuotedWhereTheyMustBe() {
        assertThat(TextTable.csv("plain text")).isEqualTo("plain text");
        assertThat(TextTable.csv("a, b")).isEqualTo("\"a, b\"");
        assertThat(TextTable.csv("say \"a\"")).isEqualTo("\"say \"\"a\"\"\"");
        assertThat(TextTable.csv("two\nlines")).isEqualTo("\"two\nlines\"");
    }

    @Test
    void ratesSayWhatTheyRestOn() {
        assertThat(Figures.rate(new Proportion(1, 20))).isEqualTo("1 of 20, 5 % (0.127 to 24.9)");
        assertThat(Figures.rate(new Proportion(0, 0))).isEqualTo("none");
        assertThat(Figures.short3(1234.5)).isEqualTo("1230");
        assertThat(Figures.short3(0)).isEqualTo("0");
        assertThat(Figures.short3(0.00012345)).isEqualTo("0.000123");
        assertThat(Figures.short3(Double.NaN)).isEqualTo("NaN");
    }
}
