package dev.plumbline.tsdb;

import dev.plumbline.storage.WindowFigures.Figure;
import org.jspecify.annotations.Nullable;

/** A reader of one column of a block's table: its directory chunk by chunk, and the frames that are wanted. Used once. */
final class BlockColumn {
    private final Mapped file;
    private final long end;
    private final int frames;
    private final Tokens directory = new Tokens();
    private final int[] lengths;
    private long at;
    private int read;

    /** Of the column at {@code [at, end)} of a table with so many frames; its checksum fits. */
    BlockColumn(Mapped file, long at, long end, int frames) {
        this.file = file;
        this.end = end;
        this.frames = frames;
        lengths = new int[frames];
        Mapped.Cursor cursor = file.new Cursor(at + 4);
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
}
