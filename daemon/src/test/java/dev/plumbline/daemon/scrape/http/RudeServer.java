package dev.plumbline.daemon.scrape.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that answers each request with whatever a test writes, then closes, unless told to keep on. */
final class RudeServer implements AutoCloseable {
    final List<String> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket socket;
    private final Behaviour behaviour;

    /** Writes an answer; true keeps the connection for another request. */
    interface Behaviour {
        boolean answer(OutputStream out, int request) throws IOException;
    }

    RudeServer(Behaviour behaviour) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), behaviour);
    }

    RudeServer(ServerSocket socket, Behaviour behaviour) {
        this.socket = socket;
        this.behaviour = behaviour;
        Thread.ofVirtual().start(this::accept);
    }

    /** Always the same bytes. */
    static RudeServer saying(String answer) throws IOException {
        return new RudeServer((out, request) -> {
            out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
            return false;
        });
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/metrics");
    }

    ServerSocket socket() {
        return socket;
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            boolean again = true;
            while (again && readRequest(client.getInputStream())) {
                again = behaviour.answer(client.getOutputStream(), requests.size());
                client.getOutputStream().flush();
            }
        } catch (IOException gone) {
            // The client gave up, which is what many of these tests want.
        }
    }

    private boolean readRequest(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                return false;
            }
            text.append((char) c);
        }
        requests.add(text.toString());
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
