package dev.plumbline.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetConfigTest {
    private final List<Pod> pods = List.of(
            new Pod("checkout-2.4.0-acme-0", "checkout", "2.4.0", "acme", "shop", false, "127.0.0.1:1001"),
            new Pod("web-5.12.0-acme-0", "web", "5.12.0", "acme", "shop", false, "127.0.0.1:1002"),
            new Pod("checkout-2.4.1-acme-0", "checkout", "2.4.1", "acme", "shop", true, "127.0.0.1:1003"));

    @Test
    void aJobForEachServiceWithItsPodsAndLabels() {
        assertThat(new FleetConfig(pods.subList(0, 1), Duration.ofMillis(1500)).configuration()).isEqualTo("""
                # Written by the fleet for its own pods; the ports are those of this run.
                global:
                  scrape_interval: 1500ms
                  scrape_timeout: 1500ms
                  evaluation_interval: 5s
                canary_files:
                - canaries.yml
                scrape_configs:
                - job_name: checkout
                  honor_labels: true
                  static_configs:
                  - targets: ['127.0.0.1:1001']
                    labels:
                      namespace: 'shop'
                      pod: 'checkout-2.4.0-acme-0'
                      service: 'checkout'
                      tenant: 'acme'
                      version: '2.4.0'
                """);
        String all = new FleetConfig(pods, Duration.ofSeconds(1)).configuration();
        assertThat(all).containsOnlyOnce("job_name: checkout").containsOnlyOnce("job_name: web").contains("127.0.0.1:1003");
    }

    @Test
    void bothFilesAreWritten(@TempDir Path folder) throws IOException {
        var config = new FleetConfig(pods, Duration.ofSeconds(1));
        assertThat(config.write(folder)).isEqualTo(folder.resolve("plumbline.yml")).content().isEqualTo(config.configuration());
        assertThat(Files.readString(folder.resolve("canaries.yml"))).isEqualTo(config.canaries())
                .contains("name: web-checkout", "name: web-payments", "fail_above: 5%,", "{{version}}", "min_requests: 200");
    }

    @Test
    void whoIsToBeToldOfAlertsGetsRulesAndRouting(@TempDir Path folder) throws IOException {
        var receivers = new AlertReceivers(URI.create("http://127.0.0.1:1/slack"), URI.create("http://127.0.0.1:2/v2/enqueue"),
                URI.create("http://127.0.0.1:3/hook"));
        Path file = new FleetConfig(pods, Duration.ofSeconds(1), receivers).write(folder);
        assertThat(file).content().contains("rule_files:\n- rules.yml\nalertmanager_config_file: alertmanager.yml\nscrape_configs:\n");
        assertThat(folder.resolve("rules.yml")).content().contains("alert: ErrorRatioHigh", "for: 3s", "alert: Watchdog");
        assertThat(folder.resolve("alertmanager.yml")).content().contains("api_url: 'http://127.0.0.1:1/slack'",
                "- url: 'http://127.0.0.1:2/v2/enqueue'", "- url: 'http://127.0.0.1:3/hook'", "group_wait: 1s");
    }

    @Test
    void anAddressThatNobodyCanBeToldAtIsNamed() {
        URI fine = URI.create("http://127.0.0.1:1/");
        assertThatThrownBy(() -> new AlertReceivers(fine, URI.create("mailto:a@b"), fine))
                .hasMessage("fleet: a receiver is mailto:a@b, must be an http or https address");
    }

    @Test
    void anIntervalOutOfRangeIsNamed() {
        assertThatThrownBy(() -> new FleetConfig(pods, Duration.ofMillis(99)))
                .hasMessage("fleet: scrapeInterval is PT0.099S, must be 100 ms to 1 min");
    }
}
