package dev.plumbline.tsdb;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * What the log says of times that are in blocks, found without applying it: which samples are deleted and how old the oldest late one is. Reads
 * as far as {@link WalReplay} will, about a tenth of its time. One thread.
 */
final class LogPast {
    private final TsdbOptions options;
    private final Disk disk;
    private final LogStrings strings = new LogStrings();
    private final Tombstones deleted = new Tombstones();
    private long oldestLate = Long.MAX_VALUE;

    LogPast(TsdbOptions options, Disk disk) {
        this.options = options;
        this.disk = disk;
    }

    Tombstones deleted() {
        return deleted;
    }

    /** Time of the oldest late sample, ms; {@code Long.MAX_VALUE} when there is none. */
    long oldestLate() {
        return oldestLate;
    }

    void read() throws IOException {
        LogFiles files = LogFiles.in(Wal.folder(options), disk);
        if (files.checkpoint() > 0) {
            read(Checkpoint.path(options, files.checkpoint()));
        }
        for (Path segment : files.segments()) {
            read(segment);
        }
    }

    private void read(Path path) throws IOException {
        try (InputStream in = new BufferedInputStream(disk.read(path), 1 << 20)) {
            var log = new LogReader(in, disk.size(path));
            boolean known = LogReader.knows(log.version());
            while (known && log.next()) {
                entries(log.record());
            }
        } catch (MalformedBytes e) {
            return; // the replay stops here too, and tells
        }
    }

    private void entries(Tokens in) {
        while (in.more()) {
            int type = in.octet();
            in.varint();
            switch (type) {
                case Wal.GROUP -> LogStrings.skipString(in);
                case Wal.COLUMN -> {
                    in.varint();
                    LogStrings.skipLabels(in);
                }
                case Wal.FRAME -> skipFrame(in);
                case Wal.SEAL -> { }
                case Wal.SHARED -> in.varint();
                case Wal.DELETED -> deleted.add(strings.labels(in), new Tombstones.Range(Bytes.unzig(in.varint()), Bytes.unzig(in.varint())));
                case Wal.LATE -> late(in);
                case Wal.ROW -> {
                    in.varint();
                    skip(in, in.varint());
                }
                default -> throw new MalformedBytes("entry of unknown type " + type);
            }
        }
    }

    private static void skipFrame(Tokens in) {
        in.varint();
        long length = in.varint();
        for (long columns = in.varint(); columns > 0; columns--) {
            length += in.varint();
        }
        skip(in, length);
    }

    private void late(Tokens in) {
        LogStrings.skipLabels(in);
        long time = 0;
        for (long samples = in.varint(); samples > 0; samples--) {
            time += Bytes.unzig(in.varint());
            oldestLate = Math.min(oldestLate, time);
        }
        skip(in, in.varint());
    }

    private static void skip(Tokens in, long length) {
        if (length < 0 || length > in.end - in.pos) {
            throw new MalformedBytes("length " + length);
        }
        in.pos += (int) length;
    }
}
