package dev.plumbline.daemon.config;

import dev.plumbline.model.PlumblineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A value that is never printed: where it comes from is known, what it is only to who asks by {@link #reveal}. */
public sealed interface Secret {

    /**
     * The plain value. A file is read each time, so that a rotated secret is seen; white space around it is cut.
     *
     * @throws PlumblineException of kind RESOURCE when its file cannot be read or is larger than 1 MiB
     */
    String reveal();

    /** A secret that stood in the configuration or in the environment. */
    static Secret of(String value) {
        return new Inline(value);
    }

    /** A secret that is read from a file when it is needed. */
    static Secret inFile(Path file) {
        return new InFile(file);
    }

    /** Known at load. */
    record Inline(String value) implements Secret {
        @Override
        public String reveal() {
            return value;
        }

        @Override
        public String toString() {
            return "<secret>";
        }
    }

    /** In a file of its own. */
    record InFile(Path file) implements Secret {
        private static final long MAX_BYTES = 1 << 20;

        @Override
        public String reveal() {
            try {
                if (Files.size(file) > MAX_BYTES) {
                    throw PlumblineException.resource("the secret file " + file + " is larger than 1 MiB", null);
                }
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw PlumblineException.resource("cannot read the secret file " + file + ": " + e, e);
            }
        }

        @Override
        public String toString() {
            return "<secret>";
        }
    }
}
