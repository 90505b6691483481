package dev.plumbline.daemon.verdicts;

import static dev.plumbline.daemon.verdicts.TemplateWorld.question;
import static dev.plumbline.daemon.verdicts.TemplateWorld.template;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.measuring.HttpMeasurements;
import dev.plumbline.time.VirtualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Web metrics against a real server on the loopback. */
class TemplateWebTest {
    private final List<String> requests = new ArrayList<>();
    private final HttpClients clients = new HttpClients(Map.of());
    private HttpServer server;
    private int status = 200;
    private String body = "{\"data\": {\"errors\": 0.5}}";
    private Map<String, String> headers = Map.of();

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
        clients.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("X-Team") + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " " + sent);
            headers.forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String spec(String more, String web) {
        return """
                args:
                - name: team
                metrics:
                - name: errors
                  successCondition: result < 1
                """ + more.indent(2) + "  provider:\n    web:\n      url: \"http://127.0.0.1:" + server.getAddress().getPort()
                + "/check?service={{args.team}}\"\n      headers: [{key: X-Team, value: \"{{args.team}}\"}]\n" + web.indent(6);
    }

    private TemplateWorld world(String spec, Executor threads) {
        return new TemplateWorld(template("web", spec), new HttpMeasurements(clients, new VirtualTime(TemplateWorld.START), threads));
    }

    private TemplateWorld world(String spec) {
        return world(spec, Runnable::run);
    }

    private static final GateQuestion ASKED = question("web").withArgs(Map.of("team", "shop-1"));

    private static Measurements.Taken last(TemplateWorld world, GateAnswer.Judged answer) {
        return Objects.requireNonNull(Objects.requireNonNull(world.record(answer).inputs().getFirst().measurements()).last());
    }

    @Test
    void anAnswerIsJudgedByWhatThePathLeadsTo() {
        TemplateWorld world = world(spec("interval: 30s\ncount: 3", "jsonPath: '{$.data.errors}'"));
        GateAnswer.Judged answer = world.untilDecided(ASKED);
        assertThat(answer.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(last(world, answer).value()).isEqualTo("0.5");
        assertThat(requests).hasSize(3).allMatch(r -> r.startsWith("GET /check?service=shop-1 shop-1 "));
        assertThat(TemplateWorld.seconds(answer)).isBetween(60L, 62L);
        assertThat(world.gate.analyses().replay(String.valueOf(answer.analysis())).orElseThrow().same()).isTrue();
    }

    @Test
    void aBodyIsSentAsItsTypesAre() {
        TemplateWorld world = world(spec("", "method: POST\njsonBody: {team: '{{args.team}}', runs: 3, on: true, no: null}\njsonPath: '{$.data.errors}'"));
        assertThat(world.untilDecided(ASKED).verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(requests).containsExactly("POST /check?service=shop-1 shop-1 application/json {\"team\":\"shop-1\",\"runs\":3,\"on\":true,\"no\":null}");
    }

    @Test
    void aServiceThatIsAwayIsTriedAgainAndThenNoFaultOfTheRelease() {
        status = 503;
        TemplateWorld world = world(spec("consecutiveErrorLimit: 2", ""));
        GateAnswer.Judged answer = world.untilDecided(ASKED);
        assertThat(answer.verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(requests).hasSize(3);
        assertThat(last(world, answer).message()).contains("non 2xx response code: 503");
    }

    @Test
    void noConnectionIsAnError() {
        server.stop(0);
        TemplateWorld world = world(spec("consecutiveErrorLimit: 0", ""));
        GateAnswer.Judged answer = world.untilDecided(ASKED);
        assertThat(answer.verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(last(world, answer).message()).contains("127.0.0.1:", "no connection").doesNotContain("/check");
    }

    @Test
    void anAnswerWithoutEndIsCutAndAnError() {
        body = "\"" + "x".repeat(HttpMeasurements.MAX_BYTES) + "\"";
        TemplateWorld world = world(spec("consecutiveErrorLimit: 0", ""));
        assertThat(last(world, world.untilDecided(ASKED)).message()).contains("65536 bytes or more");
    }

    @Test
    void aRedirectIsNotFollowed() {
        status = 307;
        headers = Map.of("Location", "/elsewhere");
        TemplateWorld world = world(spec("consecutiveErrorLimit: 0", ""));
        assertThat(last(world, world.untilDecided(ASKED)).message()).contains("307");
        assertThat(requests).hasSize(1);
    }

    @Test
    void aSlowCallKeepsNobodyWaitingAndIsNotMadeTwice() {
        Queue<Runnable> slow = new ArrayDeque<>();
        TemplateWorld world = world(spec("interval: 10s\ncount: 2", "jsonPath: '{$.data.errors}'"), slow::add);
        world.ask(ASKED);
        world.run(35);
        assertThat(slow).hasSize(1);
        slow.remove().run();
        world.run(2);
        assertThat(slow).as("what was missed is measured once").hasSize(1);
        slow.remove().run();
        world.run(1);
        assertThat(world.ask(ASKED).verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(requests).hasSize(2);
    }

    @Test
    void noMoreCallsAreUnderWayThanMayBe() {
        Queue<Runnable> waiting = new ArrayDeque<>();
        TemplateWorld world = world(spec("", "jsonPath: '{$.data.errors}'"), waiting::add);
        for (int i = 0; i < HttpMeasurements.MOST + 3; i++) {
            world.ask(ASKED.withRevision("r" + i));
        }
        world.run(3);
        assertThat(waiting).hasSize(HttpMeasurements.MOST);
        waiting.remove().run();
        world.run(1);
        assertThat(waiting).hasSize(HttpMeasurements.MOST);
    }
}
