package dev.plumbline.daemon.keptn;

import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.analysis.keptn.KeptnJudge;
import dev.plumbline.analysis.keptn.KeptnResult;
import dev.plumbline.daemon.verdicts.AnalysisId;
import dev.plumbline.daemon.verdicts.JsonObject;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.Page;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;

/**
 * Evaluates what is asked while the asker waits: {@value #MAX_AT_ONCE} at a time, each for {@value #MAX_SECONDS} s at most. An evaluation is kept before it is answered; where a
 * number cannot be had by our own failure there is none, for that must not fail a release. Before {@link #start} every call is refused as not ready. Thread-safe.
 */
public final class Keptn {
    private static final Logger LOG = LoggerFactory.getLogger(Keptn.class);
    static final int MAX_AT_ONCE = 4;
    private static final int MAX_SECONDS = 120;
    private static final long EXPIRE_MILLIS = 3_600_000;
    private final Clock clock;
    private final RandomGenerator random;
    private final NumberSource source;
    private final KeptnStore store = new KeptnStore();
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);
    private volatile boolean stopped;

    /** What is listed; texts that are empty match all. */
    public record Listing(String project, String stage, String service, int limit, String cursor) {}

    public Keptn(Clock clock, RandomGenerator random, NumberSource source) {
        this.clock = clock;
        this.random = random;
        this.source = source;
    }

    /** Puts it to work. */
    public void start(Documents documents) {
        store.open(documents);
        clock.schedule(0, this::expire);
    }

    /** Nothing is removed any more. */
    public void stop() {
        stopped = true;
    }

    private void expire() {
        if (stopped) {
            return;
        }
        clock.schedule(EXPIRE_MILLIS, this::expire);
        try {
            store.expire(clock.wallMillis());
        } catch (PlumblineException e) {
            LOG.error("old evaluations could not be removed: {}", e.getMessage());
        }
    }

    /**
     * Evaluates, and keeps what came of it.
     *
     * @param body a JSON object
     * @return the evaluation, a JSON object
     * @throws Busy when as many run, or are kept, as may
     */
    public String evaluate(String body) {
        if (!places.tryAcquire()) {
            throw new Busy(MAX_AT_ONCE + " evaluations run, which is the most; ask again");
        }
        try {
            store.requirePlace();
            EvaluationRequest request = new RequestReader(clock.wallMillis(), source).read(body);
            var levels = request.slo().levels();
            Map<String, Reading> readings = measure(request);
            var past = store.past(request.subject(), levels.comparison());
            KeptnResult result = new KeptnJudge(levels).judge(readings, past);
            long now = clock.wallMillis();
            var evaluation = new Evaluation(AnalysisId.next(now, random).substring(2), request, readings, past, result);
            String json = evaluation.json();
            store.keep(evaluation.id(), now, request.subject(), result.total().grade(), json);
            return json;
        } finally {
            places.release();
        }
    }

    private Map<String, Reading> measure(EvaluationRequest request) {
        long began = clock.monotonicNanos();
        var readings = new LinkedHashMap<String, Reading>();
        request.queries().forEach((sli, query) -> {
            long left = MAX_SECONDS * 1_000L - (clock.monotonicNanos() - began) / 1_000_000;
            if (left <= 0) {
                throw PlumblineException.resource("the indicators took longer than " + MAX_SECONDS + " s together; " + sli + " and those after it were not asked", null);
            }
            readings.put(sli, source.number(query, request.endMillis(), left));
        });
        return readings;
    }

    /** An evaluation as it was answered; empty when there is none of this id, or none any more. */
    public Optional<String> find(String id) {
        return store.find(id);
    }

    /** Evaluations without their indicators, newest first, as the list {@code evaluations} of a JSON object; {@code next} is the cursor of the next page. */
    public String list(Listing listing) {
        Page page = store.list(new EvaluationRequest.Subject(listing.project, listing.stage, listing.service), listing.limit, listing.cursor);
        return JsonObject.write(json -> {
            json.writeArrayPropertyStart("evaluations");
            page.documents().forEach(d -> heading(json, JsonObject.read("evaluation " + d.id(), d.body())));
            json.writeEndArray();
            page.next().ifPresent(next -> json.writeStringProperty("next", next.text()));
        });
    }

    private static void heading(JsonGenerator json, JsonObject evaluation) {
        json.writeStartObject();
        for (String name : List.of("id", "project", "stage", "service", "result", "verdict")) {
            json.writeStringProperty(name, evaluation.text(name));
        }
        JsonObject details = evaluation.object("evaluation");
        if (details != null) {
            json.writeNumberProperty("score", Double.parseDouble(details.required("score")));
            json.writeStringProperty("timeStart", details.text("timeStart"));
            json.writeStringProperty("timeEnd", details.text("timeEnd"));
        }
        json.writeEndObject();
    }
}
