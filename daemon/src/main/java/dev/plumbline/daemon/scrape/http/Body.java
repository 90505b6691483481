package dev.plumbline.daemon.scrape.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A buffer that grows to the bodies it is given, to be used again. Not thread-safe. Start size 64 KiB; doubles up to
 * the limit of the fetch.
 */
public final class Body {
    private static final int START = 64 << 10;
    private byte[] bytes = new byte[START];
    private int length;

    /** The bytes; only {@code [0, length)} mean anything, and only until the next fetch. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** How much memory it holds, in bytes. */
    public int capacity() {
        return bytes.length;
    }

    /** Replaces the content by a copy. */
    public void set(byte[] content) {
        if (content.length > bytes.length) {
            bytes = new byte[content.length];
        }
        System.arraycopy(content, 0, bytes, 0, content.length);
        length = content.length;
    }

    /** Reads to the end of the stream; throws as soon as there is more than {@code limit}. */
    void fill(InputStream in, long limit) throws IOException {
        length = 0;
        while (true) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16L, bytes.length * 2L));
            }
            int room = (int) Math.min(bytes.length - length, limit - length + 1);
            int n = in.read(bytes, length, room);
            if (n < 0) {
                return;
            }
            length += n;
            if (length > limit) {
                length = 0;
                throw new FetchException(FetchException.Reason.BODY_SIZE_LIMIT,
                        "body size limit exceeded: more than " + limit + " bytes after decompression");
            }
        }
    }
}
