package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Answers from snapshots of the groups that its selects have touched; holds no lock between calls. */
final class TsdbQuerier implements Querier {
    private final Store store;
    private final long min;
    private final long max;
    private final Map<Group, Snapshot> snapshots = new IdentityHashMap<>();

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
            var result = new ArrayList<Series>();
            for (SeriesIndex.Found found : store.index.select(matchers)) {
                var places = new ArrayList<Place>(1);
                for (SeriesIndex.Home home : found.homes()) {
                    Snapshot snapshot = snapshots.computeIfAbsent(home.group(), TsdbQuerier::snapshot);
                    if (snapshot.mayHave(home.column(), found.id(), min, max)) {
                        places.add(new Place(snapshot, home.column()));
                    }
                }
                if (!places.isEmpty()) {
                    result.add(new StoredSeries(found.id(), found.labels(), List.copyOf(places)));
                }
            }
            return result;
        } finally {
            store.transactions.readLock().unlock();
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
        var names = new TreeSet<String>();
        select(List.copyOf(matchers)).forEach(s -> s.labels().forEach((name, value) -> names.add(name)));
        return List.copyOf(names);
    }

    @Override
    public List<String> labelValues(String name, Collection<LabelMatcher> matchers) {
        if (matchers.isEmpty()) {
            return store.index.values(name);
        }
        var values = new TreeSet<String>();
        select(List.copyOf(matchers)).forEach(s -> values.add(s.labels().get(name)));
        values.remove("");
        return List.copyOf(values);
    }

    @Override
    public void close() {
        snapshots.clear();
    }

    private record StoredSeries(int id, Labels labels, List<Place> places) implements Series {
        @Override
        public Samples samples(long minMillis, long maxMillis) {
            if (minMillis > maxMillis) {
                return Samples.NONE;
            }
            Samples merged = Samples.NONE;
            for (Place place : places) {
                Samples more = place.snapshot.read(place.column, id, minMillis, maxMillis);
                merged = merged.isEmpty() ? more : more.isEmpty() ? merged : merge(merged, more);
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
