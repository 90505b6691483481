package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.time.VirtualTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an index remembers of its selects is what it would find anew, whatever came and went meanwhile. */
class SelectionsTest {
    private static final List<List<LabelMatcher>> QUESTIONS = List.of(
            List.of(LabelMatcher.equal("__name__", "m1")),
            List.of(LabelMatcher.equal("__name__", "m1"), new LabelMatcher(LabelMatcher.Type.MATCH, "a", "v[0-3]")),
            List.of(new LabelMatcher(LabelMatcher.Type.NOT_MATCH, "a", "v1|v2"), LabelMatcher.equal("b", "")),
            List.of(new LabelMatcher(LabelMatcher.Type.NOT_EQUAL, "b", "v0")),
            List.of(new LabelMatcher(LabelMatcher.Type.MATCH, "__name__", "m.*")), List.of(LabelMatcher.equal("missing", "x")), List.of());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void sameAsLookingAtEverySeries(long seed) {
        var random = new SplittableRandom(seed);
        var index = new SeriesIndex(100_000, new Tenants(new VirtualTime(0)));
        Set<Labels> live = new TreeSet<>();
        for (int round = 0; round < 60; round++) {
            for (int i = random.nextInt(round % 10 == 0 ? 400 : 12); i > 0; i--) {
                Labels labels = labels(random);
                index.unpin(index.pin(labels));
                live.add(labels);
            }
            if (random.nextInt(8) == 0) {
                removeSome(index, live, random);
            }
            for (var matchers : QUESTIONS) {
                check(index, live, matchers);
            }
        }
    }

    private static void removeSome(SeriesIndex index, Set<Labels> live, SplittableRandom random) {
        live.removeIf(l -> random.nextInt(3) == 0);
        var kept = new BitSet();
        live.forEach(l -> kept.set(index.find(l)));
        index.retain(kept);
    }

    private static void check(SeriesIndex index, Set<Labels> live, List<LabelMatcher> matchers) {
        List<Labels> expected = live.stream().filter(l -> matchers.stream().allMatch(m -> m.matches(l))).toList();
        SeriesIndex.Found found = index.select(matchers);
        assertThat(Arrays.asList(found.labels())).as("%s", matchers).containsExactlyElementsOf(expected);
        for (int i = 0; i < found.ids().length; i++) {
            assertThat(index.labels(found.ids()[i])).isEqualTo(found.labels()[i]);
        }
        assertThat(index.names()).isEqualTo(live.stream().flatMap(l -> l.toMap().keySet().stream()).distinct().sorted().toList());
        for (String name : List.of("a", "b", "n", "nothing")) {
            assertThat(index.values(name)).isEqualTo(live.stream().map(l -> l.get(name)).filter(v -> !v.isEmpty()).distinct().sorted().toList());
        }
    }

    private static Labels labels(SplittableRandom random) {
        var builder = new Labels.Builder().set("__name__", "m" + random.nextInt(3)).set("n", "" + random.nextInt(100));
        if (random.nextBoolean()) {
            builder.set("a", "v" + random.nextInt(6));
        }
        if (random.nextBoolean()) {
            builder.set("b", "v" + random.nextInt(2));
        }
        return builder.build();
    }
}
