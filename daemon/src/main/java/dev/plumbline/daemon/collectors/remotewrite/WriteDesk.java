package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.wire.Snappy;

/** Where one request at a time is uncompressed and read: the buffer and the readers, used again. Not thread-safe. */
final class WriteDesk {
    private static final int KEPT_BYTES = 4 << 20;
    private final RequestV1 v1;
    private byte[] buffer = new byte[64 << 10];

    WriteDesk(RemoteWriteLimits limits, SeriesCache series, SymbolCache symbols, KeptMetadata metadata) {
        v1 = new RequestV1(series, symbols, metadata);
    }

    /** Reads a body, whose size was checked, into a transaction. */
    void read(WriteMessage message, byte[] body, WriteTransaction to) {
        int length = (int) Snappy.uncompressedLength(body, 0, body.length);
        if (length > buffer.length) {
            buffer = new byte[Math.max(length, buffer.length * 2)];
        }
        int decoded = Snappy.decode(body, 0, body.length, buffer);
        switch (message) {
            case V1 -> v1.read(buffer, decoded, to);
            case V2 -> throw new WriteMessage.UnsupportedMedia("io.prometheus.write.v2.Request is not accepted by this server");
        }
    }

    /** Lets go of a buffer that only a large request needs. */
    void tidy() {
        if (buffer.length > KEPT_BYTES) {
            buffer = new byte[64 << 10];
        }
    }
}
