package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.SampleBuffer;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers from snapshots of the groups that its selects have touched; holds no lock between calls. */
final class TsdbQuerier implements Querier {
    private final Store store;
    private final long min;
    private final long max;
    private final Map<Group, Snapshot> snapshots = new IdentityHashMap<>();
    private @Nullable Snapshot newest; // of newestGroup: neighbours mostly share their group
    private @Nullable Group newestGroup;

    private record Place(Snapshot snapshot, int column) {}

    TsdbQuerier(Store store, long min, long max) {
        this.store = store;
        this.min = min;
        this.max = max;
    }

    @Override
    public List<Series> select(List<LabelMatcher> matchers) {
        store.transactions.readLock().lock();
        try {
            SeriesIndex.Found found = store.index.select(matchers);
            var result = new ArrayList<Series>(found.ids().length);
            for (int i = 0; i < found.ids().length; i++) {
                SeriesIndex.Home first = found.first()[i];
                if (first == null) {
                    continue;
                }
                var series = new StoredSeries(found.ids()[i], found.labels()[i]);
                add(series, first);
                List<SeriesIndex.Home> more = found.more().getOrDefault(series.id, List.of());
                for (int h = 0; h < more.size(); h++) {
                    add(series, more.get(h));
                }
                if (series.first != null) {
                    result.add(series);
                }
            }
            return result;
        } finally {
            store.transactions.readLock().unlock();
        }
    }

    private void add(StoredSeries series, SeriesIndex.Home home) {
        Snapshot snapshot = newest != null && newestGroup == home.group() ? newest
                : snapshots.computeIfAbsent(home.group(), g -> snapshot(g).within(new Snapshot.Span(min, max)));
        newest = snapshot;
        newestGroup = home.group();
        if (snapshot.mayHave(home.column(), series.id)) {
            series.add(new Place(snapshot, home.column()));
        }
    }

    private static Snapshot snapshot(Group group) {
        group.lock.lock();
        try {
            return group.snapshot();
        } finally {
            group.lock.unlock();
        }
    }

    @Override
    public List<String> labelNames(Collection<LabelMatcher> matchers) {
        if (matchers.isEmpty()) {
            return store.index.names();
        }
        return store.index.names(members(List.copyOf(matchers)));
    }

    private BitSet members(List<LabelMatcher> matchers) {
        var members = new BitSet();
        for (Series s : select(matchers)) {
            members.set(((StoredSeries) s).id);
        }
        return members;
    }

    @Override
    public List<String> labelValues(String name, Collection<LabelMatcher> matchers) {
        if (matchers.isEmpty()) {
            return store.index.values(name);
        }
        return store.index.values(name, members(List.copyOf(matchers)));
    }

    @Override
    public void close() {
        snapshots.clear();
    }

    /** A series and where its samples are: mostly in one place. Complete when the select ends. */
    private static final class StoredSeries implements Series {
        private final int id;
        private final Labels labels;
        private @Nullable Place first;
        private List<Place> more = List.of();

        StoredSeries(int id, Labels labels) {
            this.id = id;
            this.labels = labels;
        }

        private void add(Place place) {
            if (first == null) {
                first = place;
            } else {
                more = more.isEmpty() ? new ArrayList<>() : more;
                more.add(place);
            }
        }

        @Override
        public Labels labels() {
            return labels;
        }

        @Override
        public Samples samples(long minMillis, long maxMillis) {
            return samples(minMillis, maxMillis, new SampleBuffer());
        }

        @Override
        public Samples samples(long minMillis, long maxMillis, SampleBuffer buffer) {
            if (minMillis > maxMillis || first == null) {
                return Samples.NONE;
            }
            Samples merged = first.snapshot.read(first.column, id, new Snapshot.Span(minMillis, maxMillis), buffer);
            for (Place place : more) {
                Samples next = place.snapshot.read(place.column, id, new Snapshot.Span(minMillis, maxMillis), new SampleBuffer());
                merged = merged.isEmpty() ? next : next.isEmpty() ? merged : merge(merged, next);
            }
            return merged;
        }

        private static Samples merge(Samples a, Samples b) {
            var times = new long[a.size() + b.size()];
            var values = new double[times.length];
            var extras = new Extras(times.length);
            int n = 0;
            for (int i = a.from(), j = b.from(); i < a.to() || j < b.to(); n++) {
                boolean takeA = j == b.to() || i < a.to() && a.times()[i] <= b.times()[j];
                times[n] = takeA ? a.times()[i] : b.times()[j];
                values[n] = takeA ? a.values()[i] : b.values()[j];
                extras.put(n, takeA ? a : b, takeA ? i : j);
                j += j < b.to() && b.times()[j] == times[n] ? 1 : 0;
                i += takeA ? 1 : 0;
            }
            return extras.with(times, values, 0, n);
        }
    }
}
