package dev.plumbline.daemon.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** A target on loopback that answers with raw bytes, however wrong, and counts what it could send. */
final class RawTarget implements AutoCloseable {
    /** The head of a good answer with the text format. */
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\n";
    final AtomicLong sent = new AtomicLong();
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Answer answer;

    /** Writes the answer; the connection is closed after it. */
    interface Answer {
        void write(OutputStream out) throws IOException;
    }

    RawTarget(Answer answer) throws IOException {
        this.answer = answer;
        Thread.ofVirtual().start(this::accept);
    }

    /** Always this text, as ISO 8859-1, so that any byte can be said. */
    static RawTarget saying(String text) throws IOException {
        return new RawTarget(out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** A body of so many bytes of samples. */
    static RawTarget large(long bytes) throws IOException {
        var holder = new RawTarget[1];
        holder[0] = new RawTarget(out -> {
            out.write((OK + "Content-Length: " + bytes + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            byte[] block = "a_metric_that_fills_a_line 1234567890\n".repeat(1_000).getBytes(StandardCharsets.ISO_8859_1);
            for (long left = bytes; left > 0; left -= block.length) {
                int n = (int) Math.min(left, block.length);
                out.write(block, 0, n);
                holder[0].sent.addAndGet(n);
            }
        });
        return holder[0];
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            int newlines = 0;
            for (int b = in.read(); b >= 0 && newlines < 2; b = newlines < 2 ? in.read() : b) {
                newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
                if (newlines == 2) {
                    break;
                }
            }
            answer.write(client.getOutputStream());
        } catch (IOException gone) {
            // The scraper gave up, which is what most of these targets provoke.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
