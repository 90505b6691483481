package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fleet.cluster.ClusterStandIn;
import dev.plumbline.fleet.cluster.RolloutPlan.Pause;
import dev.plumbline.fleet.cluster.RolloutPlan.SetWeight;
import dev.plumbline.fleet.cluster.RolloutPlan.WebMetric;
import dev.plumbline.fleet.cluster.RolloutPlan;
import dev.plumbline.fleet.receivers.PagerDutyStandIn;
import dev.plumbline.fleet.receivers.SlackStandIn;
import dev.plumbline.fleet.receivers.SmtpStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A platform team's configuration and its three kinds of rollout, from the targets to the Rollout objects and the pagers; nothing
 * stands in but for the cluster and the services that are told.
 */
@Isolated("a build of the product, with the training of its start, takes the whole machine")
class PlatformTeamIT {
    private static final Path CONFIGURATION = Path.of("src", "test", "resources", "platform-team");
    private final List<String> lines = new ArrayList<>();
    private final ClusterStandIn cluster = new ClusterStandIn(System::nanoTime, lines::add);
    private final SlackStandIn slack = SlackStandIn.start();
    private final PagerDutyStandIn pagerDuty = PagerDutyStandIn.start();
    private final SmtpStandIn smtp = SmtpStandIn.start();
    private Exporter exporter;
    private Programs programs;
    private Daemon daemon;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        exporter = new Exporter(PlatformTeamIT::page);
        programs = new Programs(folder);
        Path from = Path.of(System.getProperty("plumbline.root"), "daemon").resolve(CONFIGURATION);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(from.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.writeString(to, here(Files.readString(file)));
            }
        }
        daemon = Daemon.start(programs, Files.readString(folder.resolve("plumbline.yml")));
    }

    private String here(String text) {
        return text.replace("@TARGET@", exporter.address()).replace("@CLUSTER@", cluster.url()).replace("@SLACK@", slack.webhookUrl())
                .replace("@PAGERDUTY@", pagerDuty.enqueueUrl()).replace("@SMTP@", "" + smtp.port());
    }

    @AfterEach
    void stop() throws Exception {
        programs.close();
        exporter.close();
        cluster.close();
        slack.close();
        pagerDuty.close();
        smtp.close();
    }

    /** What all pods say at the n-th scrape: 2.4.2 and 3.1.1 fail every fifth request, 8.3.0 is not well. */
    private static String page(long n) {
        var page = new StringBuilder();
        service(page, "checkout", "2.4.1", n * 100, 0, 0.2);
        service(page, "checkout", "2.4.2", n * 80, n * 20, 2.5);
        service(page, "payments", "3.1.0", n * 100, 0, 0.2);
        service(page, "payments", "3.1.1", n * 80, n * 20, 0.2);
        for (int check = 0; check < 10; check++) {
            page.append(line("health_check_ok", "ledger", "8.2.0", "check=\"" + check + "\"", check < 9 ? 1 : 0));
            page.append(line("health_check_ok", "ledger", "8.3.0", "check=\"" + check + "\"", check < 6 ? 1 : 0));
        }
        return page.append("dependency_ready{service=\"ledger\",dependency=\"database\"} 1\n"
                + "dependency_ready{service=\"ledger\",dependency=\"queue\"} 1\n").toString();
    }

    private static void service(StringBuilder page, String service, String version, long good, long bad, double p99) {
        page.append(line("http_requests_total", service, version, "status_code=\"200\"", good))
                .append(line("http_requests_total", service, version, "status_code=\"500\"", bad));
        for (double le : new double[] {0.1, 0.3, 1, 3}) {
            page.append(line("http_request_duration_seconds_bucket", service, version, "le=\"" + le + "\"", p99 <= le ? good + bad : (good + bad) / 2));
        }
        page.append(line("http_request_duration_seconds_bucket", service, version, "le=\"+Inf\"", good + bad))
                .append(line("process_cpu_seconds_total", service, version, "pod=\"a\"", (good + bad) * 0.001));
    }

    private static String line(String name, String service, String version, String label, double value) {
        return String.format(Locale.ROOT, "%s{service=\"%s\",version=\"%s\",%s} %s%n", name, service, version, label, value);
    }

    private String ask(String service, String version, String revision, String stage) {
        try {
            return daemon.get(gate(service, version, revision, stage)).body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static String gate(String service, String version, String revision, String stage) {
        return "/v1/gate/" + service + "?namespace=shop&version=" + version + "&revision=" + revision + "&stage=" + stage;
    }

    /** The pipeline: it asks for the stage that the Rollout is at, and leaves the acting to the daemon. */
    private boolean reaches(String version, String revision, String phase) {
        cluster.tick();
        var now = cluster.view("shop", "checkout");
        if (now.pause().equals("CanaryPauseStep")) {
            ask("checkout", version, revision, "" + now.weight());
        }
        return now.phase().equals(phase);
    }

    private void canary(String revision) {
        cluster.apply(new RolloutPlan("shop", "checkout", "7bf84f9696", revision, new RolloutPlan.Canary(List.of(
                new SetWeight(5), new Pause(0), new SetWeight(10), new Pause(0), new SetWeight(25), new Pause(0), new SetWeight(50),
                new Pause(0), new SetWeight(100), new Pause(0)))));
    }

    @Test
    void aCanaryIsPromotedStepByStepAndABadOneTakenBack() throws Exception {
        canary("6d4cf56db6");
        Programs.await("2.4.1 is promoted: " + lines, () -> reaches("2.4.1", "6d4cf56db6", "Healthy"));
        assertThat(lines).anyMatch(l -> l.contains("Paused, step 1/10, 5 %")).anyMatch(l -> l.contains("Paused, step 3/10, 10 %"))
                .anyMatch(l -> l.contains("Paused, step 7/10, 50 %")).last().isEqualTo("checkout: Healthy, step 10/10, 100 %");
        lines.clear();
        canary("57f8d9c6b");
        Programs.await("2.4.2 is aborted: " + lines, () -> reaches("2.4.2", "57f8d9c6b", "Degraded"));
        assertThat(lines).noneMatch(l -> l.contains("10 %"));
        assertThat(ask("checkout", "2.4.2", "57f8d9c6b", "5")).contains("\"verdict\":\"no-go\"", "error_rate");
        assertThat(daemon.get("/metrics").body()).contains("plumbline_rollout_actions_total{action=\"abort\",result=\"done\"} 1.0",
                "plumbline_rollout_actions_total{action=\"promote\",result=\"done\"} 5.0");
        everybodyIsTold();
    }

    private void everybodyIsTold() throws InterruptedException {
        Programs.await("critical goes to PagerDuty", () -> pagerDuty.incidents().stream().anyMatch(i -> i.summary().contains("CheckoutErrors")));
        Programs.await("warning goes to Slack", () -> slack.accepted().stream().anyMatch(r -> r.body().contains("CheckoutSlow")));
        Programs.await("info goes by mail", () -> smtp.mails().stream().anyMatch(m -> m.message().contains("CheckoutVersions")));
        assertThat(slack.accepted()).noneMatch(r -> r.body().contains("CheckoutErrors"));
    }

    private WebMetric webMetric(String version, String revision, String stage) {
        return new WebMetric(daemon.url() + gate("payments", version, revision, stage), 500, 60);
    }

    private void blueGreen(String version, String revision) {
        cluster.apply(new RolloutPlan("shop", "payments", "aaaa", revision, new RolloutPlan.BlueGreen(
                webMetric(version, revision, "before"), webMetric(version, revision, "after"))));
    }

    private boolean paymentsReach(String phase) {
        cluster.tick();
        return cluster.view("shop", "payments").phase().equals(phase);
    }

    @Test
    void blueGreenIsJudgedByItsSuccessRateBeforeAndAfter() throws Exception {
        blueGreen("3.1.0", "bbbb");
        Programs.await("3.1.0 is promoted: " + lines, () -> paymentsReach("Healthy"));
        assertThat(cluster.object("shop", "payments")).contains("\"activeSelector\":\"bbbb\"",
                "\"prePromotionAnalysisRunStatus\":{\"name\":\"payments-bbbb-2-pre\",\"status\":\"Successful\"",
                "\"postPromotionAnalysisRunStatus\":{\"name\":\"payments-bbbb-2-post\",\"status\":\"Successful\"");
        blueGreen("3.1.1", "cccc");
        Programs.await("3.1.1 is aborted: " + lines, () -> paymentsReach("Degraded"));
        assertThat(cluster.view("shop", "payments").message()).contains("success_rate");
        assertThat(cluster.object("shop", "payments")).as("never switched").doesNotContain("postPromotionAnalysisRunStatus");
    }

    /** What the team's update script runs before it goes on to the next host. */
    private Programs.Finished gateCommand(String version) throws Exception {
        return programs.run(Daemon.command("gate", "ledger", "--version", version, "--stage", "host-7", "--wait", "60s", "--url", daemon.url()));
    }

    @Test
    void aContainerHostIsUpdatedOnlyWhenItIsWellAndItsDependenciesAreReady() throws Exception {
        var well = gateCommand("8.2.0");
        assertThat(well.exit()).as(well.output()).isZero();
        var sick = gateCommand("8.3.0");
        assertThat(sick.exit()).as(sick.output()).isEqualTo(1);
        assertThat(sick.output()).startsWith("NO-GO").contains("health_score");
    }
}
