package dev.plumbline.daemon.api.verdicts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.verdicts.AnalysisService;
import dev.plumbline.daemon.verdicts.AnalysisView;
import dev.plumbline.daemon.verdicts.Gates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AnalysesApiTest {
    private final Gates gates = new Gates();
    private final AnalysesApi api = new AnalysesApi(gates.gate().analyses());
    private final FreezesApi freezes = new FreezesApi(gates.gate().freezes());

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static Parameters query(String raw) {
        return Parameters.parse(raw, null);
    }

    @Test
    void ordersOnceAndFindsAgain() {
        byte[] order = bytes("{'service': 'checkout', 'version': '2.4.1'}");
        Answer made = api.order(order);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.headers().get("Location")).startsWith("/v1/analyses/a-");
        assertThat(text(made)).contains("\"state\":\"running\"", "\"verdict\":\"pending\"", "\"progress\":\"warming up", "\"metrics\":[{\"metric\":\"error_rate\"");
        Answer again = api.order(order);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.headers()).containsEntry("Location", made.headers().get("Location"));
        String id = Objects.requireNonNull(made.headers().get("Location")).substring("/v1/analyses/".length());
        assertThat(gates.ask()).as("the gate's own").isEqualTo(id);
        assertThat(api.evidence(id).status()).isEqualTo(409);
        gates.advance(60_000);
        assertThat(text(api.get(id))).contains("\"state\":\"ended\"", "\"verdict\":\"go\"", "\"source\":\"http_requests_total{");
        assertThat(text(api.evidence(id))).startsWith("{\"sha256\":\"").contains("\"evidence\":{\"software\":\"plumbline ");
        assertThat(text(api.replay(id))).startsWith("{\"same\":true,\"verdict\":\"go\"");
        assertThat(api.get("a-none").status()).isEqualTo(404);
        assertThat(api.replay("a-none").status()).isEqualTo(404);
    }

    @Test
    void argumentsAreForTemplates() {
        assertThatThrownBy(() -> api.order(bytes("{'service': 'checkout', 'version': '2.4.1', 'args': {'a': '1'}}")))
                .hasMessageContaining("args are for AnalysisTemplates").hasMessageContaining("leave args.a out");
        assertThatThrownBy(() -> api.order(bytes("{'service': 'checkout', 'version': '2.4.1', 'args': 'a=1'}"))).hasMessageContaining("args must be an object");
    }

    @Test
    void judgesThePastWithoutKeepingIt() {
        gates.advance(3_600_000);
        String window = "'start': '2026-09-21T14:18:20Z', 'end': '2026-09-21T14:21:40Z'";
        Answer judged = api.order(bytes("{'service': 'checkout', 'version': '2.4.1', " + window + ", 'keep': false}"));
        assertThat(judged.status()).isEqualTo(200);
        assertThat(judged.headers()).doesNotContainKey("Location");
        assertThat(text(judged)).contains("\"verdict\":\"go\"", "\"decided\":\"2026-09-21T14:18:55Z\"");
        assertThat(text(api.list(query("")))).isEqualTo("{\"analyses\":[]}");
        assertThatThrownBy(() -> api.order(bytes("{'service': 'checkout', 'version': '2.4.1', 'keep': 'perhaps'}")))
                .hasMessageContaining("must be true or false");
    }

    @Test
    void listsInPages() {
        for (String revision : List.of("a", "b", "c")) {
            api.order(bytes("{'service': 'checkout', 'version': '2.4.1', 'revision': '" + revision + "'}"));
            gates.advance(1_000);
        }
        String page = text(api.list(query("service=checkout&limit=2")));
        assertThat(page).contains("\"revision\":\"c\"", "\"revision\":\"b\"").doesNotContain("\"revision\":\"a\"").contains("\"next\":\"");
        String cursor = page.substring(page.indexOf("\"next\":\"") + 8, page.length() - 2);
        assertThat(text(api.list(query("service=checkout&limit=2&cursor=" + cursor)))).contains("\"revision\":\"a\"").doesNotContain("next");
        assertThat(text(api.list(query("verdict=go")))).isEqualTo("{\"analyses\":[]}");
        assertThat(text(api.list(query("from=2050-01-01T00:00:00Z")))).isEqualTo("{\"analyses\":[]}");
        for (String bad : List.of("verdict=maybe", "limit=0", "limit=x", "from=soon", "colour=red")) {
            assertThatThrownBy(() -> api.list(query(bad))).as(bad).isInstanceOf(dev.plumbline.model.PlumblineException.class);
        }
    }

    @Test
    void peopleDecide() {
        String id = gates.ask();
        assertThatThrownBy(() -> api.decision(id, bytes("{'verdict': 'maybe', 'by': 'x', 'why': 'y'}"))).hasMessageContaining("must be go, no-go or inconclusive");
        assertThatThrownBy(() -> api.decision(id, bytes("{'verdict': 'go', 'by': 'x'}"))).hasMessageContaining("needs why");
        assertThatThrownBy(() -> api.decision(id, null)).hasMessageContaining("has no body");
        assertThatThrownBy(() -> api.decision(id, bytes("[]"))).hasMessageContaining("must be one JSON object");
        assertThatThrownBy(() -> api.decision(id, bytes("{'who': 'x'}"))).hasMessageContaining("unknown field \"who\"");
        assertThat(text(api.decision(id, bytes("{'verdict': 'no-go', 'by': 'ann', 'why': 'smells'}")))).contains("\"verdict\":\"no-go\"",
                "\"decisions\":[{\"verdict\":\"no-go\",\"by\":\"ann\",\"why\":\"smells\"");
        assertThat(api.cancel("a-none", bytes("{'by': 'x', 'why': 'y'}")).status()).isEqualTo(404);
    }

    @Test
    void stopsAndLifts() {
        Answer made = freezes.add(bytes("{'by': 'ann', 'why': 'black friday', 'until': '2050-01-01T00:00:00Z'}"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(text(freezes.list())).contains("\"why\":\"black friday\"", "\"until\":\"2050-01-01T00:00:00Z\"");
        String id = Objects.requireNonNull(made.headers().get("Location")).substring("/v1/freezes/".length());
        assertThat(freezes.lift(id).status()).isEqualTo(200);
        assertThat(freezes.lift(id).status()).isEqualTo(404);
        assertThatThrownBy(() -> freezes.add(bytes("{'why': 'x'}"))).hasMessageContaining("needs by");
    }

    @Test
    void followersSeeEveryChangeAndTheEnd() {
        String id = gates.ask();
        var seen = new ArrayList<String>();
        gates.gate().analyses().follow(id, new AnalysisService.Follower() {
            @Override
            public boolean changed(AnalysisView view) {
                seen.add(view.verdict());
                return true;
            }

            @Override
            public void ended() {
                seen.add("end");
            }

            @Override
            public boolean isGone() {
                return false;
            }
        });
        gates.advance(60_000);
        assertThat(seen).startsWith("pending").endsWith("go", "end").hasSizeGreaterThan(3);
        assertThatThrownBy(() -> gates.gate().analyses().follow("a-none", new EventStream())).hasMessageContaining("there is no analysis");
    }
}
