package dev.plumbline.analysis.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesPairingTest {
    private static final double NAN = Double.NaN;

    private static MeasuredSeries series(Map<String, String> labels, double... values) {
        long[] times = new long[values.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = 1000 + 60_000L * i;
        }
        return MeasuredSeries.of(labels, times, values);
    }

    private static List<MetricPair> pairs(List<MeasuredSeries> control, List<MeasuredSeries> experiment) {
        return new SeriesPairing("m", 3).pairs(control, experiment);
    }

    @Test
    void readsAnswersAsKayentaDoes() {
        MeasuredSeries two = series(Map.of("__name__", "x", "zone", "a"), 1, 2);
        assertThat(two.tags()).isEqualTo(Map.of("zone", "a"));
        assertThat(two.stepMillis()).isEqualTo(60_000);
        assertThat(two.endMillis()).isEqualTo(121_000);
        assertThat(series(Map.of(), 1).stepMillis()).isZero();
        assertThat(MeasuredSeries.none().endMillis()).isZero();
        assertThat(List.of("1.5", "+Inf", "-Inf", "NaN").stream().map(MeasuredSeries::sample))
                .containsExactly(1.5, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, NAN);
        assertThatThrownBy(() -> MeasuredSeries.of(Map.of(), new long[1], new double[2])).hasMessage("1 times and 2 values");
    }

    @Test
    void equalTagsArePartners() {
        List<MetricPair> pairs = pairs(List.of(series(Map.of("z", "a"), 1, 2, 3), series(Map.of("z", "b"), 4)), List.of(series(Map.of("z", "b"), 5, 6)));
        assertThat(pairs).extracting(MetricPair::tags).containsExactly(Map.of("z", "a"), Map.of("z", "b"));
        assertThat(pairs.getFirst().experiment()).as("no partner").containsExactly(NAN, NAN, NAN);
        assertThat(pairs.getLast().control()).as("padded").containsExactly(4, NAN, NAN);
        assertThat(pairs.getLast().experiment()).containsExactly(5, 6, NAN);
    }

    @Test
    void oneSideWithoutTagsIsForAll() {
        List<MetricPair> pairs = pairs(List.of(series(Map.of(), 1, 1, 1)), List.of(series(Map.of("z", "a"), 2, 2, 2), series(Map.of("z", "b"), 3, 3, 3)));
        assertThat(pairs).hasSize(2).allSatisfy(p -> assertThat(p.control()).containsExactly(1, 1, 1));
        assertThat(pairs(List.of(series(Map.of(), 1, 1, 1)), List.of(series(Map.of(), 2, 2, 2)))).singleElement()
                .satisfies(p -> assertThat(p.experiment()).containsExactly(2, 2, 2));
    }

    @Test
    void nothingIsPaddedToo() {
        assertThat(pairs(List.of(), List.of())).singleElement().satisfies(p -> assertThat(p.control()).containsExactly(NAN, NAN, NAN));
        assertThat(pairs(List.of(), List.of(series(Map.of("z", "a"), 1, 2, 3)))).singleElement()
                .satisfies(p -> assertThat(p.control()).containsExactly(NAN, NAN, NAN));
    }

    @Test
    void differentLabelsAreRefused() {
        assertThatThrownBy(() -> pairs(List.of(series(Map.of("pod", "a"), 1)), List.of(series(Map.of("zone", "a"), 1))))
                .hasMessage("metric m: series have different labels and cannot be paired: [pod] and [zone]");
    }
}
