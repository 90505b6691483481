package dev.plumbline.daemon.keptn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.daemon.verdicts.JsonObject;
import dev.plumbline.documents.Document;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.documents.Write;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.VirtualTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Evaluations under virtual time, with numbers that are given. */
class EvaluationsTest {
    private static final long NOW = 1_790_000_000_000L;
    private static final String REQUEST = """
            {"project": "shop", "stage": "hardening", "service": "carts", "timeframe": "10m", "labels": {"build": "7"},
             "slo": %s,
             "sli": {"indicators": {"latency": "quantile(0.95, l{s=\\"$SERVICE\\", b=\\"$LABEL.build\\"}[$DURATION_SECONDS])", "errors": "e"}}}""";
    private static final String SLO = """
            {"spec_version": "1.0", "comparison": {"compare_with": "several_results", "include_result_with_score": "pass_or_warn", "number_of_comparison_results": 2},
             "objectives": [{"sli": "latency", "displayName": "Latency", "pass": [{"criteria": ["<=+10%", "<0.6"]}], "warning": [{"criteria": ["<=0.8"]}], "weight": 2},
              {"sli": "errors", "pass": [{"criteria": ["<0.05"]}], "key_sli": true}], "total_score": {"pass": "90%", "warning": "50%"}}""";
    private final VirtualTime time = new VirtualTime(NOW);
    private final InMemoryDocuments documents = new InMemoryDocuments();
    private final Map<String, Reading> numbers = new HashMap<>(Map.of("quantile", new Reading.Number(0.5), "e", new Reading.Number(0.01)));
    private final List<String> asked = new ArrayList<>();
    private final Keptn keptn = new Keptn(time, new Random(1), new Given());

    private class Given implements NumberSource {
        @Override
        public void check(String promql) {
            if (promql.contains(")(")) {
                throw PlumblineException.user("1:1: parse error: unexpected");
            }
        }

        @Override
        public Reading number(String promql, long atMillis, long withinMillis) {
            asked.add(promql + " @" + atMillis);
            return Objects.requireNonNull(numbers.get(promql.split("\\(", 2)[0]));
        }
    }

    private JsonObject evaluated() {
        return evaluated(REQUEST.formatted(SLO));
    }

    private JsonObject evaluated(String body) {
        time.advance(1_000);
        return JsonObject.read("answer", keptn.evaluate(body));
    }

    private static JsonObject details(JsonObject evaluation) {
        return Objects.requireNonNull(evaluation.object("evaluation"));
    }

    private static List<String> compared(JsonObject evaluation) {
        String ids = details(evaluation).json("comparedEvents").orElseThrow().replaceAll("[\\[\\]\"]", "");
        return ids.isEmpty() ? List.of() : List.of(ids.split(",", -1));
    }

    private void refused(String body, String... says) {
        assertThatThrownBy(() -> keptn.evaluate(body)).isInstanceOfSatisfying(PlumblineException.class,
                e -> assertThat(e.kind()).isEqualTo(PlumblineException.Kind.USER)).hasMessageContainingAll(says);
    }

    private void refusedSlo(String from, String to, String... says) {
        assertThat(SLO).contains(from);
        refused(REQUEST.formatted(SLO.replace(from, to)), says);
    }

    @Test
    void answersInKeptnsShape() {
        keptn.start(documents);
        JsonObject passed = evaluated();
        assertThat(asked).containsExactly("quantile(0.95, l{s=\"carts\", b=\"7\"}[600s]) @" + (NOW + 1_000), "e @" + (NOW + 1_000));
        assertThat(passed.text("status") + passed.text("result") + passed.text("verdict")).isEqualTo("succeededpassgo");
        assertThat(passed.text("message")).startsWith("score 100 %").contains("no past release to compare with");
        assertThat(details(passed).text("timeEnd")).isEqualTo("2026-09-21T14:13:21Z");
        assertThat(details(passed).text("timeStart")).isEqualTo("2026-09-21T14:03:21Z");
        JsonObject latency = details(passed).objects("indicatorResults").getFirst();
        assertThat(latency.text("displayName") + latency.text("status") + latency.text("score")).isEqualTo("Latencypass2.0");
        assertThat(Objects.requireNonNull(latency.object("value")).text("value")).isEqualTo("0.5");
        assertThat(latency.objects("passTargets")).extracting(t -> t.text("criteria") + " " + t.text("targetValue") + " " + t.text("violated"))
                .containsExactly("<=+10%  false", "<0.6 0.6 false");
        assertThat(keptn.find(passed.text("id"))).hasValueSatisfying(text -> assertThat(JsonObject.read("x", text).text("message")).isEqualTo(passed.text("message")));
        assertThat(keptn.find("none")).isEmpty();
    }

    @Test
    void comparesWithEarlierEvaluationsThatAreLetIn() {
        keptn.start(documents);
        evaluated();
        numbers.put("quantile", new Reading.Number(0.54));
        JsonObject second = evaluated();
        assertThat(second.text("result")).isEqualTo("pass");
        numbers.put("quantile", new Reading.Number(0.7));
        JsonObject third = evaluated();
        assertThat(third.text("result") + third.text("verdict")).as("2 of 3").isEqualTo("warninginconclusive");
        assertThat(third.text("message")).contains("latency 0.7 warns, meets <=0.8 but not <=+10% and <0.6, before 0.52");
        assertThat(compared(third)).hasSize(2).first().isEqualTo(second.text("id"));
        numbers.put("e", new Reading.Number(0.2));
        JsonObject failed = evaluated();
        assertThat(failed.text("result") + failed.text("verdict")).isEqualTo("failno-go");
        assertThat(failed.text("message")).contains("key objective not met: errors");
        assertThat(compared(evaluated())).as("the failed one is left out").containsExactly(third.text("id"), second.text("id"));
        assertThat(compared(evaluated(REQUEST.formatted(SLO).replace("hardening", "dev")))).isEmpty();
        JsonObject page = JsonObject.read("page", keptn.list(new Keptn.Listing("shop", "hardening", "", 2, "")));
        assertThat(page.objects("evaluations")).extracting(e -> e.text("result") + " " + e.text("stage")).containsExactly("fail hardening", "fail hardening");
        JsonObject rest = JsonObject.read("page", keptn.list(new Keptn.Listing("shop", "hardening", "", 20, page.required("next"))));
        assertThat(rest.objects("evaluations")).hasSize(3);
    }

    @Test
    void whatCannotBeMeasuredFailsAsInKeptn() {
        keptn.start(documents);
        numbers.put("quantile", new Reading.Missing("the query returned nothing"));
        JsonObject answer = evaluated();
        assertThat(answer.text("result") + answer.text("verdict")).isEqualTo("failno-go");
        JsonObject value = Objects.requireNonNull(details(answer).objects("indicatorResults").getFirst().object("value"));
        assertThat(value.text("success") + value.text("value")).isEqualTo("false0.0");
        assertThat(value.text("message")).contains("latency is not known (the query returned nothing)");
    }

    @Test
    void ourOwnFailureFailsNobody() {
        assertThatThrownBy(this::evaluated).hasMessage("the daemon is starting");
        keptn.start(documents);
        numbers.remove("e");
        var away = new Keptn(time, new Random(1), new Given() {
            @Override
            public Reading number(String promql, long atMillis, long withinMillis) {
                throw PlumblineException.resource("too many queries", null);
            }
        });
        away.start(documents);
        assertThatThrownBy(() -> away.evaluate(REQUEST.formatted(SLO))).hasMessage("too many queries");
        var slow = new Keptn(time, new Random(1), new Given() {
            @Override
            public Reading number(String promql, long atMillis, long withinMillis) {
                assertThat(withinMillis).isEqualTo(120_000);
                time.advance(120_000);
                return new Reading.Number(0);
            }
        });
        slow.start(documents);
        assertThatThrownBy(() -> slow.evaluate(REQUEST.formatted(SLO))).hasMessageContaining("longer than 120 s together; errors");
        assertThat(documents.count(KeptnStore.EVALUATION, new Filter.All())).isZero();
    }

    @Test
    void tooManyAtOnceAreTurnedAway() throws Exception {
        var begun = new CountDownLatch(Keptn.MAX_AT_ONCE);
        var go = new CountDownLatch(1);
        var waiting = new Keptn(time, new Random(1), new NumberSource() {
            @Override
            public void check(String promql) {
                assertThat(promql).isNotEmpty();
            }

            @Override
            public Reading number(String promql, long atMillis, long withinMillis) {
                begun.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return new Reading.Number(0);
            }
        });
        waiting.start(documents);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < Keptn.MAX_AT_ONCE; i++) {
            threads.add(Thread.ofVirtual().start(() -> waiting.evaluate(REQUEST.formatted(SLO))));
        }
        begun.await();
        assertThatThrownBy(() -> waiting.evaluate(REQUEST.formatted(SLO))).isInstanceOf(Busy.class).hasMessageContaining("4 evaluations run");
        go.countDown();
        for (Thread t : threads) {
            t.join();
        }
        assertThat(waiting.evaluate(REQUEST.formatted(SLO))).contains("\"result\":\"pass\"");
    }

    @Test
    void oldAndExcessEvaluationsGo() {
        var writes = new ArrayList<Write>();
        writes.add(new Write.Put(Document.of(KeptnStore.EVALUATION, "old", NOW - KeptnStore.KEEP_MILLIS - 1, Map.of(), "{}")));
        writes.add(new Write.Put(Document.of(KeptnStore.EVALUATION, "kept", NOW - KeptnStore.KEEP_MILLIS + 60_000, Map.of(), "{}")));
        documents.write(writes);
        keptn.start(documents);
        evaluated();
        assertThat(keptn.find("old")).isEmpty();
        assertThat(keptn.find("kept")).isPresent();
        writes.clear();
        for (int i = 0; i < KeptnStore.KEEP_COUNT; i++) {
            writes.add(new Write.Put(Document.of(KeptnStore.EVALUATION, "e" + i, NOW - 3_600_000L * (i % 10), Map.of(), "{}")));
        }
        documents.write(writes);
        time.advance(3_600_000);
        assertThat(keptn.find("kept")).as("beyond the most").isEmpty();
        assertThat(documents.count(KeptnStore.EVALUATION, new Filter.All())).as("the hour in which there would be too many is gone").isBetween(8_900L, KeptnStore.KEEP_COUNT);
    }

    @Test
    void nobodyFillsTheStore() {
        var writes = new ArrayList<Write>();
        for (int i = 0; i < KeptnStore.MOST; i++) {
            writes.add(new Write.Put(Document.of(KeptnStore.EVALUATION, "e" + i, NOW, Map.of(), "{}")));
        }
        documents.write(writes.subList(0, 10_000));
        documents.write(writes.subList(10_000, writes.size()));
        keptn.start(documents);
        assertThatThrownBy(this::evaluated).isInstanceOf(Busy.class).hasMessageContaining("20000 evaluations are kept");
    }

    @Test
    void whatIsDamagedIsNotComparedWith() {
        keptn.start(documents);
        JsonObject first = evaluated();
        Document kept = documents.get(KeptnStore.EVALUATION, first.text("id")).orElseThrow();
        documents.write(List.of(new Write.Put(Document.of(kept.kind(), kept.id(), kept.timeMillis(), kept.fields(), "{"))));
        assertThat(compared(evaluated())).isEmpty();
    }

    @Test
    void filesMayBeTextsAsTheyLieInARepository() {
        keptn.start(documents);
        String slo = "spec_version: '1.0'\\nfilter:\\n  handler: \\\"'items'\\\"\\nobjectives:\\n- sli: errors\\n  pass:\\n  - criteria: ['<0.05']\\n- sli: latency\\n";
        String sli = "spec_version: '1.0'\\nindicators:\\n  errors: e(\\\"$handler $HANDLER\\\")\\n  latency: quantile(1)\\n  unused: ')('\\n";
        JsonObject answer = evaluated("{\"service\": \"carts\", \"start\": \"2026-09-21T13:00:00\", \"end\": \"2026-09-21T16:00:00.5+02:00\", \"slo\": \"" + slo + "\", \"sli\": \"" + sli + "\"}");
        assertThat(asked.getFirst()).isEqualTo("e(\"items items\") @1789999200500");
        assertThat(answer.text("result")).isEqualTo("pass");
        assertThat(details(answer).objects("indicatorResults")).extracting(r -> r.text("status")).containsExactly("pass", "info");
    }

    @Test
    void refusesRequestsThatAreNone() {
        keptn.start(documents);
        String good = REQUEST.formatted(SLO);
        refused("{", "request:1:", "not valid JSON");
        refused("[]", "the request must be a mapping");
        refused("{}", "the request needs service", "the request needs start and end, or timeframe", "the request needs slo", "the request needs sli");
        refused(good.replace("timeframe", "timefram"), "unknown key \"timefram\" in the request: did you mean \"timeframe\"?");
        refused(good.replace("\"10m\"", "\"soon\""), "request:1:", "timeframe must be a duration such as 30s, 5m or 1h30m, not \"soon\"");
        refused(good.replace("\"10m\"", "\"40d\""), "at most 31 days");
        refused(good.replace("\"10m\"", "\"10m\", \"start\": \"2026-09-21T14:10:00Z\""), "ends 2026-09-21T14:20:00Z", "ask when it is over");
        refused(good.replace("\"timeframe\": \"10m\"", "\"start\": \"yesterday\", \"end\": 1"), "start must be a time such as 2026-01-31T15:04:05Z");
        refused(good.replace("\"timeframe\": \"10m\"", "\"start\": 20, \"end\": 10"), "must be longer than nothing");
        refused(good.replace("\"build\"", "\"a b\""), "the label \"a b\" must have a name");
        refused(good.replace("\"carts\"", "\"" + "c".repeat(1_001) + "\""), "at most 1000 are possible");
        refused(good.replace("\"errors\": \"e\"", "\"error\": \"e\""), "sli has no indicator \"errors\", which an objective is about; it has latency, error");
        refused(good.replace("\"errors\": \"e\"", "\"errors\": \"e)(\""), "sli: indicators.errors: 1:1: parse error");
        refused(good.replace("$LABEL.build", "$LABEL.commit"), "sli: indicators.latency: there is no value for $LABEL.commit");
        refused(REQUEST.formatted("\"objectives: [\""), "slo:1:", "not valid YAML");
        refused(REQUEST.formatted("\"\""), "slo is empty");
        assertThat(documents.count(KeptnStore.EVALUATION, new Filter.All())).isZero();
    }

    @Test
    void refusesObjectivesThatAreNone() {
        keptn.start(documents);
        refusedSlo("\"<=+10%\", \"<0.6\"", "\"600\"", "request:3:", "criterion of pass is \"600\", must be <, <=, =, >= or > and a number");
        refusedSlo("[\"<=0.8\"]", "[]", "an element of warning needs criteria");
        refusedSlo("{\"criteria\": [\"<=0.8\"]}", "\"<=0.8\"", "an element of warning must be a mapping");
        refusedSlo("\"<=0.8\"", "\"<=0.8\"" + ", \"<=0.8\"".repeat(20), "warning has more than 20 criteria");
        refusedSlo("\"weight\": 2", "\"weight\": -2", "weight is -2.0");
        refusedSlo("\"weight\": 2", "\"wieght\": 2", "unknown key \"wieght\" in an objective: did you mean \"weight\"?");
        refusedSlo("\"sli\": \"errors\"", "\"sli\": \"latency\"", "two objectives are about the indicator \"latency\"");
        refusedSlo("\"sli\": \"errors\", ", "", "an objective needs sli");
        refusedSlo("several_results", "all_results", "compare_with must be one of several_results, single_result, not \"all_results\"");
        refusedSlo("\"number_of_comparison_results\": 2", "\"number_of_comparison_results\": 101", "from 1 to 100, not 101");
        refusedSlo("\"90%\"", "\"high\"", "pass must be a share in percent");
        refusedSlo("\"warning\": \"50%\"", "\"warning\": \"95%\"", "warning is 95.0 %, which is above pass");
        refusedSlo("\"1.0\"", "\"2.0\"", "spec_version is \"2.0\", must be 1.0");
        String many = "{\"objectives\": [" + "{\"sli\": \"x\"},".repeat(100) + "{\"sli\": \"x\"}]}";
        refused(REQUEST.formatted(many), "slo has 101 objectives, must have 1 to 100");
        refused(REQUEST.formatted("{\"objectives\": []}"), "slo has 0 objectives");
    }
}
