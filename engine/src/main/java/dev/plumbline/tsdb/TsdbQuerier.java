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
import org.jspecify.annotations.Nullable;

/** Answers from snapshots of the groups that its selects have touched, and from blocks; holds no lock between calls. */
final class TsdbQuerier implements Querier {
    private final Store store;
    private final Snapshot.Span span;
    private final boolean withMemory;
    private final Map<Group, Snapshot> snapshots = new IdentityHashMap<>();
    private final SeriesBuilder builder = new SeriesBuilder();
    private @Nullable Snapshot newest; // of newestGroup: neighbours mostly share their group
    private @Nullable Group newestGroup;
    private View view = View.EMPTY;

    TsdbQuerier(Store store, long min, long max) {
        this(store, new Snapshot.Span(min, max), true);
    }

    private TsdbQuerier(Store store, Snapshot.Span span, boolean withMemory) {
        this.store = store;
        this.span = span;
        this.withMemory = withMemory;
    }

    /** Of what is in blocks alone, while memory is being filled. */
    static TsdbQuerier ofBlocks(Store store, long min, long max) {
        return new TsdbQuerier(store, new Snapshot.Span(min, max), false);
    }

    private SeriesIndex.Found inMemory(List<LabelMatcher> matchers) {
        return withMemory ? store.index.select(matchers) : SeriesIndex.Found.NONE;
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
            found = inMemory(matchers);
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
        Snapshot snapshot = snapshot(home);
        if (snapshot.mayHave(home.column(), id)) {
            builder.add(snapshot, home.column());
        }
    }

    private Snapshot snapshot(SeriesIndex.Home home) {
        Snapshot snapshot = newest;
        if (snapshot == null || newestGroup != home.group()) {
            snapshot = snapshots.computeIfAbsent(home.group(), g -> snapshot(g).within(span));
            newest = snapshot;
            newestGroup = home.group();
        }
        return snapshot;
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
    public List<Labels> labelSets(List<LabelMatcher> matchers) {
        return LabelLists.merged(found(matchers));
    }

    @Override
    public List<String> labelNames(Collection<LabelMatcher> matchers) {
        if (!matchers.isEmpty()) {
            return LabelLists.names(found(List.copyOf(matchers)));
        }
        var lists = new ArrayList<List<String>>();
        lists.add(withMemory ? store.index.names() : List.of());
        blocks(store.view).forEach(b -> lists.add(b.labelNames()));
        return LabelLists.union(lists);
    }

    @Override
    public List<String> labelValues(String name, Collection<LabelMatcher> matchers) {
        if (!matchers.isEmpty()) {
            return LabelLists.values(found(List.copyOf(matchers)), name);
        }
        var lists = new ArrayList<List<String>>();
        lists.add(withMemory ? store.index.values(name) : List.of());
        blocks(store.view).forEach(b -> lists.add(b.labelValues(name)));
        return LabelLists.union(lists);
    }

    private List<Block> blocks(View of) {
        return of.blocks().stream().filter(b -> b.meets(span.min(), span.max())).toList();
    }

    /** The label sets of the series that {@link #select} finds, in memory and in each block, each list ascending. */
    private List<List<Labels>> found(List<LabelMatcher> matchers) {
        var lists = new ArrayList<List<Labels>>();
        View blocks;
        store.transactions.readLock().lock();
        try {
            blocks = store.view;
            renew(blocks);
            SeriesIndex.Found found = inMemory(matchers);
            var head = new ArrayList<Labels>(found.ids().length);
            for (int i = 0; i < found.ids().length; i++) {
                if (isInMemory(found, i)) {
                    head.add(found.labels()[i]);
                }
            }
            lists.add(head);
        } finally {
            store.transactions.readLock().unlock();
        }
        blocks(blocks).forEach(b -> lists.add(b.labelSets(matchers, store::shared, span)));
        return lists;
    }

    private boolean isInMemory(SeriesIndex.Found found, int i) {
        SeriesIndex.Home first = found.first()[i];
        int id = found.ids()[i];
        if (first != null && snapshot(first).mayHave(first.column(), id) || !store.late.of(id, span).isEmpty()) {
            return true;
        }
        for (SeriesIndex.Home home : found.more().getOrDefault(id, List.of())) {
            if (snapshot(home).mayHave(home.column(), id)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        snapshots.clear();
    }
}
