package dev.plumbline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Exemplar;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.ExemplarStorage.SeriesExemplars;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExemplarRingTest {
    private static final List<List<LabelMatcher>> ALL = List.of(List.of());

    private static Labels series(int i) {
        return Labels.of("__name__", "m" + i % 2, "i", "" + i);
    }

    private static Exemplar exemplar(long time, double value, String trace) {
        return new Exemplar(Labels.of("trace_id", trace), value, time);
    }

    @Test
    void olderOnesAreRejectedAndTheSameIgnored() {
        var ring = new ExemplarRing(10);
        assertThat(ring.append(series(1), exemplar(1000, 5, "b"))).isEmpty();
        assertThat(ring.append(series(1), exemplar(1000, 5, "b"))).isEmpty();
        assertThat(ring.append(series(1), exemplar(999, 9, "c"))).containsInstanceOf(Rejection.OutOfOrder.class);
        assertThat(ring.append(series(1), exemplar(1000, 4, "c"))).containsInstanceOf(Rejection.OutOfOrder.class);
        assertThat(ring.append(series(1), exemplar(1000, 5, "a"))).containsInstanceOf(Rejection.OutOfOrder.class);
        assertThat(ring.append(series(1), exemplar(1000, 6, "a"))).isEmpty();
        assertThat(ring.append(series(2), exemplar(1, 6, "a"))).isEmpty();
        assertThat(ring.size()).isEqualTo(3);
        assertThat(ring.appended()).isEqualTo(3);
        assertThat(ring.select(0, 2000, ALL)).hasSize(2);
    }

    @Test
    void labelsThatAreTooLongAreRejectedByCharactersNotBytes() {
        var ring = new ExemplarRing(10);
        assertThat(ring.append(series(1), exemplar(1, 1, "😀".repeat(120)))).isEmpty();
        assertThat(ring.append(series(1), exemplar(2, 1, "x".repeat(121)))).get()
                .satisfies(r -> assertThat(r.message()).contains("129 characters; at most 128"));
        assertThat(ring.append(series(1), new Exemplar(Labels.EMPTY, 1, 3))).isEmpty();
    }

    @Test
    void aRingWithoutRoomTakesNothing() {
        var ring = new ExemplarRing(0);
        assertThat(ring.append(series(1), exemplar(1, 1, "a"))).containsInstanceOf(Rejection.Invalid.class);
        assertThat(ring.select(0, 10, ALL)).isEmpty();
        assertThat(ring.size()).isZero();
        ring.resize(1);
        assertThat(ring.append(series(1), exemplar(1, 1, "a"))).isEmpty();
        assertThatThrownBy(() -> new ExemplarRing(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-1");
    }

    @Test
    void selectorsAreAlternativesAndRangesClosed() {
        var ring = new ExemplarRing(100);
        for (int i = 0; i < 6; i++) {
            ring.append(series(i), exemplar(i * 10, i, "t" + i));
        }
        var one = List.of(LabelMatcher.equal("i", "1"));
        var even = List.of(LabelMatcher.equal("__name__", "m0"), new LabelMatcher(LabelMatcher.Type.NOT_EQUAL, "i", "0"));
        assertThat(ring.select(10, 40, List.of(one, even))).extracting(s -> s.series().get("i")).containsExactly("2", "4", "1");
        assertThat(ring.select(11, 39, List.of(one, even))).extracting(s -> s.series().get("i")).containsExactly("2");
        assertThat(ring.select(0, 100, List.of())).isEmpty();
    }

    /** A list of everything, of which only the last ones count. */
    private static final class Naive {
        record Entry(Labels series, Exemplar exemplar) {}

        final List<Entry> entries = new ArrayList<>();
        int capacity;

        boolean append(Labels series, Exemplar e) {
            Entry newest = entries.stream().filter(x -> x.series.equals(series)).reduce((a, b) -> b).orElse(null);
            if (newest != null) {
                int order = Long.compare(e.timeMillis(), newest.exemplar.timeMillis());
                order = order != 0 ? order : Double.compare(e.value(), newest.exemplar.value());
                order = order != 0 ? order : e.labels().compareTo(newest.exemplar.labels());
                if (order <= 0) {
                    return order == 0;
                }
            }
            entries.add(new Entry(series, e));
            cut();
            return true;
        }

        void cut() {
            while (entries.size() > capacity) {
                entries.removeFirst();
            }
        }

        List<SeriesExemplars> select(long min, long max, LabelMatcher matcher) {
            var map = new TreeMap<Labels, List<Exemplar>>();
            for (Entry e : entries) {
                if (matcher.matches(e.series) && e.exemplar.timeMillis() >= min && e.exemplar.timeMillis() <= max) {
                    map.computeIfAbsent(e.series, s -> new ArrayList<>()).add(e.exemplar);
                }
            }
            return map.entrySet().stream().map(e -> new SeriesExemplars(e.getKey(), e.getValue())).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 50})
    void answersAsANaiveListDoes(int capacity) {
        var random = new Random(capacity);
        var ring = new ExemplarRing(capacity);
        var naive = new Naive();
        naive.capacity = capacity;
        for (int step = 0; step < 4000; step++) {
            Labels series = series(random.nextInt(9));
            var e = exemplar(step / 3 + random.nextInt(4), random.nextInt(3), "t" + random.nextInt(3));
            assertThat(ring.append(series, e).isEmpty()).isEqualTo(naive.append(series, e));
            if (random.nextInt(300) == 0) {
                naive.capacity = 1 + random.nextInt(60);
                ring.resize(naive.capacity);
                naive.cut();
            }
            long from = step / 3 - random.nextInt(30);
            var matcher = new LabelMatcher(LabelMatcher.Type.MATCH, "i", random.nextBoolean() ? ".*" : "[0-4]");
            assertThat(ring.select(from, from + 20, List.of(List.of(matcher)))).isEqualTo(naive.select(from, from + 20, matcher));
            assertThat(ring.size()).isEqualTo(naive.entries.size());
            assertThat(ring.series()).isEqualTo((int) naive.entries.stream().map(Naive.Entry::series).distinct().count());
            assertThat(ring.capacity()).isEqualTo(naive.capacity);
        }
    }
}
