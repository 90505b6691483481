package dev.plumbline.daemon.scrape.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A password or token: given, or in a file that is read anew each time so that it can be rotated. */
public sealed interface Secret {

    /** The secret itself. */
    String reveal();

    /** Given in the configuration. */
    record Text(String value) implements Secret {
        @Override
        public String reveal() {
            return value;
        }

        @Override
        public String toString() {
            return "<secret>";
        }
    }

    /** In a file of at most 64 KiB; white space around it does not count. */
    record File(Path path) implements Secret {
        private static final int MAX_BYTES = 64 << 10;

        @Override
        public String reveal() {
            try (var in = Files.newInputStream(path)) {
                return new String(in.readNBytes(MAX_BYTES), java.nio.charset.StandardCharsets.UTF_8).strip();
            } catch (IOException e) {
                throw new FetchException(FetchException.Reason.CREDENTIALS,
                        "unable to read credentials file " + path + ": " + e.getClass().getSimpleName(), e);
            }
        }
    }
}
