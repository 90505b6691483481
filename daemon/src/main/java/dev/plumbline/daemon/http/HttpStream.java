package dev.plumbline.daemon.http;

import java.io.IOException;
import java.io.InputStream;

/**
 * An answer whose body is still coming. Its reader bounds bytes and time; closing it, from any thread, ends the transfer, and whoever reads
 * meets an IOException or the end.
 */
public record HttpStream(int status, InputStream body) implements AutoCloseable {

    public boolean successful() {
        return status / 100 == 2;
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            // nobody reads it any more
        }
    }
}
