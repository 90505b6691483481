package dev.plumbline.fleet.receivers;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Accepts connections on a loopback port and gives each a virtual thread, at most {@value #MAX_CONNECTIONS} at a time
 * (further ones are closed at once). Silence of a client for a minute ends its connection.
 */
public final class StandInServer implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 256;
    private static final int IDLE_MILLIS = 60_000;
    private final ServerSocket listener;
    private final Conversation conversation;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("stand-in-", 0).factory());
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What is said on one connection; the server closes the socket afterwards. */
    public interface Conversation {
        void hold(Socket socket, StandInServer server) throws IOException, InterruptedException;
    }

    /**
     * Listens at once.
     *
     * @param port 0 for any free one
     * @throws UncheckedIOException when there is no such port
     */
    public static StandInServer listen(int port, Conversation conversation) {
        try {
            return new StandInServer(new ServerSocket(port, MAX_CONNECTIONS, InetAddress.ofLiteral("127.0.0.1")), conversation);
        } catch (IOException e) {
            throw new UncheckedIOException("a stand-in cannot open loopback port " + port + ": " + e.getMessage(), e);
        }
    }

    private StandInServer(ServerSocket listener, Conversation conversation) {
        this.listener = listener;
        this.conversation = conversation;
        threads.execute(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
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
            connections.remove(socket);
            socket.close();
            return;
        }
        threads.execute(() -> serve(socket));
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(IDLE_MILLIS);
            conversation.hold(socket, this);
        } catch (IOException | InterruptedException e) {
            // The client has gone, or has been silent for too long: nobody is left to tell.
        } finally {
            connections.remove(socket);
        }
    }

    /** Waits; true when the server was closed meanwhile. */
    public boolean pause(long millis) throws InterruptedException {
        return closed.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Waits until the server is closed. */
    public void waitForClose() throws InterruptedException {
        closed.await();
    }

    @Override
    public void close() {
        closed.countDown();
        closeQuietly(listener);
        connections.forEach(StandInServer::closeQuietly);
        threads.close();
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Already gone: what was wanted.
        }
    }
}
