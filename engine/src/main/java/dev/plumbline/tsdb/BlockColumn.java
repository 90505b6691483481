package dev.plumbline.tsdb;

/** A reader of one column of a block's table: its directory, then the frames that are wanted. Used once. */
final class BlockColumn {
    private final Mapped file;
    private final long end;
    private final int frames;
    private final Tokens directory = new Tokens();
    private final long framesAt;
    private int[] lengths = new int[0];
    private int first;
    private long skipped;

    /** Of the column at {@code [at, end)} of a table with so many frames; its checksum fits. */
    BlockColumn(Mapped file, long at, long end, int frames) {
        this.file = file;
        this.end = end;
        this.frames = frames;
        Mapped.Cursor cursor = file.new Cursor(at + 4);
        int length = cursor.next();
        byte[] bytes = file.copy(cursor.at, length, 8);
        directory.on(bytes, 0, length);
        framesAt = cursor.at + length;
    }

    /** Reads the directory up to the chunk's end that holds this frame; earlier chunks are passed over. */
    void seek(int frame) {
        first = frame;
        lengths = new int[frames - frame];
        for (int f = 0; f < frames; f++) {
            if (f % ColumnEncoder.CHUNK_FRAMES == 0) {
                int summary = (int) directory.varint();
                directory.pos += summary;
            }
            int length = (int) directory.varint();
            if (f < frame) {
                skipped += length;
            } else {
                lengths[f - frame] = length;
            }
        }
    }

    /** Bytes of a frame; 0 when the column has nothing in it. */
    int length(int frame) {
        return lengths[frame - first];
    }

    /** The frames from … to, one after the other, padded. */
    byte[] frames(int from, int to) {
        long length = 0;
        for (int f = from; f < to; f++) {
            length += length(f);
        }
        if (framesAt + skipped + length > end) {
            throw new MalformedBytes("frames reach beyond their column");
        }
        return file.copy(framesAt + skipped, length, 8);
    }
}
