package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.wire.Snappy;

/** Where one request at a time is uncompressed and read: the buffer and the readers, used again. Not thread-safe. */
final class WriteDesk {
    private static final int KEPT_BYTES = 4 << 20;
    private final RequestV1 v1;
    private final RequestV2 v2;
    private byte[] buffer = new byte[64 << 10];

    WriteDesk(RequestV1 v1, RequestV2 v2) {
        this.v1 = v1;
        this.v2 = v2;
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
            case V2 -> v2.read(buffer, decoded, to);
        }
    }

    /** Lets go of a buffer that only a large request needs. */
    void tidy() {
        if (buffer.length > KEPT_BYTES) {
            buffer = new byte[64 << 10];
        }
    }
}
