package dev.plumbline.daemon.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that asks a running daemon. */
public final class ClientOptions {
    @Option(names = "--url", paramLabel = "URL", defaultValue = "${env:PLUMBLINE_URL:-http://127.0.0.1:9480}",
            description = "The daemon's address (default: $PLUMBLINE_URL, else http://127.0.0.1:9480).")
    private String url = "http://127.0.0.1:9480";

    @Option(names = "--token-file", paramLabel = "FILE",
            description = "A file with a bearer token. Without it, $PLUMBLINE_TOKEN is used when set.")
    private @Nullable Path tokenFile;

    /** @throws IOException when the token's file cannot be read */
    public DaemonClient client() throws IOException {
        return new DaemonClient(url, token());
    }

    private @Nullable String token() throws IOException {
        return tokenFile == null ? System.getenv("PLUMBLINE_TOKEN") : Files.readString(tokenFile).strip();
    }
}
