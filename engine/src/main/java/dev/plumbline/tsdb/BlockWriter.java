package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Samples;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes a block, table by table (docs/formats/blocks.md). Holds one column, another one that those may lean on that come next, and what is
 * needed to find series again: about 100 bytes a series beside its labels. The file counts when {@link #finish} has returned; until then it is a {@code .tmp}.
 */
final class BlockWriter implements Closeable {
    static final byte[] MAGIC = "PLUMBBLK".getBytes(StandardCharsets.US_ASCII);
    static final byte[] END_MAGIC = "KLBBMULP".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 3;
    /** The first version in which columns lean on others. */
    static final int VERSION_OF_BASES = 3;
    /** In place of a column's base, in a table that has none. */
    static final int NO_BASES = -1;
    static final int HEADER = 16;
    private static final int FLUSH = 1 << 20;

    private final Disk disk;
    private final Path target;
    private final Path temporary;
    private final Bytes buffer = new Bytes(FLUSH + (FLUSH >> 2));
    private final ColumnEncoder encoder = new ColumnEncoder();
    private final AggregateEncoder aggregates = new AggregateEncoder();
    private final Map<Labels, BlockIndexWriter.Entry> series = new HashMap<>();
    private final List<BlockIndexWriter.Table> tables = new ArrayList<>();
    private final List<Long> columns = new ArrayList<>();
    private Disk.@Nullable LogFile file;
    private long flushed;
    private String tableName = "";
    private long[] times = new long[0];
    private @Nullable Labels family;
    private ColumnEncoder.@Nullable Base base;
    private long resolution;
    private long oldest;
    private long newest;
    private long samples;

    /** Begins a file beside {@code target}. */
    BlockWriter(Disk disk, Path target) throws IOException {
        this.disk = disk;
        this.target = target;
        temporary = target.resolveSibling(target.getFileName() + ".tmp");
        disk.delete(temporary);
        file = disk.append(temporary);
        buffer.bytes(MAGIC, 0, MAGIC.length);
        buffer.ensure(8);
        Bytes.setInt(buffer.array, 8, VERSION);
        Bytes.setInt(buffer.array, 12, 0);
        buffer.length += 8;
    }

    static int crc(byte[] bytes, int from, int to) {
        var crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }

    /** Appends a column of what is packed: room for its checksum, how far before it its base is, the length of its directory, the directory, the frames. */
    static void column(int base, Bytes directory, Bytes frames, Bytes out) {
        out.ensure(4);
        out.length += 4;
        if (base != NO_BASES) {
            out.varint(base);
        }
        out.varint(directory.length);
        out.bytes(directory.array, 0, directory.length);
        out.bytes(frames.array, 0, frames.length);
    }

    /** Writes the checksum of the column that begins at {@code start} of the buffer; it fits in this place of the file only. */
    private void seal(int start) {
        Bytes.setInt(buffer.array, start, crc(buffer.array, start + 4, buffer.length) ^ (int) (flushed + start));
    }

    /** Samples written so far. */
    long samples() {
        return samples;
    }

    /** Begins a table with these rows, ascending and at least one; tables of one name in neighbouring blocks are joined when those are merged. */
    void beginTable(String name, long[] rowTimes) {
        tableName = name;
        times = rowTimes;
        family = null;
        base = null;
        resolution = 0;
        oldest = rowTimes[0];
        newest = rowTimes[rowTimes.length - 1];
        columns.clear();
    }

    /** Begins the table of aggregate rows of a resolution, ms, with these ends of rows. */
    void beginDownsampled(long resolutionMillis, long[] ends) {
        beginTable("@" + resolutionMillis, ends);
        resolution = resolutionMillis;
        oldest = Long.MAX_VALUE;
        newest = Long.MIN_VALUE;
    }

    /** Adds a column; a series has one at most in a table. Those that may lean on another come right behind it ({@link ColumnOrder}). */
    void column(Labels labels, Samples s) throws IOException {
        if (s.isEmpty()) {
            return;
        }
        int start = buffer.length;
        columns.add(flushed + start);
        encode(labels, s);
        seal(start);
        series.computeIfAbsent(labels, BlockIndexWriter.Entry::new)
                .add(tables.size(), columns.size() - 1, encoder.firstRow(), encoder.lastRow());
        samples += s.size();
        flushWhenFull();
    }

    private void encode(Labels labels, Samples s) {
        int column = columns.size() - 1;
        Labels of = ColumnOrder.base(labels);
        if (of == null || !of.equals(family)) {
            family = of;
            base = null; // one is held at most
        }
        if (base == null && ColumnOrder.isBase(labels)) {
            base = new ColumnEncoder.Base(column, new BaseFrame[frames(times.length)]);
            encoder.encode(times, s, new ColumnEncoder.Role(column, null, base.frames()), buffer);
        } else {
            encoder.encode(times, s, new ColumnEncoder.Role(column, base, null), buffer);
        }
    }

    private static int frames(int rows) {
        return (rows + OpenFrame.MAX_ROWS - 1) / OpenFrame.MAX_ROWS;
    }

    /** Adds a column of aggregate rows, ascending; a series has one at most in a table. */
    void aggregates(Labels labels, List<AggregateRow> rows) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        int start = buffer.length;
        columns.add(flushed + start);
        aggregates.encode(times, rows, buffer);
        seal(start);
        series.computeIfAbsent(labels, BlockIndexWriter.Entry::new)
                .add(tables.size(), columns.size() - 1, aggregates.firstRow(), aggregates.lastRow());
        for (AggregateRow row : rows) {
            samples += row.samples();
            oldest = Math.min(oldest, row.samples() > 0 ? row.first().millis() : row.endMillis());
            newest = Math.max(newest, row.endsStale() ? row.endMillis() : row.last().millis());
        }
        flushWhenFull();
    }

    /** Ends the table; one without columns leaves nothing behind. */
    void endTable() throws IOException {
        if (columns.isEmpty()) {
            return;
        }
        long end = flushed + buffer.length;
        var head = new Bytes(64 + 12 * columns.size());
        head.length = 4;
        int frames = frames(times.length);
        for (int f = 0; f < frames; f++) {
            head.fixedLong(times[f * OpenFrame.MAX_ROWS]);
        }
        int at = head.length;
        head.ensure(4 * frames);
        head.length += 4 * frames;
        for (long column : columns) {
            head.fixedLong(column);
        }
        head.fixedLong(end);
        for (int f = 0; f < frames; f++) {
            Bytes.setInt(head.array, at + 4 * f, head.length);
            int from = f * OpenFrame.MAX_ROWS;
            int to = Math.min(times.length, from + OpenFrame.MAX_ROWS);
            Frame.packTimes(java.util.Arrays.copyOfRange(times, from, to), to - from, head);
        }
        Bytes.setInt(head.array, 0, crc(head.array, 4, head.length));
        buffer.bytes(head.array, 0, head.length);
        tables.add(new BlockIndexWriter.Table(tableName, columns.size(), times.length, head.length, end, oldest, newest, resolution));
        flushWhenFull();
    }

    private void flushWhenFull() throws IOException {
        if (buffer.length >= FLUSH) {
            flush();
        }
    }

    private void flush() throws IOException {
        Disk.LogFile to = java.util.Objects.requireNonNull(file, "closed");
        to.append(buffer.array, buffer.length);
        flushed += buffer.length;
        buffer.length = 0;
    }

    /**
     * Writes what finds the series, makes the file durable and gives it its name.
     *
     * @param until end of the block's range, exclusive, ms
     * @param sources numbers of the blocks that this one takes the place of
     * @return false when nothing was added: then there is no file
     */
    boolean finish(long until, List<Long> sources) throws IOException {
        return finish(until, sources, AgeMark.NONE);
    }

    /** The same, with what there is to know about the block's ageing. */
    boolean finish(long until, List<Long> sources, AgeMark aging) throws IOException {
        if (tables.isEmpty()) {
            return false;
        }
        flush();
        var index = new BlockIndexWriter(series.values(), tables, sources);
        for (Bytes section : index.sections()) {
            buffer.bytes(section.array, 0, section.length);
        }
        trailer(index, until, aging);
        flush();
        Disk.LogFile done = java.util.Objects.requireNonNull(file, "closed");
        done.sync();
        done.close();
        file = null;
        disk.rename(temporary, target);
        disk.syncFolder(java.util.Objects.requireNonNull(target.getParent(), "a block lies in a folder"));
        return true;
    }

    private void trailer(BlockIndexWriter index, long until, AgeMark aging) {
        int crc = crc(buffer.array, 0, buffer.length);
        var trailer = new Bytes(BlockTrailer.BYTES);
        long at = flushed;
        for (Bytes section : index.sections().subList(0, 4)) {
            trailer.fixedLong(at);
            at += section.length;
        }
        trailer.fixedLong(tables.stream().mapToLong(BlockIndexWriter.Table::min).min().orElseThrow());
        trailer.fixedLong(tables.stream().mapToLong(BlockIndexWriter.Table::max).max().orElseThrow());
        trailer.fixedLong(until);
        trailer.fixedLong(samples);
        Bytes.setInt(trailer.array, 64, series.size());
        Bytes.setInt(trailer.array, 68, tables.size());
        trailer.length = 72;
        trailer.fixedLong(tables.stream().mapToLong(BlockIndexWriter.Table::resolution).max().orElse(0));
        Bytes.setInt(trailer.array, 76, VERSION);
        trailer.fixedLong(aging.rules());
        trailer.fixedLong(aging.dueMillis());
        Bytes.setInt(trailer.array, 96, crc);
        Bytes.setInt(trailer.array, 100, crc(trailer.array, 0, 100));
        trailer.length = 104;
        trailer.bytes(END_MAGIC, 0, END_MAGIC.length);
        buffer.bytes(trailer.array, 0, BlockTrailer.BYTES);
    }

    /** Removes the file unless it was finished. */
    @Override
    public void close() throws IOException {
        Disk.LogFile unfinished = file;
        if (unfinished != null) {
            file = null;
            unfinished.close();
            disk.delete(temporary);
        }
    }
}
