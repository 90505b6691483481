package dev.plumbline.daemon.api.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapedNamesTest {
    @ParameterizedTest
    @CsvSource({"job, job", "U__label_2e_dot, label.dot", "U__a__b, a_b", "U__snow_2603_, snow☃", "U__bad_zz_x, U__bad_zz_x",
        "U__open_2e, U__open_2e", "U__big_1234567_, U__big_1234567_"})
    void unescapesPathNames(String escaped, String name) {
        assertThat(EscapedNames.unescape(escaped)).isEqualTo(name);
    }
}
