package dev.plumbline.storage;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.HistogramShape;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The oracle: a sorted map of sorted maps behind one lock. It is what the ports mean, written as plainly as possible,
 * for tests to compare a real store with and for scripts to run on. Keeps everything, forgets it on close.
 */
public final class InMemoryStorage implements Storage {
    private final NavigableMap<Labels, NavigableMap<Long, Point>> series = new TreeMap<>();
    private final Set<String> openSources = new HashSet<>();
    private final Map<Labels, List<Hidden>> hidden = new HashMap<>();
    private long window;
    private long inOrderFrom = Long.MIN_VALUE;

    private record Hidden(long min, long max) {}

    private record Entry(Labels labels, long time, Point point) {}

    @Override
    public Appender appender() {
        return new Transaction();
    }

    @Override
    public synchronized RowAppender rows(String source) {
        if (!openSources.add(source)) {
            throw new IllegalStateException("source \"" + source + "\" is open already");
        }
        return new Rows(source);
    }

    @Override
    public synchronized long oldestMillis() {
        return series.values().stream().mapToLong(NavigableMap::firstKey).min().orElse(Long.MAX_VALUE);
    }

    @Override
    public Querier querier(long minMillis, long maxMillis) {
        return new View(minMillis, maxMillis);
    }

    @Override
    public void close() {
        // Memory is all there is.
    }

    /** Sets how much older than the newest sample of all one may be that is not newer than the newest of its series; 0, as at first: none is taken. */
    public synchronized void outOfOrderWindow(long millis) {
        window = millis;
    }

    /** Sets a time before which samples are out of order though they are their series' newest. */
    public synchronized void inOrderFrom(long millis) {
        inOrderFrom = millis;
    }

    /**
     * Hides what the series that satisfy all matchers have in a closed range, up to their newest sample and to where samples come in order,
     * now and later.
     */
    public synchronized void delete(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        try (var view = new View(minMillis, maxMillis)) {
            for (Series found : view.select(matchers)) {
                long inBlocks = inOrderFrom == Long.MIN_VALUE ? Long.MIN_VALUE : inOrderFrom - 1;
                Entry last = newest(found.labels());
                long newest = last == null ? inBlocks : Math.max(inBlocks, last.time);
                hidden.computeIfAbsent(found.labels(), l -> new ArrayList<>()).add(new Hidden(minMillis, Math.min(maxMillis, newest)));
            }
        }
    }

    /** What a series shows of a range. */
    private NavigableMap<Long, Point> visible(Labels labels, long min, long max) {
        if (min > max) {
            return new TreeMap<>();
        }
        NavigableMap<Long, Point> points = series.getOrDefault(labels, new TreeMap<>()).subMap(min, true, max, true);
        List<Hidden> gone = hidden.getOrDefault(labels, List.of());
        if (!gone.isEmpty()) {
            points = new TreeMap<>(points);
            points.keySet().removeIf(t -> gone.stream().anyMatch(h -> h.min <= t && t <= h.max));
        }
        return points;
    }

    /** Why a sample out of order is not taken, or null. */
    private @Nullable Rejection refusal(Labels labels, long time, long newestOfSeries) {
        if (window == 0) {
            return time < inOrderFrom ? new Rejection.OutOfBounds(labels, time, inOrderFrom)
                    : new Rejection.OutOfOrder(labels, time, newestOfSeries);
        }
        long newest = series.values().stream().mapToLong(NavigableMap::lastKey).max().orElse(Long.MIN_VALUE + window);
        return time >= newest - window ? null : new Rejection.TooOld(labels, time, newest - window);
    }

    /** Checks a sample against what is stored and what the transaction holds; null when it may be added. */
    private synchronized @Nullable Rejection check(Labels labels, long time, Point point, @Nullable Entry newestPending) {
        if (labels.isEmpty()) {
            return new Rejection.Invalid(labels, "series without labels");
        }
        String problem = point.histogram() == null ? null : HistogramShape.problem(point.histogram());
        if (problem != null) {
            return new Rejection.Invalid(labels, problem);
        }
        Entry newest = newestPending != null ? newestPending : newest(labels);
        if (isLate(time, newest)) {
            return refusal(labels, time, newest == null ? Long.MIN_VALUE : newest.time);
        }
        if (newest == null || time > newest.time) {
            return null;
        }
        return newest.point.sameAs(point) ? null : new Rejection.DuplicateTimestamp(labels, time);
    }

    private boolean isLate(long time, @Nullable Entry newest) {
        return time < inOrderFrom || newest != null && time < newest.time;
    }

    private @Nullable Entry newest(Labels labels) {
        var points = series.get(labels);
        return points == null ? null : new Entry(labels, points.lastKey(), points.lastEntry().getValue());
    }

    private synchronized void apply(Collection<Entry> entries) {
        for (Entry e : entries) {
            NavigableMap<Long, Point> points = series.computeIfAbsent(e.labels, l -> new TreeMap<>());
            var before = points.lowerEntry(e.time);
            points.putIfAbsent(e.time, Point.kept(before == null ? null : before.getValue().histogram(), e.point));
        }
    }

    private final class Transaction implements Appender {
        private final List<Entry> entries = new ArrayList<>();
        private final Map<Labels, Entry> newest = new LinkedHashMap<>();

        @Override
        public Optional<Rejection> append(Labels labels, long startMillis, long timeMillis, double value) {
            return append(labels, timeMillis, new Point(startMillis, value, null));
        }

        @Override
        public Optional<Rejection> append(Labels labels, long startMillis, long timeMillis, Histogram histogram) {
            return append(labels, timeMillis, new Point(startMillis, histogram.sum(), histogram));
        }

        private Optional<Rejection> append(Labels labels, long timeMillis, Point point) {
            Rejection rejection = check(labels, timeMillis, point, newest.get(labels));
            if (rejection == null) {
                var entry = new Entry(labels, timeMillis, point);
                entries.add(entry);
                if (isNewest(entry)) {
                    newest.put(labels, entry);
                }
            }
            return Optional.ofNullable(rejection);
        }

        private boolean isNewest(Entry entry) {
            Entry pending = newest.get(entry.labels);
            synchronized (InMemoryStorage.this) {
                Entry before = pending == null ? newest(entry.labels) : pending;
                return before == null || entry.time > before.time;
            }
        }

        @Override
        public void commit() {
            apply(entries);
            rollback();
        }

        @Override
        public void rollback() {
            entries.clear();
            newest.clear();
        }

        @Override
        public void close() {
            rollback();
        }
    }

    private final class Rows implements RowAppender {
        private final String source;
        private final List<@Nullable Labels> columns = new ArrayList<>();
        private final Map<Integer, Point> row = new TreeMap<>();
        private long time;

        Rows(String source) {
            this.source = source;
        }

        @Override
        public Column column(Labels labels) {
            if (labels.isEmpty()) {
                return new Column(-1, Optional.of(new Rejection.Invalid(labels, "series without labels")));
            }
            int index = columns.indexOf(labels);
            if (index < 0) {
                index = columns.indexOf(null);
                if (index < 0) {
                    index = columns.size();
                    columns.add(labels);
                } else {
                    columns.set(index, labels);
                }
            }
            return new Column(index, Optional.empty());
        }

        @Override
        public Labels labels(int column) {
            Labels labels = columns.get(column);
            if (labels == null) {
                throw new IllegalArgumentException("column " + column + " was released");
            }
            return labels;
        }

        @Override
        public void begin(long timeMillis) {
            row.clear();
            time = timeMillis;
        }

        @Override
        public void set(int column, double value) {
            labels(column);
            row.put(column, new Point(0, value, null));
        }

        @Override
        public void set(int column, Histogram histogram) {
            labels(column);
            row.put(column, new Point(0, histogram.sum(), histogram));
        }

        @Override
        public void setStart(int column, long startMillis) {
            Point point = row.get(column);
            if (point == null) {
                throw new IllegalStateException("column " + column + " is not set in the row");
            }
            row.put(column, new Point(startMillis, point.value(), point.histogram()));
        }

        @Override
        public boolean isSet(int column) {
            return row.containsKey(column);
        }

        @Override
        public Outcome commit() {
            var taken = new ArrayList<Entry>();
            var rejections = new ArrayList<Rejection>();
            row.forEach((column, point) -> {
                Rejection rejection = checkRow(labels(column), point);
                if (rejection != null) {
                    rejections.add(rejection);
                } else if (isNew(labels(column))) {
                    taken.add(new Entry(labels(column), time, point));
                }
            });
            apply(taken);
            row.clear();
            return new Outcome(taken.size(), rejections.size(),
                    rejections.subList(0, Math.min(MAX_REJECTIONS_SHOWN, rejections.size())));
        }

        /** A staleness marker never comes late in a row. */
        private @Nullable Rejection checkRow(Labels labels, Point point) {
            synchronized (InMemoryStorage.this) {
                Entry newest = newest(labels);
                return newest != null && time < newest.time && StaleMarker.is(point.value())
                        ? new Rejection.OutOfOrder(labels, time, newest.time) : check(labels, time, point, null);
            }
        }

        /** Whether it is more than the newest sample again. */
        private boolean isNew(Labels labels) {
            synchronized (InMemoryStorage.this) {
                Entry newest = newest(labels);
                return newest == null || newest.time != time || time < inOrderFrom;
            }
        }

        @Override
        public void rollback() {
            row.clear();
        }

        @Override
        public void release(int column) {
            if (row.containsKey(column)) {
                throw new IllegalStateException("column " + column + " is set in the row");
            }
            columns.set(column, null);
        }

        @Override
        public void close() {
            synchronized (InMemoryStorage.this) {
                openSources.remove(source);
            }
        }
    }

    private final class View implements Querier {
        private final long min;
        private final long max;

        View(long min, long max) {
            this.min = min;
            this.max = max;
        }

        @Override
        public List<Series> select(List<LabelMatcher> matchers) {
            synchronized (InMemoryStorage.this) {
                return matching(matchers).map(labels -> (Series) new StoredSeries(labels)).toList();
            }
        }

        private java.util.stream.Stream<Labels> matching(Collection<LabelMatcher> matchers) {
            return series.entrySet().stream()
                    .filter(e -> matchers.stream().allMatch(m -> m.matches(e.getKey())))
                    .filter(e -> !visible(e.getKey(), min, max).isEmpty())
                    .map(Map.Entry::getKey);
        }

        @Override
        public List<String> labelNames(Collection<LabelMatcher> matchers) {
            var names = new TreeSet<String>();
            synchronized (InMemoryStorage.this) {
                matching(matchers).forEach(labels -> labels.forEach((name, value) -> names.add(name)));
            }
            return List.copyOf(names);
        }

        @Override
        public List<String> labelValues(String name, Collection<LabelMatcher> matchers) {
            synchronized (InMemoryStorage.this) {
                return matching(matchers).map(labels -> labels.get(name)).filter(v -> !v.isEmpty()).distinct().sorted().toList();
            }
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private final class StoredSeries implements Series {
        private final Labels labels;

        StoredSeries(Labels labels) {
            this.labels = labels;
        }

        @Override
        public Labels labels() {
            return labels;
        }

        @Override
        public Samples samples(long minMillis, long maxMillis) {
            synchronized (InMemoryStorage.this) {
                return Point.columns(visible(labels, minMillis, maxMillis));
            }
        }
    }

}
