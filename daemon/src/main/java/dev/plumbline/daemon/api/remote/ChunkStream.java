package dev.plumbline.daemon.api.remote;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Queryable;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.wire.ProtoWriter;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Remote read's answer of type STREAMED_XOR_CHUNKS, made while it is read: one frame at a time is in memory. A frame holds
 * chunks of one series: its length as a varint, its CRC32C big-endian, and the message. Thread-safe in so far as it may be
 * closed from elsewhere.
 */
final class ChunkStream extends InputStream {
    private static final int FRAME_BYTES = 1 << 20;
    private final Queryable store;
    private final Labels external;
    private final List<ReadRequest.Query> queries;
    private final Runnable onClose;
    private final ProtoWriter message = new ProtoWriter(64 << 10);
    private final ProtoWriter frame = new ProtoWriter(64 << 10);
    private final CRC32C checksum = new CRC32C();
    private int query = -1;
    private @Nullable Querier querier;
    private Iterator<Series> series = List.<Series>of().iterator();
    private Labels labels = Labels.EMPTY;
    private SeriesChunks chunks = new SeriesChunks(Samples.NONE);
    private int at;
    private boolean closed;

    /** @param onClose told once, when the stream was read to its end or closed before */
    ChunkStream(ReadRequest request, Queryable store, Labels external, Runnable onClose) {
        queries = request.queries();
        this.store = store;
        this.external = external;
        this.onClose = onClose;
    }

    @Override
    public synchronized int read() {
        return fill() ? frame.array()[at++] & 0xff : -1;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, frame.length() - at);
        System.arraycopy(frame.array(), at, target, offset, count);
        at += count;
        return count;
    }

    /** Whether there are bytes; makes the next frame when the last one was read. */
    private boolean fill() {
        if (closed) {
            return false;
        }
        if (at < frame.length()) {
            return true;
        }
        if (!advance()) {
            close();
            return false;
        }
        frame();
        return true;
    }

    /** Goes to the next series with samples that are not sent, if there is one. */
    private boolean advance() {
        while (!chunks.hasMore()) {
            if (series.hasNext()) {
                Series next = series.next();
                labels = SeriesMessages.merged(next.labels(), external);
                chunks = new SeriesChunks(next.samples(queries.get(query).startMillis(), queries.get(query).endMillis()));
            } else if (++query < queries.size()) {
                open(queries.get(query));
            } else {
                return false;
            }
        }
        return true;
    }

    private void open(ReadRequest.Query next) {
        closeQuerier();
        Querier opened = store.querier(next.startMillis(), next.endMillis());
        querier = opened;
        series = opened.select(next.matchers()).iterator();
    }

    private void frame() {
        message.clear();
        int mark = message.begin(1);
        SeriesMessages.labels(message, labels);
        do {
            chunks.next(message);
        } while (chunks.hasMore() && message.length() < FRAME_BYTES);
        message.end(mark).int64(2, query);
        checksum.reset();
        checksum.update(message.array(), 0, message.length());
        int sum = (int) checksum.getValue();
        byte[] bigEndian = {(byte) (sum >>> 24), (byte) (sum >>> 16), (byte) (sum >>> 8), (byte) sum};
        frame.clear().varint(message.length()).raw(bigEndian, 0, 4).raw(message.array(), 0, message.length());
        at = 0;
    }

    private void closeQuerier() {
        Querier open = querier;
        if (open != null) {
            querier = null;
            open.close();
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            closeQuerier();
            onClose.run();
        }
    }
}
