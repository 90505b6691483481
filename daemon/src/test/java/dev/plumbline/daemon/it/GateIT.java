package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real targets, real store, real PromQL: a good release gets its go and a bad one its no-go, in both forms. */
class GateIT {
    private static final String POLICIES = """
            policies:
            - name: web
              match: {service: shop}
              canary: '{service="{{service}}", version="{{version}}"}'
              stages: [{weight: 25, at_most: 10m}, {weight: 100, at_most: 10m}]
              metrics:
              - {name: error_rate, signal: error_rate, fail_above: 5%}
              judge: {method: thresholds, min_requests: 200, warm_up: 1s, min_window: 3s}
            """;

    @TempDir
    private Path folder;

    /** A hundred requests a scrape for each version; of the bad one's a fifth fail. */
    private static String shop(long scrape) {
        return """
                http_requests_total{service="shop",version="good",status_code="200"} %d
                http_requests_total{service="shop",version="good",status_code="500"} 0
                http_requests_total{service="shop",version="bad",status_code="200"} %d
                http_requests_total{service="shop",version="bad",status_code="500"} %d
                """.formatted(scrape * 100, scrape * 80, scrape * 20);
    }

    @Test
    void judgesReleasesAndSaysSoInBothForms() throws Exception {
        try (var programs = new Programs(folder); var exporter = new Exporter(GateIT::shop)) {
            Files.writeString(folder.resolve("canary.yml"), POLICIES);
            var daemon = Daemon.start(programs, """
                    global: {scrape_interval: 200ms, scrape_timeout: 200ms}
                    scrape_configs:
                    - {job_name: shop, static_configs: [{targets: ['%s']}]}
                    canary_files: [canary.yml]
                    """.formatted(exporter.address()));
            Programs.await("a go for the good release", () -> ask(daemon, "good").contains("\"verdict\":\"go\""));
            Programs.await("a no-go for the bad release", () -> ask(daemon, "bad").contains("\"verdict\":\"no-go\""));
            String bad = ask(daemon, "bad");
            assertThat(bad).contains("error_rate", "5 %", "requests");
            var status = daemon.get("/v1/gate/shop?version=bad&answer=status");
            assertThat(status.status()).isEqualTo(409);
            assertThat(status.body()).contains("error_rate").hasLineCount(1);
            assertThat(daemon.get("/v1/gate/shop?version=good&answer=status").status()).isEqualTo(200);
            assertThat(daemon.get("/v1/gate/shop?version=new&stage=100&answer=status").status()).isEqualTo(412);
            Programs.await("verdicts are series", () -> daemon.valueOrNaN(
                    "plumbline_verdict{version=\"bad\",verdict=\"no-go\"}") == 1);
            commands(programs, daemon);
            wrongQuestions(daemon);
        }
    }

    private static void commands(Programs programs, Daemon daemon) throws Exception {
        assertThat(gate(programs, daemon, "--version", "good").exit()).isZero();
        var noGo = gate(programs, daemon, "--version", "bad", "--wait", "30s");
        assertThat(noGo.exit()).as(noGo.output()).isEqualTo(1);
        assertThat(noGo.output()).startsWith("NO-GO").contains("error_rate");
        assertThat(gate(programs, daemon, "--version", "nothing-of-it").exit()).isEqualTo(2);
        assertThat(gate(programs, daemon, "--version", "nothing-of-it", "--on-inconclusive", "succeed").exit()).isZero();
        assertThat(gate(programs, daemon, "--version", "good", "--stage", "7").exit()).isEqualTo(3);
        var query = programs.run(Daemon.command("query", "--url", daemon.url(), "up{job=\"shop\"}"));
        assertThat(query.exit()).as(query.output()).isZero();
        assertThat(query.output()).contains("up{").contains("job=\"shop\"");
        var wrong = programs.run(Daemon.command("query", "--url", daemon.url(), "up{"));
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.output()).contains("1:4: parse error: unexpected end of input inside braces").doesNotContain("\tat ");
        var nobody = programs.run(Daemon.command("query", "--url", "http://127.0.0.1:1", "up"));
        assertThat(nobody.exit()).isEqualTo(3);
        assertThat(nobody.output()).contains("cannot ask http://127.0.0.1:1").doesNotContain("\tat ");
    }

    private static Programs.Finished gate(Programs programs, Daemon daemon, String... arguments) throws Exception {
        var command = new ArrayList<>(Daemon.command("gate", "shop", "--url", daemon.url()));
        command.addAll(List.of(arguments));
        return programs.run(command);
    }

    private static void wrongQuestions(Daemon daemon) throws Exception {
        assertThat(daemon.get("/v1/gate/shop").status()).isEqualTo(400);
        assertThat(daemon.get("/v1/gate/shop").body()).contains("version");
        assertThat(daemon.get("/v1/gate/unknown?version=1").status()).isEqualTo(404);
        assertThat(daemon.get("/v1/gate/unknown?version=1").body()).contains("no policy governs service");
        assertThat(daemon.get("/v1/nowhere").body()).isEqualTo("404 page not found\n");
        assertThat(daemon.get("/v1/gate/shop?version=1&stage=77").status()).isEqualTo(404);
        assertThat(daemon.get("/v1/gate/shop?version=1&policy=nope").status()).isEqualTo(404);
        assertThat(daemon.get("/v1/gate/shop?version=1&verison=2").body()).contains("verison");
        assertThat(daemon.get("/v1/gate/shop?version=a%22%7D%20or%20vector(1)%20%23").body()).doesNotContain("\"verdict\":\"go\"");
        assertThat(daemon.send("HEAD", "/v1/gate/shop?version=fresh").status()).isEqualTo(200);
        assertThat(daemon.send("DELETE", "/v1/gate/shop?version=fresh").status()).isEqualTo(405);
    }

    private static String ask(Daemon daemon, String version) {
        try {
            return daemon.get("/v1/gate/shop?version=" + version).body();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }
}
