package dev.plumbline.tsdb;

import dev.plumbline.storage.WindowFigures.Figure;
import org.jspecify.annotations.Nullable;

/**
 * A reader of one column of a block's table: its directory chunk by chunk, and the frames that are wanted, with those of its base column
 * where they lean on them. Used once.
 */
final class BlockColumn {
    private final BlockTable table;
    private final int column;
    private final Mapped file;
    private final long end;
    private final int frames;
    private final int back;
    private @Nullable BlockColumn base;
    private long @Nullable [] scratch;
    private final Tokens directory = new Tokens();
    private final int[] lengths;
    private long at;
    private int read;

    /** Of the column at {@code [at, end)} of a table; its checksum fits. */
    BlockColumn(BlockTable table, int column, long at, long end) {
        this.table = table;
        this.column = column;
        this.end = end;
        file = table.block().file();
        frames = table.frames();
        lengths = new int[frames];
        Mapped.Cursor cursor = file.new Cursor(at + 4);
        back = table.block().hasBases() ? cursor.next() : 0;
        int length = cursor.next();
        directory.on(file.copy(cursor.at, length, 8), 0, length);
        this.at = cursor.at + length;
    }

    /** Reads the directory up to the end of the chunk that holds frame {@code to - 1}, without the summaries. */
    void seek(int to) {
        while (read < to) {
            next(null);
        }
    }

    /**
     * Goes on by one chunk.
     *
     * @param wanted what its summary is read for; null when that is not needed
     * @return the summary, or null when it is not needed or there is none
     */
    @Nullable ChunkSummary next(@Nullable Figure wanted) {
        int start = directory.pos;
        int length = (int) directory.varint();
        ChunkSummary summary = null;
        if (wanted != null && length > 0) {
            int behind = directory.pos + length;
            directory.pos = start;
            summary = ChunkSummary.read(directory, wanted);
            directory.pos = behind;
        } else {
            directory.pos += length;
        }
        for (int until = Math.min(frames, read + ColumnEncoder.CHUNK_FRAMES); read < until; read++) {
            lengths[read] = (int) directory.varint();
        }
        return summary;
    }

    /** Bytes of a frame; 0 when the column has nothing in it. */
    int length(int frame) {
        return lengths[frame];
    }

    /** The frames from … to, which the directory was read for, one after the other, padded. */
    byte[] frames(int from, int to) {
        long skipped = 0;
        for (int f = 0; f < from; f++) {
            skipped += lengths[f];
        }
        long length = 0;
        for (int f = from; f < to; f++) {
            length += lengths[f];
        }
        if (at + skipped + length > end) {
            throw new MalformedBytes("frames reach beyond their column");
        }
        return file.copy(at + skipped, length, 8);
    }

    /**
     * Unpacks a frame that the directory was read for.
     *
     * @param bytes of {@link #frames}
     * @param start of the frame in them
     */
    void values(int frame, byte[] bytes, int start, double[] out, Run.Place place) {
        int rows = table.rowsOf(frame);
        var in = new Tokens().on(bytes, start, bytes.length);
        if ((bytes[start] & ColumnPacker.BODY) == ColumnPacker.RATIO) {
            new RatioReader(in, baseFrame(frame), rows, scratch()).read(out, place);
        } else {
            new ColumnReader(in, rows).read(out, place);
        }
    }

    private long[] scratch() {
        long[] known = scratch;
        if (known == null) {
            known = new long[OpenFrame.MAX_ROWS]; // few columns lean
            scratch = known;
        }
        return known;
    }

    private BaseFrame baseFrame(int frame) {
        int of = column - back;
        if (back == 0 || of < 0) {
            throw new MalformedBytes("leans on a column " + back + " before it");
        }
        BaseFrames known = table.block().bases();
        BaseFrame found = known.get(table.number(), of, frame);
        if (found == null) {
            try {
                found = unpack(of, frame);
            } catch (MalformedBytes | IndexOutOfBoundsException e) {
                throw new MalformedBytes("leans on column " + of + ", which is damaged: " + (e instanceof MalformedBytes m ? m.text() : e.toString()));
            }
            known.put(table.number(), of, frame, found);
        }
        return found;
    }

    private BaseFrame unpack(int of, int frame) {
        BlockColumn read = base;
        if (read == null) {
            read = table.column(of);
            base = read;
        }
        if (read.back != 0) {
            throw new MalformedBytes("leans on another one itself");
        }
        read.seek(frame + 1);
        if (read.lengths[frame] == 0) {
            throw new MalformedBytes("has no sample in frame " + frame);
        }
        byte[] bytes = read.frames(frame, frame + 1);
        return BaseFrame.read(new Tokens().on(bytes, 0, bytes.length), table.rowsOf(frame));
    }
}
