package dev.plumbline.daemon.remotewrite.queue;

import dev.plumbline.model.PlumblineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the queue from a position on, record by record. A segment that was removed meanwhile is gone over, and so is what
 * is damaged. One thread at a time.
 */
public final class QueueReader implements AutoCloseable {
    private final SampleQueue queue;
    private final RecordDecoder decoder;
    private Position position;
    private @Nullable SegmentFile file;
    private long limit; // how far the segment may be read, as was said last
    private long skipped;

    /** @param sink is given what is read, on the thread that reads */
    public QueueReader(SampleQueue queue, Position from, RecordSink sink) {
        this.queue = queue;
        this.decoder = new RecordDecoder(sink);
        position = from;
    }

    /** Where the next record begins: everything before it was given to the sink. */
    public Position position() {
        return position;
    }

    /** Segments that were gone, or damaged and not read to their end. */
    public long skipped() {
        return skipped;
    }

    /**
     * Reads the next record that is not void; false when there is none yet.
     *
     * @throws PlumblineException when the queue cannot be read
     */
    public boolean next() {
        try {
            while (true) {
                SegmentFile segment = file == null ? begin() : file;
                if (segment == null) {
                    return false;
                }
                if (segment.next(limit)) {
                    boolean isVoid = segment.state() == Format.VOID;
                    position = new Position(position.segment(), segment.position());
                    decoder.read(segment.bytes(), segment.payload(), segment.length(), isVoid);
                    if (!isVoid) {
                        return true;
                    }
                } else if (!further(segment)) {
                    return false;
                }
            }
        } catch (IOException e) {
            throw PlumblineException.resource("the queue of remote write cannot be read: " + e.getMessage(), e);
        } catch (RecordDecoder.MalformedRecord e) {
            skipped++;
            leave(position.segment() + 1);
            return true;
        }
    }

    /** After the last record that could be read: whether there is more by now, here or in the next segment. */
    private boolean further(SegmentFile segment) throws IOException {
        long before = limit;
        long readable = queue.readable(position.segment());
        boolean ended = readable == Long.MAX_VALUE;
        limit = ended ? segment.size() : readable;
        if (limit > before) {
            return true;
        }
        if (ended) {
            if (segment.position() < limit) {
                skipped++; // damaged: no record of it begins there
            }
            leave(position.segment() + 1);
        }
        return ended;
    }

    /** Waits for more, at most so long. */
    public void await(long millis) throws InterruptedException {
        queue.await(position, millis);
    }

    private Path path() {
        return Format.file(queue.folder(), position.segment());
    }

    /** Opens the segment of the position, or the next one that is there; null when it has not begun. */
    private @Nullable SegmentFile begin() throws IOException {
        long number = queue.existing(position.segment());
        if (number != position.segment()) {
            skipped += number - position.segment();
            position = new Position(number, Format.HEADER);
        }
        if (!Files.exists(path())) {
            return null;
        }
        var opened = new SegmentFile(path());
        decoder.segment();
        while (opened.position() < position.offset() && opened.next(position.offset())) {
            decoder.read(opened.bytes(), opened.payload(), opened.length(), true);
        }
        position = new Position(number, Math.min(opened.position(), Math.max(position.offset(), Format.HEADER)));
        file = opened;
        limit = 0;
        return opened;
    }

    private void leave(long next) {
        close();
        position = new Position(next, Format.HEADER);
    }

    @Override
    public void close() {
        SegmentFile open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It was read only: nothing is lost.
            }
        }
    }
}
