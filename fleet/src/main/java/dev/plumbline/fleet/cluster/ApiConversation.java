package dev.plumbline.fleet.cluster;

import dev.plumbline.fleet.receivers.Json;
import dev.plumbline.fleet.receivers.StandInServer;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The API server's side of a connection: requests about rollouts, answered as a real one does. */
final class ApiConversation implements StandInServer.Conversation {
    private static final String GROUP = "/apis/argoproj.io/v1alpha1/";
    private static final int MAX_LINE = 16 << 10;
    private static final int MAX_BODY = 4 << 20;
    private static final long WATCH_WAIT_MILLIS = 200;
    private final ObjectStore store;
    private final ClusterFaults faults;

    ApiConversation(ObjectStore store, ClusterFaults faults) {
        this.store = store;
        this.faults = faults;
    }

    private record Request(String method, String path, Map<String, String> query, Map<String, String> headers, String body) {
        String contentType() {
            return headers.getOrDefault("content-type", "");
        }

        boolean watches() {
            return method.equals("GET") && query.getOrDefault("watch", "").matches("true|1");
        }

        boolean wantsWebSocket() {
            return headers.getOrDefault("upgrade", "").equalsIgnoreCase("websocket");
        }
    }

    private record Reply(int status, String body) {}

    /** What a path names; the name is empty for a list. */
    private record Target(String namespace, String name, boolean status) {}

    @Override
    public void hold(Socket socket, StandInServer server) throws IOException, InterruptedException {
        var in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        while (true) {
            Request request = read(in);
            if (faults.isAway()) {
                return; // the connection ends without an answer
            }
            if (request.watches() && !request.wantsWebSocket()) {
                watch(request, out, server);
                return;
            }
            // No web sockets here: a client that gets none takes a stream, as behind proxies that know none.
            Reply reply = request.watches() ? new Reply(200, "") : answer(request);
            byte[] body = reply.body.getBytes(StandardCharsets.UTF_8);
            out.write(("HTTP/1.1 " + reply.status + " Status\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                    + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
        }
    }

    private Reply answer(Request request) {
        Optional<Target> found = target(request.path);
        if (found.isEmpty()) {
            return failure(404, "NotFound", "the server could not find the requested resource");
        }
        Target target = found.get();
        Optional<Integer> scripted = faults.next(request.method);
        if (scripted.isPresent()) {
            return failure(scripted.get(), scripted.get() == 409 ? "Conflict" : "Forbidden", "scripted failure");
        }
        return switch (request.method) {
            case "GET" -> target.name.isEmpty() ? list(target) : store.get(target.namespace, target.name)
                    .map(o -> new Reply(200, JsonForm.write(o))).orElseGet(() -> missing(target));
            case "PATCH" -> patch(request, target);
            default -> failure(405, "MethodNotAllowed", "the stand-in knows GET and PATCH");
        };
    }

    private Reply list(Target target) {
        return new Reply(200, JsonForm.write(JsonForm.object("apiVersion", JsonForm.text("argoproj.io/v1alpha1"),
                "kind", JsonForm.text("RolloutList"),
                "metadata", JsonForm.object("resourceVersion", JsonForm.text(Long.toString(store.version()))),
                "items", JsonForm.list(store.list(target.namespace)))));
    }

    private Reply patch(Request request, Target target) {
        if (!request.contentType().startsWith("application/merge-patch+json")) {
            return failure(415, "UnsupportedMediaType", "the stand-in takes application/merge-patch+json");
        }
        if (target.status && !faults.hasStatusSubresource()) {
            return missing(target);
        }
        Json patch;
        try {
            patch = Json.parse(request.body);
        } catch (IllegalArgumentException e) {
            return failure(400, "BadRequest", "not JSON: " + e.getMessage());
        }
        ObjectStore.Part part = !faults.hasStatusSubresource() ? ObjectStore.Part.ALL
                : target.status ? ObjectStore.Part.STATUS : ObjectStore.Part.ALL_BUT_STATUS;
        return switch (store.patch(target.namespace, target.name, patch, part)) {
            case ObjectStore.Patched.Now(var object) -> new Reply(200, JsonForm.write(object));
            case ObjectStore.Patched.Missing() -> missing(target);
            case ObjectStore.Patched.Conflict(var version) -> failure(409, "Conflict", "Operation cannot be fulfilled on rollouts.argoproj.io \""
                    + target.name + "\": the object has been modified (it is at " + version + ")");
        };
    }

    private static Reply missing(Target target) {
        return failure(404, "NotFound", "rollouts.argoproj.io \"" + target.name + "\" not found");
    }

    private static Reply failure(int status, String reason, String message) {
        return new Reply(status, JsonForm.write(JsonForm.object("kind", JsonForm.text("Status"), "apiVersion", JsonForm.text("v1"),
                "status", JsonForm.text("Failure"), "message", JsonForm.text(message), "reason", JsonForm.text(reason),
                "code", JsonForm.number(status))));
    }

    private static Optional<Target> target(String path) {
        if (!path.startsWith(GROUP)) {
            return Optional.empty();
        }
        List<String> parts = List.of(path.substring(GROUP.length()).split("/"));
        if (parts.equals(List.of("rollouts"))) {
            return Optional.of(new Target("", "", false));
        }
        if (parts.size() < 3 || !parts.get(0).equals("namespaces") || !parts.get(2).equals("rollouts")) {
            return Optional.empty();
        }
        boolean status = parts.size() == 5 && parts.get(4).equals("status");
        return parts.size() > 4 && !status ? Optional.empty()
                : Optional.of(new Target(parts.get(1), parts.size() > 3 ? parts.get(3) : "", status));
    }

    private void watch(Request request, OutputStream out, StandInServer server) throws IOException, InterruptedException {
        String namespace = target(request.path).map(Target::namespace).orElse("");
        out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        long since = Long.parseLong(request.query.getOrDefault("resourceVersion", Long.toString(store.version())));
        while (!server.pause(0) && !faults.isAway()) {
            Optional<List<ObjectStore.Change>> changes = store.after(since, WATCH_WAIT_MILLIS);
            if (changes.isEmpty()) {
                event(out, "ERROR", Json.parse(failure(410, "Expired", "too old resource version").body));
                return;
            }
            for (ObjectStore.Change change : changes.get()) {
                since = change.version();
                if (namespace.isEmpty() || change.object().at("metadata").at("namespace").text("").equals(namespace)) {
                    event(out, change.type(), change.object());
                }
            }
        }
    }

    private static void event(OutputStream out, String type, Json object) throws IOException {
        out.write((JsonForm.write(JsonForm.object("type", JsonForm.text(type), "object", object)) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static Request read(InputStream in) throws IOException {
        String[] words = line(in).split(" ", 3);
        if (words.length != 3) {
            throw new IOException("not a request");
        }
        var headers = new HashMap<String, String>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 0 || headers.size() == 100) {
                throw new IOException("not a header, or too many");
            }
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        if (length > MAX_BODY || headers.containsKey("transfer-encoding")) {
            throw new IOException("a body too large, or chunked");
        }
        byte[] body = in.readNBytes(length);
        String[] target = words[1].split("\\?", 2);
        return new Request(words[0], target[0], query(target.length > 1 ? target[1] : ""), headers,
                new String(body, StandardCharsets.UTF_8));
    }

    private static Map<String, String> query(String text) {
        return List.of(text.split("&")).stream().map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length > 1 ? pair[1] : "", (a, b) -> a));
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
