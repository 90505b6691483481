package dev.plumbline.daemon.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.upstream.UpstreamCounters.Outcome;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.QueryControl;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.Value;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine with a cluster behind it, which is a stand-in that says what it is told to. */
class UpstreamTest {
    private final StandInCluster cluster = new StandInCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private static String matrix(String metric, String... points) {
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{" + metric + "},\"values\":[" + String.join(",", points) + "]}]}}";
    }

    private static String vector(String metric, String value) {
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{" + metric + "},\"value\":[1,\"" + value + "\"]}]}}";
    }

    @Test
    void recentStepsComeFromHereAndOlderOnesFromTheCluster() {
        cluster.apply("local: 1h");
        long since = cluster.now() - 3_600_000;
        long cut = since + 299_999;
        long start = cut - 120_000 - Math.floorMod(cut, 60_000);
        cluster.answers(matrix("\"__name__\":\"a\",\"i\":\"1\",\"cluster\":\"here\"", "[" + start / 1000 + ",\"1\"]", "[" + (start / 1000 + 61) + ",\"3\"]"));
        var result = cluster.engine().range(cluster.store, "a", start, cluster.now(), 60_000);
        Value.Points series = ((Value.Matrix) result.value()).series().getFirst();
        assertThat(series.labels()).isEqualTo(Labels.of("__name__", "a", "i", "1"));
        assertThat(series.times()[0]).isEqualTo(start);
        assertThat(series.times()[1]).as("what is at no step is left out; the first step here").isEqualTo(start + 180_000);
        assertThat(series.values()[1]).isEqualTo(42);
        assertThat(cluster.lastForm()).contains("query=a%7Bcluster%3D%22here%22%7D").contains("end=" + (start + 120_000) / 1000 + ".000")
                .contains("step=60.000").contains("nocache=1").doesNotContain("lookback_delta");
        assertThat(cluster.lastPath()).isEqualTo("/prometheus/api/v1/query_range");
        assertThat(cluster.counters().requests(Outcome.SUCCESS)).isEqualTo(1);
        assertThat(cluster.counters().bytes()).isPositive();
    }

    @Test
    void whatIsRecentAsksNobody() {
        cluster.apply("local: 1h");
        assertThat(cluster.value("a", cluster.now())).isEqualTo(42);
        assertThat(cluster.requests()).isZero();
    }

    @Test
    void withNothingLocalAllIsAsked() {
        cluster.apply("local: 0s");
        cluster.answers(vector("\"x\":\"y\"", "7"));
        assertThat(cluster.value("a", cluster.now())).isEqualTo(7);
        assertThat(cluster.value("1 + 1", cluster.now())).isEqualTo(2);
        assertThat(cluster.requests()).isEqualTo(1);
    }

    @Test
    void beforeTheStoresFirstSampleTheClusterIsAsked() {
        cluster.apply("local: 1h");
        cluster.oldest = Long.MAX_VALUE;
        cluster.answers(vector("", "7"));
        assertThat(cluster.value("a", cluster.now())).isEqualTo(7);
        cluster.oldest = 0;
        assertThat(cluster.value("a", cluster.now())).isEqualTo(42);
    }

    @Test
    void withoutAnUpstreamAllIsHere() {
        assertThat(cluster.value("a", cluster.now())).isEqualTo(42);
        assertThat(cluster.engine().asksElsewhere("a", new Engine.Range(0, 0, 1), false, 0)).isFalse();
        cluster.apply("local: 1h");
        assertThat(cluster.engine().asksElsewhere("a", new Engine.Range(0, 0, 1), false, 0)).isTrue();
        cluster.remove();
        assertThat(cluster.engine().asksElsewhere("a", new Engine.Range(0, 0, 1), false, 0)).isFalse();
    }

    @Test
    void theClustersRefusalIsTheAnswer() {
        cluster.apply("on_error: local");
        cluster.answers(422, "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"many-to-many\"}");
        assertThatThrownBy(() -> cluster.value("a", 0)).isInstanceOfSatisfying(QueryException.class,
                e -> assertThat(e.type()).isEqualTo(QueryException.Type.EXECUTION)).hasMessage("upstream: many-to-many");
        assertThat(cluster.counters().requests(Outcome.REFUSED)).isEqualTo(1);
    }

    @Test
    void itsTroubleIsAnErrorOrAWarning() {
        cluster.apply("local: 1h");
        cluster.answers(502, "<html>bad gateway</html>");
        assertThatThrownBy(() -> cluster.value("a", 0)).isInstanceOfSatisfying(PlumblineException.class,
                e -> assertThat(e.kind()).isEqualTo(PlumblineException.Kind.RESOURCE)).hasMessage("upstream: answered 502");
        cluster.apply("on_error: local");
        var result = cluster.engine().range(cluster.store, "a", 0, cluster.now(), 600_000);
        assertThat(((Value.Matrix) result.value()).series()).hasSize(1);
        assertThat(result.warnings()).singleElement().asString().contains("answered 502").contains("on_error");
        assertThat(cluster.counters().fallbacks()).isEqualTo(1);
        assertThat(cluster.counters().requests(Outcome.FAILED)).isEqualTo(2);
    }

    @Test
    void rulesAndAnalysesTakeTheWholeOrNothing() {
        cluster.apply("on_error: local");
        cluster.answers(503, "");
        assertThatThrownBy(() -> cluster.background().instant(cluster.store, "a", 0)).isInstanceOf(UpstreamFailure.class);
        cluster.answers(vector("", "7").replace("{\"status\"", "{\"isPartial\":true,\"status\""));
        assertThat(cluster.value("a", 0)).isEqualTo(7);
        assertThat(cluster.lastForm()).doesNotContain("partial");
        assertThatThrownBy(() -> cluster.background().instant(cluster.store, "a", 0)).isInstanceOf(UpstreamFailure.class).hasMessageContaining("partial");
        assertThat(cluster.lastForm()).contains("deny_partial_response=1").contains("partial_response=false");
    }

    @Test
    void anAnswerThatIsNoneIsTrouble() {
        cluster.apply("local: 1h");
        cluster.answers("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"res");
        assertThatThrownBy(() -> cluster.value("a", 0)).isInstanceOf(UpstreamFailure.class).hasMessageContaining("cannot be read");
        cluster.answers(vector("", "1"));
        assertThatThrownBy(() -> cluster.engine().range(cluster.store, "a", 0, 1, 1)).isInstanceOf(UpstreamFailure.class).hasMessageContaining("not a matrix");
    }

    @Test
    void aSlowAnswerIsGivenUp() {
        cluster.apply("timeout: 200ms");
        cluster.hangs();
        assertThatThrownBy(() -> cluster.value("a", 0)).isInstanceOf(UpstreamFailure.class).hasMessageContaining("no answer within 200 ms");
        cluster.hangsInTheBody();
        assertThatThrownBy(() -> cluster.value("a", 0)).isInstanceOf(UpstreamFailure.class).hasMessageContaining("no answer within 200 ms");
    }

    @Test
    void aConnectionThatBreaksIsTriedOnceMore() {
        cluster.apply("local: 1h");
        cluster.answers(vector("", "7"));
        cluster.breaks(1);
        assertThat(cluster.value("a", 0)).isEqualTo(7);
        cluster.breaks(100);
        assertThatThrownBy(() -> cluster.value("a", 0)).isInstanceOf(UpstreamFailure.class).hasMessageContaining("the connection broke");
        cluster.breaks(0);
    }

    @Test
    void theQuerysOwnTimeIsTheQuerysEnd() {
        cluster.apply("on_error: local");
        cluster.hangs();
        assertThatThrownBy(() -> cluster.engine().instant(cluster.store, "a", 0, new QueryControl(0, 150)))
                .isInstanceOfSatisfying(QueryException.class, e -> assertThat(e.type()).isEqualTo(QueryException.Type.TIMEOUT));
    }

    @Test
    void aCanceledQueryEndsAtOnce() throws Exception {
        for (boolean inTheBody : List.of(false, true)) {
            cluster.apply("local: 1h");
            CountDownLatch arrived = inTheBody ? cluster.hangsInTheBody() : cluster.hangs();
            var control = new QueryControl(0, 0);
            var answer = CompletableFuture.supplyAsync(() -> cluster.engine().instant(cluster.store, "a", 0, control));
            assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
            control.cancel();
            assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class).cause()
                    .isInstanceOfSatisfying(QueryException.class, e -> assertThat(e.type()).isEqualTo(QueryException.Type.CANCELED));
        }
        assertThat(cluster.counters().requests(Outcome.ABANDONED)).isEqualTo(2);
    }

    @Test
    void aLongAnswerIsTheQuerysFault() {
        cluster.apply("on_error: local, max_response_bytes: 1KB");
        cluster.answers(vector("\"x\":\"" + "y".repeat(3000) + "\"", "7"));
        assertThatThrownBy(() -> cluster.value("a", 0)).isInstanceOf(QueryException.class).hasMessageContaining("upstream.max_response_bytes");
    }

    @Test
    void rulesHaveTheirOwnPlaces() throws Exception {
        cluster.apply("max_concurrency: 2, timeout: 300ms");
        CountDownLatch arrived = cluster.hangs();
        var first = CompletableFuture.supplyAsync(() -> cluster.engine().instant(cluster.store, "a", 0, new QueryControl(0, 0)));
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
        var second = CompletableFuture.supplyAsync(() -> cluster.value("b", 0));
        cluster.answers(vector("", "5"));
        assertThat(((Value.Vector) cluster.background().instant(cluster.store, "a", 0).value()).elements().getFirst().value()).isEqualTo(5);
        assertThatThrownBy(() -> first.get(30, TimeUnit.SECONDS)).hasMessageContaining("no answer within");
        CompletableFuture.allOf(second.exceptionally(e -> 0.0)).get(30, TimeUnit.SECONDS);
    }

    @Test
    void credentialsAndHeadersGoWithEachRequest() {
        cluster.apply("basic_auth: {username: u, password: p}, headers: {X-Scope-OrgID: team}");
        cluster.answers(vector("", "5"));
        cluster.value("a", 0);
        assertThat(cluster.lastHeader("X-Scope-OrgID")).isEqualTo("team");
        assertThat(cluster.lastHeader("Authorization")).isEqualTo("Basic dTpw");
    }

    @Test
    void listsAreNarrowedAndStripped() {
        cluster.apply("local: 1h");
        var listing = new UpstreamLists.Listing(List.of(), "", 0, Long.MAX_VALUE);
        assertThat(cluster.lists().isAsked(listing)).isTrue();
        cluster.answers("{\"status\":\"success\",\"data\":[\"a\",\"cluster\"]}");
        var names = new java.util.TreeSet<String>();
        assertThat(cluster.lists().labelNames(listing, QueryControl.none(), names::add)).isEmpty();
        assertThat(names).containsExactly("a");
        assertThat(cluster.lastForm()).startsWith("match%5B%5D=%7Bcluster%3D%22here%22%7D&start=0.000&end=");
        cluster.answers("{\"status\":\"success\",\"data\":[{\"a\":\"1\",\"cluster\":\"here\"}]}");
        var series = new java.util.TreeSet<Labels>();
        cluster.lists().series(listing, QueryControl.none(), series::add);
        assertThat(series).containsExactly(Labels.of("a", "1"));
        var recent = new UpstreamLists.Listing(List.of(), "", cluster.now(), Long.MAX_VALUE);
        assertThat(cluster.lists().isAsked(recent)).isFalse();
        var external = new UpstreamLists.Listing(List.of(), "cluster", cluster.now(), Long.MAX_VALUE);
        assertThat(cluster.lists().isAsked(external)).isTrue();
        cluster.answers("{\"status\":\"success\",\"data\":[\"here\",\"there\"]}");
        cluster.lists().labelValues(external, QueryControl.none(), names::add);
        assertThat(names).contains("there");
        assertThat(cluster.lastPath()).isEqualTo("/prometheus/api/v1/label/cluster/values");
        cluster.answers(500, "no");
        assertThatThrownBy(() -> cluster.lists().series(listing, QueryControl.none(), series::add)).hasMessageContaining("answered 500");
        cluster.apply("on_error: local");
        assertThat(cluster.lists().series(listing, QueryControl.none(), series::add)).hasSize(1);
    }
}
