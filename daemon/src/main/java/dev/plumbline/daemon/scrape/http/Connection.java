package dev.plumbline.daemon.scrape.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A socket with a small read buffer; the fetch's timer ends a read that takes too long. Not thread-safe. */
final class Connection implements AutoCloseable {
    private static final int BUFFER = 4096;
    final String origin;
    final boolean loopback;
    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int pos;
    private int limit;
    private Deadline deadline;

    Connection(String origin, Socket socket, Deadline deadline) throws IOException {
        this.origin = origin;
        this.socket = socket;
        this.deadline = deadline;
        this.in = socket.getInputStream();
        this.loopback = socket.getInetAddress().isLoopbackAddress();
    }

    /** Sends a request; the answer is read under this deadline. */
    void send(byte[] request, Deadline until) throws IOException {
        deadline = until;
        pos = 0;
        limit = 0;
        socket.getOutputStream().write(request);
        socket.getOutputStream().flush();
    }

    /** Waits for the first byte of the answer; throws when the peer closes instead. */
    void awaitAnswer() throws IOException {
        if (fill() < 0) {
            throw new EOFException("connection closed before an answer");
        }
    }

    /** One byte, or −1 at the end. */
    int read() throws IOException {
        if (pos == limit && fill() < 0) {
            return -1;
        }
        return buffer[pos++] & 0xff;
    }

    int read(byte[] into, int from, int length) throws IOException {
        if (pos < limit) {
            int n = Math.min(length, limit - pos);
            System.arraycopy(buffer, pos, into, from, n);
            pos += n;
            return n;
        }
        return receive(into, from, length);
    }

    private int fill() throws IOException {
        pos = 0;
        limit = Math.max(0, receive(buffer, 0, BUFFER));
        return limit == 0 ? -1 : limit;
    }

    private int receive(byte[] into, int from, int length) throws IOException {
        deadline.remainingMillis(); // from here on the fetch's timer closes the socket when time is up
        return in.read(into, from, length);
    }

    /** A line without its end (LF or CRLF). {@code budget} is what the headers may still hold; throws beyond it. */
    String line(int budget) throws IOException {
        for (int i = pos; i < limit && i - pos <= budget; i++) {
            if (buffer[i] == '\n') {
                int length = i - pos - (i > pos && buffer[i - 1] == '\r' ? 1 : 0);
                var line = new String(buffer, pos, length, StandardCharsets.ISO_8859_1);
                pos = i + 1;
                return line;
            }
        }
        return longLine(budget);
    }

    /** A line whose end is not in the buffer. */
    private String longLine(int budget) throws IOException {
        var text = new StringBuilder();
        while (true) {
            int c = read();
            if (c < 0) {
                throw new EOFException("connection closed in the middle of the headers");
            }
            if (c == '\n') {
                int end = text.length();
                return end > 0 && text.charAt(end - 1) == '\r' ? text.substring(0, end - 1) : text.toString();
            }
            if (text.length() >= budget) {
                throw new FetchException(FetchException.Reason.PROTOCOL,
                        "headers are larger than " + ResponseHead.MAX_BYTES + " bytes: expected an empty line before");
            }
            text.append((char) c);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException ignored) {
            // The connection is given up in any case.
        }
    }
}
