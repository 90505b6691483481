package dev.plumbline.daemon.documents.lucene;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What was acknowledged and may not be in a committed index yet: operations with rising numbers, in files of rising numbers
 * (docs/formats/documents.md). A batch is written, synced and only then applied; one that fails is cut off again. Reading stops at the first damaged record of a file and goes on with the next file. Not thread-safe.
 */
final class TransactionLog implements Closeable {
    private static final byte[] MAGIC = "PLDOCS1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_RECORD = 64 << 20;
    private static final int FLUSH_BYTES = 1 << 20;

    private final Path folder;
    private final Medium medium;
    private final Consumer<String> warnings;
    private final List<Path> older = new ArrayList<>();
    private Medium.@Nullable LogFile file;
    private Path name;
    private long number;
    private long fileBytes;
    private long olderBytes;

    /** Receives what a log holds. */
    interface Reader {
        void read(long sequence, Operation operation) throws IOException;
    }

    TransactionLog(Path folder, Medium medium, Consumer<String> warnings) throws IOException {
        this.folder = folder;
        this.medium = medium;
        this.warnings = warnings;
        this.name = folder;
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(f -> f.getFileName().toString().matches("[0-9]{12}\\.log")).sorted().forEach(older::add);
        }
        for (Path f : older) {
            olderBytes += Files.size(f);
            number = Long.parseLong(f.getFileName().toString().substring(0, 12));
        }
    }

    /** Bytes in all files. */
    long bytes() {
        return olderBytes + fileBytes;
    }

    boolean isEmpty() {
        return older.isEmpty() && fileBytes <= MAGIC.length;
    }

    /** Makes operations durable, numbered from {@code sequence} on; on failure none of them counts as done. */
    void append(long sequence, List<Operation> operations, boolean sync) throws IOException {
        Medium.LogFile open = file == null ? begin() : file;
        long start = fileBytes;
        boolean written = false;
        try {
            var batch = new ByteArrayOutputStream();
            for (int i = 0; i < operations.size(); i++) {
                record(batch, sequence + i, DocumentBytes.of(operations.get(i)));
                if (batch.size() >= FLUSH_BYTES || i == operations.size() - 1) {
                    open.append(ByteBuffer.wrap(batch.toByteArray()));
                    fileBytes += batch.size();
                    batch.reset();
                }
            }
            written = true;
            if (sync) {
                open.sync();
            }
        } catch (IOException e) {
            takeBack(open, start, written);
            throw e;
        }
    }

    private static void record(ByteArrayOutputStream out, long sequence, byte[] operation) {
        ByteBuffer head = ByteBuffer.allocate(16).putLong(8, sequence);
        var crc = new CRC32C();
        crc.update(head.array(), 8, 8);
        crc.update(operation);
        head.putInt(0, 8 + operation.length).putInt(4, (int) crc.getValue());
        out.write(head.array(), 0, 16);
        out.write(operation, 0, operation.length);
    }

    private Medium.LogFile begin() throws IOException {
        Path next = folder.resolve("%012d.log".formatted(number + 1));
        Files.deleteIfExists(next);
        Medium.LogFile created = medium.create(next);
        try {
            created.append(ByteBuffer.wrap(MAGIC));
            Medium.syncFolder(folder);
        } catch (IOException e) {
            try (created) {
                Files.deleteIfExists(next);
            }
            throw e;
        }
        number++;
        name = next;
        fileBytes = MAGIC.length;
        file = created;
        return created;
    }

    /** Cuts a failed batch off. After a failed sync nobody knows what the file holds, so that the next batch begins a new one. */
    private void takeBack(Medium.LogFile open, long start, boolean written) {
        try {
            open.truncate(start);
            fileBytes = start;
            if (!written) {
                return;
            }
            open.close();
        } catch (IOException e) {
            warnings.accept("a failed write could not be taken back in " + name + " (" + e.getMessage() + "); the next one begins a new file");
        }
        leave();
    }

    private void leave() {
        older.add(name);
        olderBytes += fileBytes;
        fileBytes = 0;
        file = null;
    }

    /** Leaves the present file; those that {@link #forget} may delete once the indexes hold what they say. */
    List<Path> roll() throws IOException {
        if (file != null && fileBytes > MAGIC.length) {
            file.close();
            leave();
        }
        return List.copyOf(older);
    }

    /** Deletes files whose operations are all in committed indexes. */
    void forget(List<Path> files) throws IOException {
        for (Path f : files) {
            long size = Files.exists(f) ? Files.size(f) : 0;
            Files.deleteIfExists(f);
            if (older.remove(f)) {
                olderBytes = Math.max(0, olderBytes - size);
            }
        }
    }

    /** Reads everything, oldest first. */
    void read(Reader reader) throws IOException {
        List<Path> files = new ArrayList<>(older);
        if (file != null) {
            files.add(name);
        }
        for (Path f : files) {
            read(f, reader);
        }
    }

    private void read(Path f, Reader reader) throws IOException {
        long size = Files.size(f);
        long at = 0;
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(f), 1 << 16))) {
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                damaged(f, 0, size);
                return;
            }
            at = MAGIC.length;
            while (at < size) {
                byte[] payload = payload(in, size - at);
                if (payload == null) {
                    damaged(f, at, size);
                    return;
                }
                at += 8 + payload.length;
                var sequence = ByteBuffer.wrap(payload).getLong();
                reader.read(sequence, DocumentBytes.operation(Arrays.copyOfRange(payload, 8, payload.length)));
            }
        } catch (EOFException e) {
            damaged(f, at, size);
        }
    }

    /** The next record without its head, or null when it is damaged. */
    private static byte @Nullable [] payload(DataInputStream in, long left) throws IOException {
        if (left < 16) {
            return null;
        }
        int length = in.readInt();
        int expected = in.readInt();
        if (length < 9 || length > MAX_RECORD || length > left - 8) {
            return null;
        }
        byte[] payload = in.readNBytes(length);
        var crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue() == expected ? payload : null;
    }

    private void damaged(Path f, long at, long size) {
        if (size > 0) {
            warnings.accept(f + " is damaged at byte " + at + ": its last " + (size - at)
                    + " bytes, of writes that were not acknowledged or of a power loss, are left out");
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            leave();
        }
    }
}
