package dev.plumbline.daemon.discovery.dns;

import dev.plumbline.daemon.config.DiscoveryConfig.RecordType;
import dev.plumbline.time.Clock;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A stub resolver. Every lookup reads the resolver file anew, so that a changed one counts. The names of the search list
 * are tried in order and the first that exists wins. No answer of any server for one of them, and no good one for
 * another, is an error: then it is not known whether there are records. Thread-safe.
 */
public final class DnsResolver implements DnsLookup {
    private static final Path FILE = Path.of("/etc/resolv.conf");
    private static final int PORT = 53;
    private final Clock clock;
    private final Path file;
    private final int port;
    private final RandomGenerator ids;

    /** Uses /etc/resolv.conf; {@code ids} must be unguessable, so that nobody can answer unasked, and thread-safe. */
    public DnsResolver(Clock clock, RandomGenerator ids) {
        this(clock, ids, FILE, PORT);
    }

    DnsResolver(Clock clock, RandomGenerator ids, Path file, int port) {
        this.clock = clock;
        this.ids = ids;
        this.file = file;
        this.port = port;
    }

    @Override
    public List<Answer> lookup(String name, RecordType type) throws IOException {
        ResolverFile settings = ResolverFile.read(file);
        IOException failed = null;
        for (String candidate : settings.candidates(name)) {
            try {
                DnsMessage.Response response = anyServer(candidate, type, settings);
                if (response.code() == DnsMessage.NO_ERROR) {
                    return response.answers();
                }
            } catch (IOException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw new IOException("cannot resolve " + type + " records of " + name + ": " + failed.getMessage(), failed);
        }
        return List.of();
    }

    /** The first answer that says either "here it is" or "there is no such name". */
    private DnsMessage.Response anyServer(String name, RecordType type, ResolverFile settings) throws IOException {
        IOException failed = null;
        for (int attempt = 0; attempt < settings.attempts(); attempt++) {
            for (String server : settings.servers()) {
                try {
                    DnsMessage.Response response = ask(new InetSocketAddress(server, port), name, type, settings.timeoutMillis());
                    if (response.code() == DnsMessage.NO_ERROR || response.code() == DnsMessage.NO_SUCH_NAME) {
                        return response;
                    }
                    failed = new IOException("the server " + server + " answered code " + response.code());
                } catch (IOException e) {
                    failed = new IOException("the server " + server + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()), e);
                }
            }
        }
        throw failed == null ? new IOException("no server is configured in " + file) : failed;
    }

    private DnsMessage.Response ask(InetSocketAddress server, String name, RecordType type, int timeoutMillis) throws IOException {
        int id = ids.nextInt(1 << 16);
        DnsMessage.Response response = udp(server, id, name, type, timeoutMillis);
        return response.truncated() ? tcp(server, id, name, type, timeoutMillis) : response;
    }

    private DnsMessage.Response udp(InetSocketAddress server, int id, String name, RecordType type, int timeoutMillis) throws IOException {
        byte[] question = DnsMessage.question(id, name, type, true);
        long end = clock.monotonicNanos() + timeoutMillis * 1_000_000L;
        try (var socket = new DatagramSocket()) {
            socket.connect(server);
            socket.send(new DatagramPacket(question, question.length));
            var packet = new DatagramPacket(new byte[DnsMessage.UDP_BYTES], DnsMessage.UDP_BYTES);
            while (true) {
                long left = (end - clock.monotonicNanos()) / 1_000_000;
                if (left <= 0) {
                    throw new SocketTimeoutException("no answer within " + timeoutMillis + " ms");
                }
                socket.setSoTimeout((int) left);
                socket.receive(packet);
                byte[] bytes = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
                if (bytes.length > 1 && ((bytes[0] & 0xff) << 8 | bytes[1] & 0xff) == id) {
                    return DnsMessage.response(bytes, id, name, type); // another id is an answer that came too late
                }
            }
        }
    }

    private static DnsMessage.Response tcp(InetSocketAddress server, int id, String name, RecordType type, int timeoutMillis)
            throws IOException {
        byte[] question = DnsMessage.question(id, name, type, false);
        try (var socket = new Socket()) {
            socket.connect(server, timeoutMillis);
            socket.setSoTimeout(timeoutMillis);
            byte[] framed = new byte[question.length + 2];
            framed[0] = (byte) (question.length >> 8);
            framed[1] = (byte) question.length;
            System.arraycopy(question, 0, framed, 2, question.length);
            socket.getOutputStream().write(framed);
            var in = new DataInputStream(socket.getInputStream());
            byte[] answer = in.readNBytes(in.readUnsignedShort());
            DnsMessage.Response response = DnsMessage.response(answer, id, name, type);
            if (response.truncated()) {
                throw new IOException("the answer is cut although it came over TCP");
            }
            return response;
        }
    }
}
