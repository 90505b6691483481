package dev.plumbline.fleet;

import dev.plumbline.fleet.Exposition.Format;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/**
 * Serves one page on a free loopback port. A virtual thread accepts, one more serves each connection, at most
 * {@value #MAX_CONNECTIONS} at a time (further ones are closed at once); a connection idle for five minutes is closed.
 */
final class PodServer implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 64;
    private static final int IDLE_MILLIS = 300_000;
    private static final String PLAIN = "text/plain; charset=utf-8";

    private final MetricsPage page;
    private final ExecutorService threads;
    private final ServerSocket listener;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    /** Listens at once. Throws {@link IOException} where no loopback port is to be had. */
    PodServer(MetricsPage page, ExecutorService threads) throws IOException {
        this.page = page;
        this.threads = threads;
        // By number: "localhost" may be ::1, and the address is shown to people.
        listener = new ServerSocket(0, MAX_CONNECTIONS, InetAddress.ofLiteral("127.0.0.1"));
        threads.execute(this::accept);
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                admit(listener.accept());
            } catch (IOException e) {
                // Closed, or a client that left before it was accepted: the loop's condition tells.
            }
        }
    }

    private void admit(Socket socket) throws IOException {
        connections.add(socket);
        // Asked after adding, so that close() either sees this connection or is seen here.
        if (connections.size() > MAX_CONNECTIONS || listener.isClosed()) {
            drop(socket);
            return;
        }
        threads.execute(() -> serve(socket));
    }

    private void drop(Socket socket) throws IOException {
        connections.remove(socket);
        socket.close();
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(IDLE_MILLIS);
            converse(socket.getInputStream(), socket.getOutputStream());
        } catch (IOException e) {
            // The client has gone, or has been silent for too long: nobody is left to tell.
        } finally {
            connections.remove(socket);
        }
    }

    private void converse(InputStream rawIn, OutputStream rawOut) throws IOException {
        var in = new BufferedInputStream(rawIn);
        var out = new BufferedOutputStream(rawOut, 32 << 10);
        boolean more = true;
        while (more) {
            try {
                RequestHead request = RequestHead.read(in);
                more = request != null && request.keepAlive();
                if (request != null) {
                    answer(request, out);
                }
            } catch (RequestHead.BadRequest e) {
                more = false;
                answerError(String.valueOf(e.getMessage()), "not a request this pod understands\n", false, out);
            }
        }
    }

    private void answer(RequestHead request, OutputStream out) throws IOException {
        boolean head = request.method().equals("HEAD");
        if (!head && !request.method().equals("GET")) {
            answerError("405 Method Not Allowed", "only GET and HEAD\n", request.keepAlive(), out);
        } else if (!request.target().equals("/metrics")) {
            answerError("404 Not Found", head ? "" : "this pod serves /metrics\n", request.keepAlive(), out);
        } else {
            Format format = AcceptHeader.choose(request.accept());
            byte[] body = page.render(format);
            out.write(RequestHead.answer("200 OK", format.contentType(), body.length, request.keepAlive()));
            if (!head) {
                out.write(body);
            }
            out.flush();
        }
    }

    private static void answerError(String status, String text, boolean keepAlive, OutputStream out) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        out.write(RequestHead.answer(status, PLAIN, body.length, keepAlive));
        out.write(body);
        out.flush();
    }

    /** Stops listening and ends every connection. */
    @Override
    public void close() {
        closeQuietly(listener);
        connections.forEach(PodServer::closeQuietly);
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Already gone: what was wanted.
        }
    }
}
