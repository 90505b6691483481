package dev.plumbline.promql.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.QueryControl;
import dev.plumbline.promql.QueryResult;
import dev.plumbline.promql.Value;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import dev.plumbline.tsdb.Tsdb;
import dev.plumbline.tsdb.TsdbOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The law: whatever is appended (late samples of series that lag behind, too), deleted or dropped between queries, a kept result
 * is the fresh one, bit by bit.
 */
class RangeResultsPropertyTest {
    private static final long MINUTE = 60_000;
    private static final long START = 1_700_000_000_000L / MINUTE * MINUTE;
    private static final int SERIES = 12;
    private static final List<String> QUERIES = List.of("m", "m{i=~\"[0-5]\"} offset 7m", "rate(m[5m])", "sum by (g) (increase(m[12m]))",
            "sum(rate(m{g=\"a\"}[5m])) / sum(rate(m[5m]))", "max_over_time(sum by (g) (rate(m[5m]))[20m:3m])", "quantile by (g) (0.9, m) > 100",
            "avg_over_time(m[30m:])", "sum(rate(m[5m])) or vector(0)", "changes(m[15m]) + on (i, g) m", "-m ^ 0.5", "m unless m > 300",
            "count_over_time(m[1h]) > bool 3", "histogram_quantile(0.5, sum by (le) (rate(b_bucket[10m])))",
            // those that are never kept
            "m @ end()", "m offset -3m", "label_replace(m, \"x\", \"$1\", \"i\", \"(.).*\")", "{i=\"1\"}", "topk(2, m)", "time()", "rate(n[5m])");

    private final VirtualTime clock = new VirtualTime(START);
    private final Tsdb store = Tsdb.open(TsdbOptions.defaults(Path.of("/data")).withRetention(Duration.ofHours(4)), clock, new FaultyDisk(5), e -> {});
    private final Engine engine = new Engine(EngineOptions.defaults(), clock);
    private final RangeResults results = new RangeResults(engine, store::settled, 1 << 20);
    private final List<RowAppender> rows = new ArrayList<>();
    private final long[] newest = new long[SERIES];
    private long now = START;

    private static Labels series(int i) {
        return i < 4 ? Labels.of("__name__", "b_bucket", "le", i == 3 ? "+Inf" : "" + i, "g", "a")
                : Labels.of("__name__", i == 11 ? "n" : "m", "i", "" + i % 7, "g", i % 2 == 0 ? "a" : "b", "j", "" + i);
    }

    /** The first half by rows, the others by transactions. */
    private void append(SplittableRandom random, int i, long time) {
        double value = random.nextInt(5) == 0 ? random.nextInt(50) : (time - START) / 30_000.0 + random.nextInt(100);
        if (time <= newest[i]) {
            return;
        }
        newest[i] = time;
        if (i < SERIES / 2) {
            RowAppender source = rows.get(i);
            source.begin(time);
            source.set(source.column(series(i)).index(), value);
            source.commit();
            return;
        }
        try (var appender = store.appender()) {
            appender.append(series(i), time, value);
            appender.commit();
        }
    }

    /** Time goes on; a series lags behind now and then, and comes with all it has at once or never. */
    private void live(SplittableRandom random, int minutes, boolean[] lagging) {
        for (int m = 0; m < minutes; m++) {
            now += MINUTE;
            clock.advance(MINUTE);
            for (int i = 0; i < SERIES; i++) {
                lagging[i] ^= random.nextInt(lagging[i] ? 60 : 600) == 0;
                if (!lagging[i]) {
                    append(random, i, now - random.nextInt(20_000));
                } else if (random.nextInt(60) == 0) {
                    append(random, i, Math.max(newest[i], now - 3_600_000) + MINUTE); // late, by up to an hour
                }
            }
        }
    }

    private void change(SplittableRandom random, boolean[] lagging) {
        switch (random.nextInt(40)) {
            case 0 -> {
                long from = now - random.nextInt(300) * MINUTE;
                store.delete(List.of(LabelMatcher.equal("g", random.nextBoolean() ? "a" : "b")), from, from + random.nextInt(90) * MINUTE);
            }
            case 1, 4 -> store.maintain();
            case 2, 3 -> {
                int i = random.nextInt(SERIES);
                append(random, i, newest[i] + 1 + random.nextInt(100_000));
            }
            default -> live(random, 1 + random.nextInt(12), lagging);
        }
    }

    /** A panel: refreshed again and again, mostly at the end of what there is, at other times elsewhere. */
    private record Panel(String query, long step, long length) {
        static Panel of(SplittableRandom random) {
            return new Panel(QUERIES.get(random.nextInt(QUERIES.size())), random.nextInt(4) == 0 ? 37_000 : MINUTE * (1 + random.nextInt(3)),
                    random.nextInt(20, 400) * MINUTE);
        }
    }

    private void compare(SplittableRandom random, Panel panel) {
        String query = panel.query;
        long shift = random.nextInt(4) == 0 ? random.nextInt(200) * MINUTE : random.nextInt(-2, 2) * MINUTE;
        long start = now - panel.length - shift;
        start -= random.nextInt(8) == 0 ? random.nextInt(3) * 7_000 : Math.floorMod(start, panel.step);
        long end = random.nextInt(8) == 0 ? start + random.nextInt(400) * MINUTE : start + panel.length;
        var range = new Engine.Range(start, end, panel.step);
        QueryResult fresh = engine.range(store, query, range, QueryControl.none());
        QueryResult kept = results.range(store, query, range, QueryControl.none());
        assertThat(text(kept)).as("%s %s now %d", query, range, now).isEqualTo(text(fresh));
    }

    private static String text(QueryResult result) {
        var text = new StringBuilder();
        for (Value.Points p : ((Value.Matrix) result.value()).series()) {
            text.append(p.labels()).append(' ').append(Arrays.toString(p.times())).append(' ')
                    .append(Arrays.toString(Arrays.stream(p.values()).mapToLong(Double::doubleToLongBits).toArray())).append('\n');
        }
        return text.append(result.warnings()).append(result.infos()).toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void keptResultsAreFreshOnes(long seed) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < SERIES; i++) {
            rows.add(store.rows("source-" + i));
        }
        var panels = Stream.generate(() -> Panel.of(random)).limit(8).toList();
        var lagging = new boolean[SERIES];
        live(random, 400, lagging);
        for (int round = 0; round < 250; round++) {
            change(random, lagging);
            panels.forEach(panel -> compare(random, panel));
        }
        assertThat(results.reusedSteps()).isGreaterThan(5_000);
        assertThat(results.heldBytes()).isLessThanOrEqualTo(1 << 20);
        rows.forEach(RowAppender::close);
        store.close();
    }
}
