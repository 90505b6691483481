package dev.plumbline.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fleet.Exposition.Format;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptHeaderTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "*/*                                                                        | TEXT",
        "text/plain                                                                 | TEXT",
        "application/openmetrics-text                                               | OPEN_METRICS",
        "application/openmetrics-text; version=1.0.0; charset=utf-8                 | OPEN_METRICS",
        "application/openmetrics-text;version=0.0.1                                 | TEXT",
        "application/openmetrics-text;version=1.0.0;q=0.4,text/plain;q=0.5          | TEXT",
        "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.5,*/*;q=0.1 | OPEN_METRICS",
        "application/openmetrics-text;q=zero                                        | TEXT",
        ",;,;;q=                                                                    | TEXT"
    })
    void openMetricsWhereItIsWantedAtLeastAsMuch(String accept, Format format) {
        assertThat(AcceptHeader.choose(accept)).isEqualTo(format);
    }
}
