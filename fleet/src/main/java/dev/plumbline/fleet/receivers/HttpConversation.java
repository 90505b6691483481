package dev.plumbline.fleet.receivers;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request after the other on a connection, each answered by the handler or by what the script says. */
final class HttpConversation implements StandInServer.Conversation {
    private static final int MAX_LINE = 16 << 10;
    private static final int MAX_HEADERS = 100;
    private static final int MAX_BODY = 4 << 20;
    private final Handler handler;
    private final Script<Misbehaviour> script;
    private final @Nullable SelfSigned tls;

    /** An answer. */
    record Reply(int status, String contentType, String body, Map<String, String> headers) {
        static Reply text(int status, String body) {
            return new Reply(status, "text/plain", body, Map.of());
        }

        static Reply json(int status, String body) {
            return new Reply(status, "application/json", body, Map.of());
        }
    }

    /** Accepts or refuses a message. */
    interface Handler {
        Reply accept(ReceivedRequest request);

        /** A message that is not accepted, because the script says so. */
        void ignore(ReceivedRequest request);
    }

    HttpConversation(Handler handler, Script<Misbehaviour> script, @Nullable SelfSigned tls) {
        this.handler = handler;
        this.script = script;
        this.tls = tls;
    }

    @Override
    public void hold(Socket plain, StandInServer server) throws IOException, InterruptedException {
        Socket socket = tls == null ? plain : tls.serve(plain);
        var in = new BufferedInputStream(socket.getInputStream());
        boolean more = true;
        while (more && waitForRequest(in)) {
            Misbehaviour step = script.next();
            if (step instanceof Misbehaviour.HangUpBefore) {
                return;
            }
            ReceivedRequest request = read(in);
            more = answer(request, step == null ? new Misbehaviour.Behave() : step, socket.getOutputStream(), server)
                    && !request.header("connection").equalsIgnoreCase("close");
        }
    }

    private static boolean waitForRequest(InputStream in) throws IOException {
        in.mark(1);
        boolean there = in.read() >= 0;
        if (there) {
            in.reset();
        }
        return there;
    }

    /** Returns whether the connection goes on. */
    private boolean answer(ReceivedRequest request, Misbehaviour step, OutputStream out, StandInServer server)
            throws IOException, InterruptedException {
        return switch (step) {
            case Misbehaviour.Behave() -> send(out, bytes(handler.accept(request)));
            case Misbehaviour.Answer(int status, String type, String body, Map<String, String> headers) -> {
                handler.ignore(request);
                yield send(out, bytes(new Reply(status, type, body, headers)));
            }
            case Misbehaviour.HangUpAfterAccepting() -> {
                handler.accept(request);
                yield false;
            }
            case Misbehaviour.HangUpAfterRequest() -> {
                handler.ignore(request);
                yield false;
            }
            case Misbehaviour.HangUpBefore() -> false;
            case Misbehaviour.NeverAnswer() -> {
                handler.ignore(request);
                server.waitForClose();
                yield false;
            }
            case Misbehaviour.Drip(long pauseMillis) -> drip(out, bytes(handler.accept(request)), pauseMillis, server);
            case Misbehaviour.Huge(long size) -> {
                handler.ignore(request);
                yield huge(out, size);
            }
        };
    }

    private static boolean send(OutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return true;
    }

    private static boolean drip(OutputStream out, byte[] bytes, long pauseMillis, StandInServer server)
            throws IOException, InterruptedException {
        for (byte b : bytes) {
            out.write(b);
            out.flush();
            if (server.pause(pauseMillis)) {
                return false;
            }
        }
        return true;
    }

    private static boolean huge(OutputStream out, long size) throws IOException {
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + size + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        byte[] block = "ok".repeat(8 << 10).getBytes(StandardCharsets.US_ASCII);
        for (long left = size; left > 0; left -= block.length) {
            out.write(block, 0, (int) Math.min(left, block.length));
        }
        out.flush();
        return true;
    }

    private static byte[] bytes(Reply reply) {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder("HTTP/1.1 ").append(reply.status()).append(" Status\r\nContent-Type: ")
                .append(reply.contentType()).append("\r\nContent-Length: ").append(body.length).append("\r\n");
        reply.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    private static ReceivedRequest read(InputStream in) throws IOException {
        String[] words = line(in).split(" ", 3);
        if (words.length != 3) {
            throw new IOException("not a request");
        }
        var headers = new HashMap<String, String>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 0 || headers.size() == MAX_HEADERS) {
                throw new IOException("not a header, or too many");
            }
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        if (length > MAX_BODY || headers.containsKey("transfer-encoding")) {
            throw new IOException("a body too large, or chunked");
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the body is cut off");
        }
        return new ReceivedRequest(words[0], words[1], headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() == MAX_LINE) {
                throw new EOFException("no end of line");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
