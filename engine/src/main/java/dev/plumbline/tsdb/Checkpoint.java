package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import dev.plumbline.storage.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is in memory as sealed frames into one file that takes the place of all segments of the log before it, so that a
 * start reads frames instead of rows (docs/formats/wal.md, "Checkpoints"). One at a time.
 */
final class Checkpoint {
    static final String SUFFIX = ".frames";
    private static final int FLUSH = 1 << 20;

    private final Store store;
    private final Wal wal;
    private final Disk disk;
    private final RecordWriter record = new RecordWriter();
    private long written;

    /** A group and the frames that it has had up to the rotation. */
    private record Kept(Group group, Frame[] frames) {}

    Checkpoint(Store store, Wal wal, Disk disk) {
        this.store = store;
        this.wal = wal;
        this.disk = disk;
    }

    static Path path(TsdbOptions options, long segment) {
        return Wal.folder(options).resolve(String.format("%08d%s", segment, SUFFIX));
    }

    /**
     * Starts a new segment, writes the file, then removes what it replaces.
     *
     * @throws IOException when it cannot be written: then the log stays as it was
     */
    void run() throws IOException {
        long last = wal.rotate();
        if (last == 0) {
            return;
        }
        List<Kept> groups = seal(last + 1);
        Map<Integer, Samples> late = store.late.all(); // after the groups: who has written to the log before has let go of his by now
        Path path = path(store.options, last);
        Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
        disk.delete(temporary);
        written = 0;
        try (Disk.LogFile file = disk.append(temporary)) {
            write(file, groups);
            write(file, late);
            file.sync();
        } catch (IOException | RuntimeException e) {
            disk.delete(temporary);
            throw e;
        }
        disk.rename(temporary, path);
        disk.syncFolder(Wal.folder(store.options));
        wal.checkpointed(last, written);
        for (String name : disk.list(Wal.folder(store.options))) {
            if (name.endsWith(SUFFIX) && name.compareTo(String.valueOf(path.getFileName())) < 0) {
                disk.delete(Wal.folder(store.options).resolve(name));
            }
        }
    }

    /** Ends all open frames whose rows are in segments before this one. */
    private List<Kept> seal(long segment) {
        var all = new ArrayList<Kept>();
        store.transactions.writeLock().lock(); // a transaction has rows in the making that go on in an open frame
        try {
            for (Group group : store.groups()) {
                group.lock.lock();
                try {
                    if (group.segment < segment) {
                        group.enter(segment);
                    }
                    if (group.frames().length > 0) {
                        all.add(new Kept(group, group.frames()));
                    }
                } finally {
                    group.lock.unlock();
                }
            }
        } finally {
            store.transactions.writeLock().unlock();
        }
        return all;
    }

    /** Writes a checkpoint of a store that has nothing in memory but deletions; none when there are no deletions. */
    void deletions(Path path) throws IOException {
        if (!store.tombstones.isEmpty()) {
            try (Disk.LogFile file = disk.append(path)) {
                write(file, List.of());
                file.sync();
            }
        }
    }

    private void write(Disk.LogFile file, List<Kept> groups) throws IOException {
        var header = new byte[Wal.HEADER];
        System.arraycopy(Wal.MAGIC, 0, header, 0, Wal.MAGIC.length);
        Bytes.setInt(header, 8, Wal.VERSION);
        append(file, header, Wal.HEADER);
        record.begin();
        store.tombstones.forEach(record::deleted);
        for (Kept kept : groups) {
            group(file, kept);
        }
        flush(file);
    }

    private void write(Disk.LogFile file, Map<Integer, Samples> late) throws IOException {
        record.begin();
        var tokens = new Bytes(256);
        for (Map.Entry<Integer, Samples> series : late.entrySet()) {
            record.late(series.getKey(), store.index.labels(series.getKey()));
            LateCoder.write(LateCoder.list(series.getValue()), tokens, record.bytes);
            if (record.bytes.length > FLUSH) {
                flush(file);
                record.begin();
            }
        }
        flush(file);
    }

    private void group(Disk.LogFile file, Kept kept) throws IOException {
        Group group = kept.group;
        if (group.isShared()) {
            record.shared(group.ref, group.number);
        } else {
            record.group(group.ref, group.name);
        }
        int[] told = new int[0];
        for (Frame frame : kept.frames) {
            int columns = frame.offsets().length;
            if (told.length < columns) {
                int known = told.length;
                told = Arrays.copyOf(told, columns);
                Arrays.fill(told, known, columns, -1);
            }
            for (int c = 0; c < columns; c++) {
                if (frame.offsets()[c] >= 0 && told[c] != frame.series()[c]) {
                    told[c] = frame.series()[c];
                    record.column(group.ref, c, store.index.labels(told[c]));
                }
            }
            record.frame(group.ref, frame);
            if (record.bytes.length > FLUSH) {
                flush(file);
                record.begin();
            }
        }
    }

    private void flush(Disk.LogFile file) throws IOException {
        if (record.bytes.length > Wal.RECORD_HEADER) {
            Wal.finish(record.bytes);
            append(file, record.bytes.array, record.bytes.length);
        }
    }

    private void append(Disk.LogFile file, byte[] bytes, int length) throws IOException {
        file.append(bytes, length);
        written += length;
    }

    /** Reads the body of a frame's entry, of a group with these series. */
    static Frame read(Tokens in, int[] series) {
        int rows = (int) in.varint();
        int timesLength = (int) in.varint();
        int columns = (int) in.varint();
        if (rows < 1 || rows > OpenFrame.MAX_ROWS || timesLength < 17 || columns < 0 || columns > in.end - in.pos) {
            throw new MalformedBytes("frame of " + rows + " rows and " + columns + " columns");
        }
        var offsets = new int[columns];
        long length = timesLength;
        for (int c = 0; c < columns; c++) {
            long next = in.varint();
            if (next < 0 || next > Wal.MAX_RECORD || next > 0 && (c >= series.length || series[c] < 0)) {
                throw new MalformedBytes("frame with a column of " + next + " bytes that has no series");
            }
            offsets[c] = next == 0 ? -1 : (int) length;
            length += next;
        }
        if (length > in.end - in.pos) {
            throw new MalformedBytes("frame of " + length + " bytes");
        }
        byte[] bytes = Arrays.copyOf(Arrays.copyOfRange(in.bytes, in.pos, in.pos + (int) length), (int) length + 8);
        in.pos += (int) length;
        var times = new long[rows];
        if (17 + Packing.size(rows, bytes[16]) != timesLength) {
            throw new MalformedBytes("frame with times of " + timesLength + " bytes");
        }
        Frame.readTimes(bytes, 0, rows, times, 0);
        return new Frame(times[0], times[rows - 1], rows, series, offsets, bytes);
    }

    /** Notes the newest sample of each series that sealed frames hold; for a store that was just read. */
    static void restoreNewest(Store store) {
        for (Group group : store.groups()) {
            var done = new BitSet();
            Frame[] frames = group.frames();
            for (int f = frames.length - 1; f >= 0; f--) {
                store.sawTime(frames[f].maxTime());
                for (int c = 0; c < frames[f].offsets().length; c++) {
                    if (frames[f].offsets()[c] >= 0 && !done.get(frames[f].series()[c])) {
                        done.set(frames[f].series()[c]);
                        newest(store, frames[f], c);
                    }
                }
            }
        }
    }

    private static void newest(Store store, Frame frame, int column) {
        int rows = frame.rows();
        var values = new double[rows];
        var missing = new Gaps();
        var extras = new Extras(rows);
        if (frame.values(column, values, new Run.Place(0, rows, missing))) {
            frame.extras(column, values, 0, extras);
        }
        int last = rows - 1;
        while (last > 0 && missing.has(last)) {
            last--;
        }
        var times = new long[rows];
        frame.times(times, 0);
        @Nullable Histogram h = extras.histogram(last);
        long bits = h == null ? Double.doubleToRawLongBits(values[last]) : HistogramCoder.identity(h);
        store.index.newest().advance(frame.series()[column], times[last], bits);
    }
}
