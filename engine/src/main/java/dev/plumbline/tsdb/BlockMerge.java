package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.Series;
import java.util.ArrayList;
import java.util.List;

/** Merges the series of blocks, each in order of labels, with those in memory. A series in several of them becomes one. */
final class BlockMerge {
    private final Store store;
    private final List<Block> blocks;
    private final Snapshot.Span span;
    private final SeriesBuilder builder;

    BlockMerge(Store store, View view, Snapshot.Span span, SeriesBuilder builder) {
        this.store = store;
        blocks = new ArrayList<>(view.blocks().size());
        for (Block block : view.blocks()) {
            if (block.meets(span.min(), span.max())) {
                blocks.add(block);
            }
        }
        this.span = span;
        this.builder = builder;
    }

    List<Series> merge(List<LabelMatcher> matchers, List<StoredSeries> head) {
        if (blocks.isEmpty()) {
            return new ArrayList<>(head);
        }
        var found = new BlockSelection[blocks.size()];
        for (int b = 0; b < found.length; b++) {
            found[b] = blocks.get(b).select(matchers, store::shared);
        }
        return merge(found, head);
    }

    private List<Series> merge(BlockSelection[] found, List<StoredSeries> head) {
        var result = new ArrayList<Series>(head.size());
        var at = new int[found.length];
        int next = 0;
        while (true) {
            Labels least = next < head.size() ? head.get(next).labels() : null;
            for (int b = 0; b < found.length; b++) {
                Labels candidate = at[b] < found[b].size() ? found[b].labels(at[b]) : null;
                if (candidate != null && (least == null || candidate != least && candidate.compareTo(least) < 0)) {
                    least = candidate;
                }
            }
            if (least == null) {
                return result;
            }
            StoredSeries inMemory = next < head.size() && same(head.get(next).labels(), least) ? head.get(next++) : null;
            builder.begin();
            for (int b = 0; b < found.length; b++) {
                if (at[b] < found[b].size() && same(found[b].labels(at[b]), least)) {
                    addPlaces(blocks.get(b).tables(), found[b], at[b]++);
                }
            }
            if (inMemory != null && builder.isEmpty()) {
                result.add(inMemory);
                continue;
            }
            if (inMemory != null) {
                builder.add(inMemory);
            }
            if (!builder.isEmpty()) {
                result.add(builder.series(inMemory == null ? -1 : inMemory.id(), least));
            }
        }
    }

    private static boolean same(Labels a, Labels b) {
        return a == b || a.equals(b);
    }

    private void addPlaces(BlockTable[] tables, BlockSelection selection, int i) {
        for (int place = selection.begin(i); place < selection.end(i); place++) {
            if (selection.meets(place, tables, span)) {
                builder.add(tables[selection.table(place)], selection.column(place));
            }
        }
    }
}
