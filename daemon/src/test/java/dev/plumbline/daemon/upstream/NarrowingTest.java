package dev.plumbline.daemon.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NarrowingTest {
    private static final Labels EXTERNAL = Labels.of("cluster", "a\"b", "replica", "1");
    private final Narrowing narrowing = new Narrowing(EXTERNAL, Set.of("replica"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
        "up | up{cluster=\"a\\\"b\"}",
        "{x=~\"y\"} | {cluster=\"a\\\"b\",x=~\"y\"}",
        "sum by (cluster) (rate(r{x=\"y\"}[5m] offset 1h)) | sum by (cluster) (rate(r{cluster=\"a\\\"b\",x=\"y\"}[5m] offset 1h))",
        "topk(scalar(a), -b) / on(i) (max_over_time(c[1h:1m] @ end())) | "
                + "topk(scalar(a{cluster=\"a\\\"b\"}), -b{cluster=\"a\\\"b\"}) / on (i) (max_over_time(c{cluster=\"a\\\"b\"}[1h:1m] @ end()))",
        "info(a, {v=~\".+\"}) | info(a{cluster=\"a\\\"b\"}, {v=~\".+\"})",
        "1 + time() | 1 + time()"})
    void everySelectorIsAskedForTheExternalLabels(String query, String text) {
        assertThat(narrowing.text(Asking.instant(query, 0))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {"up{cluster=~\".+\"}", "sum(up{cluster!=\"x\"})  /  up", "rate(x{replica=\"2\"}[5m])"})
    void whoNamesOneAsksAboutTheCluster(String query) {
        assertThat(narrowing.isAboutTheCluster(Asking.instant(query, 0).expr())).isTrue();
        assertThat(narrowing.text(Asking.instant(query, 0))).isEqualTo(query);
    }

    @Test
    void groupingIsNotNaming() {
        assertThat(narrowing.isAboutTheCluster(Asking.instant("sum by (cluster, replica) (up)", 0).expr())).isFalse();
    }

    @Test
    void theLabelsThatAreOursAreTakenAway() {
        assertThat(narrowing.stripped(Labels.of("cluster", "a\"b", "replica", "1", "i", "2"))).isEqualTo(Labels.of("i", "2"));
        assertThat(narrowing.stripped(Labels.of("cluster", "other", "replica", "1"))).isEqualTo(Labels.of("cluster", "other"));
        Labels foreign = Labels.of("cluster", "other");
        assertThat(narrowing.stripped(foreign)).isSameAs(foreign);
        assertThat(narrowing.isExternal("replica")).isTrue();
        assertThat(narrowing.isExternal("i")).isFalse();
    }

    @Test
    void withoutExternalLabelsTheTextIsSentAsItStands() {
        var none = new Narrowing(Labels.EMPTY, Set.of());
        assertThat(none.text(Asking.instant("sum  ( up )", 0))).isEqualTo("sum  ( up )");
        assertThat(none.matchers(List.of())).isEmpty();
        assertThat(none.stripped(EXTERNAL)).isSameAs(EXTERNAL);
        assertThat(none.isAboutTheCluster(Asking.instant("up{cluster=\"x\"}", 0).expr())).isFalse();
    }

    @Test
    void listsAreNarrowedLikewise() {
        assertThat(narrowing.matchers(List.of())).extracting(LabelMatcher::toString).containsExactly("cluster=\"a\\\"b\"");
        List<LabelMatcher> naming = List.of(LabelMatcher.equal("replica", "2"));
        assertThat(narrowing.matchers(naming)).isSameAs(naming);
    }
}
