package dev.plumbline.analysis.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.Window;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArmsAndWindowsTest {
    private static final Window WEEK = new Window(1_000, 1_000 + 7L * 86_400_000);

    @Test
    void windowsAreSpreadAndNeverOverlap() {
        for (int count : new int[] {1, 5, 100, PastWindows.fitting(WEEK, 1_800_000)}) {
            List<Window> windows = PastWindows.choose(WEEK, 1_800_000, count, new SplittableRandom(3));
            assertThat(windows).hasSize(count);
            long slot = WEEK.lengthMillis() / count;
            for (int i = 0; i < count; i++) {
                Window w = windows.get(i);
                assertThat(w.lengthMillis()).isEqualTo(1_800_000);
                assertThat(w.startMillis()).isGreaterThanOrEqualTo(WEEK.startMillis() + i * slot);
                assertThat(w.endMillis()).isLessThanOrEqualTo(WEEK.startMillis() + (i + 1) * slot).isLessThanOrEqualTo(WEEK.endMillis());
            }
        }
    }

    @Test
    void asManyAsFit() {
        assertThat(PastWindows.fitting(WEEK, 1_800_000)).isEqualTo(336);
        assertThat(PastWindows.fitting(WEEK, 60_000)).isEqualTo(PastWindows.MAX);
        assertThat(PastWindows.fitting(new Window(0, 10), 11)).isZero();
        assertThatThrownBy(() -> PastWindows.choose(WEEK, 1_800_000, 337, new SplittableRandom(3))).hasMessageContaining("do not fit");
        assertThatThrownBy(() -> PastWindows.fitting(WEEK, 0)).hasMessageContaining("a window has a length");
    }

    @Test
    void theSameSeedGivesTheSame() {
        assertThat(PastWindows.choose(WEEK, 1_800_000, 9, new SplittableRandom(3))).isEqualTo(PastWindows.choose(WEEK, 1_800_000, 9, new SplittableRandom(3)))
                .isNotEqualTo(PastWindows.choose(WEEK, 1_800_000, 9, new SplittableRandom(4)));
        assertThat(Arms.split(List.of("a", "b", "c", "d"), new SplittableRandom(1))).isEqualTo(Arms.split(List.of("d", "c", "b", "a"), new SplittableRandom(1)));
    }

    @Test
    void armsAreDisjointAndOfEqualSize() {
        var random = new SplittableRandom(5);
        for (int n = 2; n < 9; n++) {
            List<String> pods = java.util.stream.IntStream.range(0, n).mapToObj(i -> "pod-" + i).toList();
            var arms = Arms.split(pods, random).orElseThrow();
            assertThat(arms.first()).hasSize(n / 2).isSubsetOf(pods).doesNotContainAnyElementsOf(arms.second());
            assertThat(arms.second()).hasSize(n / 2).isSubsetOf(pods);
        }
        assertThat(Arms.split(List.of("one"), random)).isEmpty();
        assertThat(Arms.split(List.of("one", "one"), random)).as("one instance named twice").isEmpty();
        assertThat(Arms.split(List.of(), random)).isEmpty();
        assertThatThrownBy(() -> new Arms(List.of("a", "b"), List.of("c"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everySplitIsAsLikely() {
        var random = new SplittableRandom(11);
        var counts = new HashMap<List<String>, Integer>();
        for (int i = 0; i < 6_000; i++) {
            counts.merge(Arms.split(List.of("a", "b", "c", "d"), random).orElseThrow().first(), 1, Integer::sum);
        }
        assertThat(counts).hasSize(6);
        assertThat(counts.values()).allMatch(n -> n > 850 && n < 1_150);
    }
}
