package dev.plumbline.fleet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.plumbline.fleet.cluster.RolloutPlan.Analysis;
import dev.plumbline.fleet.cluster.RolloutPlan.Pause;
import dev.plumbline.fleet.cluster.RolloutPlan.SetWeight;
import dev.plumbline.fleet.cluster.RolloutPlan.WebMetric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rollouts in the stand-in, with a scripted gate, and its API as a client sees it. */
class ClusterStandInTest {
    private static final long SECOND = 1_000_000_000L;
    private final List<String> lines = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private long now;
    private final ClusterStandIn cluster = new ClusterStandIn(() -> now, lines::add);
    private HttpServer gate;
    private volatile int status = 200;
    private volatile String verdict = "go";
    private int asked;

    @BeforeEach
    void gate() throws IOException {
        gate = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gate.createContext("/", exchange -> {
            asked++;
            byte[] body = ("{\"verdict\":\"" + verdict + "\",\"reason\":\"because\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        gate.start();
    }

    @AfterEach
    void close() {
        cluster.close();
        gate.stop(0);
        http.close();
    }

    private WebMetric metric(int count) {
        return new WebMetric("http://127.0.0.1:" + gate.getAddress().getPort() + "/v1/gate/web?version=2", 1_000, count);
    }

    private void canary(RolloutPlan.Step... steps) {
        cluster.apply(new RolloutPlan("shop", "web", "old", "new", new RolloutPlan.Canary(List.of(steps))));
    }

    private RolloutView after(int ticks) {
        for (int i = 0; i < ticks; i++) {
            now += SECOND;
            cluster.tick();
        }
        return cluster.view("shop", "web");
    }

    @Test
    void goesThroughItsSteps() {
        canary(new SetWeight(5), new Pause(3), new Analysis(metric(3)), new SetWeight(50), new Analysis(metric(3)));
        assertThat(after(1).weight()).isEqualTo(5);
        assertThat(after(2).phase()).isEqualTo("Paused");
        assertThat(after(5).weight()).isEqualTo(50);
        assertThat(after(3)).isEqualTo(new RolloutView("web", "Healthy", "", 5, 100, false, ""));
        assertThat(lines).first().isEqualTo("web: Progressing, step 0/5, 0 %");
        assertThat(lines).last().isEqualTo("web: Healthy, step 5/5, 100 %");
    }

    @Test
    void aNoGoAborts() {
        verdict = "no-go";
        canary(new SetWeight(5), new Analysis(metric(3)));
        assertThat(after(3)).isEqualTo(new RolloutView("web", "Degraded",
                "RolloutAborted: Rollout aborted update to revision 2: Metric \"plumbline\" assessed Failed: because", 1, 0, true, ""));
        assertThat(after(5).phase()).isEqualTo("Degraded");
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void noVerdictPausesForAPerson() {
        verdict = "pending";
        canary(new SetWeight(5), new Analysis(metric(3)), new Pause(0));
        assertThat(after(4).pause()).isEqualTo("InconclusiveAnalysisRun");
        assertThat(asked).isEqualTo(3);
        cluster.edit("shop", "web", "{\"status\":{\"pauseConditions\":null,\"controllerPause\":false,\"currentStepIndex\":2}}");
        assertThat(after(2).pause()).isEqualTo("CanaryPauseStep");
    }

    @Test
    void errorsAreToleratedForAWhile() {
        status = 503;
        canary(new Analysis(metric(3)));
        assertThat(after(RolloutPlan.WebMetric.ERROR_LIMIT).phase()).isEqualTo("Progressing");
        assertThat(after(1).aborted()).isTrue();
    }

    @Test
    void blueGreenIsJudgedBeforeAndAfter() {
        cluster.apply(new RolloutPlan("shop", "web", "old", "new", new RolloutPlan.BlueGreen(metric(3), metric(3))));
        after(1);
        assertThat(cluster.object("shop", "web")).contains("\"activeSelector\":\"new\"", "\"prePromotionAnalysisRunStatus\"");
        assertThat(after(1).phase()).isEqualTo("Healthy");
        cluster.apply(new RolloutPlan("shop", "web", "old", "new", new RolloutPlan.BlueGreen(metric(3), metric(3))));
        after(1);
        verdict = "no-go";
        assertThat(after(1).aborted()).isTrue();
        assertThat(cluster.object("shop", "web")).contains("\"activeSelector\":\"old\"");
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(cluster.url() + "/apis/argoproj.io/v1alpha1" + path))
                .header("Content-Type", "application/merge-patch+json").method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aClientThatWantsAWebSocketGetsNone() {
        var upgrade = http.newWebSocketBuilder().buildAsync(URI.create(cluster.url().replace("http", "ws")
                + "/apis/argoproj.io/v1alpha1/rollouts?watch=true"), new WebSocket.Listener() { });
        assertThatThrownBy(upgrade::join).hasCauseInstanceOf(WebSocketHandshakeException.class)
                .satisfies(e -> assertThat(e.getCause()).isInstanceOfSatisfying(WebSocketHandshakeException.class,
                        refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(200)));
    }

    @Test
    void patchesAsAnApiServerDoes() throws Exception {
        canary(new SetWeight(5), new Pause(0));
        after(2);
        String path = "/namespaces/shop/rollouts/web";
        assertThat(call("GET", path, "").body()).contains("\"resourceVersion\":\"103\"", "\"reason\":\"CanaryPauseStep\"");
        assertThat(call("PATCH", path, "{\"metadata\":{\"resourceVersion\":\"102\"},\"spec\":{\"paused\":true}}").statusCode()).isEqualTo(409);
        assertThat(call("PATCH", path, "{\"status\":{\"abort\":true}}").body()).as("not through the object").doesNotContain("abort");
        assertThat(call("PATCH", path + "/status", "{\"spec\":{\"paused\":true},\"status\":{\"abort\":true}}").body())
                .contains("\"abort\":true").doesNotContain("\"paused\"");
        assertThat(call("PATCH", path, "{\"spec\":{\"paused\":true}}").body()).contains("\"generation\":2");
        assertThat(call("GET", "/namespaces/shop/rollouts/other", "").statusCode()).isEqualTo(404);
        assertThat(call("GET", "/rollouts", "").body()).contains("\"kind\":\"RolloutList\"");
        assertThat(call("PATCH", path, "{").statusCode()).isEqualTo(400);
        cluster.faults().statusSubresource(false);
        assertThat(call("PATCH", path + "/status", "{}").statusCode()).isEqualTo(404);
        cluster.faults().nextPatches(403);
        assertThat(call("PATCH", path, "{}").statusCode()).isEqualTo(403);
    }

    @Test
    void watchesTellWhatChanges() throws Exception {
        canary(new SetWeight(5), new Pause(0));
        var request = HttpRequest.newBuilder(URI.create(cluster.url()
                + "/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts?watch=true&resourceVersion=100")).build();
        HttpResponse<Stream<String>> response = http.send(request, HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> events = response.body()) {
            Iterator<String> each = events.iterator();
            assertThat(each.next()).startsWith("{\"type\":\"ADDED\"");
            after(1);
            assertThat(each.next()).startsWith("{\"type\":\"MODIFIED\"").contains("\"weight\":5");
        }
    }
}
