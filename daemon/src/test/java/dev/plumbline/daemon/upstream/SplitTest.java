package dev.plumbline.daemon.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.promql.Question;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTest {
    private static final long SINCE = 10_000_000;

    private static Split split(Question question) {
        return Split.of(question, SINCE);
    }

    @Test
    void whatIsRecentIsAnsweredHere() {
        assertThat(split(Asking.instant("a", SINCE + 300_000)).far()).isNull();
        assertThat(split(Asking.range("rate(a[5m])", SINCE + 300_000, SINCE + 900_000, 60_000)).far()).isNull();
        assertThat(split(Asking.instant("time()", 0)).far()).isNull();
        assertThat(split(Asking.instant("a @ 10300", 0)).far()).isNull();
    }

    @Test
    void anInstantIsAskedWhole() {
        assertThat(split(Asking.instant("a", SINCE + 299_998))).isEqualTo(new Split(Asking.instant("a", SINCE + 299_998), null));
        assertThat(split(Asking.instant("rate(a[3d])", SINCE + 7_200_000)).near()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"0, 7", "1, 1", "59999, 60000", "60000, 60000", "300000, 123457"})
    void aRangeIsCutAtTheFirstStepThatIsHere(long phase, long step) {
        long start = SINCE - 1_000_000 + phase;
        Question question = Asking.range("a", start, SINCE + 1_000_000, step);
        Split split = split(question);
        Question far = Objects.requireNonNull(split.far());
        Question near = Objects.requireNonNull(split.near());
        assertThat(far.startMillis()).isEqualTo(start);
        assertThat(near.startMillis()).isEqualTo(far.endMillis() + step).isGreaterThanOrEqualTo(SINCE + 299_999).isLessThan(SINCE + 299_999 + step);
        assertThat((near.startMillis() - start) % step).isZero();
        assertThat(near.endMillis()).isEqualTo(question.endMillis());
    }

    @Test
    void aRangeOfTheOldIsAskedWhole() {
        Question old = Asking.range("a", 0, SINCE, 60_000);
        assertThat(split(old)).isEqualTo(new Split(old, null));
        Question recentButForItsWindow = Asking.range("rate(a[1d])", SINCE, SINCE + 7_200_000, 60_000);
        assertThat(split(recentButForItsWindow)).isEqualTo(new Split(recentButForItsWindow, null));
    }

    @ParameterizedTest
    @CsvSource({"a @ start()", "a or b @ end()", "a + b @ 9000", "rate(a[range()])", "a * start()"})
    void whatHangsOnTheWholeRangeIsNotCut(String query) {
        Question question = Asking.range(query, SINCE - 1_000_000, SINCE + 1_000_000, 60_000);
        assertThat(split(question)).isEqualTo(new Split(question, null));
    }

    @Test
    void withNothingHereAllIsAsked() {
        Question question = Asking.range("a", 0, SINCE, 60_000);
        assertThat(Split.of(question, Long.MAX_VALUE)).isEqualTo(new Split(question, null));
        assertThat(Split.of(Asking.range("time()", 0, SINCE, 60_000), Long.MAX_VALUE).far()).isNull();
    }
}
