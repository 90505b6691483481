package dev.plumbline.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.time.VirtualTime;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureTest {
    private static Engine engine(Set<Feature> features) {
        return new Engine(EngineOptions.defaults().withFeatures(features), new VirtualTime(0));
    }

    @ParameterizedTest
    @CsvSource({"promql-experimental-functions, 'mad_over_time(a[5m])'", "promql-experimental-functions, 'limitk(1, a)'",
        "promql-extended-range-selectors, a[5m] anchored", "promql-binop-fill-modifiers, a + fill(0) b"})
    void eachIsSwitchedByItself(String name, String query) {
        Feature feature = Feature.named(name).orElseThrow();
        assertThatCode(() -> engine(Set.of(feature)).parse(query)).doesNotThrowAnyException();
        assertThatThrownBy(() -> engine(EnumSet.complementOf(EnumSet.of(feature))).parse(query)).isInstanceOf(QueryException.class)
                .hasMessageContaining("enabled");
    }

    @Test
    void arithmeticOfDurationsNeedsNoFeature() {
        assertThatCode(() -> engine(Set.of()).parse("a[step() * 2] offset (1m + 2s)")).doesNotThrowAnyException();
    }

    @Test
    void namesArePrometheuss() {
        for (Feature f : Feature.values()) {
            assertThat(Feature.named(f.prometheusName())).contains(f);
        }
        assertThat(Feature.named("exemplar-storage")).isEmpty();
    }

    @Test
    void optionsSwitchSingleFeatures() {
        var options = EngineOptions.defaults().withFeatures(Set.of(Feature.START_TIMESTAMPS)).withDelayedNameRemoval(true);
        assertThat(options.features()).containsExactlyInAnyOrder(Feature.START_TIMESTAMPS, Feature.DELAYED_NAME_REMOVAL);
        assertThat(options.withDelayedNameRemoval(false).features()).containsExactly(Feature.START_TIMESTAMPS);
        assertThat(options.withExperimental(true).has(Feature.FILL_MODIFIERS)).isTrue();
        assertThat(options.withExperimental(true).withExperimental(false)).isEqualTo(options);
    }

    @ParameterizedTest
    @CsvSource({"a_total, counter, ''", "a, histogram, ''", "a_total, gauge, gauge", "a_total, '', ''"})
    void theTypeLabelTellsOfCounters(String name, String type, String got) {
        var fixture = new QueryFixture(EngineOptions.defaults().withFeatures(Set.of(Feature.TYPE_AND_UNIT_LABELS)))
                .load(name, type.isEmpty() ? "" : "__type__=" + type, 10_000, "1 2 3");
        var infos = fixture.engine.instant(fixture.storage, "rate(" + name + "[1m])", 30_000).infos();
        if (type.equals("counter") || type.equals("histogram")) {
            assertThat(infos).isEmpty();
        } else {
            assertThat(infos).containsExactly("PromQL info: metric might not be a counter, __type__ label is not set to \"counter\""
                    + " or \"histogram\", got \"" + got + "\": \"" + name + "\" (1:6)");
        }
    }
}
