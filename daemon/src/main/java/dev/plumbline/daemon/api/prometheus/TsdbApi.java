package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.queries.Queries;
import dev.plumbline.daemon.queries.QueryRequest;
import dev.plumbline.storage.Queryable;
import java.util.List;
import java.util.function.Supplier;

/** {@code /status/tsdb}, {@code /status/tsdb/blocks} and {@code /status/walreplay}: what the store is made of. */
public final class TsdbApi {
    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 10_000;
    private static final int ULID_LENGTH = 26;
    private static final String ULID_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private final Queryable store;
    private final Queries queries;
    private final Supplier<Head> head;

    /** The store in numbers; times in ms since the epoch. {@code chunks} are its frames, {@code segments} those of its log, blocks ascending by time. */
    public record Head(int chunks, long minMillis, long maxMillis, int segments, List<Block> blocks) {}

    /**
     * A block on disk.
     *
     * @param sources numbers of the blocks that it was merged from; none when it was written from memory
     */
    public record Block(long number, long minMillis, long maxMillis, long samples, int series, long bytes, List<Long> sources) {}

    public TsdbApi(Queryable store, Queries queries, Supplier<Head> head) {
        this.store = store;
        this.queries = queries;
        this.head = head;
    }

    /** limit: how many of each list, 1 to 10,000 (default 10). */
    Queries.Ticket<Answer> statistics(Parameters p, Asker asker) {
        int limit = limit(p);
        var request = new QueryRequest(QueryRequest.Kind.STATISTICS, "status/tsdb", asker.client(), asker.agent());
        return queries.submit(request, Queries.Bounds.DEFAULT, control -> {
            var cardinality = Cardinality.of(store, control);
            Head now = head.get();
            return Envelope.success(json -> {
                json.raw('{').key("headStats").raw('{').member("numSeries", cardinality.series())
                        .member("numLabelPairs", cardinality.pairs()).member("chunkCount", now.chunks())
                        .member("minTime", now.minMillis()).member("maxTime", now.maxMillis()).raw('}');
                top(json, "seriesCountByMetricName", cardinality.seriesByMetric(limit));
                top(json, "labelValueCountByLabelName", cardinality.valuesByLabel(limit));
                top(json, "memoryInBytesByLabelName", cardinality.bytesByLabel(limit));
                top(json, "seriesCountByLabelValuePair", cardinality.seriesByPair(limit));
                json.raw('}');
            });
        });
    }

    private static void top(JsonBytes json, String name, List<Cardinality.Count> counts) {
        json.key(name).raw('[');
        counts.forEach(c -> json.next().raw('{').member("name", c.name()).member("value", c.value()).raw('}'));
        json.raw(']');
    }

    private static int limit(Parameters p) {
        String text = p.get("limit");
        if (text.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
            throw new BadParameter("limit must be a positive number not above " + MAX_LIMIT);
        } catch (NumberFormatException e) {
            throw new BadParameter("limit must be a positive number");
        }
    }

    /** As Prometheus describes its own, and how long each one's file is. */
    Answer blocks() {
        List<Block> blocks = head.get().blocks();
        return Envelope.success(json -> {
            json.raw('{').key("blocks").raw('[');
            blocks.forEach(block -> write(json.next(), block));
            json.raw(']').raw('}');
        });
    }

    private static void write(JsonBytes json, Block block) {
        json.raw('{').member("ulid", ulid(block.number)).member("minTime", block.minMillis)
                .member("maxTime", block.maxMillis + 1).key("stats").raw('{').member("numSamples", block.samples)
                .member("numSeries", block.series).member("numBytes", block.bytes).raw('}').key("compaction").raw('{')
                .member("level", block.sources.isEmpty() ? 1 : 2).key("sources").raw('[');
        List<Long> sources = block.sources.isEmpty() ? List.of(block.number) : block.sources;
        sources.forEach(source -> json.next().string(ulid(source)));
        json.raw(']').raw('}').member("version", 1).raw('}');
    }

    /** A number in the form of the names that Prometheus gives to blocks. */
    private static String ulid(long number) {
        var text = new char[ULID_LENGTH];
        for (int i = text.length - 1; i >= 0; i--) {
            text[i] = ULID_DIGITS.charAt((int) (number & 31));
            number >>>= 5;
        }
        return new String(text);
    }

    /** Segments of the log to read at the start; all are read when the store answers. */
    Answer replay() {
        int last = Math.max(0, head.get().segments() - 1);
        return Envelope.success(json -> json.raw('{').member("min", 0).member("max", last).member("current", last).raw('}'));
    }
}
