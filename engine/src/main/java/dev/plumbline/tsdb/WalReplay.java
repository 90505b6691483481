package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log at start, segment by segment, applying rows through the same code as a commit. Damage is reported and
 * cut off, and reading goes on with the next segment; memory is bounded by the largest record allowed.
 */
final class WalReplay {
    private static final int MOST_COPIED = 16 << 20;

    private final Store store;
    private final Disk disk;
    private final Wal wal;
    private final Consumer<TsdbEvent> events;
    private final Tokens tokens = new Tokens();
    private final LogStrings strings = new LogStrings();
    private Map<Integer, Target> targets = new HashMap<>();
    private Map<Integer, Integer> lateSeries = new HashMap<>(); // ids by their number in the segment
    private long segment;
    private long newest;
    private long samples;

    /** A group as the segment being read numbers it; {@code group} is null for a transaction's until its column comes. */
    private static final class Target {
        final String name;
        @Nullable Group group;
        /** The series of each column as frames from here on have them; not written to once a frame has it. */
        int[] series = new int[0];
        boolean changed;

        Target(String name) {
            this.name = name;
        }

        void define(int column, int id) {
            int known = series.length;
            series = Arrays.copyOf(series, Math.max(known, column + 1));
            Arrays.fill(series, known, series.length, -1);
            series[column] = id;
            changed = true;
        }
    }

    WalReplay(Store store, Disk disk, Wal wal, Consumer<TsdbEvent> events) {
        this.store = store;
        this.disk = disk;
        this.wal = wal;
        this.events = events;
    }

    /** Reads the newest checkpoint, then the segments behind it; what the checkpoint stands for is removed. Answers samples read. */
    long run() throws IOException {
        LogFiles files = LogFiles.in(Wal.folder(store.options), disk);
        for (Path file : files.over()) {
            disk.delete(file);
        }
        if (files.checkpoint() > 0) {
            segment = files.checkpoint();
            read(Checkpoint.path(store.options, segment));
            Checkpoint.restoreNewest(store);
        }
        for (Path file : files.segments()) {
            segment = LogFiles.number(file);
            read(file);
        }
        return samples;
    }

    private void read(Path path) throws IOException {
        long size = disk.size(path);
        targets = new HashMap<>();
        lateSeries = new HashMap<>();
        newest = Long.MIN_VALUE;
        long good = 0;
        String damage = null;
        try (InputStream in = new BufferedInputStream(disk.read(path), 1 << 20)) {
            var log = new LogReader(in, size);
            header(log, path);
            good = log.end();
            while (log.next()) {
                entries(log.record());
                good = log.end();
            }
        } catch (MalformedBytes e) {
            damage = e.text();
        }
        if (damage != null) {
            cut(path, good, size, damage);
        }
        if (path.toString().endsWith(Checkpoint.SUFFIX)) {
            wal.checkpointed(segment, good);
        } else if (good >= Wal.HEADER) {
            wal.found(segment, good, newest);
        }
        wal.skipTo(segment);
    }

    private static void header(LogReader log, Path path) throws IOException {
        int version = log.version();
        if (!LogReader.knows(version)) {
            throw PlumblineException.user(path + " has format version " + version + "; this program reads versions " + Wal.OLDEST_VERSION
                    + " to " + Wal.VERSION + ": start the newer program again, or move the file away");
        }
    }

    private void entries(Tokens in) {
        long previous = 0;
        while (in.more()) {
            int type = in.octet();
            int ref = bounded(in.varint(), Integer.MAX_VALUE, "group");
            switch (type) {
                case Wal.GROUP -> targets.put(ref, target(strings.string(in)));
                case Wal.COLUMN -> column(target(ref), in);
                case Wal.FRAME -> frame(target(ref), in);
                case Wal.SEAL -> seal(target(ref));
                case Wal.SHARED -> targets.put(ref, shared(bounded(in.varint(), Integer.MAX_VALUE >>> 7, "group number")));
                case Wal.DELETED -> store.tombstones.add(strings.labels(in), new Tombstones.Range(Bytes.unzig(in.varint()), Bytes.unzig(in.varint())));
                case Wal.LATE -> late(ref, in);
                case Wal.ROW -> previous = row(group(target(ref)), previous, in);
                default -> throw new MalformedBytes("entry of unknown type " + type);
            }
        }
    }

    private Target target(String name) {
        var target = new Target(name);
        if (!name.equals(Group.TRANSACTIONS)) {
            target.group = enter(store.source(name));
        }
        return target;
    }

    private void frame(Target target, Tokens in) {
        Group group = group(target);
        group.seal();
        Frame frame = Checkpoint.read(in, target.series);
        if (frame.maxTime() < store.floor) {
            return;
        }
        group.add(frame);
        store.sawTime(frame.maxTime());
        for (int c = 0; c < frame.offsets().length && target.changed; c++) {
            if (frame.offsets()[c] >= 0) {
                store.index.addHome(frame.series()[c], new SeriesIndex.Home(group, c));
            }
        }
        target.changed = false;
    }

    private void late(int ref, Tokens in) {
        Labels labels = strings.labels(in);
        Integer known = labels.isEmpty() ? lateSeries.get(ref) : Integer.valueOf(intern(labels));
        if (known == null) {
            throw new MalformedBytes("late samples of series " + ref + ", which is not defined");
        }
        lateSeries.put(ref, known);
        LateCoder.read(in, sample -> {
            store.sawTime(sample.time());
            store.late.add(known, sample);
            newest = Math.max(newest, sample.time());
            samples++;
        });
    }

    private int intern(Labels labels) {
        int id = store.index.intern(labels);
        if (id < 0) {
            throw PlumblineException.user("the log holds more than the limit of " + store.index.max() + " series: raise the limit");
        }
        return id;
    }

    private Target shared(int number) {
        var target = new Target(Group.TRANSACTIONS + number);
        target.group = enter(store.shared.numbered(number));
        return target;
    }

    private Target target(int ref) {
        Target target = targets.get(ref);
        if (target == null) {
            throw new MalformedBytes("group " + ref + " is not defined");
        }
        return target;
    }

    private static Group group(Target target) {
        if (target.group == null) {
            throw new MalformedBytes("group without a column");
        }
        return target.group;
    }

    private Group enter(Group group) {
        group.follow(segment);
        return group;
    }

    private static void seal(Target target) {
        if (target.group != null) {
            target.group.seal();
        }
    }

    private void column(Target target, Tokens in) {
        int column = bounded(in.varint(), store.index.max(), "column");
        int id = intern(strings.labels(in));
        target.define(column, id);
        if (target.group == null) {
            target.group = enter(store.transactionGroup(id));
            return;
        }
        Group group = target.group;
        if (group.isShared()) {
            store.shared.define(group, bounded(column, SharedGroups.MAX_COLUMNS - 1, "column"), id);
            return;
        }
        if (column < group.columns() && group.series(column) == id) {
            return;
        }
        if (column < group.columns() && !group.open.isEmpty(column)) {
            group.seal();
        }
        group.assign(column, id);
        store.index.addHome(id, new SeriesIndex.Home(group, column));
    }

    private static int bounded(long v, int max, String what) {
        if (v < 0 || v > max) {
            throw new MalformedBytes(what + " " + v + " is above " + max);
        }
        return (int) v;
    }

    private long row(Group group, long previous, Tokens in) {
        long time = previous + Bytes.unzig(in.varint());
        int length = bounded(in.varint(), in.end - in.pos, "row length");
        samples += group.apply(time, tokens.on(in.bytes, in.pos, in.pos + length), store.index.newest());
        in.pos += length;
        newest = Math.max(newest, time);
        store.sawTime(time);
        return time;
    }

    private void cut(Path path, long good, long size, String reason) throws IOException {
        store.counters.corruptions.increment();
        store.counters.bytesCut.add(size - good);
        keepCopy(path, good);
        if (good < Wal.HEADER) {
            disk.delete(path);
        } else {
            try (Disk.LogFile file = disk.append(path)) {
                file.truncate(good);
                file.sync();
            }
        }
        events.accept(new TsdbEvent.Corruption(path, good, reason, size - good));
    }

    private void keepCopy(Path path, long good) {
        Path copy = path.resolveSibling(path.getFileName() + ".corrupt");
        try (InputStream in = disk.read(path); Disk.LogFile out = disk.append(copy)) {
            in.skipNBytes(good);
            byte[] rest = in.readNBytes(MOST_COPIED);
            out.truncate(0);
            out.append(rest, rest.length);
        } catch (IOException e) {
            events.accept(new TsdbEvent.WriteFailed(copy, String.valueOf(e.getMessage()))); // a full disk must not stop the start
        }
    }
}
