package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.SampleBuffer;
import dev.plumbline.storage.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Moves what is older than a time from memory to a block: refuses older samples from now on, seals what is open, writes, and then, in
 * one step for all readers, shows the block and drops the rows. Whatever fails before that step changes nothing but that older
 * samples stay refused. One at a time.
 */
final class HeadCut {
    private final Store store;
    private final Blocks blocks;

    /** A group and its frames that have rows from before the cut. */
    private record Old(Group group, Frame[] frames) {}

    HeadCut(Store store, Blocks blocks) {
        this.store = store;
        this.blocks = blocks;
    }

    /** Writes everything before {@code until} (exclusive); answers whether that worked. */
    boolean run(long until) {
        store.floor = Math.max(store.floor, until);
        List<Old> old = seal(until);
        if (old.isEmpty()) {
            return true;
        }
        Path path = blocks.next();
        try {
            Block block = write(path, old, until);
            show(block, old, until);
            return true;
        } catch (IOException e) {
            blocks.failed(path, e);
            return false;
        }
    }

    /** Drops everything before a time; it is in blocks already. */
    void drop(long until) {
        List<Old> old = seal(until);
        if (!old.isEmpty()) {
            show(null, old, until);
        }
    }

    /** After it, all rows from before the cut are in sealed frames, and no more come. */
    private List<Old> seal(long until) {
        var found = new ArrayList<Old>();
        store.transactions.writeLock().lock(); // a transaction has rows in the making that go on in an open frame
        try {
            for (Group group : store.groups()) {
                group.lock.lock();
                try {
                    if (group.open.rows() > 0 && group.open.oldestTime() < until) {
                        group.seal();
                    }
                    Frame[] frames = java.util.Arrays.stream(group.frames()).filter(f -> f.minTime() < until).toArray(Frame[]::new);
                    if (frames.length > 0) {
                        found.add(new Old(group, frames));
                    }
                } finally {
                    group.lock.unlock();
                }
            }
        } finally {
            store.transactions.writeLock().unlock();
        }
        return found;
    }

    private @Nullable Block write(Path path, List<Old> old, long until) throws IOException {
        try (var writer = new BlockWriter(blocks.disk(), path)) {
            for (Old group : old) {
                table(writer, group, until);
            }
            return writer.finish(until, List.of()) ? blocks.written(path) : null;
        }
    }

    private void table(BlockWriter writer, Old old, long until) throws IOException {
        var snapshot = new Snapshot(old.frames, null);
        var span = new Snapshot.Span(Long.MIN_VALUE, until - 1);
        var timeline = new Timeline(new Rows[] {snapshot});
        long[] times = timeline.times(span);
        if (times.length == 0) {
            return;
        }
        writer.beginTable(old.group.name, times);
        var buffer = new SampleBuffer();
        for (Map.Entry<Integer, List<Integer>> series : ColumnOrder.of(columns(old.frames).entrySet(), e -> store.index.labels(e.getKey()))) {
            Labels labels = store.index.labels(series.getKey());
            Samples all = Samples.NONE;
            for (int column : series.getValue()) {
                Samples some = timeline.read(new int[] {column}, series.getKey(), span, all.isEmpty() ? buffer : new SampleBuffer());
                all = all.isEmpty() ? some : some.isEmpty() ? all : StoredSeries.merge(all, some);
            }
            writer.column(labels, Tombstones.visible(all, store.tombstones.of(labels)));
        }
        writer.endTable();
    }

    /** The columns that each series has had, in order of the first. */
    private static Map<Integer, List<Integer>> columns(Frame[] frames) {
        var bySeries = new LinkedHashMap<Integer, List<Integer>>();
        for (Frame f : frames) {
            for (int c = 0; c < f.offsets().length; c++) {
                if (f.offsets()[c] >= 0) {
                    List<Integer> columns = bySeries.computeIfAbsent(f.series()[c], s -> new ArrayList<>(1));
                    if (!columns.contains(c)) {
                        columns.add(c);
                    }
                }
            }
        }
        return bySeries;
    }

    private void show(@Nullable Block block, List<Old> old, long until) {
        Map<Frame, Frame> rests = rests(old, until);
        store.transactions.writeLock().lock();
        try {
            for (Old each : old) {
                each.group.lock.lock();
                try {
                    each.group.cut(until, rests);
                } finally {
                    each.group.lock.unlock();
                }
            }
            if (block != null) {
                var all = new ArrayList<>(blocks.all());
                all.add(block);
                blocks.publish(all);
            }
        } finally {
            store.transactions.writeLock().unlock();
        }
    }

    /** What is left of the frames that go on behind the cut. */
    private static Map<Frame, Frame> rests(List<Old> old, long until) {
        var split = new FrameSplit();
        Map<Frame, Frame> rests = new IdentityHashMap<>();
        for (Old each : old) {
            for (Frame f : each.frames) {
                if (f.maxTime() >= until) {
                    rests.put(f, split.after(f, until));
                }
            }
        }
        return rests;
    }
}
