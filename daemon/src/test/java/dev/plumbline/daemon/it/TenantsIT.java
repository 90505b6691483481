package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.model.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant that explodes, scraped and sent, beside one that behaves. */
class TenantsIT {
    @TempDir
    private Path folder;

    private static String config(Exporter exporter, int series) {
        return """
                global: {scrape_interval: 100ms, scrape_timeout: 100ms}
                tenants: {limits: {default: {series: %d}, unknown: {series: 0}}}
                scrape_configs:
                - {job_name: mixed, scrape_timeout: 90ms, static_configs: [{targets: ['%s']}]}
                """.formatted(series, exporter.address());
    }

    private static JsonNode tenant(Daemon daemon, String name) throws Exception {
        return Json.parse(daemon.get("/v1/tenants?tenant=" + name).body()).at("/tenants/0");
    }

    @Test
    void anExplosionStaysInItsTenant() throws Exception {
        try (var programs = new Programs(folder); var exporter = new Exporter(n -> "good{tenant=\"good\"} " + n + "\n"
                + IntStream.range(0, 20).mapToObj(i -> "bad{tenant=\"bad\",i=\"" + n + "-" + i + "\"} 1\n").collect(Collectors.joining()))) {
            var daemon = Daemon.start(programs, config(exporter, 50), "--web.enable-remote-write-receiver", "--web.enable-lifecycle");
            Programs.await("the limit is reached", () -> series(daemon) == 50
                    && daemon.valueOrNaN("count_over_time(good[1h])") > 10);
            JsonNode bad = tenant(daemon, "bad");
            assertThat(bad.at("/series").asInt()).isEqualTo(50);
            assertThat(bad.at("/limits/series").asInt()).isEqualTo(50);
            assertThat(bad.at("/rejectedSamples/series").asInt()).isPositive();
            assertThat(tenant(daemon, "good").at("/rejectedSamples").size()).isZero();
            assertThat(daemon.value("up")).isEqualTo(1);

            var request = new RemoteWriter();
            long now = System.currentTimeMillis();
            for (int i = 0; i < 100; i++) {
                request.series(Labels.of("__name__", "sent", "i", "" + i, "tenant", i < 10 ? "other" : "bad"), new long[] {now}, new double[] {i});
            }
            assertThat(request.sendTo(daemon.url())).startsWith("400").contains("tenant \"bad\" is over the limit of 50 series")
                    .contains("tenants.limits.default.series");
            assertThat(daemon.value("count(sent{tenant=\"other\"})")).isEqualTo(10);
            assertThat(daemon.value("count(sent{tenant=\"bad\"})")).isNaN();
            assertThat(daemon.get("/metrics").body()).contains("plumbline_tenant_series{tenant=\"bad\"} 50.0")
                    .contains("plumbline_tenant_rejected_samples_total{reason=\"series\",tenant=\"bad\"}")
                    .contains("plumbline_tenant_samples_total{tenant=\"good\"}");

            Files.writeString(folder.resolve("plumbline.yml"), config(exporter, 80));
            assertThat(daemon.send("POST", "/-/reload").status()).isEqualTo(200);
            Programs.await("the raised limit is reached", () -> series(daemon) == 80);
            Files.writeString(folder.resolve("plumbline.yml"), config(exporter, 80).replace("{default:", "{defualt: 3, default:"));
            assertThat(daemon.send("POST", "/-/reload").body()).contains("plumbline.yml:2:");
            assertThat(tenant(daemon, "bad").at("/limits/series").asInt()).as("the old ones stay").isEqualTo(80);
        }
    }

    private static int series(Daemon daemon) {
        try {
            return tenant(daemon, "bad").at("/series").asInt();
        } catch (Exception e) {
            return -1;
        }
    }
}
