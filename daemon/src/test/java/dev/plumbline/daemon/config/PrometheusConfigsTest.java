package dev.plumbline.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Prometheus's own test configurations, when {@code -Dplumbline.data=DIR} says where they are. */
class PrometheusConfigsTest {

    @Test
    void acceptsAndRefusesWhatPrometheusDoes() throws IOException {
        String data = System.getProperty("plumbline.data", "");
        if (data.isEmpty()) {
            System.out.println("data: none given");
            return;
        }
        Path folder = Path.of(System.getProperty("plumbline.root", "."), "x").resolveSibling(data).resolve("prometheus-rules/config/testdata");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> configs = files.filter(f -> f.toString().endsWith(".yml")).sorted().toList();
            assertThat(configs).isNotEmpty().allSatisfy(PrometheusConfigsTest::check);
        }
    }

    private static void check(Path file) {
        LoadResult result = ConfigLoader.load(file, Map.of("TEST", "123"));
        boolean bad = file.toString().endsWith(".bad.yml") || file.toString().contains("deprecated_am_api");
        if (bad) {
            assertThat(result).isInstanceOfSatisfying(LoadResult.Refused.class, refused ->
                    assertThat(refused.problems()).isNotEmpty().allSatisfy(p -> assertThat(p.at().line()).isPositive()));
        } else {
            assertThat(result).as(() -> file + ": " + result).isInstanceOf(LoadResult.Loaded.class);
        }
    }
}
