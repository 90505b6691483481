package dev.plumbline.daemon.remotewrite.queue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The file that remembers how far a receiver has got. One owner. */
public final class PositionFile {
    private static final byte[] MAGIC = "PLUMBRWP".getBytes(StandardCharsets.US_ASCII);
    private static final int SIZE = 32;
    private static final int NUMBERS = 12;
    private final Path file;

    public PositionFile(Path file) {
        this.file = file;
    }

    /** The position; null when there is none or it cannot be read. */
    public @Nullable Position read() {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length != SIZE || !Arrays.equals(bytes, 0, 8, MAGIC, 0, 8) || (int) Format.INT.get(bytes, 8) != Format.VERSION
                    || (int) Format.INT.get(bytes, SIZE - 4) != Format.checksum(bytes, NUMBERS, 16)) {
                return null;
            }
            return new Position((long) Format.LONG.get(bytes, NUMBERS), (long) Format.LONG.get(bytes, NUMBERS + 8));
        } catch (IOException e) {
            return null;
        }
    }

    /** Replaces it whole. */
    public void write(Position position) throws IOException {
        var bytes = new byte[SIZE];
        System.arraycopy(MAGIC, 0, bytes, 0, 8);
        Format.INT.set(bytes, 8, Format.VERSION);
        Format.LONG.set(bytes, NUMBERS, position.segment());
        Format.LONG.set(bytes, NUMBERS + 8, position.offset());
        Format.INT.set(bytes, SIZE - 4, Format.checksum(bytes, NUMBERS, 16));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, bytes);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
