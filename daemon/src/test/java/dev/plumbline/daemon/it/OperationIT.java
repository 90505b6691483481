package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Start, refusal to start, check, tokens, reload, end. */
class OperationIT {
    private static final String LATER = "up{job=\"later\"}";

    @TempDir
    private Path folder;

    @Test
    void checkNamesEveryProblemAtOnceWithItsPlace() throws Exception {
        try (var programs = new Programs(folder)) {
            Files.writeString(folder.resolve("bad.yml"), """
                    global:
                      scrape_interval: fast
                    scrape_configs:
                    - job_name: a
                      scrap_interval: 5s
                      relabel_configs:
                      - {source_labels: [x], regex: '(', target_label: y}
                    canary_files: [missing.yml]
                    """);
            var checked = programs.run(Daemon.command("check", "--config", "bad.yml"));
            assertThat(checked.exit()).isEqualTo(1);
            assertThat(checked.output()).contains("bad.yml:2:").contains("bad.yml:5:").contains("bad.yml:7:").contains("missing.yml")
                    .contains("scrape_interval").doesNotContain("\tat ");
            var run = programs.run(Daemon.command("run", "--config", "bad.yml", "--port", "" + Programs.freePort()));
            assertThat(run.exit()).isNotZero();
            assertThat(run.output()).contains("bad.yml:2:").contains("bad.yml:5:").doesNotContain("\tat ");
            Files.writeString(folder.resolve("good.yml"), "scrape_configs: [{job_name: a, static_configs: [{targets: [x:1]}]}]\n");
            assertThat(programs.run(Daemon.command("check", "--config", "good.yml")).exit()).isZero();
            assertThat(programs.run(Daemon.command("check", "--config", "none.yml")).exit()).isEqualTo(1);
        }
    }

    @Test
    void tellsMistypedFlagsFromThoseThatAreNotThereYet() throws Exception {
        try (var programs = new Programs(folder)) {
            Files.writeString(folder.resolve("plumbline.yml"), "scrape_configs: []\n");
            var later = programs.run(Daemon.command("run", "--config", "plumbline.yml", "--web.route-prefix=/p"));
            assertThat(later.exit()).isEqualTo(3);
            assertThat(later.output()).contains("--web.route-prefix=/p is known from Prometheus but not there yet");
            var mistyped = programs.run(Daemon.command("run", "--confg", "plumbline.yml"));
            assertThat(mistyped.exit()).isEqualTo(3);
            assertThat(mistyped.output()).contains("--conf").doesNotContain("\tat ");
            var bad = programs.run(Daemon.command("run", "--config", "plumbline.yml", "--query.timeout", "soon"));
            assertThat(bad.exit()).isEqualTo(3);
            assertThat(bad.output()).contains("--query.timeout \"soon\" is not a positive duration");
            assertThat(programs.run(Daemon.command("gate", "--help")).output()).contains("Exit codes:").contains("--version=V");
        }
    }

    @Test
    void refusesToBeReachableWithoutAuthentication() throws Exception {
        try (var programs = new Programs(folder)) {
            Files.writeString(folder.resolve("plumbline.yml"), "scrape_configs: []\n");
            var refused = programs.run(Daemon.command("run", "--config", "plumbline.yml", "--listen", "0.0.0.0:" + Programs.freePort()));
            assertThat(refused.exit()).isEqualTo(3);
            assertThat(refused.output()).contains("0.0.0.0").contains("auth").contains("--web.open").doesNotContain("\tat ");
        }
    }

    @Test
    void tokensGuardEverythingButHealth() throws Exception {
        try (var programs = new Programs(folder)) {
            Files.writeString(folder.resolve("tokens.yml"), """
                    - {name: grafana, token: read-me, scopes: [read]}
                    - {name: ops, token: rule-me, scopes: [admin]}
                    """);
            var daemon = Daemon.start(programs, "auth: {tokens_file: tokens.yml}\n");
            assertThat(daemon.get("/-/healthy").status()).isEqualTo(200);
            assertThat(daemon.get("/api/v1/query?query=1").status()).isEqualTo(401);
            assertThat(daemon.get("/api/v1/query?query=1", "Authorization", "Bearer wrong").status()).isEqualTo(401);
            assertThat(daemon.get("/api/v1/query?query=1", "Authorization", "Bearer read-me").status()).isEqualTo(200);
            assertThat(daemon.get("/v1/gate/x?version=1", "Authorization", "Bearer read-me").status()).isEqualTo(403);
            assertThat(daemon.send("POST", "/-/reload", "Authorization", "Bearer read-me").status()).isEqualTo(403);
            assertThat(daemon.send("POST", "/-/reload", "Authorization", "Bearer rule-me").status()).isEqualTo(200);
            assertThat(programs.log("daemon.log")).doesNotContain("read-me").doesNotContain("rule-me");
        }
    }

    @Test
    void reloadSwapsAllOrNothing() throws Exception {
        try (var programs = new Programs(folder); var exporter = new Exporter(n -> "a 1\n")) {
            var daemon = Daemon.start(programs, "global: {scrape_interval: 200ms, scrape_timeout: 200ms}\n", "--web.enable-lifecycle");
            assertThat(daemon.get("/metrics").body()).contains("prometheus_config_last_reload_successful 1");
            Files.writeString(folder.resolve("plumbline.yml"), """
                    global: {scrape_interval: 200ms, scrape_timeout: 200ms}
                    scrape_configs:
                    - {job_name: later, static_configs: [{targets: ['%s']}]}
                    """.formatted(exporter.address()));
            assertThat(daemon.send("POST", "/-/reload").status()).isEqualTo(200);
            Programs.await("the new target is up", () -> daemon.valueOrNaN(LATER) == 1);
            Files.writeString(folder.resolve("plumbline.yml"), "scrape_configs: [{job_nam: x}]\n");
            var refused = daemon.send("POST", "/-/reload");
            assertThat(refused.status()).isEqualTo(500);
            assertThat(refused.body()).contains("plumbline.yml:1:").contains("job_nam");
            assertThat(daemon.get("/metrics").body()).contains("prometheus_config_last_reload_successful 0");
            assertThat(daemon.value(LATER)).isEqualTo(1);
        }
    }

    @Test
    void endsCleanlyAndSpeaksJson() throws Exception {
        try (var programs = new Programs(folder)) {
            var daemon = Daemon.start(programs, "scrape_configs: []\n");
            daemon.process().destroy();
            assertThat(daemon.process().waitFor()).isIn(0, 143);
            assertThat(programs.log("daemon.log").lines()).isNotEmpty().allMatch(line -> line.startsWith("{") && line.endsWith("}"));
            var inspected = programs.run(Daemon.command("inspect", "--data", "data"));
            assertThat(inspected.exit()).as(inspected.output()).isZero();
            assertThat(inspected.output()).contains("0 blocks, 0 samples").contains("no damage");
            var nothing = programs.run(Daemon.command("inspect", "--data", "nowhere"));
            assertThat(nothing.exit()).isEqualTo(3);
            assertThat(nothing.output()).contains("nowhere").contains("Name a data directory").doesNotContain("\tat ");
            var second = Daemon.start(programs, "scrape_configs: []\n");
            var locked = programs.run(Daemon.command("run", "--config", "plumbline.yml", "--data", "data", "--port", "" + Programs.freePort()));
            assertThat(locked.exit()).as(locked.output()).isNotZero();
            assertThat(locked.output()).contains("data").contains("another");
            assertThat(second.get("/health/ready").body()).isEqualTo("{\"status\":\"UP\"}");
        }
    }

    @Test
    void answersUnknownPathsAndMethodsAsPrometheusDoes() throws Exception {
        try (var programs = new Programs(folder)) {
            var daemon = Daemon.start(programs, "scrape_configs: []\n");
            assertThat(daemon.get("/nope")).isEqualTo(new Daemon.Reply(404, "404 page not found\n"));
            assertThat(daemon.send("DELETE", "/api/v1/query?query=up")).isEqualTo(new Daemon.Reply(405, "Method Not Allowed\n"));
            assertThat(daemon.send("POST", "/-/reload").status()).isEqualTo(403);
            assertThat(daemon.get("/api/v1/query?query=1&time=300").body())
                    .isEqualTo("{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[300,\"1\"]}}");
            assertThat(daemon.get("/api/v1/status/buildinfo").body()).contains("\"goVersion\"").doesNotContain("features");
        }
    }
}
