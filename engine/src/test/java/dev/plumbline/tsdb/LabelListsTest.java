package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LabelListsTest {
    private static final List<Labels> HEAD = List.of(Labels.of("__name__", "a", "x", "1"), Labels.of("__name__", "a", "x", "2"),
            Labels.of("__name__", "b", "y", "2"));
    private static final List<Labels> BLOCK = List.of(Labels.of("__name__", "a", "x", "2"), Labels.of("__name__", "a", "x", "3"));

    @Test
    void namesAndValuesOfAll() {
        assertThat(LabelLists.names(List.of(HEAD, BLOCK))).containsExactly("__name__", "x", "y");
        assertThat(LabelLists.values(List.of(BLOCK, HEAD), "x")).containsExactly("1", "2", "3");
        assertThat(LabelLists.values(List.of(BLOCK, HEAD), "z")).isEmpty();
        assertThat(LabelLists.names(List.of())).isEmpty();
    }

    @Test
    void labelSetsOnce() {
        assertThat(LabelLists.merged(List.of(HEAD, BLOCK))).containsExactly(HEAD.get(0), HEAD.get(1), BLOCK.get(1), HEAD.get(2));
        assertThat(LabelLists.merged(List.of(List.of(), BLOCK, List.of()))).isEqualTo(BLOCK);
        assertThat(LabelLists.merged(List.of())).isEmpty();
    }

    @Test
    void unionOfAscendingLists() {
        var random = new SplittableRandom(7);
        for (int round = 0; round < 300; round++) {
            var lists = new ArrayList<List<String>>();
            var expected = new TreeSet<String>();
            for (int i = random.nextInt(5); i > 0; i--) {
                var list = new TreeSet<String>();
                for (int n = random.nextInt(6); n > 0; n--) {
                    list.add("v" + random.nextInt(8));
                }
                expected.addAll(list);
                lists.add(List.copyOf(list));
            }
            assertThat(LabelLists.union(lists)).isEqualTo(List.copyOf(expected));
        }
    }
}
