package dev.plumbline.promql.cache;

import dev.plumbline.promql.Engine;
import dev.plumbline.promql.QueryControl;
import dev.plumbline.promql.QueryResult;
import dev.plumbline.promql.QueryStats;
import dev.plumbline.promql.Value;
import dev.plumbline.storage.Queryable;
import dev.plumbline.storage.Settled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers range queries as the engine does, and evaluates steps that were evaluated before and are settled only once. What was
 * kept is never used after the store has counted a change, and not where retention may have dropped samples since. Bounded in bytes; the
 * least lately used goes first. Thread-safe.
 */
public final class RangeResults {
    /** Shorter queries cost little more than looking here. */
    private static final int FEWEST_STEPS = 30;
    /** A result of more than this part of all bytes is not kept. */
    private static final int LARGEST_SHARE = 8;
    /** What is kept grows when it lacks more than this part of a query. */
    private static final int GROWN_SHARE = 16;
    private final Engine engine;
    private final Supplier<Settled.Mark> marks;
    private final long mostBytes;
    private final Map<Key, Entry> entries = new LinkedHashMap<>(64, 0.75f, true); // guarded by this, as is all below
    private long heldBytes;
    private long reusedSteps;

    private record Key(String query, long stepMillis, long phase, long lookbackMillis) {}

    private record Entry(long changes, Stretch stretch, long bytes) {}

    /** A query with what there is to know of it. */
    private record Asked(Queryable store, Engine.Range range, QueryControl control, Key key, Settled.Mark mark) {
        long lastStep() {
            return range.startMillis() + (range.endMillis() - range.startMillis()) / range.stepMillis() * range.stepMillis();
        }

        /** The last of the query's steps that is not after a time; before the first step when there is none. */
        long lastStepUntil(long time) {
            long until = Math.min(time, lastStep());
            return until < range.startMillis() ? range.startMillis() - range.stepMillis()
                    : until - Math.floorMod(until - range.startMillis(), range.stepMillis());
        }

        long steps() {
            return (range.endMillis() - range.startMillis()) / range.stepMillis() + 1;
        }
    }

    /**
     * An empty cache.
     *
     * @param marks of the store that is asked
     * @param mostBytes about how much is kept; 0: nothing is
     */
    public RangeResults(Engine engine, Supplier<Settled.Mark> marks, long mostBytes) {
        this.engine = engine;
        this.marks = marks;
        this.mostBytes = mostBytes;
    }

    /** As {@link Engine#range}; a result that was put together has statistics of what was evaluated for it only. */
    public QueryResult range(Queryable store, String query, Engine.Range range, QueryControl control) {
        long lookback = control.lookbackMillis() > 0 ? control.lookbackMillis() : engine.options().lookbackMillis();
        var key = new Key(query, range.stepMillis(), Math.floorMod(range.startMillis(), range.stepMillis()), lookback);
        var asked = new Asked(store, range, control, key, marks.get());
        long reach = asked.steps() < FEWEST_STEPS || mostBytes == 0 ? Repeatable.NEVER : Repeatable.reach(engine.parse(query), lookback);
        if (reach == Repeatable.NEVER || range.startMillis() - reach < asked.mark.keptFromMillis()) {
            return engine.range(store, query, range, control);
        }
        Entry entry = find(asked);
        return entry == null ? whole(asked) : rest(asked, entry);
    }

    private synchronized @Nullable Entry find(Asked asked) {
        Entry entry = entries.get(asked.key);
        boolean fits = entry != null && entry.changes == asked.mark.changes() && entry.stretch.fromMillis() <= asked.range.startMillis()
                && entry.stretch.toMillis() >= asked.range.startMillis();
        return fits ? entry : null;
    }

    private QueryResult whole(Asked asked) {
        QueryResult result = engine.range(asked.store, asked.key.query, asked.range, asked.control);
        long settled = asked.lastStepUntil(asked.mark.settledMillis());
        if (settled >= asked.range.startMillis() && result.warnings().isEmpty() && result.infos().isEmpty()
                && result.value() instanceof Value.Matrix matrix) {
            Stretch stretch = Stretch.of(matrix, asked.range.startMillis(), settled);
            if (stretch != null) {
                keep(asked, stretch);
            }
        }
        return result;
    }

    /** What is kept, and an evaluation of the steps after it. */
    private QueryResult rest(Asked asked, Entry entry) {
        Engine.Range range = asked.range;
        long until = Math.min(entry.stretch.toMillis(), asked.lastStep());
        Stretch known = entry.stretch.cut(range.startMillis(), until);
        count((until - range.startMillis()) / range.stepMillis() + 1);
        if (until == asked.lastStep()) {
            return new QueryResult(new Value.Matrix(known.series()), List.of(), List.of(), new QueryStats(0, 0, 0, 0, 0));
        }
        long next = until + range.stepMillis();
        QueryResult late = engine.range(asked.store, asked.key.query, new Engine.Range(next, range.endMillis(), range.stepMillis()), asked.control);
        Stretch more = late.value() instanceof Value.Matrix matrix ? Stretch.of(matrix, next, asked.lastStep()) : null;
        if (more == null) { // histograms have come
            return engine.range(asked.store, asked.key.query, range, asked.control);
        }
        long settled = asked.lastStepUntil(asked.mark.settledMillis());
        boolean worth = (settled - until) / range.stepMillis() * GROWN_SHARE >= asked.steps();
        if (worth && late.warnings().isEmpty() && late.infos().isEmpty()) {
            Stretch longer = entry.stretch.then(more.cut(next, settled));
            long most = Math.max(entry.stretch.toMillis() - entry.stretch.fromMillis(), range.endMillis() - range.startMillis());
            long from = Math.max(longer.fromMillis(), settled - most / range.stepMillis() * range.stepMillis());
            keep(asked, longer.cut(from, settled));
        }
        return new QueryResult(new Value.Matrix(known.then(more).series()), late.warnings(), late.infos(), late.stats());
    }

    private synchronized void keep(Asked asked, Stretch stretch) {
        long bytes = stretch.bytes() + 2L * asked.key.query.length();
        if (bytes > mostBytes / LARGEST_SHARE) {
            return;
        }
        Entry before = entries.put(asked.key, new Entry(asked.mark.changes(), stretch, bytes));
        heldBytes += bytes - (before == null ? 0 : before.bytes);
        var oldest = entries.values().iterator();
        while (heldBytes > mostBytes) {
            heldBytes -= oldest.next().bytes;
            oldest.remove();
        }
    }

    private synchronized void count(long steps) {
        reusedSteps += steps;
    }

    /** About how much is kept. */
    public synchronized long heldBytes() {
        return heldBytes;
    }

    /** Steps that did not have to be evaluated, since the start. */
    public synchronized long reusedSteps() {
        return reusedSteps;
    }
}
