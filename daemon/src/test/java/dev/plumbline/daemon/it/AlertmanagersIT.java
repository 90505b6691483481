package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.alertmanagers.AlertClient;
import dev.plumbline.daemon.alertmanagers.AlertmanagerStats;
import dev.plumbline.daemon.alertmanagers.Alertmanagers;
import dev.plumbline.daemon.config.AlertingConfig;
import dev.plumbline.daemon.config.DiscoveryConfig;
import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.discovery.StaticDiscovery;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.http.HttpPoster;
import dev.plumbline.daemon.relabel.NameValidation;
import dev.plumbline.daemon.relabel.RelabelAction;
import dev.plumbline.daemon.relabel.RelabelRegex;
import dev.plumbline.daemon.relabel.RelabelRule;
import dev.plumbline.model.Labels;
import dev.plumbline.rules.RuleAlert;
import dev.plumbline.time.SystemTime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Alertmanager takes what is sent to it and shows it as it was meant. */
class AlertmanagersIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private final SystemTime clock = new SystemTime();
    private final HttpClients clients = new HttpClients(Map.of());
    private final Alertmanagers alertmanagers = new Alertmanagers(clock,
            (source, config) -> new StaticDiscovery(source, (DiscoveryConfig.Static) config),
            http -> AlertClient.over(new HttpPoster(http, clients, clock)), Alertmanagers.CAPACITY);
    private long startedAt;
    private Programs programs;

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() throws IOException {
        programs = new Programs(folder);
        startedAt = clock.wallMillis() - 5_000;
        Files.writeString(folder.resolve("am.yml"), "{route: {receiver: nobody}, receivers: [{name: nobody}]}\n");
    }

    @AfterEach
    void end() throws InterruptedException {
        alertmanagers.close();
        clients.close();
        clock.close();
        programs.close();
    }

    private Process alertmanager(int port) throws IOException {
        return programs.start("am" + port + ".log", RealAlertmanager.command(folder, "am.yml", port));
    }

    private static void awaitReady(int port) throws InterruptedException {
        Programs.await("the Alertmanager on port " + port + " is ready", () -> get(port, "/-/ready").equals("OK"));
    }

    /** The body, empty when there is no answer of status 200. */
    private static String get(int port, String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
            var response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? response.body().strip() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private void apply(int... ports) {
        var addresses = new ArrayList<String>();
        for (int port : ports) {
            addresses.add("127.0.0.1:" + port);
        }
        var drop = new RelabelRule(List.of("alertname"), ";", new RelabelRegex("Private"), 0, "", "$1", RelabelAction.DROP,
                NameValidation.UTF8);
        var entry = new AlertingConfig.Alertmanagers("http", "/", 10_000, List.of(), List.of(), HttpClientConfig.DEFAULT,
                List.of(new DiscoveryConfig.Static(addresses, Labels.EMPTY)));
        alertmanagers.apply(new AlertingConfig(List.of(drop), List.of(entry)), Labels.of("cluster", "c-1"));
    }

    private void awaitActive(int count) throws InterruptedException {
        Programs.await(count + " Alertmanagers are told", () -> alertmanagers.known().active().size() == count);
    }

    private RuleAlert alert(String name, boolean resolved) {
        long now = clock.wallMillis();
        return new RuleAlert(Labels.of("alertname", name, "severity", "critical"), Labels.of("summary", "1 > 0 & \"so\""), startedAt,
                resolved ? now : now + 240_000, resolved, "http://plumbline.test/graph?g0.expr=up&g0.tab=1");
    }

    private void tell(RuleAlert... alerts) {
        alertmanagers.accept(List.of(alerts));
    }

    private static String alerts(int port) {
        return get(port, "/api/v2/alerts");
    }

    @Test
    void alertsFireAndResolveWithTheirLabels() throws Exception {
        int port = Programs.freePort();
        alertmanager(port);
        awaitReady(port);
        apply(port);
        awaitActive(1);
        tell(alert("A", false), alert("Private", false));
        Programs.await("A fires", () -> alerts(port).contains("\"alertname\":\"A\""));
        var amtool = programs.run(List.of(Peers.program("amtool").toString(), "alert", "query", "--output=json",
                "--alertmanager.url=http://127.0.0.1:" + port));
        assertThat(amtool.output()).contains("\"cluster\":\"c-1\"", "\"severity\":\"critical\"", "http://plumbline.test/graph",
                "\"state\":\"active\"").doesNotContain("Private");
        assertThat(alerts(port)).contains(java.time.Instant.ofEpochMilli(startedAt).toString().substring(0, 19));
        tell(alert("A", true));
        Programs.await("A is over", () -> alerts(port).equals("[]"));
        Programs.await("both are counted", () -> alertmanagers.stats().getFirst().sent() == 2);
        assertThat(alertmanagers.stats().getFirst()).matches(s -> s.errors() == 0 && s.dropped() == 0);
    }

    @Test
    void nothingIsLostWhileAnAlertmanagerIsAway() throws Exception {
        int port = Programs.freePort();
        apply(port);
        awaitActive(1);
        tell(alert("A", false), alert("B", false));
        Programs.await("telling has failed", () -> alertmanagers.stats().getFirst().errors() > 0);
        tell(alert("B", true));
        var first = alertmanager(port);
        Programs.await("A fires", () -> alerts(port).contains("\"alertname\":\"A\""));
        assertThat(alerts(port)).doesNotContain("\"alertname\":\"B\"");
        first.destroyForcibly().waitFor();
        tell(alert("A", true), alert("C", false));
        Programs.await("telling fails again", () -> alertmanagers.stats().getFirst().waiting() == 2);
        alertmanager(port);
        Programs.await("C fires", () -> alerts(port).contains("\"alertname\":\"C\""));
        assertThat(alerts(port)).doesNotContain("\"alertname\":\"A\"");
        assertThat(alertmanagers.stats().getFirst()).matches(s -> s.waiting() == 0 && s.dropped() == 0);
    }

    @Test
    void twoGetEverythingAndAReloadRemovesOne() throws Exception {
        int one = Programs.freePort();
        int two = Programs.freePort();
        alertmanager(one);
        alertmanager(two);
        awaitReady(one);
        awaitReady(two);
        apply(one, two);
        awaitActive(2);
        tell(alert("A", false));
        Programs.await("A fires at both", () -> alerts(one).contains("\"A\"") && alerts(two).contains("\"A\""));
        apply(one);
        awaitActive(1);
        tell(alert("B", false));
        Programs.await("B fires at the one that is left", () -> alerts(one).contains("\"B\""));
        assertThat(alerts(two)).doesNotContain("\"B\"");
        assertThat(alertmanagers.stats()).extracting(AlertmanagerStats::url).containsExactly("http://127.0.0.1:" + one + "/api/v2/alerts");
    }
}
