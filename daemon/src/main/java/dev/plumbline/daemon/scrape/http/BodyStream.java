package dev.plumbline.daemon.scrape.http;

import dev.plumbline.model.Quoting;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** The bytes of one answer's body: as many as Content-Length says, chunks, or all until the connection closes. */
final class BodyStream extends InputStream {
    private static final int MAX_CHUNK_LINE = 1024;
    private static final int MAX_TRAILERS = 64;
    private final Connection connection;
    private final Framing framing;
    private final long total;
    private long left;
    private boolean ended;
    private long count;

    private enum Framing { LENGTH, CHUNKED, CLOSE }

    BodyStream(Connection connection, ResponseHead head) {
        this.connection = connection;
        String encoding = head.header("transfer-encoding").toLowerCase(Locale.ROOT);
        String length = head.header("content-length");
        if (encoding.equals("chunked")) {
            framing = Framing.CHUNKED;
            total = -1;
        } else if (!encoding.isEmpty() && !encoding.equals("identity")) {
            throw protocol("unsupported Transfer-Encoding " + Quoting.quote(encoding) + ": expected chunked");
        } else if (length.isEmpty()) {
            framing = Framing.CLOSE;
            total = -1;
        } else {
            framing = Framing.LENGTH;
            total = contentLength(length);
            left = total;
            ended = left == 0;
        }
    }

    private static long contentLength(String text) {
        if (text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw protocol("malformed Content-Length " + Quoting.quote(text) + ": expected a number of bytes");
        }
        return Long.parseLong(text);
    }

    private static FetchException protocol(String message) {
        return new FetchException(FetchException.Reason.PROTOCOL, message);
    }

    private FetchException truncated(String where) {
        return new FetchException(FetchException.Reason.TRUNCATED,
                "unexpected end of body: connection closed " + where + " after " + count + " bytes");
    }

    /** Whether the connection can carry another request now. */
    boolean isAtEnd() {
        return ended && framing != Framing.CLOSE;
    }

    /** Bytes read so far. */
    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (ended || framing == Framing.CHUNKED && left == 0 && !nextChunk()) {
            return -1;
        }
        int wanted = framing == Framing.CLOSE ? length : (int) Math.min(length, left);
        int n = connection.read(into, from, wanted);
        if (n < 0) {
            ended = true;
            if (framing == Framing.CLOSE) {
                return -1;
            }
            throw truncated(framing == Framing.CHUNKED ? "in the middle of a chunk" : "before all of " + total + " bytes,");
        }
        count += n;
        left -= n;
        ended = framing == Framing.LENGTH && left == 0;
        return n;
    }

    private boolean nextChunk() throws IOException {
        if (count > 0 && !chunkLine().isEmpty()) {
            throw protocol("malformed chunked body: expected a newline after a chunk");
        }
        String line = chunkLine();
        int semicolon = line.indexOf(';');
        String size = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        if (size.isEmpty() || size.length() > 15 || !size.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
            throw protocol("malformed chunked body: expected a chunk size, got " + Quoting.quote(size));
        }
        left = Long.parseLong(size, 16);
        if (left == 0) {
            trailers();
            ended = true;
        }
        return left > 0;
    }

    private void trailers() throws IOException {
        for (int i = 0; i < MAX_TRAILERS; i++) {
            if (chunkLine().isEmpty()) {
                return;
            }
        }
        throw protocol("more than " + MAX_TRAILERS + " trailers after a chunked body");
    }

    private String chunkLine() throws IOException {
        try {
            return connection.line(MAX_CHUNK_LINE);
        } catch (java.io.EOFException e) {
            throw truncated("between chunks");
        }
    }
}
