package dev.plumbline.daemon;

import dev.plumbline.daemon.command.CommandDurations;
import dev.plumbline.daemon.queries.QueryLimits;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.EngineOptions;

/**
 * The settings of queries, read and checked.
 *
 * @param engine of all queries
 * @param limits of those that come over HTTP
 * @param totalBytes most memory that all queries hold together, rules and analyses included
 */
record QuerySettings(EngineOptions engine, QueryLimits limits, long totalBytes) {
    private static long halfOfHeap() {
        return Math.max(1, Runtime.getRuntime().maxMemory() / 2);
    }

    static QuerySettings of(RunOptions o, Features features) {
        atLeastOne("--query.max-samples", o.maxSamples);
        atLeastOne("--query.max-concurrency", o.maxConcurrency);
        if (o.maxWaiting < 0) {
            throw PlumblineException.user("--query.max-waiting must be at least 0, not " + o.maxWaiting);
        }
        EngineOptions engine = engine(o, features);
        long total = RunSettings.bytes("--query.max-total-memory", o.maxTotalMemory);
        return new QuerySettings(engine, new QueryLimits(o.maxConcurrency, o.maxWaiting, engine.timeoutMillis(), slow(o)),
                total == 0 ? halfOfHeap() : total);
    }

    private static EngineOptions engine(RunOptions o, Features features) {
        var options = EngineOptions.defaults().withLookbackMillis(RunSettings.positive("--query.lookback-delta", o.lookback))
                .withTimeoutMillis(RunSettings.positive("--query.timeout", o.queryTimeout)).withMaxSamples(o.maxSamples)
                .withFeatures(features.promql());
        long most = RunSettings.bytes("--query.max-memory", o.maxMemory);
        return most == 0 ? options : options.withMaxQueryBytes(most);
    }

    private static long slow(RunOptions o) {
        Long millis = o.slowQueries.equals("0") ? Long.valueOf(0) : CommandDurations.millis(o.slowQueries);
        if (millis == null) {
            throw PlumblineException.user("--query.log-slower-than \"" + o.slowQueries
                    + "\" is not a duration; one such as 10s or 500ms would be, and 0 turns the log off");
        }
        return millis;
    }

    private static void atLeastOne(String option, long value) {
        if (value < 1) {
            throw PlumblineException.user(option + " must be at least 1, not " + value);
        }
    }
}
