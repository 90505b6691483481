package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.GoFloat;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.promql.QueryStats;

/** What a query cost, in the shape of the API's {@code stats}; times in seconds. */
final class StatsJson {
    private static final double NANOS_PER_SECOND = 1e9;

    private StatsJson() {}

    static void write(JsonBytes json, QueryStats stats, long queuedNanos) {
        json.raw('{').key("timings").raw('{');
        seconds(json, "evalTotalTime", stats.evaluateNanos());
        seconds(json, "resultSortTime", 0);
        seconds(json, "queryPreparationTime", stats.prepareNanos());
        seconds(json, "innerEvalTime", stats.evaluateNanos());
        seconds(json, "execQueueTime", queuedNanos);
        seconds(json, "execTotalTime", queuedNanos + stats.prepareNanos() + stats.evaluateNanos());
        json.raw('}').key("samples").raw('{').member("totalQueryableSamples", stats.samplesRead())
                .member("peakSamples", stats.peakSamples()).raw('}').raw('}');
    }

    private static void seconds(JsonBytes json, String name, long nanos) {
        json.key(name);
        GoFloat.append(json, nanos / NANOS_PER_SECOND);
    }
}
