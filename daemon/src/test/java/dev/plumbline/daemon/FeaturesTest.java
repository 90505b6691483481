package dev.plumbline.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.Feature;
import org.junit.jupiter.api.Test;

class FeaturesTest {

    private static RunOptions options(String... arguments) {
        return RunFlagsTest.byPicocli(arguments);
    }

    @Test
    void switchWhatTheyNameAndNothingElse() {
        var features = Features.of(new String[] {"promql-experimental-functions", " promql-delayed-name-removal "});
        assertThat(features.promql()).containsExactlyInAnyOrder(Feature.EXPERIMENTAL_FUNCTIONS, Feature.DELAYED_NAME_REMOVAL);
        assertThat(features.notes()).isEmpty();
        assertThat(features.parser().experimentalFunctions()).isTrue();
        assertThat(features.parser().fillModifiers()).isFalse();
    }

    @Test
    void sayThatSomeChangeNothing() {
        var features = Features.of(new String[] {"native-histograms", "old-ui", "promql-at-modifier", ""});
        assertThat(features.promql()).isEmpty();
        assertThat(features.notes()).hasSize(3).first().asString().contains("native-histograms", "always on");
    }

    @Test
    void listThoseThatAreKnown() {
        assertThatThrownBy(() -> Features.of(new String[] {"warp-drive"})).isInstanceOf(PlumblineException.class)
                .hasMessageContaining("\"warp-drive\"").hasMessageContaining("promql-experimental-functions")
                .hasMessageContaining("native-histograms");
    }

    @Test
    void boundsOfQueriesAreRead() {
        var settings = RunSettings.of(options("--config", "x", "--query.max-memory", "64MB", "--query.max-total-memory", "1GB",
                "--query.max-waiting", "0", "--query.log-slower-than", "500ms", "--query.timeout", "30s")).query();
        assertThat(settings.engine().maxQueryBytes()).isEqualTo(64L << 20);
        assertThat(settings.totalBytes()).isEqualTo(1L << 30);
        assertThat(settings.limits().waiting()).isZero();
        assertThat(settings.limits().slowMillis()).isEqualTo(500);
        assertThat(settings.limits().timeoutMillis()).isEqualTo(30_000);
        assertThat(RunSettings.of(options("--config", "x", "--query.log-slower-than", "0")).query().limits().slowMillis()).isZero();
    }

    @Test
    void prometheusDefaultsHold() {
        var settings = RunSettings.of(options("--config", "x")).query();
        assertThat(settings.limits().concurrency()).isEqualTo(20);
        assertThat(settings.engine().maxSamples()).isEqualTo(50_000_000);
        assertThat(settings.engine().timeoutMillis()).isEqualTo(120_000);
        assertThat(settings.engine().lookbackMillis()).isEqualTo(300_000);
        assertThat(settings.totalBytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 2);
    }

    @Test
    void wrongSettingsAreNamed() {
        wrong("--query.max-concurrency", "0", "at least 1");
        wrong("--query.max-samples", "0", "at least 1");
        wrong("--query.max-waiting", "-1", "at least 0");
        wrong("--query.max-memory", "lots", "not a size");
        wrong("--query.max-total-memory", "-5MB", "not a size");
        wrong("--query.log-slower-than", "soon", "not a duration");
        wrong("--query.timeout", "0", "positive duration");
        wrong("--web.cors.origin", "(", "regular expression");
        wrong("--listen", "nowhere", "no port");
        wrong("--storage.tsdb.retention.size", "1XB", "not a size");
    }

    private static void wrong(String option, String value, String why) {
        assertThatThrownBy(() -> RunSettings.of(options("--config", "x", option + "=" + value))).as(option)
                .isInstanceOf(PlumblineException.class).hasMessageContaining(option).hasMessageContaining(why);
    }

    @Test
    void flagsAreShownByPrometheusNames() {
        var flags = RunSettings.of(options("--config", "x", "--enable-feature", "a,native-histograms".substring(2), "--data", "d")).web().flags();
        assertThat(flags).containsEntry("config.file", "x").containsEntry("storage.tsdb.path", "d")
                .containsEntry("enable-feature", "native-histograms").containsEntry("query.timeout", "2m")
                .containsEntry("web.enable-admin-api", "false");
        assertThat(flags.keySet()).noneMatch(name -> name.startsWith("-"));
    }
}
