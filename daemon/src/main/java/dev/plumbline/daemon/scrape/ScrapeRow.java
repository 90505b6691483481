package dev.plumbline.daemon.scrape;

import dev.plumbline.daemon.config.ScrapeConfig;
import dev.plumbline.exposition.SeriesSink;
import dev.plumbline.model.Exemplar;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.ExemplarStorage;
import dev.plumbline.storage.NoExemplars;
import dev.plumbline.storage.Rejection;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One target's series and the row that is being filled. A series' number is its column in the store; per column there
 * are five bytes here: the scrape that saw it last and whether it is held and alive. A series is alive while its last
 * word is not a staleness marker; when a good scrape lacks it, it gets one and its column is given back.
 *
 * <p>Life of a row: {@link #begin}, samples, {@link #finish} or {@link #fail}, {@link #report}, {@link #commit}; and
 * {@link #undo} when the commit threw, after which everything is as before {@link #begin}. One owner, no locks.
 */
final class ScrapeRow implements SeriesSink {
    private static final byte HELD = 1;
    private static final byte ALIVE = 2;
    private static final byte MARKED = 4;
    private static final byte REPORT = 8;
    private static final byte TIMED = 16;

    /** The counts of one scrape. */
    record Counts(long scraped, long afterRelabelling, long added, long duplicates) {}

    private final Stores stores;
    private final RowAppender rows;
    private final SampleLabels labels;
    private final Options options;
    private final Map<String, Integer> reports = new HashMap<>(); // column by metric; columns of reports are never given back
    private int[] seen = new int[64];
    private byte[] state = new byte[64];
    private int columns;
    private int epoch;
    private long time;
    private long scraped;
    private long kept;
    private long duplicates;
    private int created;
    private boolean evict;
    private @Nullable Appender timestamped;
    private final RejectionTally rejections = new RejectionTally();

    private final List<FoundExemplar> foundExemplars = new ArrayList<>();
    private int last = DROPPED;

    /** Where samples and exemplars go. */
    record Stores(Storage storage, ExemplarStorage exemplars) {}

    private record FoundExemplar(Labels series, Exemplar exemplar) {}

    /** What of the job's configuration matters per sample; limits of 0 mean none. */
    record Options(long sampleLimit, boolean honorTimestamps, boolean trackTimestampsStaleness, BucketLimits buckets) {
        static Options of(ScrapeConfig config) {
            return new Options(config.limits().samples(), config.honorTimestamps(), config.trackTimestampsStaleness(),
                    BucketLimits.of(config.histograms()));
        }
    }

    ScrapeRow(Stores stores, String source, SampleLabels labels, Options options) {
        this.stores = stores;
        this.rows = stores.storage().rows(source);
        this.labels = labels;
        this.options = options;
    }

    /** The series whose last word is not a staleness marker, the reports included. */
    List<Labels> alive() {
        List<Labels> alive = new ArrayList<>();
        for (int c = 0; c < columns; c++) {
            if ((state[c] & ALIVE) != 0) {
                alive.add(rows.labels(c));
            }
        }
        return alive;
    }

    /** Counts these series as alive, as if this row had written them: the next scrape ends those that it lacks. */
    void inherit(List<Labels> alive) {
        for (Labels series : alive) {
            RowAppender.Column column = rows.column(series);
            if (column.rejection().isEmpty()) {
                state[hold(column.index())] |= ALIVE;
            }
        }
    }

    void begin(long timeMillis) {
        epoch++;
        time = timeMillis;
        scraped = 0;
        kept = 0;
        duplicates = 0;
        created = 0;
        evict = false;
        rejections.clear();
        foundExemplars.clear();
        rows.begin(timeMillis);
    }

    @Override
    public int series(Labels exposed) {
        Labels stored = labels.stored(exposed);
        if (stored == null) {
            return DROPPED;
        }
        RowAppender.Column column = rows.column(stored);
        Optional<Rejection> rejection = column.rejection();
        if (rejection.isPresent()) {
            rejections.add(rejection.get());
            return REFUSED;
        }
        return hold(column.index());
    }

    private int hold(int column) {
        if (column >= seen.length) {
            int capacity = Math.max(column + 1, seen.length * 2);
            seen = Arrays.copyOf(seen, capacity);
            state = Arrays.copyOf(state, capacity);
        }
        columns = Math.max(columns, column + 1);
        if ((state[column] & HELD) == 0) {
            state[column] = HELD;
            seen[column] = 0;
            created++;
        }
        return column;
    }

    @Override
    public void sample(int ref, double value) {
        if (takes(ref)) {
            rows.set(ref, value);
        }
    }

    @Override
    public void sample(int ref, Histogram histogram) {
        if (takes(ref)) {
            rows.set(ref, options.buckets.apply(histogram));
        }
    }

    /** Counts a sample without a time of its own; false when it is not wanted or came already. */
    private boolean takes(int ref) {
        scraped++;
        last = ref;
        if (ref < 0) {
            return false;
        }
        if (seen[ref] == epoch) {
            duplicates++;
            return false;
        }
        seen[ref] = epoch;
        count();
        return true;
    }

    private void count() {
        if (++kept > options.sampleLimit && options.sampleLimit > 0) {
            throw new ScrapeFailure("sample_limit", "sample limit exceeded: more than " + options.sampleLimit + " samples");
        }
    }

    @Override
    public void sample(int ref, double value, long timeMillis) {
        if (!options.honorTimestamps) {
            sample(ref, value);
        } else if (takesTimed(ref)) {
            timestamped().append(rows.labels(ref), timeMillis, value).ifPresent(rejections::add);
        }
    }

    @Override
    public void sample(int ref, Histogram histogram, long timeMillis) {
        if (!options.honorTimestamps) {
            sample(ref, histogram);
        } else if (takesTimed(ref)) {
            timestamped().append(rows.labels(ref), timeMillis, options.buckets.apply(histogram)).ifPresent(rejections::add);
        }
    }

    private boolean takesTimed(int ref) {
        scraped++;
        last = ref;
        if (ref < 0) {
            return false;
        }
        seen[ref] = epoch;
        count();
        if (!options.trackTimestampsStaleness) {
            state[ref] |= TIMED;
        }
        return true;
    }

    private Appender timestamped() {
        if (timestamped == null) {
            timestamped = stores.storage().appender();
        }
        return timestamped;
    }

    /** Starts of samples with times of their own are not kept. */
    @Override
    public void start(int ref, long startMillis) {
        if (ref >= 0 && rows.isSet(ref)) {
            rows.setStart(ref, startMillis);
        }
    }

    @Override
    public void exemplar(dev.plumbline.exposition.Exemplar exemplar) {
        if (last >= 0 && !(stores.exemplars() instanceof NoExemplars)) {
            foundExemplars.add(new FoundExemplar(rows.labels(last),
                    new Exemplar(exemplar.labels(), exemplar.value(), exemplar.timeMillis().orElse(time))));
        }
    }

    /** The body was read to its end: what it lacks gets a staleness marker. */
    Counts finish() {
        evict = true;
        for (int c = 0; c < columns; c++) {
            if (seen[c] != epoch && (state[c] & REPORT) == 0) {
                mark(c);
            }
        }
        return new Counts(scraped, kept, created, duplicates);
    }

    /** The scrape failed: nothing of it stays, and everything alive gets a staleness marker. */
    void fail() {
        dropTimestamped();
        rows.rollback();
        rows.begin(time);
        evict = false;
        rejections.clear();
        foundExemplars.clear();
        forgetSeen();
        for (int c = 0; c < columns; c++) {
            if ((state[c] & REPORT) == 0) {
                mark(c);
            }
        }
    }

    private void mark(int column) {
        if ((state[column] & ALIVE) != 0) {
            rows.set(column, StaleMarker.VALUE);
            state[column] |= MARKED;
        }
    }

    /** Takes back what the scrape at hand saw; who is alive is only written down by a commit. */
    private void forgetSeen() {
        for (int c = 0; c < columns; c++) {
            if (seen[c] == epoch) {
                seen[c] = 0;
            }
        }
    }

    /** A series about the scrape itself; wins over an exposed one of the same labels. */
    void report(String metric, double value) {
        Integer known = reports.get(metric);
        int c = known == null ? reportColumn(metric) : known;
        if (c >= 0) {
            state[c] = (byte) (state[c] & ~MARKED | REPORT | ALIVE); // a marker of this row gives way
            rows.set(c, value);
        }
    }

    /** The column of a report, which is held from now on; negative when the store does not take it. */
    private int reportColumn(String metric) {
        RowAppender.Column column = rows.column(labels.report(metric));
        if (column.rejection().isPresent()) {
            return REFUSED;
        }
        int c = hold(column.index());
        reports.put(metric, c);
        return c;
    }

    /** Ends every series, the reports included: the target is gone. */
    void end(long timeMillis) {
        begin(timeMillis);
        for (int c = 0; c < columns; c++) {
            mark(c);
        }
        commit();
    }

    /** Stores the row; returns what was rejected. Throws what the store throws; then call {@link #undo}. */
    RejectionTally commit() {
        if (timestamped != null) {
            timestamped.commit();
            timestamped.close();
            timestamped = null;
        }
        rejections.add(rows.commit());
        keepExemplars();
        for (int c = 0; c < columns; c++) {
            settle(c);
        }
        return rejections;
    }

    /** A target tells its exemplars again and again, in no order: those that are not newer are no news. */
    private void keepExemplars() {
        for (FoundExemplar found : foundExemplars) {
            stores.exemplars().append(found.series, found.exemplar).filter(r -> !(r instanceof Rejection.OutOfOrder))
                    .ifPresent(rejections::add);
        }
        foundExemplars.clear();
    }

    private void settle(int c) {
        if (seen[c] == epoch) {
            state[c] = (byte) ((state[c] & TIMED) != 0 ? state[c] & ~(ALIVE | TIMED) : state[c] | ALIVE);
        } else if ((state[c] & MARKED) != 0) {
            state[c] &= HELD | REPORT;
        }
        if (evict && seen[c] != epoch && (state[c] & (HELD | REPORT)) == HELD) {
            rows.release(c);
            state[c] = 0;
        }
    }

    /** After a commit that threw: the books say what is stored, so the next scrape goes on from there. */
    void undo() {
        dropTimestamped();
        rows.rollback();
        forgetSeen();
        for (int c = 0; c < columns; c++) {
            state[c] &= ~(MARKED | TIMED);
        }
    }

    private void dropTimestamped() {
        if (timestamped != null) {
            timestamped.rollback();
            timestamped.close();
            timestamped = null;
        }
    }

    void close() {
        dropTimestamped();
        rows.close();
    }
}
