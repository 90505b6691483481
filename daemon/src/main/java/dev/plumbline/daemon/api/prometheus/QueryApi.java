package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.api.http.Times;
import dev.plumbline.daemon.queries.Queries;
import dev.plumbline.daemon.queries.QueryRequest;
import dev.plumbline.daemon.queries.Work;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.QueryControl;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.QueryResult;
import dev.plumbline.promql.cache.RangeResults;
import dev.plumbline.storage.Queryable;
import dev.plumbline.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** {@code /query} and {@code /query_range}. Parameters are read at once; what is asked runs when {@link Queries} gives it a place. */
public final class QueryApi {
    private static final long MAX_POINTS = 11_000;
    private final Engine engine;
    private final RangeResults results;
    private final Queryable store;
    private final Queries queries;
    private final Clock clock;

    public QueryApi(Engine engine, RangeResults results, Queryable store, Queries queries, Clock clock) {
        this.engine = engine;
        this.results = results;
        this.store = store;
        this.queries = queries;
        this.clock = clock;
    }

    /** {@code /query}: query, time (default now), timeout, limit, lookback_delta, stats. */
    Queries.Ticket<Answer> instant(Parameters p, Asker asker) {
        int limit = RequestTimes.limit(p);
        long time = RequestTimes.time(p, "time", clock.wallMillis());
        String query = p.get("query");
        boolean elsewhere = engine.asksElsewhere(query, new Engine.Range(time, time, 1), false, lookback(p));
        return submit(new Asked(QueryRequest.Kind.INSTANT, limit, 1, elsewhere), p, asker, control -> engine.instant(store, query, time, control));
    }

    /** {@code /query_range}: query, start, end, step (all required), timeout, limit, lookback_delta, stats; ours: nocache. */
    Queries.Ticket<Answer> range(Parameters p, Asker asker) {
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
        String query = p.get("query");
        var range = new Engine.Range(start, end, step);
        long lookback = lookback(p);
        boolean elsewhere = engine.asksElsewhere(query, range, true, lookback);
        boolean fresh = p.get("nocache").equals("1") || !p.get("stats").isEmpty();
        return submit(new Asked(QueryRequest.Kind.RANGE, limit, (end - start) / step, elsewhere), p, asker, control ->
                fresh || engine.asksElsewhere(query, range, true, lookback) ? engine.range(store, query, range, control)
                : results.range(store, query, range, control));
    }

    /** {@code elsewhere}: others are asked as well, for whom the connection's thread must not wait. */
    private record Asked(QueryRequest.Kind kind, int limit, long steps, boolean elsewhere) {}

    private Queries.Ticket<Answer> submit(Asked asked, Parameters p, Asker asker,
            Function<QueryControl, QueryResult> evaluation) {
        var bounds = bounds(p);
        boolean stats = !p.get("stats").isEmpty();
        long arrived = clock.monotonicNanos();
        var request = new QueryRequest(asked.kind, p.get("query"), asker.client(), asker.agent());
        Work<Answer> work = control -> {
            long queued = clock.monotonicNanos() - arrived;
            return answer(evaluation.apply(control), asked.limit, stats ? queued : -1);
        };
        return asked.elsewhere ? queries.submit(request, bounds, work) : queries.submitHere(request, bounds, asked.steps, work);
    }

    /** {@code queuedNanos} negative: no statistics. */
    private static Answer answer(QueryResult result, int limit, long queuedNanos) {
        List<String> warnings = new ArrayList<>(result.warnings());
        if (ResultJson.isCut(result.value(), limit)) {
            warnings.add(SeriesApi.TRUNCATED);
        }
        return Envelope.success(json -> {
            ResultJson.write(json, result.value(), limit);
            if (queuedNanos >= 0) {
                insertStats(json, result, queuedNanos);
            }
        }, warnings, result.infos());
    }

    /** The value's object has just been closed; opens it again for one more member. */
    private static void insertStats(JsonBytes json, QueryResult result, long queuedNanos) {
        json.reopen().key("stats");
        StatsJson.write(json, result.stats(), queuedNanos);
        json.raw('}');
    }

    private static Queries.Bounds bounds(Parameters p) {
        Long timeout = RequestTimes.duration(p, "timeout");
        if (timeout != null && timeout <= 0) {
            throw new QueryException(QueryException.Type.TIMEOUT, "query timed out in expression evaluation");
        }
        return new Queries.Bounds(lookback(p), timeout == null ? 0 : timeout);
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
