package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Answers from snapshots of the groups that its selects have touched, and from blocks; holds no lock between calls. */
final class TsdbQuerier implements Querier {
    private final Store store;
    private final Snapshot.Span span;
    private final Map<Group, Snapshot> snapshots = new IdentityHashMap<>();
    private final SeriesBuilder builder = new SeriesBuilder();
    private @Nullable Snapshot newest; // of newestGroup: neighbours mostly share their group
    private @Nullable Group newestGroup;
    private View view = View.EMPTY;

    TsdbQuerier(Store store, long min, long max) {
        this.store = store;
        span = new Snapshot.Span(min, max);
        
    }

    @Override
    public List<Series> select(List<LabelMatcher> matchers) {
        SeriesIndex.Found found;
        View blocks;
        var head = new ArrayList<StoredSeries>();
        store.transactions.readLock().lock();
        try {
            blocks = store.view;
            renew(blocks);
            found = store.index.select(matchers);
            for (int i = 0; i < found.ids().length; i++) {
                StoredSeries series = inMemory(found, i);
                if (series != null) {
                    head.add(series);
                }
            }
        } finally {
            store.transactions.readLock().unlock();
        }
        return new BlockMerge(store, blocks, span, builder).merge(matchers, head);
    }

    /** After a cut the groups hold less than the snapshots of before, and the blocks more. */
    private void renew(View now) {
        if (now != view) {
            snapshots.clear();
            newest = null;
            newestGroup = null;
            view = now;
        }
    }

    private @Nullable StoredSeries inMemory(SeriesIndex.Found found, int i) {
        SeriesIndex.Home first = found.first()[i];
        int id = found.ids()[i];
        Samples late = store.late.of(id, span);
        if (first == null && late.isEmpty()) {
            return null;
        }
        builder.begin();
        builder.late(late);
        if (first != null) {
            add(id, first);
        }
        List<SeriesIndex.Home> more = found.more().getOrDefault(id, List.of());
        for (int h = 0; h < more.size(); h++) {
            add(id, more.get(h));
        }
        return builder.isEmpty() ? null : builder.series(id, found.labels()[i]);
    }

    private void add(int id, SeriesIndex.Home home) {
        Snapshot snapshot = newest != null && newestGroup == home.group() ? newest
                : snapshots.computeIfAbsent(home.group(), g -> snapshot(g).within(span));
        newest = snapshot;
        newestGroup = home.group();
        if (snapshot.mayHave(home.column(), id)) {
            builder.add(snapshot, home.column());
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
        var names = new TreeSet<String>();
        if (matchers.isEmpty()) {
            names.addAll(store.index.names());
            blocks().forEach(b -> names.addAll(b.labelNames()));
        } else {
            List<LabelMatcher> wanted = List.copyOf(matchers);
            names.addAll(store.index.names(members(wanted)));
            inBlocks(wanted).forEach(l -> l.forEach((name, value) -> names.add(name)));
        }
        return List.copyOf(names);
    }

    @Override
    public List<String> labelValues(String name, Collection<LabelMatcher> matchers) {
        var values = new TreeSet<String>();
        if (matchers.isEmpty()) {
            values.addAll(store.index.values(name));
            blocks().forEach(b -> values.addAll(b.labelValues(name)));
        } else {
            List<LabelMatcher> wanted = List.copyOf(matchers);
            values.addAll(store.index.values(name, members(wanted)));
            inBlocks(wanted).forEach(l -> values.add(l.get(name)));
            values.remove("");
        }
        return List.copyOf(values);
    }

    private List<Block> blocks() {
        return store.view.blocks().stream().filter(b -> b.meets(span.min(), span.max())).toList();
    }

    /** Ids of the series that satisfy the matchers and have samples in memory. */
    private BitSet members(List<LabelMatcher> matchers) {
        var members = new BitSet();
        for (Series s : select(matchers)) {
            int id = ((StoredSeries) s).id();
            if (id >= 0) {
                members.set(id);
            }
        }
        return members;
    }

    /** Labels of the series of blocks that satisfy the matchers. */
    private List<Labels> inBlocks(List<LabelMatcher> matchers) {
        return blocks().isEmpty() ? List.of() : select(matchers).stream().map(Series::labels).toList();
    }

    @Override
    public void close() {
        snapshots.clear();
    }
}
