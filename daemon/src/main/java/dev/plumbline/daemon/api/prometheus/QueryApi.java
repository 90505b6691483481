package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.api.http.Times;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.QueryControl;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.QueryResult;
import dev.plumbline.promql.QueryStats;
import dev.plumbline.storage.Queryable;
import dev.plumbline.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * {@code /query} and {@code /query_range}. At most {@code maxConcurrency} queries run at once; others wait for a place
 * as long as a query may take, then fail with the error type {@code timeout}.
 */
public final class QueryApi {
    private static final long MAX_POINTS = 11_000;
    private static final String TRUNCATED = "results truncated due to limit";
    private final Engine engine;
    private final Queryable store;
    private final Clock clock;
    private final Semaphore places;

    public QueryApi(Engine engine, Queryable store, Clock clock, int maxConcurrency) {
        this.engine = engine;
        this.store = store;
        this.clock = clock;
        this.places = new Semaphore(maxConcurrency, true);
    }

    /** {@code /query}: query, time (default now), timeout, limit, lookback_delta, stats. */
    public Answer instant(Parameters p) {
        int limit = RequestTimes.limit(p);
        long time = RequestTimes.time(p, "time", clock.wallMillis());
        QueryControl control = control(p);
        String query = p.get("query");
        return answer(p, limit, () -> engine.instant(store, query, time, control));
    }

    /** {@code /query_range}: query, start, end, step (all required), timeout, limit, lookback_delta, stats. */
    public Answer range(Parameters p) {
        int limit = RequestTimes.limit(p);
        long start = RequestTimes.requiredTime(p, "start");
        long end = RequestTimes.requiredTime(p, "end");
        if (end < start) {
            throw BadParameter.of("end", "end timestamp must not be before start time");
        }
        long step = RequestTimes.requiredDuration(p, "step");
        if (step <= 0) {
            throw BadParameter.of("step", "zero or negative query resolution step widths are not accepted. Try a positive integer");
        }
        if ((end - start) / step > MAX_POINTS) {
            throw new BadParameter("exceeded maximum resolution of 11,000 points per timeseries. "
                    + "Try decreasing the query resolution (?step=XX)");
        }
        QueryControl control = control(p);
        String query = p.get("query");
        return answer(p, limit, () -> engine.range(store, query, new Engine.Range(start, end, step), control));
    }

    private Answer answer(Parameters p, int limit, Supplier<QueryResult> evaluation) {
        QueryResult result = inPlace(evaluation);
        List<String> warnings = new ArrayList<>(result.warnings());
        if (ResultJson.isCut(result.value(), limit)) {
            warnings.add(TRUNCATED);
        }
        boolean stats = !p.get("stats").isEmpty();
        return Envelope.success(json -> {
            ResultJson.write(json, result.value(), limit);
            if (stats) {
                insertStats(json, result.stats());
            }
        }, warnings, result.infos());
    }

    /** The value's object has just been closed; opens it again for one more member. */
    private static void insertStats(JsonBytes json, QueryStats stats) {
        json.reopen().key("stats");
        StatsJson.write(json, stats);
        json.raw('}');
    }

    private QueryResult inPlace(Supplier<QueryResult> evaluation) {
        long timeout = engine.options().timeoutMillis();
        try {
            if (!places.tryAcquire(timeout, TimeUnit.MILLISECONDS)) {
                throw new QueryException(QueryException.Type.TIMEOUT, "query timed out in query queue: waited "
                        + Times.duration(timeout) + " for one of the places that --query.max-concurrency gives");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryException(QueryException.Type.CANCELED, "query was canceled in query queue", e);
        }
        try {
            return evaluation.get();
        } finally {
            places.release();
        }
    }

    private static QueryControl control(Parameters p) {
        Long timeout = RequestTimes.duration(p, "timeout");
        if (timeout != null && timeout <= 0) {
            throw new QueryException(QueryException.Type.TIMEOUT, "query timed out in expression evaluation");
        }
        return new QueryControl(lookback(p), timeout == null ? 0 : timeout);
    }

    private static long lookback(Parameters p) {
        String text = p.get("lookback_delta");
        if (text.isEmpty()) {
            return 0;
        }
        Long millis = Times.durationMillis(text);
        if (millis == null) {
            throw new BadParameter("error parsing lookback delta duration: cannot parse \"" + text + "\" to a valid duration");
        }
        return Math.max(0, millis);
    }
}
