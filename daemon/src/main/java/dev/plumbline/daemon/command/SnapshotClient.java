package dev.plumbline.daemon.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/** Asks a running daemon for a snapshot of its data directory, and finds it on this machine. */
public final class SnapshotClient {
    private final DaemonClient client;

    public SnapshotClient(DaemonClient client) {
        this.client = client;
    }

    /**
     * Makes a snapshot.
     *
     * @param data where the daemon's data directory is seen from here; null: where the daemon says
     * @return its folder
     * @throws IOException when the daemon cannot be reached, refuses, or its files are not on this machine; the message says what would be right
     */
    public Path take(@Nullable Path data, boolean skipHead) throws IOException {
        Path folder = data == null ? dataFolder() : data;
        if (!Files.isDirectory(folder)) {
            throw new IOException("the daemon's data directory " + folder + " is not there on this machine: run this where the daemon runs,"
                    + " or say with --data where its directory is seen from here");
        }
        var reply = client.post("/api/v1/admin/tsdb/snapshot", Map.of("skip_head", skipHead ? "true" : "false"));
        if (reply.status() != 200) {
            String text = Problems.text(reply);
            throw new IOException("the daemon refuses: " + text
                    + (text.contains("admin APIs disabled") ? " (start it with --web.enable-admin-api)" : ""));
        }
        String name = members(reply.body()).getOrDefault("name", "");
        Path snapshot = folder.resolve("snapshots").resolve(name);
        if (name.isEmpty() || name.contains("/") || !Files.isDirectory(snapshot)) {
            throw new IOException("the daemon made the snapshot \"" + name + "\", but " + snapshot + " is not there: " + folder
                    + " is not its data directory. Say with --data where that is seen from here");
        }
        return snapshot;
    }

    /** The flag may be relative to where the daemon runs. */
    private Path dataFolder() throws IOException {
        String path = ask("/api/v1/status/flags").getOrDefault("storage.tsdb.path", "");
        if (path.isEmpty()) {
            throw new IOException("the daemon does not say where its data directory is; say with --data where it is");
        }
        return Path.of(ask("/api/v1/status/runtimeinfo").getOrDefault("CWD", "")).resolve(path);
    }

    private Map<String, String> ask(String path) throws IOException {
        var reply = client.get(path, Map.of());
        if (reply.status() != 200) {
            throw new IOException(Problems.text(reply));
        }
        return members(reply.body());
    }

    /** The texts in the object {@code data}. */
    private static Map<String, String> members(String body) throws IOException {
        var members = new HashMap<String, String>();
        try (JsonParser parser = new JsonFactory().createParser(body)) {
            String in = "";
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.PROPERTY_NAME) {
                    in = parser.currentName();
                } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    members.put(in, parser.getString());
                }
            }
        } catch (JacksonException e) {
            throw new IOException("the answer is not JSON: is a Plumbline daemon there?", e);
        }
        return members;
    }
}
