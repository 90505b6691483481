package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.verdicts.AnalysisService.Order;
import dev.plumbline.model.PlumblineException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is ordered about the past: when its verdict was reached then, and whether it can be found again. */
class PastAnalysesTest {
    private static final long FROM = GateWorld.START + 300_000;
    private static final long TO = GateWorld.START + 500_000;
    private final GateWorld world = new GateWorld();
    private final AnalysisService service = world.gate.analyses();

    private static Order order(boolean keep) {
        return new Order(GateWorld.CHECKOUT.withStage("5"), "", OptionalLong.of(FROM), OptionalLong.of(TO), keep);
    }

    @Test
    void whatIsNotKeptIsAnsweredAndForgotten() {
        world.time.advance(600_000);
        var kept = service.order(order(true));
        var judged = service.order(order(false));
        assertThat(judged.created()).isFalse();
        assertThat(judged.view().verdict()).isEqualTo(kept.view().verdict()).isEqualTo("go");
        assertThat(service.find(judged.view().id())).isEmpty();
        assertThat(service.evidence(judged.view().id())).isEmpty();
        var all = service.list(new AnalysisService.Query("", "", 0, Long.MAX_VALUE, 10, "")).views();
        assertThat(all).extracting(AnalysisView::id).containsExactly(kept.view().id());
        world.time.advance(2_000);
        assertThat(world.sink.events).isEmpty();
    }

    @Test
    void onlyThePastMayBeForgotten() {
        world.time.advance(400_000);
        assertThatThrownBy(() -> service.order(order(false))).isInstanceOf(PlumblineException.class).hasMessageContaining("the end is not past");
        assertThatThrownBy(() -> service.order(new Order(GateWorld.CHECKOUT, "", OptionalLong.empty(), OptionalLong.empty(), false)))
                .hasMessageContaining("the end is not past");
    }

    @Test
    void decidedIsWhenTheVerdictWouldHaveBeenGiven() {
        world.time.advance(3_600_000);
        String go = service.order(order(false)).view().json();
        // warm-up of 5 s, then the minimum window of 30 s
        assertThat(go).contains("\"decided\":\"" + Instant.ofEpochMilli(FROM + 35_000) + "\"").contains("\"until\":\"" + Instant.ofEpochMilli(TO) + "\"");
        world.errors = 0.2;
        String noGo = service.order(order(false)).view().json();
        assertThat(noGo).contains("\"verdict\":\"no-go\"").contains("\"decided\":\"" + Instant.ofEpochMilli(FROM + 10_000) + "\"");
    }

    @Test
    void whatIsNotKeptIsComparedWithWhatWasReleasedBefore() {
        var usual = new ReleaseWorld.Behaviour(20, 0.01, 0.1, 200);
        var shop = new ReleaseWorld(42, """
                policies:
                - name: web
                  canary: '{version="{{version}}"}'
                  baseline: '{version="{{stable}}"}'
                  stages: [{weight: 50, at_most: 10m}]
                  metrics: [{name: error_rate, signal: error_rate, margin: 5pp}]
                """);
        shop.pod("0.9", 3, usual);
        shop.pod("0.9", 8, usual);
        shop.run(1_000);
        shop.pod("1.0", 9, usual);
        assertThat(shop.untilDecided(GateQuestion.about("checkout", "1.0")).verdict().word()).isEqualTo("go");
        shop.pod("2.0", 11, usual);
        long start = shop.time.wallMillis();
        shop.run(700);
        var order = new Order(GateQuestion.about("checkout", "2.0"), "", OptionalLong.of(start), OptionalLong.of(start + 600_000), false);
        assertThat(shop.gate.analyses().order(order).view().json()).contains("\"verdict\":\"go\"", "\"stable\":\"1.0\"");
    }

    /** Each order asks for a further one while it is judged. */
    @Test
    void twoAtATime() {
        world.time.advance(600_000);
        var refusals = new ArrayList<String>();
        var orders = new AtomicInteger(3);
        world.source.on("count(http_requests_total", t -> {
            if (orders.decrementAndGet() > 0) {
                try {
                    service.order(order(false));
                } catch (PlumblineException e) {
                    assertThat(e.kind()).isEqualTo(PlumblineException.Kind.RESOURCE);
                    refusals.add(e.getMessage());
                }
            }
            return ScriptedSource.vector(3);
        });
        assertThat(service.order(order(false)).view().verdict()).isEqualTo("go");
        assertThat(refusals).containsExactly("2 analyses of the past are being judged, which is the most; try again");
    }

    @Test
    void whatWasSeenLateIsShownLongAfter() {
        String id = String.valueOf(world.ask(new GateQuestion("checkout", "2.4.1", "2.4.0", "", "", "", "", Map.of())).analysis());
        world.time.advance(60_000);
        world.errors = 0.2;
        world.time.advance(400_000);
        assertThat(service.find(id).orElseThrow().json()).contains("\"late\":{\"at\":\"", "\"late_no_go\":\"stage 5", "\"stable\":\"2.4.0\"");
        world.time.advance(3 * 3_600_000);
        assertThat(service.find(id).orElseThrow().json()).contains("\"late\":{\"at\":\"").doesNotContain("late_no_go");
    }
}
