package dev.plumbline.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every dashboard is JSON that Grafana imports, and each of its queries parses once its variables have values. */
class GrafanaDashboardsTest {
    private static final Path HOME = Path.of(System.getProperty("plumbline.root", ".."), "dashboards", "grafana");

    private static List<JsonNode> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(HOME)) {
            var mapper = new ObjectMapper();
            var dashboards = new java.util.ArrayList<JsonNode>();
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                dashboards.add(mapper.readTree(Files.readString(file)));
            }
            return dashboards;
        }
    }

    @Test
    void everyDashboardHasAnIdentityAndPanels() throws IOException {
        var uids = new HashSet<String>();
        for (JsonNode dashboard : dashboards()) {
            assertThat(uids.add(dashboard.path("uid").asText())).isTrue();
            assertThat(dashboard.path("title").asText()).isNotBlank();
            assertThat(dashboard.path("panels")).isNotEmpty();
        }
        assertThat(uids).contains("plumbline-services");
    }

    @Test
    void everyQueryParses() throws IOException {
        for (JsonNode dashboard : dashboards()) {
            for (JsonNode panel : dashboard.path("panels")) {
                assertThat(panel.path("targets")).as(panel.path("title").asText()).isNotEmpty();
                for (JsonNode target : panel.path("targets")) {
                    String expr = target.path("expr").asText().replaceAll("\\$\\w+", "x");
                    assertThat(expr).isNotBlank();
                    assertThatCode(() -> PromqlParser.parse(expr, ParserOptions.STABLE)).as(expr).doesNotThrowAnyException();
                }
            }
        }
    }
}
