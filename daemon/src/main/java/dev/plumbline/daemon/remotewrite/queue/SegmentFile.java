package dev.plumbline.daemon.remotewrite.queue;

import dev.plumbline.model.PlumblineException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Reads the records of a segment one after the other, by large pieces of the file. Not thread-safe. */
final class SegmentFile implements Closeable {
    private static final int PIECE = 256 << 10;
    private final FileChannel channel;
    private byte[] piece = new byte[PIECE];
    private long pieceAt;
    private int pieceLength;
    private long at = Format.HEADER;
    private int payload;
    private int length;
    private byte state;

    /** @throws PlumblineException when it is no segment of a version that is known */
    SegmentFile(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            checkHeader(file);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void checkHeader(Path file) throws IOException {
        var header = new byte[Format.HEADER];
        int read = read(header, 0, Format.HEADER, 0);
        if (read < Format.HEADER) {
            at = Long.MAX_VALUE; // cut short when it was begun: it holds nothing
            return;
        }
        int version = (int) Format.INT.get(header, Format.MAGIC.length);
        if (!Arrays.equals(header, 0, 8, Format.MAGIC, 0, 8) || version != Format.VERSION) {
            throw PlumblineException.resource(file + " is no segment of the queue of remote write of version " + Format.VERSION
                    + "; move it away, or run the version that wrote it", null);
        }
    }

    private int read(byte[] into, int from, int count, long offset) throws IOException {
        var buffer = ByteBuffer.wrap(into, from, count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position() - from) < 0) {
                break;
            }
        }
        return buffer.position() - from;
    }

    /** Goes to the next record that ends at or before {@code limit}; false when there is none, or a torn one. */
    boolean next(long limit) throws IOException {
        if (at > limit - Format.FRAME || !load(Format.FRAME, limit)) {
            return false;
        }
        int from = (int) (at - pieceAt);
        byte nextState = piece[from];
        int count = (int) Format.INT.get(piece, from + 1);
        if (count < 1 || count > Format.MAX_PAYLOAD || at + Format.FRAME + count > limit || !load(Format.FRAME + count, limit)) {
            return false;
        }
        from = (int) (at - pieceAt);
        if (Format.checksum(piece, from + Format.FRAME, count) != (int) Format.INT.get(piece, from + 5)) {
            return false;
        }
        state = nextState;
        payload = from + Format.FRAME;
        length = count;
        at += Format.FRAME + count;
        return true;
    }

    /** Makes the piece hold {@code count} bytes from {@link #at} on, as they are in the file now. */
    private boolean load(int count, long limit) throws IOException {
        if (at >= pieceAt && at + count <= pieceAt + pieceLength) {
            return true;
        }
        if (piece.length < count) {
            piece = new byte[count];
        }
        pieceAt = at;
        pieceLength = read(piece, 0, (int) Math.min(piece.length, limit - at), at);
        return pieceLength >= count;
    }

    /** Bytes of the file now, also when it was deleted meanwhile. */
    long size() throws IOException {
        return channel.size();
    }

    byte[] bytes() {
        return piece;
    }

    /** Where the payload stands in {@link #bytes}. */
    int payload() {
        return payload;
    }

    int length() {
        return length;
    }

    byte state() {
        return state;
    }

    /** Where the record begins. */
    long recordAt() {
        return at - length - Format.FRAME;
    }

    /** Where the next record begins. */
    long position() {
        return at;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
