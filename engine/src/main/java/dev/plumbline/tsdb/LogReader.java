package dev.plumbline.tsdb;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads the records of a file of the log one after the other (docs/formats/wal.md). What does not fit throws {@link MalformedBytes}, and
 * {@link #end} stays where the last whole record ends. Memory is bounded by the largest record allowed. One thread.
 */
final class LogReader {
    private final InputStream in;
    private final long size;
    private byte[] payload = new byte[4096];
    private int length;
    private long end;
    private boolean torn;

    /** Of a file of so many bytes; what is appended meanwhile is not looked at. */
    LogReader(InputStream in, long size) {
        this.in = in;
        this.size = size;
    }

    /** Reads the header, and answers the version of the format: one that {@link #knows} does not take must not be read on. */
    int version() throws IOException {
        byte[] head = in.readNBytes(Wal.HEADER);
        torn = head.length < Wal.HEADER;
        if (torn || !Arrays.equals(head, 0, 8, Wal.MAGIC, 0, 8)) {
            throw new MalformedBytes("does not begin as a log of Plumbline");
        }
        end = Wal.HEADER;
        return Bytes.getInt(head, 8);
    }

    static boolean knows(int version) {
        return version >= Wal.OLDEST_VERSION && version <= Wal.VERSION;
    }

    /** Reads one more record; false at the end of the file. */
    boolean next() throws IOException {
        if (end >= size) {
            return false;
        }
        byte[] head = in.readNBytes(Wal.RECORD_HEADER);
        if (head.length < Wal.RECORD_HEADER) {
            throw torn("torn record header");
        }
        length = Bytes.getInt(head, 0);
        if (length <= 0 || length > Wal.MAX_RECORD) {
            throw new MalformedBytes("record length " + length);
        }
        long left = size - end - Wal.RECORD_HEADER;
        if (length > left) {
            throw torn("torn record: " + length + " bytes announced, " + left + " there");
        }
        if (payload.length < length) {
            payload = new byte[length + length / 4];
        }
        if (in.readNBytes(payload, 0, length) < length) {
            throw torn("torn record");
        }
        if (BlockWriter.crc(payload, 0, length) != Bytes.getInt(head, 4)) {
            throw new MalformedBytes("checksum does not fit");
        }
        end += Wal.RECORD_HEADER + length;
        return true;
    }

    private MalformedBytes torn(String what) {
        torn = true;
        return new MalformedBytes(what);
    }

    /** The entries of the record that was read last; until the next is. */
    Tokens record() {
        return new Tokens().on(payload, 0, length);
    }

    /** Where the last whole record ends, or the header; 0 before that. */
    long end() {
        return end;
    }

    /** Whether the file ended in the middle of something. */
    boolean isTorn() {
        return torn;
    }
}
