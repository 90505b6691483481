package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {

    @Test
    void theSelectorsOfAThousandObjectivesAreFoundAgain() {
        var recent = new Recent<Integer, int[]>(1 << 16, ids -> ids.length);
        for (int cycle = 0; cycle < 3; cycle++) {
            int found = 0;
            for (int selector = 0; selector < 2_000; selector++) {
                if (recent.get(selector) == null) {
                    recent.put(selector, new int[16]);
                } else {
                    found++;
                }
            }
            assertThat(found).isEqualTo(cycle == 0 ? 0 : 2_000);
        }
    }

    @Test
    void whatWasAskedLongestAgoGoesFirst() {
        var recent = new Recent<String, int[]>(3L * (Recent.ENTRY + 2), ids -> ids.length);
        recent.put("a", new int[2]);
        recent.put("b", new int[2]);
        recent.put("c", new int[2]);
        recent.get("a");
        recent.put("d", new int[2]);
        assertThat(recent.size()).isEqualTo(3);
        assertThat(recent.get("b")).isNull();
        assertThat(recent.get("a")).isNotNull();
        recent.put("a", new int[0]); // lighter than before: there is no more room for another one all the same
        recent.put("e", new int[2]);
        assertThat(recent.get("c")).isNull();
        assertThat(recent.size()).isEqualTo(3);
        recent.clear();
        assertThat(recent.size()).isZero();
        recent.put("f", new int[2]);
        assertThat(recent.size()).as("nothing is held any more").isEqualTo(1);
    }

    @Test
    void whatIsMoreThanHalfOfAllIsNotRemembered() {
        var recent = new Recent<String, int[]>(100, ids -> ids.length);
        recent.put("large", new int[60]);
        recent.put("small", new int[40]);
        assertThat(recent.get("large")).isNull();
        assertThat(recent.get("small")).isNotNull();
    }
}
